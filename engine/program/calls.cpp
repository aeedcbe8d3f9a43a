#include <algorithm>

#include "engine/limits.h"
#include "engine/nn/optimizer.h"
#include "engine/number_text.h"
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
  for (const char* builtin : {"tensor", "param", "zero_grad", "sgd", "backward"}) {
    known.emplace_back(builtin);
  }
  if (what == "name" && std::find(known.begin(), known.end(), name) != known.end()) {
    return {place, "'" + name + "' is a function", "call it: " + name + "(...)"};
  }
  for (const char* module : {"torch", "F", "nn", "np", "numpy", "math", "optim", "optimizer"}) {
    if (name == module) {
      return {place, "there is no '" + name + "' here",
              "functions are called by their names alone: sigmoid(x), sgd(lr=0.1)"};
    }
  }
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
    if (keyword.empty()) {
      arguments.positional.push_back(std::move(value).value());
      arguments.expressions.push_back(&expression);
    } else {
      arguments.named.emplace_back(keyword, std::move(value).value());
    }
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
    return call_function(*kept, std::move(arguments.positional), expression.place);
  }
  if (call.receiver && call.function == "backward") return call_backward(arguments, expression);
  if (const OpRow* op = find_op(call.function)) return call_op(*op, arguments, expression);
  if (!call.receiver) {
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
    if (is_optimizer(call.function)) return call_optimizer(call.function, arguments, expression);
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
  auto tensor = tensor_of(arguments.positional[0], expression.place);
  if (!tensor) return tensor.error();
  const ValueKind kind = call.function == "param" ? ValueKind::parameter : ValueKind::data;
  const auto made = recorder_.leaf(kind, std::move(tensor).value(), site(expression));
  if (!made) return made.error();
  return Plain{TensorRef{made.value()}};
}

Result<Attributes> Interpreter::Machine::reduction_attributes(const Arguments& arguments,
                                                              const Shape& shape, Place place) {
  Attributes attributes;
  const auto add_dim = [&](const Plain& plain) -> std::optional<Error> {
    const auto* dim = std::get_if<std::int64_t>(&plain.is);
    const auto rank = static_cast<Index>(shape.size());
    if (dim == nullptr) return Error{place, "dim is " + describe(plain), "it takes a whole number"};
    if (*dim < -rank || *dim >= rank) {
      return Error{place, "dim " + std::to_string(*dim) + " of a tensor of shape " + to_text(shape),
                   rank == 0   ? "a single number has no dimensions"
                   : rank == 1 ? "use 0"
                               : "use 0 to " + std::to_string(rank - 1)};
    }
    attributes.dims.push_back(*dim < 0 ? *dim + rank : *dim);
    return std::nullopt;
  };
  std::vector<std::pair<std::string, Plain>> named = arguments.named;
  if (arguments.positional.size() > 1) named.emplace_back("dim", arguments.positional[1]);
  if (arguments.positional.size() > 2) named.emplace_back("keepdim", arguments.positional[2]);
  for (const auto& [keyword, plain] : named) {
    if (keyword == "keepdim" && std::holds_alternative<bool>(plain.is)) {
      attributes.keepdim = std::get<bool>(plain.is);
    } else if (keyword == "keepdim") {
      return Error{place, "keepdim is " + describe(plain), "it takes True or False"};
    } else if (keyword != "dim") {
      return Error{place, "unknown argument '" + shortened(keyword) + "'",
                   "there are dim and keepdim"};
    } else if (const auto* items = std::get_if<Items>(&plain.is)) {
      for (const Plain& item : *items->list) {
        if (auto error = add_dim(item)) return *error;
      }
    } else if (auto error = add_dim(plain)) {
      return *error;
    }
  }
  std::sort(attributes.dims.begin(), attributes.dims.end());
  if (std::adjacent_find(attributes.dims.begin(), attributes.dims.end()) != attributes.dims.end()) {
    return Error{place, "a dim that is named twice", "name each once"};
  }
  return attributes;
}

Result<Plain> Interpreter::Machine::call_op(const OpRow& op, Arguments& arguments,
                                            const ast::Expression& expression) {
  const auto expected = static_cast<std::size_t>(op.arity);
  const bool reduction = op.kind == OpKind::reduction;
  const std::size_t most = reduction ? 3 : expected;
  if (op.name == "index" || arguments.positional.size() < expected ||
      arguments.positional.size() > most || (!reduction && !arguments.named.empty())) {
    if (op.name == "index") {
      return Error{expression.place, "indexing is written with brackets", "write x[0]"};
    }
    return Error{
        expression.place,
        "'" + std::string(op.name) + "' takes " + std::to_string(expected) +
            (expected == 1 ? " tensor" : " tensors") + (reduction ? ", and dim and keepdim" : "") +
            "; it was given " + std::to_string(arguments.positional.size()) +
            (arguments.named.empty() ? "" : " and '" + shortened(arguments.named[0].first) + "'"),
        "write " + std::string(op.name) + (expected == 1 ? "(x)" : "(a, b)")};
  }
  std::vector<ValueId> ids;
  for (std::size_t i = 0; i < expected; ++i) {
    const auto id = operand(arguments.positional[i], *arguments.expressions[i]);
    if (!id) return id.error();
    ids.push_back(id.value());
  }
  Attributes attributes;
  if (reduction) {
    const Shape shape = recorder_.trace().value(ids[0]).data.shape;
    auto read = reduction_attributes(arguments, shape, expression.place);
    if (!read) return read.error();
    attributes = std::move(read).value();
  }
  return apply(op, std::move(ids), std::move(attributes), expression);
}

Result<Plain> Interpreter::Machine::call_backward(const Arguments& arguments,
                                                  const ast::Expression& expression) {
  if (arguments.positional.size() != 1 || !arguments.named.empty()) {
    return Error{expression.place, "backward() takes no arguments", "write J.backward()"};
  }
  const auto id = operand(arguments.positional[0], *arguments.expressions[0]);
  if (!id) return id.error();
  if (auto error = recorder_.backward(id.value(), site(expression))) return *error;
  return Plain{};
}

Result<Plain> Interpreter::Machine::call_optimizer(const std::string& name,
                                                   const Arguments& arguments,
                                                   const ast::Expression& expression) {
  const std::string advice = "write " + name + "(lr=0.1)";
  const Plain* rate = nullptr;
  if (arguments.positional.size() == 1 && arguments.named.empty()) {
    rate = arguments.positional.data();
  } else if (arguments.positional.empty() && arguments.named.size() == 1 &&
             arguments.named[0].first == "lr") {
    rate = &arguments.named[0].second;
  }
  if (rate == nullptr) {
    return Error{expression.place, "'" + name + "' takes the learning rate lr", advice};
  }
  if (!rate->is_number() || !(rate->number() >= 0)) {
    return Error{expression.place, "the learning rate is " + describe(*rate),
                 "it must be a number that is not negative: " + advice};
  }
  if (auto error = recorder_.optimize(name, rate->number(), site(expression))) return *error;
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
