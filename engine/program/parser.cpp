#include "engine/program/parser.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/limits.h"
#include "engine/number_text.h"
#include "engine/program/lexer.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

using ast::Expression;
using ast::ExpressionPtr;

constexpr std::array<std::string_view, 7> keywords = {"def",  "for",   "in",  "return",
                                                      "True", "False", "None"};

/// Words of Python that this notation does not have; refused by name, with what to do instead.
constexpr std::array<std::string_view, 29> foreign_words = {
    "if",      "else",   "elif",     "while", "class",  "import", "from",     "try",
    "with",    "and",    "or",       "not",   "lambda", "pass",   "del",      "is",
    "yield",   "raise",  "assert",   "async", "await",  "break",  "continue", "except",
    "finally", "global", "nonlocal", "as",    "print"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Recursive descent; a failed rule returns null or false with the error set once.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  bool parse_program(ast::Block& block) {
    while (here().kind != TokenKind::end) {
      if (!parse_statement(block)) return false;
    }
    return true;
  }

  bool parse_single_expression(ast::Block& block) {
    const Place place = here().place;
    ExpressionPtr value = parse_value();
    if (!value) return false;
    if (here().kind == TokenKind::newline) ++at_;
    if (here().kind != TokenKind::end) return fail_here("one expression was expected");
    block.push_back({ast::ExpressionStatement{std::move(value)}, place});
    return true;
  }

  const Error& error() const { return *error_; }

 private:
  // Tokens.

  const Token& here(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool is_symbol(std::string_view text, std::size_t ahead = 0) const {
    return here(ahead).kind == TokenKind::symbol && here(ahead).text == text;
  }
  bool is_word(std::string_view text) const {
    return here().kind == TokenKind::name && here().text == text;
  }
  bool take(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    ++at_;
    return true;
  }
  bool expect(std::string_view symbol, std::string_view where) {
    if (take(symbol)) return true;
    return fail_here("'" + std::string(symbol) + "' was expected " + std::string(where));
  }

  bool fail(Place place, std::string cause, std::string advice = {}) {
    if (!error_) error_ = Error{place, std::move(cause), std::move(advice)};
    return false;
  }
  bool fail_here(const std::string& advice) {
    if (here().kind == TokenKind::name && contains(foreign_words, here().text))
      return foreign(here());
    return fail(here().place, "unexpected " + describe(here()), advice);
  }

  /// Guards every recursion: a deep program is refused before the stack is.
  struct Depth {
    explicit Depth(int& its_depth) : depth(its_depth) { ++depth; }
    ~Depth() { --depth; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    int& depth;
  };
  bool too_deep() {
    if (depth_ <= limits::nesting) return false;
    fail(here().place,
         "this is nested more than " + std::to_string(limits::nesting) + " levels deep",
         "compute a part first and give it a name");
    return true;
  }

  // Statements.

  bool parse_statement(ast::Block& block) {
    const Place place = here().place;
    links_ = 0;
    if (here().kind == TokenKind::indent) {
      return fail(place, "this line is indented, but no block starts above it",
                  "start it at the margin of the lines around it");
    }
    if (is_word("for")) return parse_for(block, place);
    if (is_word("def")) return parse_def(block, place);
    if (is_word("return")) return parse_return(block, place);
    return parse_simple(block, place) && end_of_line();
  }

  bool end_of_line() {
    if (here().kind == TokenKind::newline) {
      ++at_;
      return true;
    }
    if (here().kind == TokenKind::end) return true;
    if (is_symbol("=")) {
      return fail(here().place, "only a name can be assigned to",
                  "write NAME = expression, or == to compare");
    }
    return fail_here("the statement ends here; an operator or a new line was expected");
  }

  bool parse_simple(ast::Block& block, Place place) {
    if (here().kind == TokenKind::name && (is_symbol("=", 1) || is_symbol(",", 1))) {
      return parse_assignment(block, place);
    }
    ExpressionPtr value = parse_value();
    if (!value) return false;
    if (here().kind == TokenKind::symbol && here().text.size() > 1 && here().text.back() == '=' &&
        here().text != "==" && here().text != "<=" && here().text != ">=" && here().text != "!=") {
      return fail(
          here().place, "'" + here().text + "' changes a value in place",
          "make a new one: x = x " + here().text.substr(0, here().text.size() - 1) + " ...");
    }
    block.push_back({ast::ExpressionStatement{std::move(value)}, place});
    return true;
  }

  bool parse_assignment(ast::Block& block, Place place) {
    ast::Assignment assignment;
    while (true) {
      if (here().kind != TokenKind::name) return fail_here("a name was expected before '='");
      if (!check_name(here())) return false;
      assignment.names.push_back(here().text);
      assignment.places.push_back(here().place);
      ++at_;
      if (!take(",")) break;
    }
    if (!expect("=", "after the name")) return false;
    assignment.value = parse_value();
    if (!assignment.value) return false;
    block.push_back({std::move(assignment), place});
    return true;
  }

  bool check_name(const Token& token) {
    if (contains(keywords, token.text)) {
      return fail(token.place, "'" + token.text + "' is a word of the notation",
                  "choose another name");
    }
    if (contains(foreign_words, token.text)) return foreign(token);
    return true;
  }

  bool foreign(const Token& token) {
    const bool import = token.text == "import" || token.text == "from";
    if (import) {
      return fail(token.place, "nothing has to be imported here",
                  "delete the line; functions are called by their names alone: sigmoid(x)");
    }
    if (token.text == "print") {
      return fail(token.place, "nothing has to be printed here",
                  "delete the line: every value is recorded and shown");
    }
    return fail(token.place, "'" + token.text + "' is not part of this notation",
                instead_of(token.text));
  }

  static std::string instead_of(std::string_view word) {
    if (word == "if" || word == "else" || word == "elif")
      return "to choose between two values write where(x > 0, a, b)";
    if (word == "and" || word == "or" || word == "not")
      return "conditions are 1 or 0 and can be multiplied: (a < b) * (b < c)";
    if (word == "lambda") return "give it a name: def f(x): return ...";
    return "a program has assignments, def, for ... in range(n), backward(), zero_grad() and "
           "optimizers";
  }

  bool parse_for(ast::Block& block, Place place) {
    ++at_;
    ast::ForLoop loop;
    if (here().kind != TokenKind::name) return fail_here("a name was expected after 'for'");
    if (!check_name(here())) return false;
    loop.name = here().text;
    ++at_;
    if (!is_word("in")) return fail_here("'in range(n)' was expected");
    ++at_;
    if (!is_word("range")) return fail_here("'range(n)' was expected: loops count");
    ++at_;
    if (!expect("(", "after 'range'")) return false;
    loop.count = parse_expression();
    if (!loop.count || !expect(")", "after the number of rounds")) return false;
    if (!parse_body(loop.body, "for")) return false;
    block.push_back({std::move(loop), place});
    return true;
  }

  bool parse_def(ast::Block& block, Place place) {
    if (in_function_) return fail(place, "a def inside a def", "define it at the top level");
    ++at_;
    auto function = std::make_shared<ast::Function>();
    if (here().kind != TokenKind::name) return fail_here("the function's name was expected");
    if (!check_name(here())) return false;
    function->name = here().text;
    ++at_;
    if (!expect("(", "after the function's name")) return false;
    while (!is_symbol(")")) {
      if (!parse_parameter(function->parameters)) return false;
      if (!take(",")) break;
    }
    if (!expect(")", "after the parameters")) return false;
    in_function_ = true;
    const bool parsed = parse_body(function->body, "def");
    in_function_ = false;
    if (!parsed) return false;
    if (!std::holds_alternative<ast::Return>(function->body.back().node)) {
      return fail(place, "function '" + shortened(function->name) + "' does not end with return",
                  "end it with: return expression");
    }
    block.push_back({ast::Definition{std::move(function)}, place});
    return true;
  }

  /// NAME or NAME=number
  bool parse_parameter(std::vector<ast::Parameter>& parameters) {
    const Token name = here();
    if (name.kind != TokenKind::name) return fail_here("a parameter's name was expected");
    if (!check_name(name)) return false;
    const bool twice = std::any_of(parameters.begin(), parameters.end(),
                                   [&](const auto& before) { return before.name == name.text; });
    if (twice) {
      return fail(name.place, "two parameters named '" + shortened(name.text) + "'",
                  "give each its own name");
    }
    ++at_;
    ast::Parameter parameter{name.text, name.place, nullptr};
    if (take("=")) {
      parameter.fallback = parse_fallback();
      if (!parameter.fallback) return false;
    } else if (!parameters.empty() && parameters.back().fallback) {
      return fail(name.place, "'" + shortened(name.text) + "' has no default, the one before has",
                  "give it one: " + shortened(name.text) + "=0.5");
    }
    parameters.push_back(std::move(parameter));
    return true;
  }

  /// A number, so that it is the same whenever it is looked at.
  ExpressionPtr parse_fallback() {
    const Token sign = here();
    const bool negative = take("-");
    if (here().kind != TokenKind::number) {
      fail_here("a parameter's default is a number");
      return nullptr;
    }
    ExpressionPtr number = parse_number();
    if (!number || !negative) return number;
    return make(ast::Unary{std::move(number)}, sign.place, sign.begin);
  }

  bool parse_return(ast::Block& block, Place place) {
    if (!in_function_) return fail(place, "return outside a function", "use it inside def");
    ++at_;
    ExpressionPtr value = parse_value();
    if (!value) return false;
    block.push_back({ast::Return{std::move(value)}, place});
    return end_of_line();
  }

  /// ": statement" on the same line, or an indented block.
  bool parse_body(ast::Block& body, std::string_view what) {
    const Depth guard(depth_);
    if (too_deep()) return false;
    if (!expect(":", "after the first line of '" + std::string(what) + "'")) return false;
    if (here().kind != TokenKind::newline) return parse_statement(body);
    ++at_;
    if (here().kind != TokenKind::indent) {
      return fail(here().place, "'" + std::string(what) + "' has no body",
                  "indent the lines that belong to it");
    }
    ++at_;
    while (here().kind != TokenKind::dedent && here().kind != TokenKind::end) {
      if (!body.empty() && std::holds_alternative<ast::Return>(body.back().node)) {
        return fail(here().place, "this line comes after return and never runs", "delete it");
      }
      if (!parse_statement(body)) return false;
    }
    if (here().kind == TokenKind::dedent) ++at_;
    return true;
  }

  // Expressions, by binding strength.

  /// Also `a, b`: a tuple without parentheses.
  ExpressionPtr parse_value() {
    const Token first = here();
    ExpressionPtr value = parse_expression();
    if (!value || !is_symbol(",")) return value;
    ast::Sequence tuple{true, {}};
    tuple.items.push_back(std::move(value));
    while (take(",")) {
      if (here().kind == TokenKind::newline) break;
      tuple.items.push_back(parse_expression());
      if (!tuple.items.back()) return nullptr;
    }
    return make(std::move(tuple), first.place, first.begin);
  }

  ExpressionPtr make(decltype(Expression::node) node, Place place, std::size_t begin) const {
    auto expression = std::make_unique<Expression>();
    expression->node = std::move(node);
    expression->place = place;
    expression->begin = begin;
    expression->end = at_ == 0 ? begin : tokens_[at_ - 1].end;
    return expression;
  }

  ExpressionPtr parse_expression() {
    const Depth guard(depth_);
    if (too_deep()) return nullptr;
    const std::size_t begin = here().begin;
    ExpressionPtr left = parse_sum();
    if (!left || !is_comparison()) return left;
    const Token symbol = here();
    ++at_;
    ExpressionPtr right = parse_sum();
    if (!right) return nullptr;
    if (is_comparison()) {
      fail(here().place, "comparisons in a chain",
           "compare two values at a time: (a < b) * (b < c)");
      return nullptr;
    }
    return make(ast::Binary{symbol.text, std::move(left), std::move(right)}, symbol.place, begin);
  }

  bool is_comparison() const {
    return here().kind == TokenKind::symbol &&
           contains(std::array<std::string_view, 6>{"<", ">", "<=", ">=", "==", "!="}, here().text);
  }

  ExpressionPtr parse_sum() {
    return parse_chain({"+", "-"}, [this] { return parse_product(); });
  }
  ExpressionPtr parse_product() {
    return parse_chain({"*", "/", "//", "%", "@"}, [this] { return parse_unary(); });
  }

  /// Operators, calls and indices in a row deepen the tree as brackets do; their number in one
  /// statement bounds the recursion of everything that walks it.
  bool too_long(Place place) {
    if (++links_ <= limits::statement_links) return false;
    fail(place,
         "this statement has more than " + std::to_string(limits::statement_links) +
             " operators, calls and indices",
         "compute a part first and give it a name");
    return true;
  }

  /// operand (operator operand)*, grouped from the left.
  template <class Operand>
  ExpressionPtr parse_chain(std::initializer_list<std::string_view> operators,
                            const Operand& parse_operand) {
    const std::size_t begin = here().begin;
    ExpressionPtr left = parse_operand();
    while (left && here().kind == TokenKind::symbol &&
           std::find(operators.begin(), operators.end(), here().text) != operators.end()) {
      const Token symbol = here();
      if (too_long(symbol.place)) return nullptr;
      ++at_;
      ExpressionPtr right = parse_operand();
      if (!right) return nullptr;
      left = make(ast::Binary{symbol.text, std::move(left), std::move(right)}, symbol.place, begin);
    }
    return left;
  }

  ExpressionPtr parse_unary() {
    const Depth guard(depth_);
    if (too_deep()) return nullptr;
    const Token sign = here();
    if (take("-")) {
      ExpressionPtr operand = parse_unary();
      if (!operand) return nullptr;
      return make(ast::Unary{std::move(operand)}, sign.place, sign.begin);
    }
    if (take("+")) return parse_unary();
    return parse_power();
  }

  /// Binds tighter than the minus on its left, and from the right: -a ** b ** c is -(a ** (b **
  /// c)).
  ExpressionPtr parse_power() {
    const std::size_t begin = here().begin;
    ExpressionPtr base = parse_postfix();
    if (!base || !is_symbol("**")) return base;
    const Place place = here().place;
    ++at_;
    ExpressionPtr exponent = parse_unary();
    if (!exponent) return nullptr;
    return make(ast::Binary{"**", std::move(base), std::move(exponent)}, place, begin);
  }

  ExpressionPtr parse_postfix() {
    const std::size_t begin = here().begin;
    ExpressionPtr object = parse_atom();
    while (object) {
      const bool link = is_symbol("[") || is_symbol(".");
      if (link && too_long(here().place)) return nullptr;
      if (is_symbol("[")) {
        object = parse_indexing(std::move(object), begin);
      } else if (is_symbol(".")) {
        object = parse_member(std::move(object), begin);
      } else if (is_symbol("(")) {
        fail(here().place, "only a name can be called", "write f(x) with f a function's name");
        return nullptr;
      } else {
        break;
      }
    }
    return object;
  }

  ExpressionPtr parse_member(ExpressionPtr object, std::size_t begin) {
    ++at_;
    const Token name = here();
    if (name.kind != TokenKind::name) {
      fail_here("a method or .T was expected after '.'");
      return nullptr;
    }
    ++at_;
    if (!is_symbol("(")) {
      return make(ast::Attribute{std::move(object), name.text}, name.place, begin);
    }
    ast::Call call{name.text, std::move(object), {}};
    if (!parse_arguments(call.arguments)) return nullptr;
    return make(std::move(call), name.place, begin);
  }

  bool parse_arguments(std::vector<ast::Argument>& arguments) {
    if (!expect("(", "before the arguments")) return false;
    while (!is_symbol(")")) {
      ast::Argument argument;
      const Place place = here().place;
      if (here().kind == TokenKind::name && is_symbol("=", 1)) {
        argument.keyword = here().text;
        at_ += 2;
      } else if (!arguments.empty() && !arguments.back().keyword.empty()) {
        return fail(place, "an argument by position after one by name",
                    "put the ones without a name first");
      }
      argument.value = parse_expression();
      if (!argument.value) return false;
      arguments.push_back(std::move(argument));
      if (!take(",")) break;
    }
    return expect(")", "after the arguments");
  }

  ExpressionPtr parse_indexing(ExpressionPtr object, std::size_t begin) {
    const Place place = here().place;
    ++at_;
    ast::Indexing indexing{std::move(object), {}};
    do {
      ast::Subscript subscript{false, nullptr, nullptr};
      if (!is_symbol(":")) {
        subscript.first = parse_expression();
        if (!subscript.first) return nullptr;
      }
      if (take(":")) {
        subscript.slice = true;
        if (!is_symbol("]") && !is_symbol(",")) {
          subscript.last = parse_expression();
          if (!subscript.last) return nullptr;
        }
      }
      indexing.subscripts.push_back(std::move(subscript));
    } while (take(","));
    if (!expect("]", "after the index")) return nullptr;
    return make(std::move(indexing), place, begin);
  }

  ExpressionPtr parse_atom() {
    const Token token = here();
    switch (token.kind) {
      case TokenKind::number:
        return parse_number();
      case TokenKind::string:
        ++at_;
        return make(ast::StringLiteral{token.text}, token.place, token.begin);
      case TokenKind::name:
        return parse_name();
      case TokenKind::symbol:
        if (token.text == "(" || token.text == "[") return parse_sequence();
        break;
      default:
        break;
    }
    fail_here("a number, a name or an opening bracket was expected");
    return nullptr;
  }

  ExpressionPtr parse_number() {
    const Token token = here();
    ++at_;
    const bool integer = token.text.find_first_of(".eE") == std::string::npos;
    const auto number = parse_number_text(token);
    if (!number) return nullptr;
    if (integer && *number <= 9e15) {
      return make(ast::IntegerLiteral{static_cast<std::int64_t>(*number)}, token.place,
                  token.begin);
    }
    return make(ast::FloatLiteral{*number}, token.place, token.begin);
  }

  std::optional<double> parse_number_text(const Token& token) {
    auto number = backprop::parse_number(token.text);
    if (number && std::isinf(*number)) number.reset();  // Python's reals end at 1.8e308 as well
    if (!number)
      fail(token.place, "'" + shortened(token.text) + "' is beyond the real numbers of a computer",
           "write a number below 1e308");
    return number;
  }

  ExpressionPtr parse_name() {
    const Token token = here();
    if (token.text == "True" || token.text == "False") {
      ++at_;
      return make(ast::BooleanLiteral{token.text == "True"}, token.place, token.begin);
    }
    if (token.text == "None") {
      ++at_;
      return make(ast::NoneLiteral{}, token.place, token.begin);
    }
    if (contains(foreign_words, token.text)) {
      foreign(token);
      return nullptr;
    }
    if (contains(keywords, token.text)) {
      fail_here("a number, a name or an opening bracket was expected");
      return nullptr;
    }
    ++at_;
    if (!is_symbol("(")) return make(ast::Name{token.text}, token.place, token.begin);
    ast::Call call{token.text, nullptr, {}};
    if (!parse_arguments(call.arguments)) return nullptr;
    return make(std::move(call), token.place, token.begin);
  }

  /// (expression), (a, b) or [a, b]
  ExpressionPtr parse_sequence() {
    const Token open = here();
    const std::string close = open.text == "(" ? ")" : "]";
    ++at_;
    ast::Sequence sequence{open.text == "(", {}};
    bool comma = false;
    while (!is_symbol(close)) {
      sequence.items.push_back(parse_expression());
      if (!sequence.items.back()) return nullptr;
      if (!take(",")) break;
      comma = true;
    }
    if (!expect(close, "here, or a comma")) return nullptr;
    if (sequence.tuple && sequence.items.size() == 1 && !comma) {
      ExpressionPtr inner = std::move(sequence.items.front());
      inner->begin = open.begin;
      inner->end = tokens_[at_ - 1].end;
      return inner;
    }
    return make(std::move(sequence), open.place, open.begin);
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int links_ = 0;  ///< in this statement
  bool in_function_ = false;
  std::optional<Error> error_;
};

Result<std::shared_ptr<const ast::Program>> run(std::string source,
                                                bool (Parser::*rule)(ast::Block&)) {
  auto tokens = lex(source);
  if (!tokens) return tokens.error();
  if (tokens.value().front().kind == TokenKind::end) {
    return Error{{},
                 "there is no statement in this program",
                 "begin with a value, such as: x = tensor([1.0, 2.0])"};
  }
  auto program = std::make_shared<ast::Program>();
  program->source = std::move(source);
  Parser parser(std::move(tokens).value());
  if (!(parser.*rule)(program->statements)) return parser.error();
  return std::shared_ptr<const ast::Program>(std::move(program));
}

}  // namespace

Result<std::shared_ptr<const ast::Program>> parse(std::string source) {
  return run(std::move(source), &Parser::parse_program);
}

Result<std::shared_ptr<const ast::Program>> parse_expression(std::string source) {
  return run(std::move(source), &Parser::parse_single_expression);
}

}  // namespace backprop
