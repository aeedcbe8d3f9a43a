/// The terms of a step as one expression, once in symbols and once in numbers.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/explain.h"
#include "viz/app/entity.h"

namespace backprop::viz {

/// A piece of an expression: a number that stands for something, or what lies between.
struct Piece {
  enum class Role : std::uint8_t { symbol, number, value, gradient };
  std::string text;
  Role role = Role::symbol;
  Entity entity;  ///< of a value or gradient
};
using Pieces = std::vector<Piece>;

/// Of more terms than these, sums show their first addends and an ellipsis.
inline constexpr std::size_t most_terms_spelled = 48;

/// The result of the last term, from the names of what it reads: "∂J/∂o[0] · (o[0] · (1 − o[0]))".
Pieces in_symbols(const Trace& trace, Index step, const TermList& terms);

/// The same with the numbers put in.
Pieces in_numbers(const Trace& trace, Index step, const TermList& terms);

std::string plain_text(const Pieces& pieces);

}  // namespace backprop::viz
