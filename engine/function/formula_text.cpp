#include "engine/function/formula_text.h"

#include <cmath>

#include "engine/function/formula_binding.h"
#include "engine/number_text.h"

namespace backprop {
namespace {

/// A zero with a sign is a real: the whole number -0 has none.
std::string number_in_program(double number) {
  return number == 0 && std::signbit(number) ? "-0.0" : exact_text(number);
}

class Writer {
 public:
  std::string write(const FormulaPtr& formula) {
    if (formula->is_number()) return number_in_program(formula->number);
    if (formula->op == nullptr) return formula->name;
    const auto& arguments = formula->arguments;
    if (formula->is_call("neg")) return "-" + operand(arguments[0], FormulaBinding::minus);
    if (formula->op->symbol.empty()) return call(*formula);
    const std::string sign = " " + std::string(formula->op->symbol) + " ";
    const OperandBindings needed = operand_bindings(*formula);
    return operand(arguments[0], needed.left) + sign + operand(arguments[1], needed.right);
  }

 private:
  std::string operand(const FormulaPtr& formula, FormulaBinding needed) {
    const std::string text = write(formula);
    return binding_of(*formula) < needed ? "(" + text + ")" : text;
  }

  std::string call(const Formula& formula) {
    std::string text = std::string(formula.op->name) + "(";
    const auto add = [&](const std::string& argument) {
      text += (text.back() == '(' ? "" : ", ") + argument;
    };
    for (const FormulaPtr& argument : formula.arguments)
      add(write(argument));
    for (const FormulaOption& option : formula.options)
      add(std::string(option.name) + "=" +
          (option.number != nullptr ? write(option.number) : "'" + option.choice + "'"));
    return text + ")";
  }
};

}  // namespace

std::string formula_text(const FormulaPtr& formula) {
  return Writer().write(formula);
}

std::string function_text(const ScalarFunction& function, const FormulaPtr& formula) {
  std::string text = "def " + function.name + "(" + function.variable;
  for (const FunctionParameter& parameter : function.parameters)
    text += ", " + parameter.name + "=" + number_in_program(parameter.value);
  return text + "): return " + formula_text(formula);
}

std::string call_text(const ScalarFunction& function, const FunctionNumbers& numbers,
                      const std::string& name, const std::string& argument) {
  std::string call = name + "(" + argument;
  std::string skipped;
  for (const FunctionParameter& parameter : function.parameters) {
    const double number = numbers.at(parameter.name);
    skipped += ", " + number_in_program(number);
    if (number == parameter.value) continue;
    call += skipped;
    skipped.clear();
  }
  return call + ")";
}

}  // namespace backprop
