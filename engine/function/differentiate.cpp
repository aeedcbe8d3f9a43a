#include "engine/function/differentiate.h"

#include "engine/function/read_formula.h"

namespace backprop {
namespace {

constexpr std::array<const char*, 3> letters = {"a", "b", "c"};

class Differentiation {
 public:
  explicit Differentiation(std::string_view variable) : variable_(variable) {}

  /// Null where the formula does not depend on the variable.
  FormulaPtr operator()(const FormulaPtr& formula) {
    if (formula->op == nullptr) return formula->name == variable_ ? number_formula(1) : nullptr;
    return done_(formula, [&] { return of_call(formula); });
  }

 private:
  FormulaPtr of_call(const FormulaPtr& call) {
    const OpNotation notation = notation_of(*call->op, attributes_given(*call));
    FormulaPtr sum;
    for (std::size_t i = 0; i < call->arguments.size(); ++i) {
      const FormulaPtr inner = (*this)(call->arguments[i]);
      if (inner == nullptr) continue;
      const FormulaPtr local = row_formula(notation.derivative[i], names_of(call));
      if (local->is_number(0)) continue;
      const FormulaPtr term = product(local, inner);
      sum = sum == nullptr ? term : call_formula("add", {sum, term});
    }
    return sum;
  }

  static FormulaPtr product(const FormulaPtr& local, const FormulaPtr& inner) {
    if (local->is_number(1)) return inner;
    return inner->is_number(1) ? local : call_formula("mul", {local, inner});
  }

  /// What the letters and attributes of the row stand for.
  static FormulaNames names_of(const FormulaPtr& call) {
    FormulaNames names{{"y", call}};
    for (std::size_t i = 0; i < call->arguments.size(); ++i)
      names[letters.at(i)] = call->arguments[i];
    for (const CallParameter& parameter : call->op->parameters) {
      if (const auto* real = std::get_if<double>(&parameter.fallback))
        names[std::string(parameter.name)] = number_formula(*real);
    }
    for (const FormulaOption& option : call->options) {
      if (option.number != nullptr) names[std::string(option.name)] = option.number;
    }
    return names;
  }

  std::string_view variable_;
  OncePerPart<FormulaPtr> done_;
};

}  // namespace

FormulaPtr differentiated(const FormulaPtr& formula, std::string_view variable) {
  const FormulaPtr derivative = Differentiation(variable)(formula);
  return derivative == nullptr ? number_formula(0) : derivative;
}

}  // namespace backprop
