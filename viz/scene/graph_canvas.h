/// What the parts of the graph view draw with: the state at its time in terms of nodes and edges,
/// the camera, and the room that words have taken.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "viz/scene/builder.h"
#include "viz/scene/camera.h"
#include "viz/scene/graph_layout.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

/// What the current step works on.
struct GraphActivity {
  std::optional<Index> step;
  StepKind kind = StepKind::forward;
  int worked = -1;   ///< the node whose op runs, forward or backward
  int written = -1;  ///< the node that is made, or whose gradient is added to
  int edge = -1;     ///< the edge that a contribution comes along; -1: none, or all of `worked`

  bool node(int n) const { return n >= 0 && (n == worked || n == written); }
};
GraphActivity activity_of(const State& state, const GraphModel& model);

struct GraphCanvas {
  GraphCanvas(const State& its_state, const GraphModel& its_model, const GraphLayout& its_layout,
              const Viewport& its_viewport, const Look& look);

  /// Below this zoom nothing but boxes is drawn: a line of text would not fit into one.
  static constexpr float least_text_zoom = 0.3F;
  bool has_text() const { return view.camera.zoom >= least_text_zoom; }
  float px(float world) const { return world * view.camera.zoom; }

  const Color& direction() const { return direction_ink(b.colors, now.kind); }
  bool lit(int node) const;   ///< hovered or selected, itself or its line of the program
  bool made(int node) const;  ///< whether its value is there at this time

  /// Words on a baseline, unless they would leave the view; as much as fits into `room`.
  float word(Vec2 baseline, const std::string& text, TextStyle style, Color color, float room,
             Align align = Align::left, Entity entity = {});

  /// Dots for numbers that have no room; `all` are said where the pointer is on them.
  float dots(Vec2 baseline, Color color, float room, const std::string& all);

  const State& state;
  const Trace& trace;
  const GraphModel& model;
  const GraphLayout& layout;
  const Viewport& view;
  Rect content;  ///< the view's area; the legend stands below it
  Rect seen;     ///< the same in world units
  GraphActivity now;
  Builder b;
  std::vector<Rect> taken;  ///< by words and boxes: labels of lines go elsewhere

 private:
  /// What is hovered or selected, and all that it stands for: other views speak of a parameter by
  /// its first version.
  struct Aimed {
    Entity entity;
    const std::vector<ValueId>* versions = nullptr;  ///< ascending
  };
  Aimed aimed(const Entity& entity) const;
  bool stands_for(const Aimed& aimed, const GraphNode& node) const;
  Aimed hovered_, selected_;
};

/// A name for tags: the program's, or the expression.
std::string graph_name(const GraphCanvas& canvas, int node);

/// "0.25, -0.5, ..., and 14 more": as many numbers as anybody reads.
template <class NumberAt>
std::string listed_numbers(Index size, const Strings& words, const NumberAt& number_at) {
  constexpr Index most = 16;
  std::string text;
  for (Index e = 0; e < std::min(most, size); ++e)
    text += (e > 0 ? ", " : "") + shown_short(number_at(e));
  return size > most ? text + ", " + words.format("inspector.more", size - most) : text;
}

/// The number with as many digits, up to four, as there is room for; empty where two are too many.
std::string fitting_number(const GraphCanvas& canvas, const std::string& prefix, double number,
                           float room);

// The parts. Each draws what is in view.
void paint_outlines(GraphCanvas& canvas);
void paint_lines(GraphCanvas& canvas);
void paint_active_lines(GraphCanvas& canvas);
void paint_boxes(GraphCanvas& canvas);  ///< far away: neighbours as one
void paint_node(GraphCanvas& canvas, int node);
void paint_tags(GraphCanvas& canvas);  ///< of edges that are cut
void paint_outline_names(GraphCanvas& canvas);
void paint_contribution(GraphCanvas& canvas);

/// The layers that stand in the view, and of one the items: [first, end).
struct GraphRange {
  int first = 0, end = 0;
};
GraphRange items_in_view(const GraphCanvas& canvas, const GraphLayer& layer);
bool in_view(const GraphCanvas& canvas, const GraphLayer& layer);

}  // namespace backprop::viz
