/// The scalar tape's name for what made a record, in six bits.
#pragma once

#include <cstdint>

namespace backprop {

/// Below first_of_table: numbers from outside, and the ops that the tape inlines. Above: the other
/// elementwise rows of the op table, in its order.
enum class TapeCode : std::uint8_t {
  leaf,
  constant,  ///< a leaf that gets no gradient
  add,
  subtract,
  multiply,
  divide,
  first_of_table,
};
inline constexpr int tape_code_count = 64;

}  // namespace backprop
