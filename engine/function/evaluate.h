/// Formulas run at many points: compiled once to a list of steps over the rows' rules, with no
/// trace. The numbers are those of the interpreter, bit for bit.
#pragma once

#include <span>

#include "engine/function/scalar_function.h"

namespace backprop {

class CompiledFormulas {
 public:
  /// The formulas as functions of `variable`; every other name must have its number. What they
  /// share is computed once.
  CompiledFormulas(std::span<const FormulaPtr> formulas, std::string_view variable,
                   const FunctionNumbers& numbers);

  /// results[k][i]: formula k at x[i]. Each result is as long as x.
  void operator()(std::span<const double> x, std::span<const std::span<double>> results) const;

  /// Of one formula at one point.
  double at(double x, std::size_t formula = 0) const;

 private:
  friend class FormulaCompiler;

  /// Where a number is, among the constants or the columns that are computed.
  struct Slot {
    bool constant = true;
    std::size_t index = 0;
  };
  struct Step {
    void (*map)(std::span<const double* const> arguments, const Attributes& attributes,
                std::span<double> out) = nullptr;
    Attributes attributes;
    std::array<Slot, 3> arguments{};
    std::size_t arity = 0;
  };

  std::vector<double> constants_;
  std::vector<Step> steps_;  ///< column 0 is x, column k + 1 is made by step k
  std::vector<Slot> results_;
};

/// One formula at many points.
std::vector<double> evaluated(const FormulaPtr& formula, std::string_view variable,
                              const FunctionNumbers& numbers, std::span<const double> x);

}  // namespace backprop
