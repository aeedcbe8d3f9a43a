#include <algorithm>
#include <iterator>

#include "engine/limits.h"
#include "engine/nn/optimizer.h"
#include "engine/nn/schedule.h"
#include "engine/nn/start.h"
#include "engine/number_text.h"
#include "engine/program/composites.h"
#include "engine/program/foreign_names.h"
#include "engine/program/machine.h"
#include "engine/program/suggest.h"
#include "engine/program/utf8.h"

namespace backprop {

Error Interpreter::Machine::unknown(const std::string& what, const std::string& name,
                                    Place place) const {
  std::vector<std::string> known;
  for (const auto& [global, value] : globals_)
    known.push_back(global);
  if (!locals_.empty()) {
    for (const auto& [local, value] : locals_.back())
      known.push_back(local);
  }
  for (const OpRow& row : op_table())
    known.emplace_back(row.name);
  for (const OptimizerRow& row : optimizers())
    known.emplace_back(row.name);
  for (const char* builtin : {"tensor", "param", "zero_grad", "backward", "float"})
    known.emplace_back(builtin);
  for (const auto& names : {initialiser_names(), schedule_names(), composite_names()})
    known.insert(known.end(), names.begin(), names.end());
  if (what == "name" && std::find(known.begin(), known.end(), name) != known.end()) {
    return {place, "'" + name + "' is a function", "call it: " + name + "(...)"};
  }
  if (auto module = foreign_module(name, place)) return *module;
  const std::string shown = shortened(name);
  const std::string nearest = nearest_name(name, known);
  return {place, "unknown " + what + " '" + shown + "'",
          !nearest.empty()     ? "did you mean '" + nearest + "'?"
          : what == "name"     ? "give it a value first: " + shown + " = ..."
          : what == "function" ? "define it first: def " + shown + "(x): return ..."
                               : "methods are PyTorch's: x.sum(), x.sigmoid()"};
}

Result<Interpreter::Machine::Arguments> Interpreter::Machine::evaluate_arguments(
    const ast::Call& call) {
  Arguments arguments;
  const auto add = [&](const std::string& keyword,
                       const ast::Expression& expression) -> std::optional<Error> {
    Evaluated value = evaluate(expression);
    if (!value) return value.error();
    auto& list = keyword.empty() ? arguments.positional : arguments.named;
    list.push_back({keyword, std::move(value).value(), &expression});
    return std::nullopt;
  };
  if (call.receiver) {
    if (auto error = add("", *call.receiver)) return *error;
  }
  for (const ast::Argument& argument : call.arguments) {
    if (auto error = add(argument.keyword, *argument.value)) return *error;
  }
  return arguments;
}

Result<Plain> Interpreter::Machine::evaluate_call(const ast::Call& call,
                                                  const ast::Expression& expression) {
  const auto of_names = functions_of_names_.find(call.function);
  if (of_names != functions_of_names_.end()) {
    return call_of_names(of_names->second, call, expression);
  }
  auto evaluated = evaluate_arguments(call);
  if (!evaluated) return evaluated.error();
  Arguments& arguments = evaluated.value();

  const Plain* own = call.receiver ? nullptr : find(call.function);
  if (own != nullptr) {
    const auto* function = std::get_if<FunctionRef>(&own->is);
    if (function == nullptr) {
      return Error{
          expression.place,
          "'" + shortened(call.function) + "' is " + describe(*own) + " here and cannot be called",
          "multiply with '*'; to call a function of this name, name the value otherwise"};
    }
    if (!arguments.named.empty()) {
      return Error{expression.place,
                   "'" + shortened(call.function) + "' takes its arguments by position",
                   "leave out the names before '='"};
    }
    const FunctionRef kept = *function;
    std::vector<Plain> values;
    for (Argument& argument : arguments.positional)
      values.push_back(std::move(argument.value));
    return call_function(*kept, std::move(values), expression.place);
  }
  if (call.receiver && call.function == "backward") return call_backward(arguments, expression);
  if (const OpRow* op = find_op(call.function)) return call_op(*op, arguments, expression);
  if (!call.receiver) {
    if (const Composite* composite = find_composite(call.function)) {
      return call_composite(*composite, arguments, expression);
    }
    bool known = false;
    Evaluated made = call_builtin(call.function, arguments, expression, known);
    if (known) return made;
    if (call.function == "tensor" || call.function == "param") {
      return call_leaf(call, arguments, expression);
    }
    if (call.function == "zero_grad") {
      if (!arguments.positional.empty() || !arguments.named.empty()) {
        return Error{expression.place, "zero_grad() takes no arguments", "write zero_grad()"};
      }
      if (auto error = recorder_.clear_gradients(site(expression))) return *error;
      return Plain{};
    }
    if (const OptimizerRow* optimizer = find_optimizer(call.function)) {
      return call_optimizer(*optimizer, arguments, expression);
    }
    if (call.function == "backward") {
      return Error{expression.place, "backward() belongs to a value", "write J.backward()"};
    }
    if (call.function == "range") {
      return Error{expression.place, "range() outside a for loop", "write: for i in range(10):"};
    }
  }
  return unknown(call.receiver ? "method" : "function", call.function, expression.place);
}

Result<Plain> Interpreter::Machine::call_leaf(const ast::Call& call, Arguments& arguments,
                                              const ast::Expression& expression) {
  if (arguments.positional.size() != 1 || !arguments.named.empty()) {
    return Error{expression.place, "'" + call.function + "' takes one number or list of numbers",
                 "write " + call.function + "([0.1, 0.2])"};
  }
  auto tensor = tensor_of(arguments.positional[0].value, expression.place);
  if (!tensor) return tensor.error();
  const ValueKind kind = call.function == "param" ? ValueKind::parameter : ValueKind::data;
  const auto made = recorder_.leaf(kind, std::move(tensor).value(), site(expression));
  if (!made) return made.error();
  return Plain{TensorRef{made.value()}};
}

Result<Plain> Interpreter::Machine::call_backward(const Arguments& arguments,
                                                  const ast::Expression& expression) {
  if (arguments.positional.size() != 1 || !arguments.named.empty()) {
    return Error{expression.place, "backward() takes no arguments", "write J.backward()"};
  }
  const auto id = operand(arguments.positional[0].value, *arguments.positional[0].expression);
  if (!id) return id.error();
  if (auto error = recorder_.backward(id.value(), site(expression))) return *error;
  return Plain{};
}

Result<Plain> Interpreter::Machine::call_composite(const Composite& composite,
                                                   const Arguments& arguments,
                                                   const ast::Expression& expression) {
  const auto bound = bind_call(composite.name, composite.parameters, arguments, expression.place);
  if (!bound) return bound.error();
  const std::vector<ValueId>& tensors = bound.value().tensors;
  if (composite.name == "lstm_cell" && bound.value().attributes.slots.size() != 7) {
    return Error{expression.place, "'hx' of lstm_cell is not a pair",
                 "give it the hidden and the cell state: (h, c)"};
  }
  recorder_.begin_group(std::string(composite.name), site(expression));
  Composer composer(recorder_, site(expression));
  const std::vector<ValueId> results =
      composite.compose(composer, tensors, bound.value().attributes);
  recorder_.end_group(results, site(expression));
  if (composer.error()) return *composer.error();
  std::vector<Plain> plains;
  for (const ValueId id : results)
    plains.push_back({TensorRef{id}});
  if (plains.size() == 1) return plains[0];
  return make_items(true, std::move(plains), expression.place);
}

Result<Plain> Interpreter::Machine::call_optimizer(const OptimizerRow& optimizer,
                                                   const Arguments& arguments,
                                                   const ast::Expression& expression) {
  Arguments of_state;  // what the optimizer goes on from
  Arguments others = arguments;
  const auto first_of_state = std::stable_partition(
      others.named.begin(), others.named.end(),
      [&](const Argument& given) { return !is_state_name(optimizer, given.keyword); });
  std::move(first_of_state, others.named.end(), std::back_inserter(of_state.named));
  others.named.erase(first_of_state, others.named.end());
  auto bound = bind_call(optimizer.name, optimizer.parameters, others, expression.place);
  if (!bound) return bound.error();
  const std::string problem = optimizer.problem(bound.value().attributes);
  if (!problem.empty()) {
    return Error{expression.place, problem,
                 "write " + signature(optimizer.name, optimizer.parameters)};
  }
  const auto start = state_given(optimizer, bound.value().attributes, of_state, expression.place);
  if (!start) return start.error();
  if (auto error = recorder_.optimize(optimizer, std::move(bound.value().attributes),
                                      site(expression), start.value())) {
    return *error;
  }
  return Plain{};
}

Result<Plain> Interpreter::Machine::call_of_names(const NameFunction& function,
                                                  const ast::Call& call,
                                                  const ast::Expression& expression) {
  std::vector<std::string> names;
  for (const ast::Argument& argument : call.arguments) {
    const auto* name = std::get_if<ast::Name>(&argument.value->node);
    if (name == nullptr) {
      return Error{argument.value->place, "'" + call.function + "' takes names of the program",
                   "write " + call.function + "(w)"};
    }
    names.push_back(name->name);
  }
  auto tensor = function(names, expression.place);
  if (!tensor) return tensor.error();
  const auto made = recorder_.leaf(ValueKind::data, std::move(tensor).value(), site(expression));
  if (!made) return made.error();
  return Plain{TensorRef{made.value()}};
}

}  // namespace backprop
