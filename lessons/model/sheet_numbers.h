/// New numbers for a program's leaves, drawn from a seed: a sheet of its own for each student.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/trace/trace.h"

namespace backprop::lessons::sheet {

struct Redrawn {
  std::shared_ptr<const Trace> trace;  ///< of the program with the new numbers
  bool changed = false;                ///< false where the program has no numbers to draw
};

/// The program of a trace with the numbers of its data and parameters drawn anew: of the same order
/// of magnitude, of two or three digits. What a number means stays: zeros and ones of binary data,
/// class indices, probabilities, whole numbers, data without negative numbers. Loop counts,
/// settings and numbers inside formulas are left alone.
///
/// Numbers that leave little to compute (dead relus, gradients that vanish) are drawn again; where
/// the program is like that with its own numbers, too, this is let be. An error where none of the
/// draws gives finite numbers.
Result<Redrawn> redrawn(const Trace& trace, std::uint64_t seed);

}  // namespace backprop::lessons::sheet
