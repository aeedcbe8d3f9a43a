/// Formulas made shorter for readers.
#pragma once

#include "engine/function/formula.h"

namespace backprop {

inline constexpr Index longest_simplified = 20'000;  ///< longer ones stay as they are

/// An equal formula: constants worked out, 0 and 1 removed, signs and powers gathered, like terms
/// added up, common factors taken out where that is shorter, conditions of `where` joined. Never
/// longer than it was. Wherever the formula has a finite value, made of finite parts that do not
/// overflow when they are multiplied with each other, this one has the same up to rounding; it may
/// have one in more places (x / x is 1). What jumps (comparisons, sign, conditions) is left as it
/// is, so that rounding cannot move a jump. Deterministic; simplifying twice changes nothing more,
/// but for formulas of hundreds of parts.
FormulaPtr simplified(const FormulaPtr& formula);

}  // namespace backprop
