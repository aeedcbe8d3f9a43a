#include "engine/program/literal.h"

#include <cmath>
#include <limits>

#include "engine/number_text.h"

namespace backprop {
namespace {

std::optional<double> not_finite(const ast::Call& call) {
  if (call.function != "float" || call.receiver || call.arguments.size() != 1 ||
      !call.arguments.front().keyword.empty()) {
    return std::nullopt;
  }
  const auto* text = std::get_if<ast::StringLiteral>(&call.arguments.front().value->node);
  if (text == nullptr) return std::nullopt;
  if (text->text == "inf") return std::numeric_limits<double>::infinity();
  if (text->text == "-inf") return -std::numeric_limits<double>::infinity();
  if (text->text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return std::nullopt;
}

void write_list(const Tensor& numbers, std::size_t dimension, Index& next, std::string& text) {
  if (dimension == numbers.shape.size()) {
    text += literal_text(numbers[next++]);
    return;
  }
  text += '[';
  for (Index i = 0; i < numbers.shape[dimension]; ++i) {
    if (i > 0) text += ", ";
    write_list(numbers, dimension + 1, next, text);
  }
  text += ']';
}

}  // namespace

std::optional<double> literal_number(const ast::Expression& expression) {
  if (const auto* whole = std::get_if<ast::IntegerLiteral>(&expression.node))
    return static_cast<double>(whole->number);
  if (const auto* real = std::get_if<ast::FloatLiteral>(&expression.node)) return real->number;
  if (const auto* call = std::get_if<ast::Call>(&expression.node)) return not_finite(*call);
  const auto* unary = std::get_if<ast::Unary>(&expression.node);
  if (unary == nullptr) return std::nullopt;
  const auto operand = literal_number(*unary->operand);
  if (!operand) return std::nullopt;
  // -0 is a whole number's negative, +0; -0.0 is not.
  return std::holds_alternative<ast::IntegerLiteral>(unary->operand->node) ? 0 - *operand
                                                                           : -*operand;
}

std::string literal_text(double number, std::string_view like) {
  if (!std::isfinite(number)) return "float('" + exact_text(number) + "')";
  std::string text = exact_text(number);
  if (text.find_first_of(".e") != std::string::npos) return text;
  const bool whole = like.find_first_of(".eE'") == std::string_view::npos;
  const bool minus_zero = number == 0 && std::signbit(number);
  return whole && !minus_zero ? text : text + ".0";
}

std::string literal_text(const Tensor& numbers) {
  std::string text;
  Index next = 0;
  write_list(numbers, 0, next, text);
  return text;
}

const ast::Expression* element_expression(const ast::Expression& content, const Shape& shape,
                                          Index element) {
  const ast::Expression* at = &content;
  const std::vector<Index> place = unravel(element, shape);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const auto* sequence = std::get_if<ast::Sequence>(&at->node);
    if (sequence == nullptr || static_cast<Index>(sequence->items.size()) != shape[d]) {
      return nullptr;
    }
    at = sequence->items[static_cast<std::size_t>(place[d])].get();
  }
  return std::holds_alternative<ast::Sequence>(at->node) ? nullptr : at;
}

}  // namespace backprop
