/// Why a formula has no finite value somewhere.
#pragma once

#include "engine/function/choices.h"

namespace backprop {

enum class NonFiniteCause : std::uint8_t {
  division_by_zero,
  logarithm_of_zero,
  logarithm_of_negative,
  root_of_negative,
  power_of_negative,  ///< to an exponent that is not whole
  too_large,          ///< beyond the real numbers of a computer
  undefined,          ///< what remains: 0 times infinity
};

/// The innermost part that is not finite although all that it is made of is.
struct NonFinitePart {
  NonFiniteCause cause = NonFiniteCause::undefined;
  FormulaPtr part;
};

class NonFiniteExplainer {
 public:
  explicit NonFiniteExplainer(const FunctionAt& function);

  /// At a point where the function is not finite.
  NonFinitePart at(double x) const;

 private:
  FormulaPtr formula_;
  std::vector<FormulaPtr> parts_;  ///< all calls and what they are made of
  std::unordered_map<const Formula*, std::size_t> places_;
  CompiledFormulas compiled_;
};

}  // namespace backprop
