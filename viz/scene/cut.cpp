#include "viz/scene/cut.h"

#include <algorithm>
#include <cmath>

#include "viz/text/style.h"

namespace backprop::viz {
namespace {

bool holds(const Rect& frame, const Rect& inner) {
  return inner.x >= frame.x && inner.y >= frame.y && inner.right() <= frame.right() &&
         inner.bottom() <= frame.bottom();
}

Rect common(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

Rect around(const draw::Circle& circle) {
  const float r = circle.radius + circle.border_width / 2;
  return {circle.center.x - r, circle.center.y - r, 2 * r, 2 * r};
}

/// Puts what is inside of a shape into a list.
struct Cut {
  const Rect& frame;
  Entity entity;
  std::vector<Record>& kept;

  void keep(Shape2D shape) { kept.push_back({std::move(shape), entity}); }

  void operator()(draw::Rectangle& is) {
    const Rect part = common(is.rect, frame);
    if (part.w <= 0 || part.h <= 0) return;
    is.rect = part;
    keep(is);
  }
  void operator()(draw::Line& is) {
    const auto part = cut_line(is.from, is.to, frame);
    if (!part) return;
    is.from = part->first;
    is.to = part->second;
    keep(is);
  }
  void operator()(draw::Polyline& is) {
    draw::Polyline part = is;
    part.points.clear();
    for (std::size_t i = 0; i + 1 < is.points.size(); ++i) {
      const auto inside = cut_line(is.points[i], is.points[i + 1], frame);
      const bool goes_on = inside && !part.points.empty() && part.points.back() == inside->first;
      if (!goes_on && !part.points.empty()) {
        keep(part);
        part.points.clear();
      }
      if (!inside) continue;
      if (!goes_on) part.points.push_back(inside->first);
      part.points.push_back(inside->second);
    }
    if (!part.points.empty()) keep(part);
  }
  void operator()(draw::Polygon& is) {
    const bool inside = std::all_of(is.points.begin(), is.points.end(),
                                    [&](Vec2 point) { return frame.contains(point); });
    if (inside) keep(is);
  }
  void operator()(draw::Circle& is) {
    if (holds(frame, around(is))) keep(is);
  }
  void operator()(draw::Text& is) {
    const float px = font_of(is.style).px;
    if (holds(frame, {is.baseline.x, is.baseline.y - px * 0.9F, is.width, px * 1.15F})) keep(is);
  }
  void operator()(draw::Math& is) {
    const Rect box{is.baseline.x, is.baseline.y - is.box.ascent, is.box.width,
                   is.box.ascent + is.box.descent};
    if (holds(frame, box)) keep(is);
  }
  void operator()(draw::Cells& is) {
    if (holds(frame, is.rect)) keep(is);
  }
};

}  // namespace

std::optional<std::pair<Vec2, Vec2>> cut_line(Vec2 from, Vec2 to, const Rect& frame) {
  float begin = 0;
  float end = 1;
  const Vec2 way{to.x - from.x, to.y - from.y};
  // Liang and Barsky: each side of the frame cuts the parameter's range.
  const auto side = [&](float step, float distance) {
    if (step == 0) return distance >= 0;
    const float at = distance / step;
    if (step < 0) begin = std::max(begin, at);
    if (step > 0) end = std::min(end, at);
    return begin <= end;
  };
  if (!side(-way.x, from.x - frame.x) || !side(way.x, frame.right() - from.x) ||
      !side(-way.y, from.y - frame.y) || !side(way.y, frame.bottom() - from.y)) {
    return std::nullopt;
  }
  const auto place = [&](float at) { return Vec2{from.x + way.x * at, from.y + way.y * at}; };
  return std::pair{begin == 0 ? from : place(begin), end == 1 ? to : place(end)};
}

std::vector<Record> cut_records(std::vector<Record> records, const Rect& frame) {
  std::vector<Record> kept;
  kept.reserve(records.size());
  for (Record& record : records)
    std::visit(Cut{frame, record.entity, kept}, record.shape);
  return kept;
}

}  // namespace backprop::viz
