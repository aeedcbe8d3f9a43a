/// A list of terms read as an expression: the last term is its root.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::viz {

/// How tightly an operation binds, for brackets.
enum Binding { sum = 1, product = 2, minus = 3, power = 4, atom = 5 };

/// As on one line of text.
Binding binding(TermOp op);

/// The +0 that a chain of additions starts from.
bool is_zero(const Operand& operand);

/// The earlier term that an operand is the result of.
const Term& term_of(const TermList& terms, const Operand& operand);

/// What a chain of additions that ends in `end` adds up, without the +0 that it starts from.
std::vector<const Operand*> addends(const TermList& terms, const Term& end);

/// The letter of what an optimizer keeps, where the operand reads that: "m".
std::optional<std::string> kept_letter(const Trace& trace, Index step, const Operand& operand);

}  // namespace backprop::viz
