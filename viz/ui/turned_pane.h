/// The wheel over a pane whose content is taller than it.
#pragma once

#include <algorithm>

#include "viz/scene/draw.h"

namespace backprop::viz {

inline constexpr float pixels_of_notch = 48;

struct TurnedPane {
  Rect area;
  float content_height = 0;
};

/// Moves what is scrolled `at`, where the pointer is on the pane.
inline void turn_pane(const TurnedPane& pane, Vec2 mouse, float wheel, float& at) {
  if (!pane.area.contains(mouse)) return;
  const float most = std::max(0.0F, pane.content_height - pane.area.h);
  at = std::clamp(at - wheel * pixels_of_notch, 0.0F, most);
}

}  // namespace backprop::viz
