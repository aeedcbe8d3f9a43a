#include "engine/function/typed_function.h"

#include "engine/function/read_formula.h"
#include "engine/limits.h"
#include "engine/program/parser.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

const std::string example = "write def f(x): return x * sigmoid(x)";

/// The one def of a program.
Result<std::shared_ptr<const ast::Function>> only_function(const ast::Program& program) {
  const auto* definition = std::get_if<ast::Definition>(&program.statements.front().node);
  if (definition == nullptr) {
    return Error{program.statements.front().place, "a function begins with def", example};
  }
  if (program.statements.size() > 1) {
    return Error{program.statements[1].place, "there is more than one function here",
                 "indent this line if it belongs into the function, or delete it"};
  }
  return definition->function;
}

double number_of(const ast::Expression& literal) {
  if (const auto* whole = std::get_if<ast::IntegerLiteral>(&literal.node))
    return static_cast<double>(whole->number);
  if (const auto* real = std::get_if<ast::FloatLiteral>(&literal.node)) return real->number;
  return -number_of(*std::get<ast::Unary>(literal.node).operand);
}

/// The variable and the parameters.
std::optional<Error> take_parameters(const ast::Function& typed, Place place,
                                     ScalarFunction& function, FormulaScope& scope) {
  if (typed.parameters.empty()) {
    return Error{place, "'" + shortened(typed.name) + "' has no variable", example};
  }
  for (const ast::Parameter& parameter : typed.parameters) {
    const std::string shown = shortened(parameter.name);
    const bool variable = &parameter == &typed.parameters.front();
    if (variable && parameter.fallback) {
      return Error{parameter.place, "'" + shown + "' is the variable and has no default",
                   "leave out the number: def f(" + shown + "): ..."};
    }
    if (!variable && !parameter.fallback) {
      return Error{parameter.place,
                   "'" + shown + "' has no number: a function has one variable, its first name",
                   "give it a default: " + shown + "=0.5"};
    }
    scope.names[parameter.name] = {name_formula(parameter.name), !variable};
    if (variable) {
      function.variable = parameter.name;
    } else {
      function.parameters.push_back({parameter.name, number_of(*parameter.fallback)});
    }
  }
  return std::nullopt;
}

std::optional<Error> too_large(const FormulaPtr& formula, Place place) {
  if (formula->size <= limits::function_size) return std::nullopt;
  return Error{place,
               "written out, this function has more than " + std::to_string(limits::function_size) +
                   " numbers, names and operations",
               "use a shorter formula"};
}

/// One line of the body; the return sets the function's formula.
std::optional<Error> take_line(const ast::Statement& line, ScalarFunction& function,
                               FormulaScope& scope) {
  const auto* assignment = std::get_if<ast::Assignment>(&line.node);
  const auto* result = std::get_if<ast::Return>(&line.node);
  if (assignment == nullptr && result == nullptr) {
    const bool loop = std::holds_alternative<ast::ForLoop>(line.node);
    return Error{
        line.place,
        loop ? "a loop in a function of one number" : "the result of this line is not used",
        loop ? "write out what it computes, line by line"
             : "give it a name, u = ..., or return it"};
  }
  if (assignment != nullptr && assignment->names.size() > 1) {
    return Error{assignment->places[1], "several names for one number",
                 "give each number a line of its own"};
  }
  auto read = read_formula(assignment != nullptr ? *assignment->value : *result->value, scope);
  if (!read) return read.error();
  if (auto error = too_large(read.value().formula, line.place)) return error;
  if (assignment != nullptr) {
    scope.names[assignment->names.front()] = std::move(read).value();
  } else {
    function.formula = std::move(read).value().formula;
  }
  return std::nullopt;
}

}  // namespace

Result<ScalarFunction> typed_function(std::string text) {
  auto function = typed_formula(std::move(text));
  if (!function) return function;
  return with_derivatives(std::move(function).value());
}

Result<ScalarFunction> typed_formula(std::string text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{{}, "there is no function here", example};
  }
  if (text.size() > static_cast<std::size_t>(limits::function_bytes)) {
    return Error{{},
                 "the text is longer than " + std::to_string(limits::function_bytes) + " bytes",
                 "use a shorter formula"};
  }
  const auto program = parse(std::move(text));
  if (!program) return program.error();
  const auto typed = only_function(*program.value());
  if (!typed) return typed.error();
  ScalarFunction function;
  function.name = typed.value()->name;
  FormulaScope scope{function.name, {}};
  const Place place = program.value()->statements.front().place;
  if (auto error = take_parameters(*typed.value(), place, function, scope)) return *error;
  for (const ast::Statement& line : typed.value()->body) {
    if (auto error = take_line(line, function, scope)) return *error;
  }
  function.definition = function.formula;
  return function;
}

}  // namespace backprop
