/// Numbers as a program writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/program/ast.h"
#include "engine/tensor/tensor.h"

namespace backprop {

/// The number of a literal: 0.5, -2, float('inf'); nothing for any other expression.
std::optional<double> literal_number(const ast::Expression& expression);

/// The shortest text that the notation reads back as the same double. With a point or an exponent,
/// unless `like` is text of a whole number: "1" for "3", but "1.0" for "3.0".
std::string literal_text(double number, std::string_view like = "0.0");

/// "[[0.1, 0.2], [0.3, 0.4]]"; a single number's is the number.
std::string literal_text(const Tensor& numbers);

/// Where the nested lists of `content` write the element of a tensor of that shape; null where they
/// do not go so deep, or have other sizes.
const ast::Expression* element_expression(const ast::Expression& content, const Shape& shape,
                                          Index element);

}  // namespace backprop
