#include "viz/scene/choice_list.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr float row_height = 25;
constexpr float padding = 5;

/// A small triangle that points down.
void arrow(Builder& b, Vec2 middle) {
  b.add(draw::Polygon{
      {{middle.x - 4, middle.y - 2}, {middle.x + 4, middle.y - 2}, {middle.x, middle.y + 3}},
      b.colors.muted});
}

}  // namespace

void choice_field(Builder& b, ChoiceView& view, const std::string& name, Rect rect,
                  const std::string& label, const std::string& tooltip) {
  const bool open = view.open == name;
  if (open) view.field = rect;
  b.add(draw::Rectangle{rect, 5, open ? b.colors.highlight : b.colors.background, b.colors.hairline,
                        1});
  const bool narrow = rect.w < 62;  // the words are more
  const float left = narrow ? 4 : 7;
  b.text({rect.x + left, b.baseline_in(rect.y, rect.h, TextStyle::small)}, label, TextStyle::small,
         b.colors.ink, Align::left, rect.w - left - (narrow ? 3 : 15));
  if (!narrow) arrow(b, {rect.right() - 9, rect.center().y});
  Widget& field = b.region(name, rect, std::nullopt);
  field.view_action = "choose:" + name;
  field.tooltip = tooltip;
}

Scene choice_list_scene(const ChoiceView& view, const std::vector<Choice>& choices, Rect window,
                        const Look& look) {
  Builder b(look);
  Widget& outside = b.region("choice-close", window, std::nullopt);
  outside.view_action = "choose:";
  outside.focusable = false;
  float wide = view.field.w;
  for (const Choice& choice : choices)
    wide = std::max(wide, b.width(choice.label, TextStyle::small) + 42);
  // As many columns as it takes to stay in the window.
  const auto count = static_cast<int>(choices.size());
  const int most = std::max(1, static_cast<int>((window.h - 40) / row_height));
  const int columns = (count + most - 1) / most;
  const int rows = (count + columns - 1) / std::max(1, columns);
  Rect card{view.field.x, view.field.bottom() + 2, wide * static_cast<float>(columns),
            row_height * static_cast<float>(rows) + 2 * padding};
  card.x = std::clamp(card.x, 8.0F, std::max(8.0F, window.right() - card.w - 8));
  if (card.bottom() > window.bottom() - 8) {
    const float above = view.field.y - 2 - card.h;
    card.y = above >= 8 ? above : std::max(8.0F, window.bottom() - 8 - card.h);
  }
  b.add(draw::Rectangle{{card.x + 2, card.y + 4, card.w, card.h}, 8, Color{0, 0, 0, 30}});
  b.card(card, 8);
  for (int i = 0; i < count; ++i) {
    const Choice& choice = choices[static_cast<std::size_t>(i)];
    const Rect row{card.x + static_cast<float>(i / rows) * wide + padding,
                   card.y + padding + static_cast<float>(i % rows) * row_height, wide - 2 * padding,
                   row_height};
    if (choice.chosen) b.add(draw::Rectangle{row, 5, b.colors.forward_fill});
    const float base = b.baseline_in(row.y, row.h, TextStyle::small);
    if (choice.chosen) b.text({row.x + 5, base}, "\u2713", TextStyle::small, b.colors.ink);
    b.text({row.x + 22, base}, choice.label, TextStyle::small, b.colors.ink, Align::left,
           row.w - 26);
    b.region(view.open + ":" + choice.name, row, choice.command);
  }
  return std::move(b.scene);
}

}  // namespace backprop::viz
