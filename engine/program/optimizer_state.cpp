// What an optimizer's call may go on from: how many updates were made before, and the tensors that
// it has kept since, each a list with one entry for each parameter.
#include <algorithm>

#include "engine/program/machine.h"

namespace backprop {
namespace {

std::string entries(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

bool is_kept(const std::vector<StateTensor>& kept, std::string_view name) {
  return name == "updates" || std::any_of(kept.begin(), kept.end(), [&](const StateTensor& tensor) {
           return tensor.name == name;
         });
}

}  // namespace

Result<std::vector<Tensor>> Interpreter::Machine::state_tensors(const Argument& given,
                                                                Place place) const {
  const auto& parameters = recorder_.trace().parameters;
  const auto* items = std::get_if<Items>(&given.value.is);
  const std::string advice = "give it a list with one entry for each param, in their order";
  if (items == nullptr)
    return Error{place, "'" + given.keyword + "' is " + describe(given.value), advice};
  if (items->list->size() != parameters.size()) {
    return Error{place,
                 "'" + given.keyword + "' has " + entries(items->list->size()) + " for " +
                     std::to_string(parameters.size()) +
                     (parameters.size() == 1 ? " param" : " params"),
                 advice};
  }
  std::vector<Tensor> tensors;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    auto tensor = tensor_of((*items->list)[p], place);
    if (!tensor) return tensor.error();
    const Shape& shape = recorder_.trace().value(parameters[p].versions.back()).data.shape;
    if (tensor.value().shape != shape) {
      return Error{place,
                   "'" + given.keyword + "' has for param " + std::to_string(p + 1) +
                       " the shape " + to_text(tensor.value().shape) + ", not the param's " +
                       to_text(shape),
                   "give it the param's shape"};
    }
    tensors.push_back(std::move(tensor).value());
  }
  return tensors;
}

Interpreter::Machine::States Interpreter::Machine::state_given(const OptimizerRow& optimizer,
                                                               const Attributes& settings,
                                                               const Arguments& arguments,
                                                               Place place) const {
  if (arguments.named.empty()) return std::vector<OptimizerState>{};
  const auto find = [&](std::string_view name) -> const Argument* {
    const auto found = std::find_if(arguments.named.begin(), arguments.named.end(),
                                    [&](const Argument& a) { return a.keyword == name; });
    return found == arguments.named.end() ? nullptr : &*found;
  };
  const std::vector<StateTensor> kept = optimizer.state(settings);
  for (const Argument& argument : arguments.named) {
    if (!is_kept(kept, argument.keyword)) {
      return Error{
          place,
          std::string(optimizer.name) + " keeps no '" + argument.keyword + "' with these settings",
          "leave it out"};
    }
  }
  const auto lacking = [&](std::string_view name) {
    return Error{place,
                 std::string(optimizer.name) + " cannot go on without '" + std::string(name) + "'",
                 "give the number of updates and every tensor that it keeps, or none of them"};
  };
  const Argument* updates = find("updates");
  if (updates == nullptr) return lacking("updates");
  const auto* count = std::get_if<std::int64_t>(&updates->value.is);
  if (count == nullptr || *count < 1) {
    return Error{place, "'updates' is " + describe(updates->value),
                 "give it a whole number from 1: how many updates were made before"};
  }
  std::vector<OptimizerState> states(recorder_.trace().parameters.size());
  for (OptimizerState& state : states)
    state.updates = *count;
  for (const StateTensor& tensor : kept) {
    const Argument* given = find(tensor.name);
    if (given == nullptr) return lacking(tensor.name);
    auto tensors = state_tensors(*given, place);
    if (!tensors) return tensors.error();
    for (std::size_t p = 0; p < states.size(); ++p)
      states[p].tensors.push_back(std::move(tensors.value()[p]));
  }
  return states;
}

}  // namespace backprop
