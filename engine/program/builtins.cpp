// Calls that make numbers before anything is recorded: float('inf'), zeros(...),
// xavier_uniform(...).
#include <cmath>
#include <limits>

#include "engine/nn/schedule.h"
#include "engine/nn/start.h"
#include "engine/program/machine.h"

namespace backprop {
namespace {

/// xavier_uniform(3, 2, seed=1): sizes one by one mean the same as (3, 2).
template <class Arguments>
Arguments with_gathered_shape(const Arguments& arguments) {
  Arguments gathered = arguments;
  auto& positional = gathered.positional;
  std::size_t count = 0;
  while (count < positional.size() &&
         std::holds_alternative<std::int64_t>(positional[count].value.is))
    ++count;
  if (count < 2) return gathered;
  std::vector<Plain> sizes;
  for (std::size_t i = 0; i < count; ++i)
    sizes.push_back(positional[i].value);
  auto list = make_items(true, std::move(sizes), {});
  positional[0].value = std::move(list).value();
  positional.erase(positional.begin() + 1, positional.begin() + static_cast<std::ptrdiff_t>(count));
  return gathered;
}

}  // namespace

Result<Plain> Interpreter::Machine::call_builtin(const std::string& name,
                                                 const Arguments& arguments,
                                                 const ast::Expression& expression, bool& known) {
  const Place place = expression.place;
  if (name == "float") {
    known = true;
    const std::string advice = "write float('inf') or float('nan')";
    if (arguments.positional.size() != 1 || !arguments.named.empty()) {
      return Error{place, "'float' takes one argument", advice};
    }
    const Plain& given = arguments.positional[0].value;
    if (given.is_number()) return Plain{given.number()};
    const auto* text = std::get_if<std::string>(&given.is);
    if (text != nullptr && *text == "inf") return Plain{std::numeric_limits<double>::infinity()};
    if (text != nullptr && *text == "-inf") return Plain{-std::numeric_limits<double>::infinity()};
    if (text != nullptr && *text == "nan") return Plain{std::numeric_limits<double>::quiet_NaN()};
    return Error{place, "float() of " + describe(given), advice};
  }
  if (const Schedule* schedule = find_schedule(name)) {
    known = true;
    const auto bound = bind_call(name, schedule->parameters, arguments, place);
    if (!bound) return bound.error();
    return Plain{schedule->rate(bound.value().attributes)};
  }
  const Initialiser* initialiser = find_initialiser(name);
  if (initialiser == nullptr) return Plain{};
  known = true;
  // Not where a number may follow the shape by position: uniform(3, -1, 1).
  const bool sizes_only =
      initialiser->parameters.size() == 1 || name.find('_') != std::string::npos;
  const Arguments gathered = sizes_only ? with_gathered_shape(arguments) : arguments;
  const auto bound = bind_call(name, initialiser->parameters, gathered, place);
  if (!bound) return bound.error();
  std::string problem;
  auto tensor = initialiser->make(bound.value().attributes, problem);
  if (!tensor) return Error{place, name + ": " + problem, "give it a shape such as (3, 2)"};
  if (initialiser->draws) {
    if (auto error = recorder_.note_drawn(*tensor, site(expression))) return *error;
  }
  return Plain{std::make_shared<const Tensor>(std::move(*tensor))};
}

}  // namespace backprop
