/// Draw records: what a panel shows, as plain data, each with the entity it stands for. scene/
/// makes them, ui/ paints them, tests read them. Coordinates are logical pixels, y down.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "viz/app/command.h"
#include "viz/app/entity.h"
#include "viz/scene/palette.h"
#include "viz/text/math.h"
#include "viz/text/style.h"

namespace backprop::viz {

struct Vec2 {
  float x = 0;
  float y = 0;
  bool operator==(const Vec2&) const = default;
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Vec2 center() const { return {x + w / 2, y + h / 2}; }
  bool contains(Vec2 p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
  bool operator==(const Rect&) const = default;
};

/// The rectangle without a margin along its edges.
inline Rect inset(Rect r, float dx, float dy) {
  return {r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy};
}

namespace draw {
struct Rectangle {
  Rect rect;
  float radius = 0;
  Color fill{0, 0, 0, 0};
  Color border{0, 0, 0, 0};
  float border_width = 1;
};
struct Line {
  Vec2 from, to;
  float width = 1;
  Color color;
  bool dashed = false;
};
struct Polyline {
  std::vector<Vec2> points;
  float width = 1;
  Color color;
  bool dashed = false;
};
struct Polygon {
  std::vector<Vec2> points;
  Color fill;
};  ///< convex
struct Circle {
  Vec2 center;
  float radius = 1;
  Color fill{0, 0, 0, 0};
  Color border{0, 0, 0, 0};
  float border_width = 1;
};
struct Text {
  Vec2 baseline;
  std::string text;
  TextStyle style = TextStyle::body;
  Color color;
  float width = 0;
};
struct Math {
  Vec2 baseline;
  MathBox box;
  Color color;
};
}  // namespace draw

using Shape2D = std::variant<draw::Rectangle, draw::Line, draw::Polyline, draw::Polygon,
                             draw::Circle, draw::Text, draw::Math>;

struct Record {
  Shape2D shape;
  Entity entity;
};

/// Something to click, press or hover: a button, a neuron, a tick. Tests and the keyboard reach it
/// by its name.
struct Widget {
  std::string name;  ///< "step-forward", "language-zh", "value:12:0"
  Rect rect;
  std::optional<std::pair<Vec2, Vec2>>
      along;                       ///< a line: only its neighbourhood within `rect` is hit
  std::optional<Command> command;  ///< what a click does
  std::string view_action;         ///< or a change of the view alone: "edit", "fold-lesson"
  std::optional<Command> edit;     ///< a field for the number of this command: see number_field.h
  Entity entity;                   ///< what hovering it lights up; a double click runs to it
  std::string tooltip;
  bool enabled = true;
  bool focusable = true;  ///< Tab stops here
};

/// Whether a click at that point is meant for the widget.
bool hits(const Widget& widget, Vec2 point);

struct Scene {
  std::vector<Record> records;
  std::vector<Widget> widgets;
  float content_height = 0;  ///< of a pane that scrolls
};

}  // namespace backprop::viz
