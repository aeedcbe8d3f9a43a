#include "engine/function/use_function.h"

#include "engine/function/formula_text.h"
#include "engine/function/typed_function.h"
#include "engine/program/lexer.h"
#include "engine/program/names.h"
#include "engine/program/parser.h"
#include "engine/program/parts.h"

namespace backprop {
namespace {

using ast::Expression;

/// Bytes of a text.
struct Range {
  std::size_t begin = 0, end = 0;
};

/// A call that is to be another one, and the argument that it keeps.
struct Use {
  Range call, argument;
};

/// Names that a statement gives a meaning, with what is inside of it.
void add_own(const ast::Statement& statement, NameSet& names) {
  if (const auto* its = std::get_if<ast::Assignment>(&statement.node))
    names.insert(its->names.begin(), its->names.end());
  if (const auto* its = std::get_if<ast::ForLoop>(&statement.node)) names.insert(its->name);
  if (const auto* its = std::get_if<ast::Definition>(&statement.node)) {
    names.insert(its->function->name);
    for (const ast::Parameter& parameter : its->function->parameters)
      names.insert(parameter.name);
  }
}

/// Functions that a program calls by their names.
void add_called(const Expression& expression, NameSet& names) {
  const auto* call = std::get_if<ast::Call>(&expression.node);
  if (call != nullptr && !call->receiver) names.insert(call->function);
  ast::for_each_part(expression, [&](const Expression& part) { add_called(part, names); });
}
/// Those that a text which is one def calls.
NameSet called_names(const ast::Program& definition) {
  NameSet names;
  ast::for_each_inside(definition.statements.front(), [&](const ast::Statement& statement) {
    if (const auto* expression = ast::expression_of(statement)) add_called(*expression, names);
  });
  return names;
}

/// The def that a program begins with, where it is a function of one number; its lines, whole.
struct FirstFunction {
  std::string name;  ///< empty: there is none
  Range lines;
};

FirstFunction first_function(const ast::Program& program) {
  const auto tokens = lex(program.source);
  if (program.statements.size() < 2 || !tokens) return {};
  const auto* definition = std::get_if<ast::Definition>(&program.statements[0].node);
  if (definition == nullptr) return {};
  FirstFunction first{definition->function->name, {tokens.value().front().begin, 0}};
  for (const Token& token : tokens.value()) {
    if (token.kind >= TokenKind::newline) continue;
    if (token.place.line < program.statements[1].place.line) first.lines.end = token.end;
  }
  first.lines.end = program.source.find('\n', first.lines.end) + 1;
  const auto size = first.lines.end - first.lines.begin;
  const bool elementwise = typed_formula(program.source.substr(first.lines.begin, size)).ok();
  return elementwise ? first : FirstFunction{};
}

/// What the activation is applied to; null where the call is not as it must be.
const Expression* argument_of(const ast::Call& call) {
  if (call.receiver) return call.receiver.get();
  for (const ast::Argument& argument : call.arguments) {
    if (argument.keyword.empty() || argument.keyword == "input") return argument.value.get();
  }
  return nullptr;
}

/// The calls of a program's activations, but for those in a function of one number that it begins
/// with. That function is its activation where it calls no other.
class Uses {
 public:
  explicit Uses(const ast::Program& program) {
    const FirstFunction first = first_function(program);
    const std::size_t from = first.name.empty() ? 0 : 1;
    add_names(program, from);
    NameSet others = own_;
    if (from == 1) own_.insert(first.name);
    collect(program, from);
    if (!all_.empty() || from == 0 || others.contains(first.name)) return;
    own_ = std::move(others);
    first_ = first;
    collect(program, from);
  }
  const std::vector<Use>& all() const { return all_; }
  const FirstFunction& first() const { return first_; }
  /// Names that the program gives a meaning, but for that of its first function.
  const NameSet& own() const { return own_; }

 private:
  void add_names(const ast::Program& program, std::size_t from) {
    for (std::size_t i = from; i < program.statements.size(); ++i) {
      add_own(program.statements[i], own_);
      ast::for_each_inside(program.statements[i],
                           [this](const ast::Statement& inside) { add_own(inside, own_); });
    }
  }
  void collect(const ast::Program& program, std::size_t from) {
    const auto add = [this](const ast::Statement& statement) {
      if (const auto* its = ast::expression_of(statement)) look_into(*its);
    };
    for (std::size_t i = from; i < program.statements.size(); ++i) {
      add(program.statements[i]);
      ast::for_each_inside(program.statements[i], add);
    }
  }
  /// A name that the program gives a meaning is no activation's there.
  bool is_activation(const ast::Call& call) const {
    if (!call.receiver && own_.contains(call.function)) return false;
    if (!call.receiver && call.function == first_.name) return true;
    const OpRow* op = find_op(call.function);
    return op != nullptr && op->kind == OpKind::activation;
  }
  void look_into(const Expression& expression) {
    const auto* call = std::get_if<ast::Call>(&expression.node);
    const Expression* argument =
        call != nullptr && is_activation(*call) ? argument_of(*call) : nullptr;
    if (argument == nullptr) {
      ast::for_each_part(expression, [this](const Expression& part) { look_into(part); });
      return;
    }
    all_.push_back({{expression.begin, expression.end}, {argument->begin, argument->end}});
    look_into(*argument);
  }

  FirstFunction first_;
  NameSet own_;
  std::vector<Use> all_;  ///< each before those inside of it
};

/// Writes a program's text with its uses as calls of the function.
class Rewriter {
 public:
  Rewriter(const std::string& text, const std::vector<Use>& uses, const ScalarFunction& function,
           const FunctionNumbers& numbers, std::string name)
      : text_(text), uses_(uses), function_(function), numbers_(numbers), name_(std::move(name)) {}

  std::string write(Range range) {
    std::string written;
    std::size_t at = range.begin;
    while (next_ < uses_.size() && uses_[next_].call.begin < range.end) {
      const Use& use = uses_[next_++];
      written += text_.substr(at, use.call.begin - at);
      written += call_text(function_, numbers_, name_, write(use.argument));
      at = use.call.end;
    }
    return written + text_.substr(at, range.end - at);
  }

 private:
  const std::string& text_;
  const std::vector<Use>& uses_;
  const ScalarFunction& function_;
  const FunctionNumbers& numbers_;
  std::string name_;
  std::size_t next_ = 0;
};

/// The program has a meaning of its own for a function that the def calls.
std::optional<Error> hidden_function(const NameSet& own, const std::string& definition) {
  const auto read = parse(definition);
  if (!read) return read.error();
  for (const std::string& name : called_names(*read.value())) {
    if (!own.contains(name)) continue;
    return Error{{},
                 "the function calls '" + name + "', which is something else in this program",
                 "give it another name in the program"};
  }
  return std::nullopt;
}

/// The lines that the def takes the place of: none, before the first statement's, or those of the
/// function that gives way.
Range place_of_definition(const std::string& program, const FirstFunction& first) {
  if (!first.name.empty()) return first.lines;
  const std::size_t begin = lex(program).value().front().begin;
  const std::size_t line = program.substr(0, begin).rfind('\n') + 1;  // 0 where there is none
  return {line, line};
}

}  // namespace

Result<std::string> with_function_used(const std::string& program, const std::string& definition,
                                       const ScalarFunction& function,
                                       const FunctionNumbers& numbers) {
  const auto read = parse(program);
  if (!read) return read.error();
  const Uses uses(*read.value());
  if (uses.all().empty()) {
    return Error{{},
                 "this program calls no activation function",
                 "open one that does, such as a lesson's network"};
  }
  if (auto error = hidden_function(uses.own(), definition)) return *error;
  const Range place = place_of_definition(program, uses.first());
  NameSet taken = names_in(std::string_view(program).substr(place.end));
  taken.erase(uses.first().name);
  const std::string name = free_name(function.name, taken);
  Rewriter rewriter(program, uses.all(), function, numbers, name);
  return program.substr(0, place.begin) + renamed_definition(definition, name) +
         (definition.ends_with('\n') ? "" : "\n") + rewriter.write({place.end, program.size()});
}

}  // namespace backprop
