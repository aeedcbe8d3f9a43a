// The boxes of the graph view: names, numbers and gradients, as far as they fit.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/graph_canvas.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float least_box = 5;  // pixels: smaller ones are drawn together with their neighbours
constexpr float line_pitch = 15.5F;  // of small text
constexpr float name_pitch = 17;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

/// What kind of value it is, on a box that holds text.
Color box_fill(const Palette& colors, GraphNode::Kind kind) {
  switch (kind) {
    case GraphNode::Kind::constant:
      return colors.clear_fill;
    case GraphNode::Kind::data:
      return mix(colors.card, colors.clear_fill, 0.6F);
    case GraphNode::Kind::parameter:
      return colors.highlight;
    case GraphNode::Kind::computed:
      return colors.card;
    case GraphNode::Kind::update:
      return mix(colors.card, colors.update_fill, 0.5F);
  }
  return colors.card;
}

/// The same from afar, where there is no border.
Color far_fill(const Palette& colors, GraphNode::Kind kind) {
  const Color fill = box_fill(colors, kind);
  return kind == GraphNode::Kind::parameter ? mix(fill, colors.negative, 0.35F)
         : kind == GraphNode::Kind::update  ? mix(fill, colors.update, 0.5F)
                                            : mix(fill, colors.muted, 0.5F);
}

/// Leaves have corners; what is computed is round.
float radius_of(const GraphCanvas& canvas, GraphNode::Kind kind) {
  if (!canvas.has_text()) return 0;  // thousands of boxes: as few triangles as possible
  const bool leaf = kind == GraphNode::Kind::data || kind == GraphNode::Kind::parameter;
  return std::min(canvas.px(20), leaf ? 3.0F : 9.0F);
}

/// A number that is written in a box.
struct BoxNumber {
  Entity entity;
  Rect rect;
};

/// What is in one box, from top to bottom.
class BoxText {
 public:
  BoxText(GraphCanvas& canvas, int node, Rect box)
      : c_(canvas),
        node_(canvas.model.nodes[at(node)]),
        value_(canvas.trace.value(node_.value)),
        box_(canvas.model.nodes[at(node)].kind == GraphNode::Kind::constant ? inset(box, 1, 0)
                                                                            : inset(box, 3, 2)),
        made_(canvas.made(node)) {
    const bool dim = canvas.now.step && !canvas.now.node(node) && !canvas.lit(node);
    ink_ = dim || !made_ ? canvas.b.colors.muted : canvas.b.colors.ink;
  }

  void paint() {
    if (node_.kind == GraphNode::Kind::constant) {
      constant();
      return;
    }
    const bool both = !node_.name.empty() && !node_.op.empty();
    const bool tensor = value_.data.size() != 1;
    float rest = box_.h - name_pitch;
    if (rest < -3) return;
    const auto take = [&](bool wanted) {
      const bool room = wanted && rest >= line_pitch - 1;
      if (room) rest -= line_pitch;
      return room;
    };
    // In the order of what matters most; then from top to bottom.
    // All numbers of a small tensor say its shape, too.
    const auto lines = static_cast<int>(std::max(0.0F, rest + 1) / line_pitch);
    const bool all_numbers = made_ && tensor && row_count() <= lines - (both ? 1 : 0) && rows_fit();
    const bool second = !all_numbers && take(made_ || tensor);
    const bool op = take(both);
    const auto rows = static_cast<int>(std::max(0.0F, rest + 1) / line_pitch);
    const int elements =
        all_numbers || (second && made_ && tensor) ? std::min(rows, row_count()) : 0;
    const float used = box_.h - rest + static_cast<float>(elements) * line_pitch;
    y_ = box_.y + (box_.h - used) / 2;
    heading();
    if (op) line(node_.op, c_.b.colors.muted);
    if (second && tensor) shape_line(c_.b.colors.muted);
    if (second && !tensor) number(0);
    for (int row = 0; row < elements; ++row)
      element_row(row, row + 1 == elements && row_count() > elements);
  }

  const std::vector<BoxNumber>& numbers() const { return numbers_; }

 private:
  Entity entity(Index element = -1) const { return Entity::value(node_.value, element); }

  void heading() {
    y_ += name_pitch;
    const std::string& text = node_.name.empty() ? node_.op : node_.name;
    const bool wide = c_.b.width(text, TextStyle::strong) > box_.w;
    // A long name may go as far as the border.
    c_.word({box_.center().x, y_ - 4}, text, wide ? TextStyle::caption : TextStyle::strong, ink_,
            wide ? box_.w + 4 : box_.w, Align::center, entity());
  }
  bool fits(const std::string& text, TextStyle style) const {
    return c_.b.width(text, style) <= box_.w;
  }
  /// In smaller letters where that is what it takes.
  void line(const std::string& text, Color color) {
    y_ += line_pitch;
    const bool smaller = !fits(text, TextStyle::small) && fits(text, TextStyle::caption);
    c_.word({box_.center().x, y_ - 4}, text, smaller ? TextStyle::caption : TextStyle::small, color,
            box_.w, Align::center, entity());
  }
  /// "[60, 8]"; where that is too long "[60,8]".
  void shape_line(Color color) {
    std::string text = to_text(value_.data.shape);
    if (!fits(text, TextStyle::small)) std::erase(text, ' ');
    line(text, color);
  }
  void number(Index element) {
    y_ += line_pitch;
    const double number = value_.data[element];
    std::string text = fitting_number(c_, "", number, box_.w);
    TextStyle style = TextStyle::small;
    if (text.empty()) {
      text = shown_short(number, 2);
      style = TextStyle::caption;
    }
    const float wide = c_.word({box_.center().x, y_ - 4}, text, style, ink_, box_.w, Align::center,
                               entity(element));
    if (wide > 0 && node_.kind != GraphNode::Kind::constant)
      region(element, {box_.center().x - wide / 2, y_ - 16, wide, line_pitch});
  }

  void region(Index element, Rect rect) { numbers_.push_back({entity(element), rect}); }

  void constant() {
    if (box_.h < 11) return;
    y_ = box_.center().y - line_pitch / 2 + 1;
    if (value_.data.size() == 1) {
      number(0);
    } else {
      shape_line(ink_);
    }
  }

  // The elements: a vector's below one another, of others the rows.

  Index row_length() const {
    const Shape& shape = value_.data.shape;
    return shape.size() < 2 ? 1 : shape.back();
  }
  int row_count() const {
    const Index length = row_length();
    const Index rows = length > 0 ? value_.data.size() / length : 0;
    return static_cast<int>(std::min<Index>(rows, 1000));
  }

  /// The first numbers of a row that fit, with as many digits as asked for.
  struct Row {
    std::vector<std::string> texts;
    float width = 0;
  };
  Row fitting_row(Index first, int digits, bool more_below) const {
    Row row;
    for (Index e = 0; e < row_length(); ++e) {
      const std::string text = shown_short(value_.data[first + e], digits);
      const float wide = c_.b.width(text, TextStyle::small) + (e > 0 ? space_ : 0);
      const bool whole = e + 1 == row_length() && !more_below;
      if (row.width + wide + (whole ? 0 : dots_) > box_.w) break;
      row.texts.push_back(text);
      row.width += wide;
    }
    return row;
  }

  bool rows_fit() const {
    for (int row = 0; row < row_count(); ++row) {
      const Row its = fitting_row(row * row_length(), 2, false);
      if (static_cast<Index>(its.texts.size()) < row_length()) return false;
    }
    return true;
  }

  void element_row(int index, bool more_below) {
    y_ += line_pitch;
    const Index first = index * row_length();
    Row row = fitting_row(first, 3, more_below);
    const Row shorter = fitting_row(first, 2, more_below);
    if (row.texts.size() < shorter.texts.size()) row = shorter;
    if (row.texts.empty()) return;
    const bool more = more_below || static_cast<Index>(row.texts.size()) < row_length();
    float x = box_.center().x - (row.width + (more ? dots_ : 0)) / 2;
    for (std::size_t e = 0; e < row.texts.size(); ++e) {
      x += e > 0 ? space_ : 0;
      const float wide = c_.word({x, y_ - 4}, row.texts[e], TextStyle::small, ink_, box_.w,
                                 Align::left, entity(first + static_cast<Index>(e)));
      if (wide > 0) region(first + static_cast<Index>(e), {x, y_ - 16, wide, line_pitch});
      x += wide;
    }
    if (more)
      c_.dots(
          {x, y_ - 4}, c_.b.colors.muted, box_.w,
          listed_numbers(value_.data.size(), c_.b.words, [&](Index e) { return value_.data[e]; }));
  }

  GraphCanvas& c_;
  const GraphNode& node_;
  const Value& value_;
  Rect box_;
  bool made_;
  Color ink_;
  std::vector<BoxNumber> numbers_;
  float y_ = 0;
  float dots_ = c_.b.width(" \u2026", TextStyle::small);
  float space_ = c_.b.width("  ", TextStyle::small);
};

/// A number in or below a box, to be hovered and asked why; a click selects the box.
void box_number(GraphCanvas& c, const Entity& number, bool gradient, Rect rect) {
  number_region(c.b, c.state, number, gradient, rect).command =
      command::Select{Entity::value(number.id)};
}

/// The same of a gradient. Returns its width.
float gradient_number(GraphCanvas& c, Vec2 at, const std::string& text, Color color, float room,
                      const Entity& entity) {
  const float width = c.word(at, text, TextStyle::small, color, room, Align::left, entity);
  if (width > 0) box_number(c, entity, true, {at.x, at.y - 12, width, line_pitch});
  return width;
}

/// Below the box the gradient's first elements; where they have no room a bar that says that there
/// is one.
void gradient_below(GraphCanvas& c, int node, Rect box) {
  const GraphNode& its = c.model.nodes[at(node)];
  const bool written_here = its.kind == GraphNode::Kind::update && its.last;
  if (its.kind == GraphNode::Kind::constant || written_here) return;
  if (!has_gradient(c.state, its.value)) return;
  const bool active = c.now.node(node) || c.lit(node) || !c.now.step;
  const Color color =
      active ? c.b.colors.backward : mix(c.b.colors.backward, c.b.colors.background, 0.35F);
  const float room = box.w + 8;
  const Index size = c.trace.value(its.value).data.size();
  if (size == 0) return;
  const auto element = [&](Index e) {
    return gradient_element_at(c.trace, its.value, e, c.state.time.step);
  };
  const std::string dots = size > 1 ? " \u2026" : "";
  const float reserved = c.b.width(dots, TextStyle::small);
  const std::string first = fitting_number(c, "\u2202 ", element(0), room - reserved);
  if (first.empty() || c.px(graph_measures::below_node) < line_pitch) {
    c.b.add(
        draw::Rectangle{{box.x + box.w * 0.2F, box.bottom() + 1.5F, box.w * 0.6F, 2}, 0, color});
    return;
  }
  std::vector<std::string> texts{first};
  float width = c.b.width(first, TextStyle::small);
  for (Index e = 1; e < size; ++e) {
    const std::string text = " " + shown_short(element(e), 3);
    const float wide = c.b.width(text, TextStyle::small);
    if (width + wide + (e + 1 == size ? 0 : reserved) > room) break;
    texts.push_back(text);
    width += wide;
  }
  if (static_cast<Index>(texts.size()) < size) {
    texts.push_back(dots);
    width += reserved;
  }
  float x = box.center().x - width / 2;
  const float y = box.bottom() + 15;
  for (std::size_t e = 0; e < texts.size(); ++e) {
    if (texts[e] == dots)
      x += c.dots({x, y}, color, room, listed_numbers(size, c.b.words, element));
    else
      x += gradient_number(c, {x, y}, texts[e], color, room,
                           Entity::value(its.value, static_cast<Index>(e)));
  }
}

/// "h = sigmoid(W1 @ x + b1)"
std::string tooltip_of(const GraphCanvas& c, const GraphNode& node) {
  constexpr std::size_t most = 120;
  const Value& value = c.trace.value(node.value);
  std::string text = value.text;
  if (node.kind == GraphNode::Kind::update)
    text = step_summary(c.trace, value.made_by, c.b.words);
  else if (!node.name.empty() && text != node.name)
    text = node.name + " = " + text;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;  // not in the middle of a character
  return text.substr(0, end) + "\u2026";
}

void add_widget(GraphCanvas& c, int node, Rect box) {
  const GraphNode& its = c.model.nodes[at(node)];
  const float x = std::max(box.x, c.content.x);
  const float y = std::max(box.y, c.content.y);
  const Rect visible{x, y, std::min(box.right(), c.content.right()) - x,
                     std::min(box.bottom(), c.content.bottom()) - y};
  if (visible.w <= 0 || visible.h <= 0) return;
  const Entity entity = Entity::value(its.value);
  Widget& widget =
      c.b.region("op:" + std::to_string(its.value), visible, command::Select{entity}, entity);
  widget.tooltip = tooltip_of(c, its);
}

// Far away.

/// One box for neighbours of a layer that are of one kind and that the eye could not tell apart.
struct Run {
  Rect rect;
  Color fill;
};

/// By kind, of what is not there yet and of what is.
using FarFills = std::array<std::array<Color, 2>, graph_node_kinds>;

FarFills far_fills(const Palette& colors) {
  FarFills fills;
  for (std::size_t kind = 0; kind < fills.size(); ++kind) {
    const Color made = far_fill(colors, static_cast<GraphNode::Kind>(kind));
    fills[kind] = {mix(made, colors.background, 0.6F), made};
  }
  return fills;
}

void paint_far(GraphCanvas& c, const GraphLayer& layer, const FarFills& fills) {
  std::optional<Run> run;
  const auto finish = [&] {
    if (run) c.b.add(draw::Rectangle{run->rect, 0, run->fill});
    run.reset();
  };
  const GraphRange range = items_in_view(c, layer);
  for (int i = range.first; i < range.end; ++i) {
    const GraphItem& item = c.layout.items[at(i)];
    if (item.bend) continue;
    const auto kind = static_cast<std::size_t>(c.model.nodes[at(item.node)].kind);
    const Color fill = fills[kind][c.made(item.node) ? 1 : 0];
    Rect box = c.view.at(item.box);
    box.w = std::max(box.w, 1.0F);
    box.h = std::max(box.h, 1.0F);
    if (run && run->fill == fill && box.y - run->rect.bottom() < 2 && run->rect.w == box.w) {
      run->rect.h = box.bottom() - run->rect.y;
      continue;
    }
    finish();
    run = Run{box, fill};
  }
  finish();
}

/// The current step's box, and what is hovered or selected, must be found from afar, too.
void paint_far_mark(GraphCanvas& c, int node, Color color) {
  const Vec2 middle = c.view.at(c.layout.box(node)).center();
  if (!c.content.contains(middle)) return;
  c.b.add(draw::Circle{middle, 6, direction_fill(c.b.colors, c.now.kind), color, 2.5F},
          Entity::value(c.model.nodes[at(node)].value));
}

/// Room for a record of each box in view, so that none is moved about while they are made.
void reserve_boxes(GraphCanvas& c) {
  constexpr std::size_t most = 20'000;
  std::size_t count = 0;
  for (const GraphLayer& layer : c.layout.layers) {
    if (in_view(c, layer)) count += at(layer.end - layer.first);
  }
  c.b.scene.records.reserve(c.b.scene.records.size() + std::min(count, most));
}

}  // namespace

void paint_node(GraphCanvas& c, int node) {
  const GraphNode& its = c.model.nodes[at(node)];
  const Palette& colors = c.b.colors;
  const Rect box = c.view.at(c.layout.box(node));
  const bool active = c.now.node(node);
  const bool lit = c.lit(node);
  const bool made = c.made(node);
  const Color plain = c.has_text() ? box_fill(colors, its.kind) : far_fill(colors, its.kind);
  const Color fill = active  ? direction_fill(colors, c.now.kind)
                     : !made ? Color{0, 0, 0, 0}
                             : plain;
  const Color border = lit      ? colors.ink
                       : active ? c.direction()
                       : made   ? colors.faint
                                : colors.hairline;
  const bool borderless = !c.has_text() && made && !active && !lit;
  c.b.add(draw::Rectangle{box, radius_of(c, its.kind), fill,
                          borderless ? Color{0, 0, 0, 0} : border, active || lit ? 2.5F : 1.2F},
          Entity::value(its.value));
  std::vector<BoxNumber> numbers;
  if (c.has_text()) {
    BoxText text(c, node, box);
    text.paint();
    numbers = text.numbers();
    c.taken.push_back({box.x - 4, box.y - 2, box.w + 8, box.h + c.px(graph_measures::below_node)});
  }
  gradient_below(c, node, box);
  add_widget(c, node, box);
  for (const BoxNumber& number : numbers)
    box_number(c, number.entity, false, number.rect);
}

void paint_boxes(GraphCanvas& c) {
  const bool far = c.px(graph_measures::node_height) < least_box;
  const FarFills fills = far_fills(c.b.colors);
  reserve_boxes(c);
  for (const GraphLayer& layer : c.layout.layers) {
    if (!in_view(c, layer)) continue;
    if (far) {
      paint_far(c, layer, fills);
      continue;
    }
    const GraphRange range = items_in_view(c, layer);
    for (int i = range.first; i < range.end; ++i) {
      if (!c.layout.items[at(i)].bend) paint_node(c, c.layout.items[at(i)].node);
    }
  }
  if (!far) return;
  if (c.now.worked >= 0) paint_far_mark(c, c.now.worked, c.direction());
  if (c.now.written >= 0) paint_far_mark(c, c.now.written, c.direction());
}

}  // namespace backprop::viz
