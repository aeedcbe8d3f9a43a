/// Formulas as rows of a column: a sign on the left, what is computed on the right.
#pragma once

#include "viz/scene/column.h"
#include "viz/scene/formula_lines.h"

namespace backprop::viz {

/// Width of the signs.
inline constexpr float formula_sign_width = 26;

/// "+=", "=" or an arrow, beside the first line of a formula; the formula to its right.
void formula_row(Column& column, const std::string& sign, const TexParts& formula,
                 const FormulaStyle& style);

/// "= number".
void result_row(Column& column, double number, TextStyle style, Color ink);

/// A formula in letters as large as the column allows, muted. `mark` may mark what its letters
/// stand for, in `marks`, which it fills anew whenever it is called.
struct LetterMarks {
  std::function<void(MathNode&)> mark = {};
  std::vector<MarkedNumber>* marks = nullptr;
};
void letters_row(Column& column, const std::string& tex, const LetterMarks& letters = {});

}  // namespace backprop::viz
