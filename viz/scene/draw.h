/// Draw records: what a panel shows, as plain data, each with the entity it stands for. scene/
/// makes them, ui/ paints them, tests read them. Coordinates are logical pixels, y down.
#pragma once

#include <memory>
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
  std::string whole = {};  ///< of which an ellipsis shows the beginning; empty where all is shown
};
/// A matrix of coloured cells: one record, however many they are.
struct Cells {
  Rect rect;
  int rows = 0, columns = 0;
  float gap = 0;                                     ///< between cells
  std::shared_ptr<const std::vector<Color>> colors;  ///< row by row; the last row may end early
};
struct Math {
  Vec2 baseline;
  MathBox box;
  Color color;
};
}  // namespace draw

using Shape2D = std::variant<draw::Rectangle, draw::Line, draw::Polyline, draw::Polygon,
                             draw::Circle, draw::Text, draw::Math, draw::Cells>;

/// A shape, and what it stands for. Special members are not inline here and in Widget: see Command.
struct Record {
  Shape2D shape;
  Entity entity;

  Record();
  Record(Shape2D its_shape, Entity its_entity);
  Record(const Record&);
  Record(Record&&) noexcept;
  Record& operator=(const Record&);
  Record& operator=(Record&&) noexcept;
  ~Record();
};

/// The elements of a value as a matrix of places to click: one widget, however many they are.
struct ElementGrid {
  ValueId value = no_value;
  int rows = 0, columns = 0;
  Index count = 0;  ///< of cells; the last row may end early
  Rect rect;
  Index first = 0, stride = 1;  ///< the element of the first cell, and from cell to cell

  /// The element under a point; -1 where there is none.
  Index element_at(Vec2 point) const;
  /// Where the n-th cell stands.
  Rect rect_of(Index cell) const;
};

/// A number that is chosen by dragging along a widget.
struct Slider {
  double low = 0, high = 1;              ///< at its left and right end
  double value = 0;                      ///< as it is now
  Command (*command)(double) = nullptr;  ///< what a value there does; null: nothing to the state
  double step = 0;                       ///< of a key; 0: a sixtieth of its way
  double value_at(const Rect& rect, Vec2 point) const;
};

/// What "why?" means on a widget: of its entity's value, of its gradient, or of whichever is newer.
enum class Asks : std::uint8_t { either, value, gradient };

/// Cells of one row that are side by side and of one colour: painted as one, where there is no gap.
struct CellRun {
  Rect rect;
  Color color;
};
/// All cells, from the left to the right, row by row.
std::vector<CellRun> runs_of(const draw::Cells& cells);

/// Something to click, press or hover: a button, a neuron, a tick. Tests and the keyboard reach it
/// by its name.
struct Widget {
  std::string name;  ///< "step-forward", "language-zh", "value:12:0"
  Rect rect;
  std::optional<std::pair<Vec2, Vec2>>
      along;                        ///< a line: only its neighbourhood within `rect` is hit
  std::optional<ElementGrid> grid;  ///< each element is an entity, and a click selects it
  std::optional<Slider> slider;     ///< pressed, it follows the pointer
  std::optional<Command> command;   ///< what a click does
  std::string view_action;          ///< or a change of the view alone: "edit", "fold-lesson"
  std::optional<Command> edit;      ///< a field for the number of this command: see number_field.h
  Entity entity;                    ///< what hovering it lights up; a double click runs to it
  Asks asks = Asks::either;
  std::optional<Quantity> quantity = {};  ///< or "why?" asks about this very number
  std::string tooltip;
  bool enabled = true;
  bool focusable = true;  ///< Tab stops here

  Widget();
  Widget(const Widget&);
  Widget(Widget&&) noexcept;
  Widget& operator=(const Widget&);
  Widget& operator=(Widget&&) noexcept;
  ~Widget();
};

/// Whether a click at that point is meant for the widget.
bool hits(const Widget& widget, Vec2 point);

/// What a click or the pointer at that point means: of a grid, one of its elements.
Widget aimed_at(const Widget& widget, Vec2 point);

struct Scene {
  std::vector<Record> records;
  std::vector<Widget> widgets;
  float content_height = 0;  ///< of a pane that scrolls

  Scene();
  Scene(const Scene&);
  Scene(Scene&&) noexcept;
  Scene& operator=(const Scene&);
  Scene& operator=(Scene&&) noexcept;
  ~Scene();
};

}  // namespace backprop::viz
