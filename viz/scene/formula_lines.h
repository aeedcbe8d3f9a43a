/// Formulas in a column: broken into lines where they may be, each symbol and number on its tint,
/// hovered and selected like what it stands for.
#pragma once

#include <functional>

#include "viz/scene/builder.h"
#include "viz/scene/expression_tex.h"

namespace backprop::viz {

/// What a formula is set with.
struct FormulaStyle {
  float px = 16;
  Color color;
  bool tinted = true;  ///< a ground behind symbols and numbers: violet values, coral gradients
  /// Which numbers are out of date and grey; none where it is empty.
  std::function<bool(const MarkedNumber&)> stale{};
};

struct FormulaPlace {
  float first_baseline = 0;
  float bottom = 0;
};

/// The width of the widest part at that size: no line can be narrower.
float widest_part(const Builder& b, const TexParts& formula, float px);

/// Draws the parts from `top_left` on, no wider than `width`.
/// Where a part alone is too wide all are set smaller, and at the smallest size cut off.
FormulaPlace formula_lines(Builder& b, Vec2 top_left, float width, const TexParts& formula,
                           const FormulaStyle& style);

/// One box with its marks made visible and clickable.
void marked_math(Builder& b, Vec2 baseline, const MathBox& box,
                 const std::vector<MarkedNumber>& marks, const FormulaStyle& style);

}  // namespace backprop::viz
