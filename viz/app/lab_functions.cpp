#include "viz/app/lab_functions.h"

#include <algorithm>
#include <cmath>

#include "engine/function/activations.h"
#include "engine/function/typed_function.h"

namespace backprop::viz {
namespace {

constexpr double largest_number = 1e6;
constexpr std::uint64_t largest_seed = 9999;

/// Of a lab that may be changed or not; null for what is no plain member of it.
template <class Its>
auto plain_number(Its& lab, const LabNumber& which) -> decltype(&lab.x) {
  using Kind = LabNumber::Kind;
  const auto index = static_cast<std::size_t>(which.index);
  switch (which.kind) {
    case Kind::x:
      return &lab.x;
    case Kind::input:
      return index < lab.inputs.size() ? &lab.inputs[index] : nullptr;
    case Kind::weight:
      return index < lab.weights.size() ? &lab.weights[index] : nullptr;
    case Kind::bias:
      return &lab.bias;
    case Kind::target:
      return &lab.target;
    default:
      return nullptr;
  }
}

bool has_parameter(const ScalarFunction& function, const std::string& name) {
  return std::any_of(function.parameters.begin(), function.parameters.end(),
                     [&](const FunctionParameter& parameter) { return parameter.name == name; });
}

/// One of the stack of layers: whole.
bool set_of_depth(DepthSettings& depth, LabNumber::Kind kind, double number) {
  const auto whole = [&](int most) {
    return static_cast<int>(std::lround(std::clamp(number, 1.0, static_cast<double>(most))));
  };
  if (kind == LabNumber::Kind::depth) {
    depth.depth = whole(most_depth);
  } else if (kind == LabNumber::Kind::width) {
    depth.width = whole(most_width);
  } else {
    depth.seed = static_cast<std::uint64_t>(whole(largest_seed));
  }
  return true;
}

bool set_parameter(ActivationLab& lab, const LabNumber& which, double number) {
  const auto function = lab_function(lab, which.function);
  if (!function || !has_parameter(*function, which.parameter)) return false;
  lab.parameters[which.function][which.parameter] =
      std::clamp(number, -largest_number, largest_number);
  return true;
}

}  // namespace

const std::vector<std::string>& lab_function_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const ScalarFunction& function : activation_functions())
      all.push_back(function.name);
    all.emplace_back(mine);
    return all;
  }();
  return names;
}

std::optional<ScalarFunction> lab_function(const ActivationLab& lab, const std::string& name) {
  if (name == mine) {
    auto typed = typed_function(lab.good);
    if (!typed) return std::nullopt;
    return std::move(typed).value();
  }
  const auto& all = activation_functions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const ScalarFunction& one) { return one.name == name; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

FunctionNumbers lab_numbers(const ActivationLab& lab, const std::string& name,
                            const ScalarFunction& function) {
  FunctionNumbers numbers = default_numbers(function);
  const auto set = lab.parameters.find(name);
  if (set == lab.parameters.end()) return numbers;
  for (auto& [parameter, number] : numbers) {
    const auto found = set->second.find(parameter);
    if (found != set->second.end()) number = found->second;
  }
  return numbers;
}

std::optional<double> number_in(const ActivationLab& lab, const LabNumber& which) {
  using Kind = LabNumber::Kind;
  if (which.kind == Kind::depth) return lab.depth.depth;
  if (which.kind == Kind::width) return lab.depth.width;
  if (which.kind == Kind::seed) return static_cast<double>(lab.depth.seed);
  if (which.kind == Kind::parameter) {
    const auto function = lab_function(lab, which.function);
    if (!function || !has_parameter(*function, which.parameter)) return std::nullopt;
    return lab_numbers(lab, which.function, *function).at(which.parameter);
  }
  const double* number = plain_number(lab, which);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

bool set_number(ActivationLab& lab, const LabNumber& which, double number) {
  using Kind = LabNumber::Kind;
  if (!std::isfinite(number)) return false;
  if (which.kind == Kind::depth || which.kind == Kind::width || which.kind == Kind::seed)
    return set_of_depth(lab.depth, which.kind, number);
  if (which.kind == Kind::parameter) return set_parameter(lab, which, number);
  double* plain = plain_number(lab, which);
  if (plain == nullptr) return false;
  *plain = std::clamp(number, -largest_number, largest_number);
  return true;
}

void type_function(ActivationLab& lab, const std::string& text) {
  if (text.size() > longest_typed_function) return;
  lab.typed = text;
  const auto function = typed_function(text);
  if (!function) return;
  lab.good = text;
  const auto set = lab.parameters.find(mine);
  if (set == lab.parameters.end()) return;
  std::erase_if(set->second,
                [&](const auto& entry) { return !has_parameter(function.value(), entry.first); });
  if (set->second.empty()) lab.parameters.erase(set);
}

}  // namespace backprop::viz
