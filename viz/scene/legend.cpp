#include "viz/scene/legend.h"

namespace backprop::viz {

float sign_scale(Builder& b, Vec2 baseline) {
  constexpr float width = 84;
  constexpr int parts = 12;
  for (int i = 0; i < parts; ++i) {
    const float t = static_cast<float>(i) / (parts - 1);
    const Color color = t < 0.5F ? mix(b.colors.negative, b.colors.zero, t * 2)
                                 : mix(b.colors.zero, b.colors.positive, t * 2 - 1);
    b.add(draw::Rectangle{{baseline.x + width * static_cast<float>(i) / parts, baseline.y - 8,
                           width / parts + 0.5F, 8},
                          0,
                          color});
  }
  return width;
}

}  // namespace backprop::viz
