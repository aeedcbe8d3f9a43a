/// Cameras: which part of a view's world is on screen, and how large.
#pragma once

#include "viz/scene/draw.h"

namespace backprop::viz {

/// View state: not undone, and it stays still while time moves.
struct Camera {
  Vec2 center;     ///< the place of the world in the middle of the area
  float zoom = 1;  ///< logical pixels per unit of the world
  bool operator==(const Camera&) const = default;
};

/// A camera over a place on screen.
struct Viewport {
  Rect area;
  Camera camera;

  Vec2 at(Vec2 world) const;
  Rect at(Rect world) const;
  Vec2 world_at(Vec2 screen) const;
  /// The part of the world that is seen.
  Rect seen() const;
};

/// All of the world, centred, with a small margin; small worlds no larger than `largest_zoom`.
Camera fitted(Rect world, Rect area, float largest_zoom = 1);

/// `factor` times as large, with the world's place under `fixed` staying where it is. The zoom
/// stays between a part of the fitted one and a size at which any number is readable.
Camera zoomed(const Viewport& viewport, float factor, Vec2 fixed, const Camera& fit);

/// Moved with the content by so many pixels; the content cannot be lost out of sight.
Camera panned(const Viewport& viewport, Vec2 by, Rect world);

}  // namespace backprop::viz
