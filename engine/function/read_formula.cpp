#include "engine/function/read_formula.h"

#include <cassert>
#include <cmath>

#include "engine/function/read_call.h"
#include "engine/program/parser.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

using Read = Result<ReadFormula>;

/// A plain result as a formula; errors where it is no real number.
Read read_plain(const Plain& plain, Place place, FormulaPtr written) {
  if (!plain.is_number()) {
    return Error{place, "a comparison of plain numbers is " + describe(plain) + ", not a number",
                 "compare with the variable: where(x > 0, ..., ...)"};
  }
  if (!std::isfinite(plain.number())) {
    return Error{place, "this is beyond the real numbers of a computer", "use smaller numbers"};
  }
  // What is written stays, where the formula's arithmetic on reals gives the same number.
  return ReadFormula{written != nullptr ? std::move(written) : number_formula(plain.number()), true,
                     plain};
}

double real_arithmetic(const std::string& symbol, double a, double b) {
  if (symbol == "+") return a + b;
  if (symbol == "-") return a - b;
  if (symbol == "*") return a * b;
  if (symbol == "/") return a / b;
  return symbol == "**" ? std::pow(a, b) : std::nan("");
}

class Reader {
 public:
  explicit Reader(const FormulaScope& scope) : scope_(scope) {}

  Read read(const ast::Expression& e) const {
    if (const auto* whole = std::get_if<ast::IntegerLiteral>(&e.node))
      return read_plain(Plain{whole->number}, e.place, nullptr);
    if (const auto* real = std::get_if<ast::FloatLiteral>(&e.node))
      return read_plain(Plain{real->number}, e.place, nullptr);
    if (const auto* name = std::get_if<ast::Name>(&e.node)) return read_name(name->name, e.place);
    if (const auto* unary = std::get_if<ast::Unary>(&e.node)) return read_unary(*unary, e.place);
    if (const auto* binary = std::get_if<ast::Binary>(&e.node))
      return read_binary(*binary, e.place);
    if (const auto* call = std::get_if<ast::Call>(&e.node)) return read_call(*call, e, scope_);
    return not_a_number(e);
  }

 private:
  static Error not_a_number(const ast::Expression& e) {
    const std::string one = "a function of one number works on single numbers";
    if (const auto* list = std::get_if<ast::Sequence>(&e.node))
      return {e.place,
              list->tuple ? "a tuple where a number was expected"
                          : "a list where a number was expected",
              one};
    if (std::holds_alternative<ast::Indexing>(e.node))
      return {e.place, "a single number has no elements to index", "use the number itself"};
    if (const auto* attribute = std::get_if<ast::Attribute>(&e.node)) {
      return {e.place,
              "'." + shortened(attribute->name) +
                  "' has no place in a function of one "
                  "number",
              "functions are called by their names: sigmoid(x)"};
    }
    if (const auto* text = std::get_if<ast::StringLiteral>(&e.node))
      return {e.place, "the string '" + shortened(text->text) + "' cannot be computed with",
              "use numbers and the function's names"};
    const auto* truth = std::get_if<ast::BooleanLiteral>(&e.node);
    const std::string word = truth == nullptr ? "None" : truth->truth ? "True" : "False";
    return {e.place, word + " cannot be computed with", "use numbers and the function's names"};
  }

  Read read_name(const std::string& name, Place place) const {
    if (const auto found = scope_.names.find(name); found != scope_.names.end())
      return found->second;
    return unknown_name(name, place, scope_);
  }

  Read read_unary(const ast::Unary& unary, Place place) const {
    Read inner = read(*unary.operand);
    if (!inner) return inner;
    const ReadFormula& of = inner.value();
    FormulaPtr negated = of.formula->is_number() ? nullptr : call_formula("neg", {of.formula});
    if (!of.literal) return ReadFormula{call_formula("neg", {of.formula}), of.plain};
    if (const auto* real = std::get_if<double>(&of.literal->is))
      return read_plain(Plain{-*real}, place, std::move(negated));
    const auto result = plain_arithmetic("-", {std::int64_t{0}}, *of.literal, place);
    if (!result) return result.error();
    return read_plain(result.value(), place, std::move(negated));
  }

  Read read_binary(const ast::Binary& binary, Place place) const {
    Read left = read(*binary.left);
    if (!left) return left;
    Read right = read(*binary.right);
    if (!right) return right;
    return combined(binary.symbol, left.value(), right.value(), place);
  }

  static Read combined(const std::string& symbol, const ReadFormula& a, const ReadFormula& b,
                       Place place) {
    const OpRow* row = find_operator(symbol, 2);
    const bool plain = a.plain && b.plain;
    FormulaPtr written;
    if (row != nullptr && is_formula_op(*row))
      written = call_formula(*row, {a.formula, b.formula}, {}, plain && symbol == "**");
    if (a.literal && b.literal) {
      const auto result = plain_arithmetic(symbol, *a.literal, *b.literal, place);
      if (!result) return result.error();
      const bool same = result.value().is_number() &&
                        real_arithmetic(symbol, a.literal->number(), b.literal->number()) ==
                            result.value().number();
      return read_plain(result.value(), place, same ? std::move(written) : nullptr);
    }
    if (symbol == "@") {
      return Error{place, "'@' multiplies matrices; a function of one number has none", "use '*'"};
    }
    if (written == nullptr) {
      return Error{place, "'" + symbol + "' works on whole numbers that are written out",
                   "use '/' to divide"};
    }
    const bool compares = row->passes_gradient != nullptr && symbol.find_first_of("<>!=") == 0;
    if (plain && compares) {
      return Error{place, "this compares plain numbers, which gives True or False, not a number",
                   "compare with the variable: where(x > 0, ..., ...)"};
    }
    return ReadFormula{std::move(written), plain};
  }

  const FormulaScope& scope_;
};

}  // namespace

bool is_formula_op(const OpRow& op) {
  const bool elementwise = op.kind == OpKind::elementwise || op.kind == OpKind::activation;
  return elementwise && op.map != nullptr && (op.notation_for != nullptr || !op.derivative.empty());
}

Result<ReadFormula> read_formula(const ast::Expression& expression, const FormulaScope& scope) {
  return Reader(scope).read(expression);
}

FormulaPtr row_formula(std::string_view expression, const FormulaNames& names) {
  const auto program = parse_expression(std::string(expression));
  assert(program.ok());
  FormulaScope scope;
  for (const auto& [name, formula] : names)
    scope.names[name] = {formula};
  const auto& statement =
      std::get<ast::ExpressionStatement>(program.value()->statements.front().node);
  auto read = read_formula(*statement.value, scope);
  assert(read.ok());
  return std::move(read).value().formula;
}

}  // namespace backprop
