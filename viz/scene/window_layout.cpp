#include "viz/scene/window_layout.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float top_height = 46;
constexpr float least_network = 280;
constexpr float folded_width = 22;

float chosen(float size, float standard, float least, float most) {
  return std::clamp(size > 0 ? size : standard, least, std::max(least, most));
}

}  // namespace

WindowLayout layout_window(float width, float height, const PaneSizes& sizes, bool editing) {
  WindowLayout l;
  l.top = {0, 0, width, top_height};
  const float most_bottom = height - top_height - 200;
  float bottom = chosen(sizes.bottom, 156, 120, most_bottom);
  if (editing) bottom = std::max(bottom, std::min(most_bottom, height * 0.46F));
  const float middle = height - top_height - bottom;
  float lesson =
      chosen(sizes.lesson, std::clamp(width * 0.314F, 250.0F, 460.0F), 240, width * 0.5F);
  float inspector =
      chosen(sizes.inspector, std::clamp(width * 0.236F, width < 1000 ? 225.0F : 262.0F, 350.0F),
             220, width * 0.4F);
  if (sizes.lesson_folded) lesson = folded_width;
  if (sizes.inspector_folded) inspector = folded_width;
  if (width - lesson - inspector < least_network) {
    inspector = std::max(folded_width, width - lesson - least_network);
    lesson = std::max(folded_width, std::min(lesson, width - inspector - least_network));
  }
  const float code =
      chosen(sizes.code,
             std::clamp(width * 0.34F, width < 1000 ? 270.0F : 330.0F, 500.0F) + (editing ? 60 : 0),
             220, width * 0.7F);
  l.lesson = {0, top_height, lesson, middle};
  l.inspector = {width - inspector, top_height, inspector, middle};
  l.network = {lesson, top_height, width - lesson - inspector, middle};
  l.timeline = {0, height - bottom, width - code, bottom};
  l.code = {width - code, height - bottom, code, bottom};
  l.splitters[static_cast<int>(Splitter::lesson)] = {lesson - 3, top_height, 6, middle};
  l.splitters[static_cast<int>(Splitter::inspector)] = {l.inspector.x - 3, top_height, 6, middle};
  l.splitters[static_cast<int>(Splitter::bottom)] = {0, height - bottom - 3, width, 6};
  l.splitters[static_cast<int>(Splitter::code)] = {l.code.x - 3, l.code.y + 3, 6, bottom - 3};
  return l;
}

WindowLayout with_comparison(WindowLayout layout) {
  constexpr float height = 132;
  Rect& network = layout.network;
  const float taken = std::min(height, network.h / 2);
  network.h -= taken;
  layout.compare = {network.x, network.bottom(), network.w, taken};
  return layout;
}

PaneSizes dragged(PaneSizes sizes, Splitter splitter, Vec2 to, float width, float height) {
  switch (splitter) {
    case Splitter::lesson:
      sizes.lesson_folded = to.x < 120;  // dragged to the edge, it folds
      if (!sizes.lesson_folded) sizes.lesson = std::max(1.0F, to.x);
      break;
    case Splitter::inspector:
      sizes.inspector_folded = width - to.x < 110;
      if (!sizes.inspector_folded) sizes.inspector = std::max(1.0F, width - to.x);
      break;
    case Splitter::bottom:
      sizes.bottom = std::max(1.0F, height - to.y);
      break;
    case Splitter::code:
      sizes.code = std::max(1.0F, width - to.x);
      break;
  }
  return sizes;
}

}  // namespace backprop::viz
