#include "viz/scene/window_layout.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float top_height = 46;
constexpr float folded_width = 22;
// Less than these, and a pane is of no use.
constexpr float least_lesson = 240;
constexpr float least_network = 280;
constexpr float least_inspector = 220;
constexpr float least_middle = 230;  // height of the three
constexpr float least_bottom = 120;
constexpr float least_timeline = 480;
constexpr float least_code = 220;

float chosen(float size, float standard, float least, float most) {
  return std::clamp(size > 0 ? size : standard, least, std::max(least, most));
}

struct Sides {
  float lesson, inspector;
};

/// Beside the network there is room for so much: the inspector gives way first. Where even the
/// least sizes do not fit, it folds, and then the lesson.
Sides side_widths(float width, const PaneSizes& sizes) {
  Sides s{folded_width, folded_width};
  if (!sizes.lesson_folded)
    s.lesson = chosen(sizes.lesson, std::clamp(width * 0.314F, 250.0F, 460.0F), least_lesson,
                      width * 0.5F);
  if (!sizes.inspector_folded)
    s.inspector =
        chosen(sizes.inspector, std::clamp(width * 0.236F, width < 1000 ? 225.0F : 262.0F, 350.0F),
               least_inspector, width * 0.4F);
  const float room = width - least_network;
  const auto too_wide = [&] { return s.lesson + s.inspector > room; };
  const auto narrow = [&](float& side, float other, float least) {
    if (too_wide() && side > least) side = std::max(least, room - other);
  };
  narrow(s.inspector, s.lesson, least_inspector);
  narrow(s.lesson, s.inspector, least_lesson);
  if (too_wide()) s.inspector = folded_width;
  if (too_wide()) s.lesson = folded_width;
  return s;
}

float most_bottom(float height) {
  return height - top_height - least_middle;
}

float most_code(float width) {
  return std::min(width * 0.7F, width - least_timeline);
}

}  // namespace

WindowLayout layout_window(float width, float height, const PaneSizes& sizes, bool editing) {
  WindowLayout l;
  l.top = {0, 0, width, top_height};
  float bottom = chosen(sizes.bottom, 156, least_bottom, most_bottom(height));
  if (editing) bottom = std::max(bottom, std::min(most_bottom(height), height * 0.46F));
  const float middle = height - top_height - bottom;
  const auto [lesson, inspector] = side_widths(width, sizes);
  l.lesson_folded = lesson == folded_width;
  l.inspector_folded = inspector == folded_width;
  const float code =
      chosen(sizes.code,
             std::clamp(width * 0.34F, width < 1000 ? 270.0F : 330.0F, 500.0F) + (editing ? 60 : 0),
             least_code, most_code(width));
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
  // What is kept is what there is room for: a later drag begins there.
  switch (splitter) {
    case Splitter::lesson:
      sizes.lesson_folded = to.x < least_lesson / 2;  // dragged to the edge, it folds
      if (!sizes.lesson_folded) {
        sizes.lesson = std::max(1.0F, to.x);
        sizes.lesson = std::max(least_lesson, side_widths(width, sizes).lesson);
      }
      break;
    case Splitter::inspector:
      sizes.inspector_folded = width - to.x < least_inspector / 2;
      if (!sizes.inspector_folded) {
        sizes.inspector = std::max(1.0F, width - to.x);
        sizes.inspector = std::max(least_inspector, side_widths(width, sizes).inspector);
      }
      break;
    case Splitter::bottom:
      sizes.bottom = chosen(std::max(1.0F, height - to.y), 0, least_bottom, most_bottom(height));
      break;
    case Splitter::code:
      sizes.code = chosen(std::max(1.0F, width - to.x), 0, least_code, most_code(width));
      break;
  }
  return sizes;
}

}  // namespace backprop::viz
