/// A number as people write it on a sheet: "0.59", ".59", "5.9e-1", "−0,59", "1/3", "0.5*0.2",
/// in any width of digits, with the punctuation of either language.
#pragma once

#include <string>
#include <string_view>

#include "engine/result.h"

namespace backprop::lessons::sheet {

struct WrittenNumber {
  double number = 0;
  int digits = 0;         ///< significant ones; 0 of an expression
  double half_unit = 0;   ///< half a unit of the last digit; 0 of an expression
  bool decimals = false;  ///< whether it has digits after the point
};

/// Nothing of the program may be named in it: this is for numbers worked out by hand. Errors
/// (column 1): nothing there, neither a number nor an expression, several numbers.
Result<WrittenNumber> read_number(std::string_view text);

}  // namespace backprop::lessons::sheet
