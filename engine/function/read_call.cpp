#include "engine/function/read_call.h"

#include <algorithm>

#include "engine/program/foreign_names.h"
#include "engine/program/match_arguments.h"
#include "engine/program/names.h"
#include "engine/program/suggest.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

std::string in_quotes(std::string_view name) {
  return "'" + shortened(name) + "'";
}

std::string call_of(std::string_view name) {
  return std::string(name) + "(...)";
}

std::vector<std::string> known_functions() {
  std::vector<std::string> names;
  for (const OpRow& row : op_table()) {
    if (is_formula_op(row)) names.emplace_back(row.name);
  }
  return names;
}

/// Why an op that is not elementwise has no place in a function of one number.
Error not_elementwise(const OpRow& op, Place place) {
  const std::string name = in_quotes(op.name);
  const std::string advice = "use functions that make one number of one: sigmoid(x), exp(x)";
  if (op.name == "max" || op.name == "min") {
    const std::string other = op.name == "max" ? "maximum" : "minimum";
    return {place, name + " picks one of many numbers, as PyTorch's does",
            "of two numbers: " + other + "(a, b)"};
  }
  switch (op.kind) {
    case OpKind::reduction:
      return {place, name + " makes one number of many, and here there is only one", advice};
    case OpKind::loss:
      return {place, name + " is a loss: it compares predictions with targets", advice};
    case OpKind::product:
    case OpKind::convolution:
      return {place, name + " works on matrices; a function of one number has none", "use '*'"};
    case OpKind::normalization:
      return {place, name + " looks at several numbers at once, and here there is only one",
              advice};
    case OpKind::view:
    case OpKind::lookup:
      return {place, name + " moves elements of tensors; a single number has none", advice};
    default:
      return {place, name + " draws at random: it is no function of one number", advice};
  }
}

Error unknown_function(const ast::Call& call, Place place) {
  const std::string& name = call.function;
  if (belongs_to_programs(name)) {
    return {place, in_quotes(name) + " belongs to programs, not into a function of one number",
            "use numbers, the function's names, and functions such as sigmoid(x)"};
  }
  const std::string nearest = nearest_name(name, known_functions());
  const std::string what = call.receiver ? "unknown method " : "unknown function ";
  return {place, what + in_quotes(name),
          nearest.empty() ? "functions are sigmoid, tanh, exp, log, sqrt, abs, maximum, where, ..."
                          : "did you mean '" + nearest + "'?"};
}

/// Puts the arguments of a call to the row's parameters.
class CallReader {
 public:
  CallReader(const ast::Call& call, Place place, const OpRow& op, const FormulaScope& scope)
      : call_(call), place_(place), op_(op), scope_(scope) {
    if (call.receiver) given_.push_back(call.receiver.get());
    std::vector<const ast::Expression*> named;
    for (const ast::Argument& argument : call.arguments) {
      if (!argument.keyword.empty()) keywords_.push_back(argument.keyword);
      (argument.keyword.empty() ? given_ : named).push_back(argument.value.get());
    }
    given_.insert(given_.end(), named.begin(), named.end());
  }

  Result<ReadFormula> read() {
    const auto matched = match_arguments(op_.name, op_.parameters, given_.size() - keywords_.size(),
                                         keywords_, place_);
    if (!matched) return matched.error();
    for (std::size_t i = 0; i < op_.parameters.size(); ++i) {
      if (matched.value()[i] < 0) continue;
      const ast::Expression& given = *given_[static_cast<std::size_t>(matched.value()[i])];
      const bool tensor = op_.parameters[i].kind == ParameterKind::tensor;
      if (auto error = tensor ? add_argument(given) : add_option(op_.parameters[i], given))
        return *error;
    }
    return ReadFormula{call_formula(op_, std::move(arguments_), std::move(options_))};
  }

 private:
  std::optional<Error> add_argument(const ast::Expression& given) {
    auto read = read_formula(given, scope_);
    if (!read) return read.error();
    arguments_.push_back(std::move(read).value().formula);
    return std::nullopt;
  }

  std::optional<Error> add_option(const CallParameter& parameter, const ast::Expression& given) {
    const std::string name(parameter.name);
    const bool optional = std::holds_alternative<std::monostate>(parameter.fallback);
    if (optional && std::holds_alternative<ast::NoneLiteral>(given.node)) return std::nullopt;
    if (parameter.kind == ParameterKind::choice) return add_choice(parameter, given);
    auto read = read_formula(given, scope_);
    if (!read) return read.error();
    if (!read.value().plain) {
      return Error{given.place, name + " of " + in_quotes(op_.name) + " depends on the variable",
                   "it takes a number or a parameter of the function"};
    }
    options_.push_back({parameter.name, std::move(read).value().formula, {}});
    return std::nullopt;
  }

  std::optional<Error> add_choice(const CallParameter& parameter, const ast::Expression& given) {
    const auto* text = std::get_if<ast::StringLiteral>(&given.node);
    const auto& choices = parameter.choices;
    if (text != nullptr && std::find(choices.begin(), choices.end(), text->text) != choices.end()) {
      options_.push_back({parameter.name, nullptr, text->text});
      return std::nullopt;
    }
    std::string list;
    for (const std::string_view choice : choices)
      list += (list.empty() ? "'" : ", '") + std::string(choice) + "'";
    return Error{given.place, std::string(parameter.name) + " is none of its choices",
                 "it takes one of " + list};
  }

  const ast::Call& call_;
  Place place_;
  const OpRow& op_;
  const FormulaScope& scope_;
  std::vector<const ast::Expression*> given_;  ///< those by position first
  std::vector<std::string> keywords_;
  std::vector<FormulaPtr> arguments_;
  std::vector<FormulaOption> options_;
};

}  // namespace

Error unknown_name(const std::string& name, Place place, const FormulaScope& scope) {
  if (auto module = foreign_module(name, place)) return *module;
  if (name == "pi") return {place, "unknown name 'pi'", "write 3.141592653589793"};
  if (name == "e") return {place, "unknown name 'e'", "write exp(1), or exp(x) for a power of e"};
  std::vector<std::string> known = known_functions();
  if (std::find(known.begin(), known.end(), name) != known.end())
    return {place, in_quotes(name) + " is a function", "call it: " + call_of(name)};
  for (const auto& [own, formula] : scope.names)
    known.push_back(own);
  const std::string nearest = nearest_name(name, known);
  const std::string as_parameter =
      "make it a parameter: def f(x, " + shortened(name) + "=0.5): ...";
  return {place, "unknown name " + in_quotes(name),
          nearest.empty() ? as_parameter : "did you mean '" + nearest + "'? Or " + as_parameter};
}

Result<ReadFormula> read_call(const ast::Call& call, const ast::Expression& expression,
                              const FormulaScope& scope) {
  const Place place = expression.place;
  if (call.receiver) {  // torch.tanh(x)
    const auto* receiver = std::get_if<ast::Name>(&call.receiver->node);
    const bool known = receiver == nullptr || scope.names.contains(receiver->name);
    if (!known) return unknown_name(receiver->name, call.receiver->place, scope);
  }
  if (!call.receiver && scope.names.contains(call.function)) {
    return Error{place, in_quotes(call.function) + " is a number here and cannot be called",
                 "multiply with '*'; to call a function of this name, name the number otherwise"};
  }
  if (!call.receiver && call.function == scope.function) {
    return Error{place, in_quotes(call.function) + " calls itself",
                 "a function must not call itself: there is no way to stop it"};
  }
  const OpRow* op = find_op(call.function);
  if (op == nullptr) return unknown_function(call, place);
  if (!is_formula_op(*op)) return not_elementwise(*op, place);
  return CallReader(call, place, *op, scope).read();
}

}  // namespace backprop
