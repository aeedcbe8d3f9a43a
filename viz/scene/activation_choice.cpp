// The left column of the activation lab: which functions are shown, and the typed one.
#include <algorithm>

#include "viz/scene/activation_lab.h"
#include "viz/scene/code_scene.h"

namespace backprop::viz {
namespace {

constexpr float chip_height = 27;
constexpr float code_row = 19;
constexpr std::size_t most_rows = 5;  // of the text, that are shown

/// The frame of a shown function has its colour and dashes, of the chosen one it is thick.
void chip_frame(const LabCard& card, Rect r, const std::string& name) {
  Builder& b = card.b;
  const CurveStyle style = curve_style(card.lab(), name, b.colors);
  const float width = card.lab().chosen == name ? 2.4F : 1.3F;
  b.add(draw::Rectangle{r, 6, card.lab().chosen == name ? b.colors.forward_fill : b.colors.card,
                        faded(style.color, 0.5F), 1});
  const float y = r.bottom() - 3.5F;
  styled_line(b, {{r.x + 6, y}, {r.right() - 6, y}}, inset(r, 0, 0), style, width);
}

/// Below the text: why it is no function, or what the check of its derivative came to.
float verdict(const LabCard& card, float x, float y, float width) {
  Builder& b = card.b;
  const auto& error = card.models.typed_error(card.lab());
  if (error) {
    const Error told = b.words.translated(*error);
    const std::string place =
        b.words.format("lab.error.place", error->place.line, error->place.column);
    y = b.paragraph({x, y}, width, place + told.cause, TextStyle::small, b.colors.wrong);
    return b.paragraph({x, y}, width, told.advice, TextStyle::small, b.colors.muted);
  }
  return y;
}

}  // namespace

float lab_chips(const LabCard& card, float x, float y, float width) {
  Builder& b = card.b;
  float at = x;
  const auto& shown = card.lab().shown;
  for (const std::string& name : lab_function_names()) {
    const std::string label = lab_function_label(name, b.words);
    const float w = b.width(label, TextStyle::small) + 18;
    if (at + w > x + width) {
      at = x;
      y += chip_height + 6;
    }
    const Rect r{at, y, w, chip_height};
    const bool is_shown = std::find(shown.begin(), shown.end(), name) != shown.end();
    if (is_shown) {
      chip_frame(card, r, name);
    } else {
      b.add(draw::Rectangle{r, 6, b.colors.card, b.colors.hairline, 1});
    }
    b.text({r.center().x, b.baseline_in(r.y, r.h - 3, TextStyle::small)}, label, TextStyle::small,
           b.colors.ink, Align::center);
    Widget& chip = b.region("lab-pick:" + name, r, command::PickFunction{name});
    chip.tooltip = b.words[is_shown ? "lab.chip.shown" : "lab.chip"];
    at += w + 6;
  }
  y += chip_height + 6;
  if (shown.size() < 2) return y;
  const std::string& only = b.words["lab.alone"];
  b.button("lab-alone", {x, y, std::min(width, b.width(only, TextStyle::small) + 20), 25}, only,
           command::PickFunction{card.lab().chosen, true});
  return y + 29;
}

float lab_typed(const LabCard& card, float x, float y, float width) {
  Builder& b = card.b;
  const std::vector<std::string> lines = lines_of(card.lab().typed);
  const auto& error = card.models.typed_error(card.lab());
  const std::size_t rows = std::clamp<std::size_t>(lines.size(), 2, most_rows);
  const Rect box{x, y, width, static_cast<float>(rows) * code_row + 10};
  b.add(
      draw::Rectangle{box, 6, b.colors.background, error ? b.colors.wrong : b.colors.hairline, 1});
  float base = y + 19;
  for (std::size_t i = 0; i < std::min(rows, lines.size()) && !card.view.typing; ++i) {
    b.text({x + 9, base}, lines[i], TextStyle::code_small, b.colors.ink, Align::left, width - 18);
    base += code_row;
  }
  Widget& field = b.region(lab_text_widget, box, std::nullopt);
  field.view_action = "lab-type";
  field.tooltip = b.words["lab.typed.tip"];
  return verdict(card, x, box.bottom() + 4, width);
}

}  // namespace backprop::viz
