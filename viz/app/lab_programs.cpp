#include "viz/app/lab_programs.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/function/formula_text.h"
#include "engine/function/use_function.h"
#include "engine/number_text.h"
#include "viz/app/lab_functions.h"

namespace backprop::viz {
namespace {

constexpr int widest_stack = 4;
constexpr int deepest_stack = 8;
constexpr int samples = 3;

/// The typed function's def, where the program calls it.
std::string definition_of(const ActivationLab& lab, const std::string& name) {
  if (name != mine) return {};
  return lab.good + (lab.good.ends_with('\n') ? "" : "\n");
}

/// A name of the program that the typed function does not take away: "z", or "z_".
class Names {
 public:
  Names(const ActivationLab& lab, const std::string& function) {
    if (function == mine) taken_ = lab_function(lab, mine)->name;
  }
  std::string operator()(const std::string& name) const {
    return name == taken_ ? name + "_" : name;
  }

 private:
  std::string taken_;
};

}  // namespace

std::string lab_call(const ActivationLab& lab, const std::string& name,
                     const std::string& argument) {
  const auto function = lab_function(lab, name);
  if (!function) return argument;
  const FunctionNumbers numbers = lab_numbers(lab, name, *function);
  if (name == mine) return call_text(*function, numbers, function->name, argument);
  std::string call = std::string(function->formula->op->name) + "(" + argument;
  for (const FunctionParameter& parameter : function->parameters) {
    const double number = numbers.at(parameter.name);
    if (number != parameter.value) call += ", " + parameter.name + "=" + exact_text(number);
  }
  for (const FormulaOption& option : function->formula->options) {
    if (option.number == nullptr) call += fmt::format(", {}=\"{}\"", option.name, option.choice);
  }
  return call + ")";
}

std::string neuron_program(const ActivationLab& lab) {
  const Names n(lab, lab.chosen);
  const auto real = [](double number) { return exact_text(number); };
  std::string text = definition_of(lab, lab.chosen);
  text += fmt::format("{} = tensor([{}, {}])\n", n("x"), real(lab.inputs[0]), real(lab.inputs[1]));
  text += fmt::format("{} = tensor({})\n", n("y"), real(lab.target));
  text += fmt::format("{} = param([{}, {}])\n", n("w"), real(lab.weights[0]), real(lab.weights[1]));
  text += fmt::format("{} = param({})\n", n("b"), real(lab.bias));
  text += fmt::format("{} = {} @ {} + {}\n", n("z"), n("w"), n("x"), n("b"));
  text += fmt::format("{} = {}\n", n("a"), lab_call(lab, lab.chosen, n("z")));
  text += fmt::format("{} = 0.5 * ({} - {}) ** 2\n", n("J"), n("a"), n("y"));
  return text + n("J") + ".backward()\n";
}

std::string stack_program(const ActivationLab& lab, const std::string& name, int layer) {
  const Names n(lab, name);
  const int layers = std::clamp(layer, 1, deepest_stack);
  const int width = std::min(lab.depth.width, widest_stack);
  const auto seed = lab.depth.seed;
  std::string text = definition_of(lab, name);
  text += fmt::format("{} = tensor(normal([{}, {}], seed={}))\n", n("h0"), width, samples, seed);
  for (int l = 1; l <= layers; ++l) {
    const std::string weights = n(fmt::format("W{}", l));
    const std::string sum = n(fmt::format("z{}", l));
    text += fmt::format(
        "{} = param({})\n", weights,
        initialiser_call(lab.depth.start, width, width, seed + static_cast<std::uint64_t>(l)));
    text += fmt::format("{} = {} @ {}\n", sum, weights, n(fmt::format("h{}", l - 1)));
    text += fmt::format("{} = {}\n", n(fmt::format("h{}", l)), lab_call(lab, name, sum));
  }
  text += fmt::format("{} = mean({} ** 2)\n", n("J"), n(fmt::format("h{}", layers)));
  return text + n("J") + ".backward()\n";
}

Result<std::string> program_with_chosen(const ActivationLab& lab, const std::string& program) {
  ScalarFunction function = *lab_function(lab, lab.chosen);
  const FunctionNumbers numbers = lab_numbers(lab, lab.chosen, function);
  if (lab.chosen == mine) return with_function_used(program, lab.good, function, numbers);
  function.name = "my_" + function.name;
  const std::string definition = function_text(function, function.definition);
  return with_function_used(program, definition, function, numbers);
}

}  // namespace backprop::viz
