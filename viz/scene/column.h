/// Rows of words and numbers, one below the other: what the inspector is made of.
#pragma once

#include <string>

#include "viz/scene/builder.h"

namespace backprop::viz {

struct Column {
  Builder& b;
  float x, width;
  float y;  ///< the foot of the last row

  static constexpr float names = 92;  ///< width of the names, left of the numbers

  void gap(float height) { y += height; }
  /// Broken into lines where it is too long for one.
  void caption(const std::string& text, Color color);
  void caption(const std::string& text) { caption(text, b.colors.muted); }
  void prose(const std::string& text, Color color);
  /// "name   number", the number in the code face.
  void row(const std::string& name, const std::string& number, Color color, Entity entity = {});
};

}  // namespace backprop::viz
