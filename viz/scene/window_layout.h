/// Where the panes stand: left the lesson, middle the network, right the inspector, at the bottom
/// the timeline and the code.
#pragma once

#include "viz/app/pane_sizes.h"
#include "viz/scene/draw.h"

namespace backprop::viz {

enum class Splitter : std::uint8_t { lesson, inspector, bottom, code };

/// No pane is so small that it is of no use; where the window has no room for that, the inspector
/// and then the lesson fold.
struct WindowLayout {
  Rect top, lesson, network, inspector, timeline, code;
  bool lesson_folded = false, inspector_folded = false;
  Rect compare;       ///< of two runs, below the network; empty without a kept one
  Rect splitters[4];  ///< where each can be gripped, by Splitter
};

/// `editing`: the code pane is open for typing and gets more room.
WindowLayout layout_window(float width, float height, const PaneSizes& sizes, bool editing);

/// Takes the room for the comparison from the network's foot.
WindowLayout with_comparison(WindowLayout layout);

/// The sizes after a splitter is dragged to a place.
PaneSizes dragged(PaneSizes sizes, Splitter splitter, Vec2 to, float width, float height);

}  // namespace backprop::viz
