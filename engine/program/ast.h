/// A parsed program. Plain data; every node knows where it stands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/result.h"

namespace backprop::ast {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct IntegerLiteral {
  std::int64_t number;
};
struct FloatLiteral {
  double number;
};
struct BooleanLiteral {
  bool truth;
};
struct StringLiteral {
  std::string text;
};
struct NoneLiteral {};
struct Name {
  std::string name;
};
struct Unary {
  ExpressionPtr operand;
};  ///< minus; plus is dropped
struct Binary {
  std::string symbol;
  ExpressionPtr left, right;
};
struct Sequence {
  bool tuple;
  std::vector<ExpressionPtr> items;
};
struct Argument {
  std::string keyword;
  ExpressionPtr value;
};  ///< keyword empty: by position
/// f(...), or x.f(...): then `receiver` is x.
struct Call {
  std::string function;
  ExpressionPtr receiver;
  std::vector<Argument> arguments;
};
struct Attribute {
  ExpressionPtr object;
  std::string name;
};  ///< x.T
/// One place in the brackets of a[...]: an index, or a slice with its bounds.
struct Subscript {
  bool slice;
  ExpressionPtr first, last;
};
struct Indexing {
  ExpressionPtr object;
  std::vector<Subscript> subscripts;
};

struct Expression {
  std::variant<IntegerLiteral, FloatLiteral, BooleanLiteral, StringLiteral, NoneLiteral, Name,
               Unary, Binary, Sequence, Call, Attribute, Indexing>
      node;
  Place place;            ///< of its operator, name or first character: where a message points
  std::size_t begin = 0;  ///< bytes in the source, [begin, end)
  std::size_t end = 0;
};

struct Statement;
using Block = std::vector<Statement>;

struct Assignment {
  std::vector<std::string> names;
  std::vector<Place> places;
  ExpressionPtr value;
};
struct ExpressionStatement {
  ExpressionPtr value;
};
struct ForLoop {
  std::string name;
  ExpressionPtr count;
  Block body;
};
struct Parameter {
  std::string name;
  Place place;
  ExpressionPtr fallback;  ///< a number, or minus one; null where every call must give it
};
struct Function {
  std::string name;
  std::vector<Parameter> parameters;
  Block body;  ///< ends with its return
};
/// Functions are shared: they stay callable while the program runs.
struct Definition {
  std::shared_ptr<const Function> function;
};
struct Return {
  ExpressionPtr value;
};

struct Statement {
  std::variant<Assignment, ExpressionStatement, ForLoop, Definition, Return> node;
  Place place;
};

struct Program {
  std::string source;
  Block statements;
};

}  // namespace backprop::ast
