#include "viz/scene/builder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/text/paragraph.h"

namespace backprop::viz {

bool hits(const Widget& widget, Vec2 point) {
  if (!widget.rect.contains(point)) return false;
  if (!widget.along) return true;
  constexpr float reach = 6;
  const auto [from, to] = *widget.along;
  const Vec2 line{to.x - from.x, to.y - from.y};
  const float length = std::hypot(line.x, line.y);
  if (length < 1) return true;
  const float across = (point.x - from.x) * line.y - (point.y - from.y) * line.x;
  return std::abs(across) / length <= reach;
}

Index ElementGrid::element_at(Vec2 point) const {
  if (!rect.contains(point) || rows == 0 || columns == 0) return -1;
  const auto row = static_cast<Index>((point.y - rect.y) / rect.h * static_cast<float>(rows));
  const auto column = static_cast<Index>((point.x - rect.x) / rect.w * static_cast<float>(columns));
  const Index cell =
      std::min<Index>(row, rows - 1) * columns + std::min<Index>(column, columns - 1);
  return cell < count ? first + cell * stride : -1;
}

Rect ElementGrid::rect_of(Index cell) const {
  const float w = rect.w / static_cast<float>(columns);
  const float h = rect.h / static_cast<float>(rows);
  return {rect.x + w * static_cast<float>(cell % columns),
          rect.y + h * static_cast<float>(cell / columns), w, h};
}

double Slider::value_at(const Rect& rect, Vec2 point) const {
  const float part = std::clamp((point.x - rect.x) / rect.w, 0.0F, 1.0F);
  return low + (high - low) * static_cast<double>(part);
}

Widget aimed_at(const Widget& widget, Vec2 point) {
  Widget aimed = widget;
  if (!widget.grid) return aimed;
  const Index element = widget.grid->element_at(point);
  aimed.entity = element < 0 ? Entity{} : Entity::value(widget.grid->value, element);
  aimed.command.reset();
  if (element >= 0) aimed.command = command::Select{aimed.entity};
  return aimed;
}

bool is_hovered(const Look& look, const Entity& entity) {
  if (entity.kind == Entity::Kind::none) return false;
  return look.trace != nullptr ? is_same(*look.trace, entity, look.hover) : entity == look.hover;
}

bool is_lit(const Look& look, const State& state, const Entity& entity) {
  const bool selected =
      entity.kind != Entity::Kind::none && is_same(*state.trace, entity, state.selection);
  return selected || is_hovered(look, entity);
}

void Builder::card(Rect rect, float radius) {
  add(draw::Rectangle{rect, radius, colors.card, colors.hairline, 1});
}

void Builder::line(Vec2 from, Vec2 to, Color color, float width, bool dashed, Entity entity) {
  add(draw::Line{from, to, width, color, dashed}, entity);
}

float Builder::width(const std::string& text, TextStyle style) const {
  return text_width(look.glyphs, style, text);
}

float Builder::text(Vec2 baseline, const std::string& text, TextStyle style, Color color,
                    Align align, float max_width, Entity entity) {
  if (text.empty()) return 0;
  const std::string shown = max_width > 0 ? ellipsized(look.glyphs, style, text, max_width) : text;
  const float w = width(shown, style);
  if (align == Align::center) baseline.x -= w / 2;
  if (align == Align::right) baseline.x -= w;
  add(draw::Text{baseline, shown, style, color, w, shown == text ? "" : text}, entity);
  return w;
}

TextStyle Builder::fitting_style(const std::string& text, std::initializer_list<TextStyle> styles,
                                 float width) const {
  const auto* fits = std::find_if(styles.begin(), styles.end(), [&](TextStyle style) {
    return this->width(text, style) <= width;
  });
  return fits == styles.end() ? *(styles.end() - 1) : *fits;
}

float Builder::baseline_in(float top, float height, TextStyle style) const {
  // The middle of small letters and capitals, not of the face's whole ascent.
  return top + height / 2 + font_of(style).px * 0.36F;
}

float Builder::paragraph(Vec2 top_left, float width, const std::string& text, TextStyle style,
                         Color color, int most) {
  const ParagraphLayout layout =
      layout_paragraph(look.glyphs, {{InlineRun::Kind::text, text}}, style, width);
  const float all = std::numeric_limits<float>::infinity();
  const float room = most > 0 ? static_cast<float>(most) * line_height(style) : all;
  std::string rest;  // what the last line that is shown has no room for
  const ParagraphPiece* last = nullptr;
  for (const ParagraphPiece& piece : layout.pieces) {
    if (piece.y <= room) last = &piece;
    if (piece.y > room) rest += " " + piece.text;
  }
  for (const ParagraphPiece& piece : layout.pieces) {
    if (piece.y > room) break;
    const Vec2 at{top_left.x + piece.x, top_left.y + piece.y};
    const bool cut = &piece == last && !rest.empty();
    this->text(at, cut ? piece.text + rest : piece.text, piece.style, color, Align::left,
               cut ? width - piece.x : 0);
    if (cut) std::get<draw::Text>(scene.records.back().shape).whole = text;
  }
  return top_left.y + std::min(layout.height, room);
}

int Builder::line_count(const std::string& text, TextStyle style, float width) const {
  const ParagraphLayout layout =
      layout_paragraph(look.glyphs, {{InlineRun::Kind::text, text}}, style, width);
  return static_cast<int>(std::lround(layout.height / line_height(style)));
}

MathBox Builder::math(Vec2 baseline, const std::string& tex, float px, Color color, Align align) {
  MathBox box = set_tex(look.glyphs, tex, px, MathStyle::display);
  if (align == Align::center) baseline.x -= box.width / 2;
  if (align == Align::right) baseline.x -= box.width;
  add(draw::Math{baseline, box, color});
  return box;
}

Rect Builder::button(const std::string& name, Rect rect, const std::string& label, Command command,
                     ButtonStyle style, const std::string& tooltip) {
  const bool filled = style.filled && style.enabled;
  const Color ink = !style.enabled ? colors.faint : filled ? colors.on_ink : colors.ink;
  add(draw::Rectangle{rect, 6, filled ? colors.ink : colors.card,
                      filled ? colors.ink : colors.hairline, 1});
  text({rect.center().x, baseline_in(rect.y, rect.h, style.text)}, label, style.text, ink,
       Align::center, rect.w - 6);
  Widget& widget = region(name, rect, std::move(command));
  widget.enabled = style.enabled;
  widget.tooltip = tooltip;
  return rect;
}

Rect Builder::view_button(const std::string& name, Rect rect, const std::string& label,
                          const std::string& action, const std::string& tooltip,
                          ButtonStyle style) {
  button(name, rect, label, command::StepForward{}, style, tooltip);
  scene.widgets.back().command.reset();
  scene.widgets.back().view_action = action;
  return rect;
}

Widget& Builder::region(const std::string& name, Rect rect, std::optional<Command> command,
                        Entity entity) {
  Widget widget;
  widget.name = name;
  widget.rect = rect;
  widget.command = std::move(command);
  widget.entity = entity;
  scene.widgets.push_back(std::move(widget));
  return scene.widgets.back();
}

}  // namespace backprop::viz
