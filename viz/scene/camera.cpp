#include "viz/scene/camera.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float margin = 14;
constexpr float largest = 64;  // logical pixels per unit
constexpr float smallest_part_of_fit = 0.5F;

}  // namespace

Vec2 Viewport::at(Vec2 world) const {
  const Vec2 middle = area.center();
  return {middle.x + (world.x - camera.center.x) * camera.zoom,
          middle.y + (world.y - camera.center.y) * camera.zoom};
}

Rect Viewport::at(Rect world) const {
  const Vec2 corner = at(Vec2{world.x, world.y});
  return {corner.x, corner.y, world.w * camera.zoom, world.h * camera.zoom};
}

Vec2 Viewport::world_at(Vec2 screen) const {
  const Vec2 middle = area.center();
  return {camera.center.x + (screen.x - middle.x) / camera.zoom,
          camera.center.y + (screen.y - middle.y) / camera.zoom};
}

Rect Viewport::seen() const {
  const Vec2 corner = world_at({area.x, area.y});
  return {corner.x, corner.y, area.w / camera.zoom, area.h / camera.zoom};
}

Camera fitted(Rect world, Rect area, float largest_zoom) {
  const float across = std::max(1.0F, area.w - 2 * margin) / std::max(1.0F, world.w);
  const float down = std::max(1.0F, area.h - 2 * margin) / std::max(1.0F, world.h);
  return {world.center(), std::min({across, down, largest_zoom})};
}

Camera zoomed(const Viewport& viewport, float factor, Vec2 fixed, const Camera& fit) {
  const Vec2 place = viewport.world_at(fixed);
  const float least = fit.zoom * smallest_part_of_fit;
  const float zoom =
      std::clamp(viewport.camera.zoom * factor, least, std::max(least, largest * fit.zoom));
  const Vec2 middle = viewport.area.center();
  return {{place.x - (fixed.x - middle.x) / zoom, place.y - (fixed.y - middle.y) / zoom}, zoom};
}

Camera panned(const Viewport& viewport, Vec2 by, Rect world) {
  Camera camera = viewport.camera;
  camera.center.x = std::clamp(camera.center.x - by.x / camera.zoom, world.x, world.right());
  camera.center.y = std::clamp(camera.center.y - by.y / camera.zoom, world.y, world.bottom());
  return camera;
}

}  // namespace backprop::viz
