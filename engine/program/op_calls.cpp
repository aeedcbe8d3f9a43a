#include <algorithm>

#include "engine/program/machine.h"
#include "engine/program/match_arguments.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

/// What a call may get wrong about one argument.
Error wrong(const CallParameter& parameter, const Plain& given, Place place, std::string advice) {
  return {place, std::string(parameter.name) + " is " + describe(given), std::move(advice)};
}

bool takes_tensors(const CallParameter& parameter) {
  return parameter.kind <= ParameterKind::indices;
}

/// The whole numbers of a number or a list of them; nothing where something else is among them.
std::optional<std::vector<Index>> whole_numbers(const Plain& plain) {
  if (const auto* whole = std::get_if<std::int64_t>(&plain.is)) return std::vector<Index>{*whole};
  const auto* items = std::get_if<Items>(&plain.is);
  if (items == nullptr) return std::nullopt;
  std::vector<Index> list;
  for (const Plain& item : *items->list) {
    const auto* whole = std::get_if<std::int64_t>(&item.is);
    if (whole == nullptr) return std::nullopt;
    list.push_back(*whole);
  }
  return list;
}

/// The argument that is not a whole number, or the list it is in.
const Plain& culprit(const Plain& plain) {
  const auto* items = std::get_if<Items>(&plain.is);
  if (items == nullptr) return plain;
  for (const Plain& item : *items->list) {
    if (!std::holds_alternative<std::int64_t>(item.is)) return item;
  }
  return plain;
}

std::string use_dimensions(Index rank) {
  if (rank == 0) return "a single number has no dimensions";
  return rank == 1 ? "use 0" : "use 0 to " + std::to_string(rank - 1);
}

}  // namespace

Result<Interpreter::Machine::Bound> Interpreter::Machine::bind_call(
    std::string_view name, const std::vector<CallParameter>& parameters, const Arguments& arguments,
    Place place) {
  Arguments gathered;  // x.reshape(2, 3): the last parameter takes the rest
  const std::vector<Argument>* positional = &arguments.positional;
  const bool gathers =
      !parameters.empty() && (parameters.back().kind == ParameterKind::sizes ||
                              parameters.back().kind == ParameterKind::permutation);
  if (gathers && arguments.positional.size() > parameters.size() && parameters.back().required) {
    const auto first =
        arguments.positional.begin() + static_cast<std::ptrdiff_t>(parameters.size()) - 1;
    std::vector<Plain> rest;
    for (auto at = first; at != arguments.positional.end(); ++at)
      rest.push_back(at->value);
    auto list = make_items(true, std::move(rest), place);
    if (!list) return list.error();
    gathered.positional.assign(arguments.positional.begin(), first);
    gathered.positional.push_back({"", std::move(list).value(), first->expression});
    positional = &gathered.positional;
  }
  std::vector<std::string> keywords;
  for (const Argument& argument : arguments.named)
    keywords.push_back(argument.keyword);
  const auto matched = match_arguments(name, parameters, positional->size(), keywords, place);
  if (!matched) return matched.error();
  Given given;
  for (const int at : matched.value()) {
    const auto which = static_cast<std::size_t>(std::max(at, 0));
    const bool by_position = which < positional->size();
    given.push_back(at < 0        ? nullptr
                    : by_position ? &(*positional)[which]
                                  : &arguments.named[which - positional->size()]);
  }
  Bound bound;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!takes_tensors(parameters[i])) continue;
    if (auto error = bind_tensor(parameters[i], given[i], bound)) return *error;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (takes_tensors(parameters[i])) continue;
    auto value = attribute(parameters[i], given[i], bound, place);
    if (!value) return value.error();
    bound.attributes.set(parameters[i].name, std::move(value).value());
  }
  return bound;
}

std::optional<Error> Interpreter::Machine::bind_tensor(const CallParameter& parameter,
                                                       const Argument* given, Bound& bound) {
  if (parameter.kind == ParameterKind::optional_tensor) {
    // Slots: the tensors before an optional one are there, each at its own place.
    while (bound.attributes.slots.size() < bound.tensors.size() && bound.attributes.slots.empty())
      for (std::size_t i = 0; i < bound.tensors.size(); ++i)
        bound.attributes.slots.push_back(static_cast<int>(i));
    const bool left_out = given == nullptr || std::holds_alternative<None>(given->value.is);
    bound.attributes.slots.push_back(left_out ? -1 : static_cast<int>(bound.tensors.size()));
    if (left_out) return std::nullopt;
  }
  if (parameter.kind == ParameterKind::tensors) {
    const auto* items = std::get_if<Items>(&given->value.is);
    if (items == nullptr || items->list->empty()) {
      return wrong(parameter, given->value, given->expression->place,
                   "it takes a list of tensors: [a, b]");
    }
    for (const Plain& item : *items->list) {
      const auto id = operand(item, *given->expression);
      if (!id) return id.error();
      bound.tensors.push_back(id.value());
    }
    return std::nullopt;
  }
  const bool list = std::holds_alternative<Items>(given->value.is);
  const auto id = list && parameter.kind != ParameterKind::tensor
                      ? indices(*given)
                      : operand(given->value, *given->expression);
  if (!id) return id.error();
  bound.tensors.push_back(id.value());
  return std::nullopt;
}

Result<ValueId> Interpreter::Machine::indices(const Argument& given) {
  auto tensor = tensor_of(given.value, given.expression->place);
  if (!tensor) return tensor.error();
  return recorder_.constant(std::move(tensor).value(), site(*given.expression));
}

namespace {

/// Dimensions brought to 0 .. rank - 1; `extra` more where a new one may come at the end.
Result<std::vector<Index>> dimensions(const CallParameter& parameter,
                                      const std::vector<Index>& given, const Shape& shape,
                                      Place place) {
  const Index rank =
      static_cast<Index>(shape.size()) + (parameter.kind == ParameterKind::new_dim ? 1 : 0);
  std::vector<Index> list;
  for (const Index dim : given) {
    if (dim < -rank || dim >= rank) {
      return Error{place, "dim " + std::to_string(dim) + " of a tensor of shape " + to_text(shape),
                   use_dimensions(rank)};
    }
    list.push_back(dim < 0 ? dim + rank : dim);
  }
  std::vector<Index> sorted = list;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return Error{place, "a dim that is named twice", "name each once"};
  }
  if (parameter.kind != ParameterKind::permutation) return sorted;
  if (static_cast<Index>(list.size()) != rank) {
    return Error{place,
                 std::to_string(list.size()) + " dimensions of a tensor of shape " + to_text(shape),
                 "name all " + std::to_string(rank) + " of them in their new order"};
  }
  return list;
}

Result<AttributeValue> plain_attribute(const CallParameter& parameter, const Plain& given,
                                       Place place) {
  const auto* whole = std::get_if<std::int64_t>(&given.is);
  switch (parameter.kind) {
    case ParameterKind::real:
      if (given.is_number()) return AttributeValue(given.number());
      return wrong(parameter, given, place, "it takes a number");
    case ParameterKind::reals: {
      const auto* items = std::get_if<Items>(&given.is);
      std::vector<double> list;
      for (const Plain& item : items == nullptr ? std::vector<Plain>{} : *items->list) {
        if (item.is_number()) list.push_back(item.number());
      }
      if (items != nullptr && list.size() == items->list->size()) return AttributeValue(list);
      return wrong(parameter, given, place, "it takes numbers in brackets: (0.9, 0.999)");
    }
    case ParameterKind::whole:
      if (whole != nullptr) return AttributeValue(Index{*whole});
      return wrong(parameter, given, place, "it takes a whole number");
    case ParameterKind::flag:
      if (const auto* flag = std::get_if<bool>(&given.is)) return AttributeValue(*flag);
      return wrong(parameter, given, place, "it takes True or False");
    case ParameterKind::choice: {
      const auto* text = std::get_if<std::string>(&given.is);
      const auto& choices = parameter.choices;
      if (text != nullptr && std::find(choices.begin(), choices.end(), *text) != choices.end()) {
        return AttributeValue(*text);
      }
      std::string all;
      for (const std::string_view choice : choices)
        all += (all.empty() ? "'" : ", '") + std::string(choice) + "'";
      return wrong(parameter, given, place, "it takes one of " + all);
    }
    default: {
      auto list = whole_numbers(given);
      if (list) return AttributeValue(std::move(*list));
      return wrong(parameter, culprit(given), place,
                   parameter.kind == ParameterKind::dim || parameter.kind == ParameterKind::new_dim
                       ? "it takes a whole number"
                       : "it takes a whole number, or several: (2, 3)");
    }
  }
}

bool names_dimensions(ParameterKind kind) {
  return kind >= ParameterKind::dim;
}

}  // namespace

Result<AttributeValue> Interpreter::Machine::attribute(const CallParameter& parameter,
                                                       const Argument* given, const Bound& bound,
                                                       Place place) {
  const bool none = given != nullptr && std::holds_alternative<None>(given->value.is);
  const bool none_is_allowed = std::holds_alternative<std::monostate>(parameter.fallback);
  if (none && (!none_is_allowed || parameter.required)) {
    return wrong(parameter, given->value, place, "give it a value");
  }
  const Shape shape =
      bound.tensors.empty() ? Shape{} : recorder_.trace().value(bound.tensors[0]).data.shape;
  if (given == nullptr || none) {
    const auto* dim = std::get_if<Index>(&parameter.fallback);
    if (!names_dimensions(parameter.kind) || dim == nullptr) return parameter.fallback;
    const Index rank = static_cast<Index>(shape.size());
    return AttributeValue(*dim < 0 ? std::max<Index>(0, *dim + rank) : *dim);
  }
  auto value = plain_attribute(parameter, given->value, place);
  if (!value || !names_dimensions(parameter.kind)) return value;
  const auto& listed = std::get<std::vector<Index>>(value.value());
  auto dims = dimensions(parameter, listed, shape, place);
  if (!dims) return dims.error();
  if (parameter.kind != ParameterKind::dim && parameter.kind != ParameterKind::new_dim) {
    const bool all = parameter.kind == ParameterKind::dims && dims.value().empty();  // dim=()
    return all ? AttributeValue() : AttributeValue(std::move(dims).value());
  }
  if (dims.value().size() != 1) {
    return wrong(parameter, given->value, place, "it takes one whole number");
  }
  return AttributeValue(dims.value()[0]);
}

Result<Plain> Interpreter::Machine::call_op(const OpRow& op, const Arguments& arguments,
                                            const ast::Expression& expression) {
  if (op.name == "index") {
    return Error{expression.place, "indexing is written with brackets", "write x[0]"};
  }
  auto bound = bind_call(op.name, op.parameters, arguments, expression.place);
  if (!bound) return bound.error();
  return apply(op, std::move(bound.value().tensors), std::move(bound.value().attributes),
               expression);
}

}  // namespace backprop
