/// Which part of a view's world is seen, and where on the screen. World units are logical pixels at
/// zoom 1, y down.
#pragma once

#include <algorithm>

#include "viz/scene/draw.h"

namespace backprop::viz {

/// Which part of a view's world is seen, and how large.
struct Camera {
  Vec2 center;     ///< the world's point in the middle of the view
  float zoom = 1;  ///< logical pixels per world unit; above 0
  bool operator==(const Camera&) const = default;
};

/// A camera over a place on screen.
struct Viewport {
  Rect area;
  Camera camera;

  Vec2 at(Vec2 world) const {
    const Vec2 middle = area.center();
    return {middle.x + (world.x - camera.center.x) * camera.zoom,
            middle.y + (world.y - camera.center.y) * camera.zoom};
  }
  Rect at(Rect world) const {
    const Vec2 corner = at(Vec2{world.x, world.y});
    return {corner.x, corner.y, world.w * camera.zoom, world.h * camera.zoom};
  }
  Vec2 world_at(Vec2 screen) const {
    const Vec2 middle = area.center();
    return {camera.center.x + (screen.x - middle.x) / camera.zoom,
            camera.center.y + (screen.y - middle.y) / camera.zoom};
  }
  /// The part of the world in view.
  Rect seen() const {
    const Vec2 corner = world_at({area.x, area.y});
    return {corner.x, corner.y, area.w / camera.zoom, area.h / camera.zoom};
  }
};

/// The camera that sees all of `world` in `area`, centred, with a small margin around it.
inline Camera fitted(Rect world, Rect area, float largest_zoom = 1) {
  constexpr float margin_x = 16;
  constexpr float margin_y = 36;  // a view may have a line of words at its edge
  constexpr float smallest_zoom = 1e-5F;
  const float across = std::max(1.0F, area.w - 2 * margin_x) / std::max(1.0F, world.w);
  const float down = std::max(1.0F, area.h - 2 * margin_y) / std::max(1.0F, world.h);
  return {world.center(), std::clamp(std::min(across, down), smallest_zoom, largest_zoom)};
}

}  // namespace backprop::viz
