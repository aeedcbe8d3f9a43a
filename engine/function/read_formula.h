/// Expressions of the program notation as formulas. They must be elementwise: one number in, one
/// number out.
#pragma once

#include <optional>

#include "engine/function/formula.h"
#include "engine/program/ast.h"
#include "engine/program/plain.h"
#include "engine/result.h"

namespace backprop {

/// An expression that has been read.
struct ReadFormula {
  FormulaPtr formula;
  /// A plain number in a program, too: made of numbers and parameters by operators alone. Such a
  /// one may be an attribute.
  bool plain = false;
  std::optional<Plain> literal{};  ///< of literals alone, by Python's arithmetic
};

/// What the names of an expression stand for.
struct FormulaScope {
  std::string function;  ///< the function whose body this is; empty outside one
  std::map<std::string, ReadFormula, std::less<>> names;
};

/// The formula; or an error with its place, cause and advice, where it is not elementwise, calls
/// what is not known, or gives a call what it does not take.
Result<ReadFormula> read_formula(const ast::Expression& expression, const FormulaScope& scope);

/// An expression of the op table's rows in formulas' places of its letters; it must be readable.
FormulaPtr row_formula(std::string_view expression, const FormulaNames& names);

/// Whether calls of the row are elementwise, and can be differentiated in symbols.
bool is_formula_op(const OpRow& op);

}  // namespace backprop
