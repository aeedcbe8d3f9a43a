/// The graph view: every recorded op of an iteration as a box, every argument as a line. What the
/// current step does is lit, all else dimmed. Text keeps its size at every zoom; what has no room
/// is left out step by step: elements, ops beside names, numbers, names.
#pragma once

#include <optional>

#include "viz/scene/builder.h"
#include "viz/scene/camera.h"
#include "viz/scene/graph_layout.h"

namespace backprop::viz {

/// Widgets: "op:<value id>" for each box that is large enough to be hit, "edge:<reader>:<argument>"
/// for each line. Everything outside the viewport's area is left out.
Scene graph_scene(const State& state, const GraphModel& model, const GraphLayout& layout,
                  const Viewport& viewport, const Look& look);

/// Where in the world the current step is at work, for a camera that follows it; nothing where it
/// is in no place of this graph.
std::optional<Rect> graph_focus(const State& state, const GraphModel& model,
                                const GraphLayout& layout);

}  // namespace backprop::viz
