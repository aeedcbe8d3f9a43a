#include "viz/scene/lab_menu.h"

#include <algorithm>
#include <array>

namespace backprop::viz {
namespace {

constexpr std::array<std::pair<const char*, Lab>, 2> labs = {
    {{"activations", Lab::activations}, {"playground", Lab::playground}}};
constexpr float width = 400;

}  // namespace

std::optional<Lab> lab_named(const std::string& name) {
  for (const auto& [its, lab] : labs) {
    if (name == its) return lab;
  }
  return std::nullopt;
}

std::string name_of(Lab lab) {
  const auto found =
      std::find_if(labs.begin(), labs.end(), [&](const auto& row) { return row.second == lab; });
  return found == labs.end() ? std::string() : found->first;
}

Scene lab_menu_scene(const State& state, Rect top, Rect window, const Look& look) {
  Builder b(look);
  Widget& outside = b.region("labs-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;
  Rect card{std::max(8.0F, window.w - width - 230), top.bottom() + 2,
            std::min(width, window.w - 16), 16};
  const auto height = [&](const std::string& key) {
    const int lines = b.line_count(look.words[key + ".what"], TextStyle::small, card.w - 16 - 20);
    return 32 + static_cast<float>(lines) * line_height(TextStyle::small);
  };
  for (const auto& [name, lab] : labs)
    card.h += height(std::string("lab.") + name);
  b.add(draw::Rectangle{{card.x + 2, card.y + 4, card.w, card.h}, 10, Color{0, 0, 0, 30}});
  b.card(card, 10);
  float y = card.y + 8;
  for (const auto& [name, lab] : labs) {
    const std::string key = std::string("lab.") + name;
    const Rect row{card.x + 8, y, card.w - 16, height(key)};
    if (state.lab == lab) b.add(draw::Rectangle{row, 6, b.colors.forward_fill});
    b.text({row.x + 10, row.y + 20}, look.words[key], TextStyle::strong, look.colors.ink);
    b.paragraph({row.x + 10, row.y + 24}, row.w - 20, look.words[key + ".what"], TextStyle::small,
                look.colors.muted);
    b.region(std::string("open-lab:") + name, row, std::nullopt).view_action =
        std::string("open-lab:") + name;
    y += row.h;
  }
  return std::move(b.scene);
}

}  // namespace backprop::viz
