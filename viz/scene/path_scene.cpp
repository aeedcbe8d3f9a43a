#include "viz/scene/path_scene.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float row = 26;
constexpr float margin = 22;

/// A folder's sign: a sheet with a tab.
void folder_sign(Builder& b, Vec2 at) {
  const Color fill = mix(b.colors.note_border, b.colors.muted, 0.35F);
  b.add(draw::Rectangle{{at.x, at.y + 2, 7, 4}, 1.5F, fill});
  b.add(draw::Rectangle{{at.x, at.y + 4, 15, 10}, 1.5F, fill});
}

void add_rows(Builder& b, const PathView& view, const PathLayout& layout) {
  const std::size_t end = std::min(view.rows.size(), view.first + layout.rows);
  for (std::size_t i = view.first; i < end; ++i) {
    const Rect r{layout.list.x, layout.list.y + static_cast<float>(i - view.first) * row,
                 layout.list.w, row};
    const bool chosen = static_cast<int>(i) == view.chosen;
    if (chosen) b.add(draw::Rectangle{r, 5, b.colors.forward_fill});
    if (view.rows[i].folder) folder_sign(b, {r.x + 10, r.y + 5});
    b.text({r.x + 34, b.baseline_in(r.y, r.h, TextStyle::small)}, view.rows[i].name,
           TextStyle::small, b.colors.ink, Align::left, r.w - 44);
    Widget& widget = b.region("path-entry:" + std::to_string(i), r, std::nullopt);
    widget.view_action = widget.name;
  }
  if (view.rows.size() > layout.rows) {  // how far it is scrolled
    const float count = static_cast<float>(view.rows.size());
    const Rect track{layout.list.right() - 5, layout.list.y, 4, layout.list.h};
    b.add(draw::Rectangle{{track.x, track.y + track.h * static_cast<float>(view.first) / count,
                           track.w, track.h * static_cast<float>(layout.rows) / count},
                          2,
                          b.colors.hairline});
  }
}

void add_button(Builder& b, const std::string& name, Rect r, const std::string& label,
                bool filled) {
  b.button(name, r, label, command::StepForward{}, {.filled = filled});
  b.scene.widgets.back().command.reset();
  b.scene.widgets.back().view_action = name;
}

}  // namespace

PathLayout layout_path(Rect window) {
  PathLayout layout;
  const float width = std::min(640.0F, window.w - 24);
  const float height = std::min(500.0F, window.h - 24);
  layout.card = {(window.w - width) / 2, (window.h - height) / 2, width, height};
  const Rect inner = inset(layout.card, margin, 0);
  layout.field = {inner.x, layout.card.y + 52, inner.w, 34};
  const float list_top = layout.field.bottom() + 36;
  const float most = layout.card.bottom() - 58 - list_top;
  layout.rows = static_cast<std::size_t>(std::max(1.0F, most / row));
  layout.list = {inner.x, list_top, inner.w, static_cast<float>(layout.rows) * row};
  return layout;
}

Scene path_scene(const PathView& view, Rect window, const Look& look) {
  Builder b(look);
  const PathLayout layout = layout_path(window);
  const Rect& card = layout.card;
  b.add(draw::Rectangle{window, 0, scrim});
  b.region("path-outside", window, std::nullopt).focusable = false;
  b.card(card, 12);
  b.text({card.x + margin, card.y + 36}, view.title, TextStyle::heading, look.colors.ink);
  b.add(draw::Rectangle{inset(layout.field, -1, -1), 7, look.colors.background,
                        view.wrong ? look.colors.wrong : look.colors.hairline, 1});
  b.text({card.x + margin + 2, layout.field.bottom() + 22}, view.message, TextStyle::small,
         view.wrong ? look.colors.wrong : look.colors.muted, Align::left, card.w - 2 * margin - 4);
  add_rows(b, view, layout);

  const float y = card.bottom() - 46;
  const float accept = std::max(88.0F, b.width(view.accept, TextStyle::small) + 28);
  const std::string& cancel_label = look.words["path.cancel"];
  const float cancel = std::max(88.0F, b.width(cancel_label, TextStyle::small) + 28);
  const float right = card.right() - margin;
  b.text({card.x + margin, b.baseline_in(y, 30, TextStyle::small)}, look.words["path.keys"],
         TextStyle::small, look.colors.muted, Align::left,
         right - accept - cancel - 24 - card.x - margin);
  add_button(b, "path-cancel", {right - accept - 8 - cancel, y, cancel, 30}, cancel_label, false);
  add_button(b, "path-accept", {right - accept, y, accept, 30}, view.accept, true);
  return std::move(b.scene);
}

}  // namespace backprop::viz
