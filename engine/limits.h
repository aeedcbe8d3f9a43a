/// What one program may ask for. A program beyond a limit is refused with a message that states it;
/// nothing a user types can exhaust the machine.
#pragma once

#include "engine/tensor/shape.h"

namespace backprop::limits {

inline constexpr Index source_bytes = 1'000'000;
inline constexpr int nesting = 64;                ///< brackets, operators and blocks within another
inline constexpr int statement_links = 500;       ///< operators, calls and indices in one statement
inline constexpr int call_depth = 32;             ///< functions calling functions
inline constexpr Index evaluations = 20'000'000;  ///< expressions and loop rounds evaluated
inline constexpr Index recorded_steps = 200'000;
inline constexpr Index tensor_elements = 1'000'000;     ///< of one tensor
inline constexpr Index recorded_elements = 20'000'000;  ///< of all tensors of a trace: 160 MB
inline constexpr Index work =
    1'000'000'000;  ///< multiplications and the like, of all ops of a trace
inline constexpr std::size_t scalar_records = 50'000'000;  ///< on a scalar tape: about 2 GB
inline constexpr Index terms_in_step = 20'000;  ///< that can be stepped through one by one
inline constexpr Index path_connections =
    200'000;  ///< between elements, that paths are counted over
inline constexpr int dimensions = 8;
inline constexpr Index function_bytes = 10'000;  ///< of the text of a typed function
inline constexpr Index function_size = 120;      ///< numbers, names and operations, written out

}  // namespace backprop::limits
