#include "engine/function/activations.h"

#include "engine/function/read_formula.h"

namespace backprop {
namespace {

const std::string variable = "x";

ScalarFunction function_of(const OpRow& op, std::vector<FormulaOption> options, std::string name) {
  ScalarFunction function{std::move(name), variable, {}, nullptr, nullptr, nullptr, nullptr};
  FormulaNames names{{"a", name_formula(variable)}};
  for (const CallParameter& parameter : op.parameters) {
    const auto* real = std::get_if<double>(&parameter.fallback);
    if (real == nullptr) continue;
    const std::string own(parameter.name);
    function.parameters.push_back({own, *real});
    options.push_back({parameter.name, name_formula(own), {}});
    names[own] = name_formula(own);
  }
  function.formula = call_formula(op, {name_formula(variable)}, std::move(options));
  const OpNotation notation = notation_of(op, attributes_given(*function.formula));
  function.definition = row_formula(notation.formula, names);
  return with_derivatives(std::move(function));
}

std::vector<ScalarFunction> make_functions() {
  std::vector<ScalarFunction> functions;
  for (const OpRow& op : op_table()) {
    if (op.kind != OpKind::activation) continue;
    functions.push_back(function_of(op, {}, std::string(op.name)));
    for (const CallParameter& parameter : op.parameters) {
      for (const std::string_view choice : parameter.choices) {
        if (AttributeValue(std::string(choice)) == parameter.fallback) continue;
        functions.push_back(function_of(op, {{parameter.name, nullptr, std::string(choice)}},
                                        std::string(op.name) + "_" + std::string(choice)));
      }
    }
  }
  return functions;
}

}  // namespace

const std::vector<ScalarFunction>& activation_functions() {
  static const std::vector<ScalarFunction> functions = make_functions();
  return functions;
}

}  // namespace backprop
