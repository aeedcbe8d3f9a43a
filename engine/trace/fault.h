/// Broken engines: one planted fault each, for learners to find. A run with a fault records what
/// the broken engine did, so that every query about its trace tells what that engine held and
/// computed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace backprop {

enum class Fault : std::uint8_t {
  none,
  /// A contribution replaces the gradient: `=` for `+=`.
  overwrite,
  /// Backward goes depth first, as a recursion without a topological order does: a value's edges
  /// are taken when it is first reached, before its other uses have contributed. None is taken
  /// twice.
  no_order,
  /// zero_grad() leaves every gradient as it is.
  keeps_gradients,
  /// The backward rules of mean and of the losses that take a mean forget to divide.
  missing_mean,
  /// The backward rules of activations pass the upstream gradient on unchanged: without f'.
  missing_slope,
  /// The gradient that a matrix product hands back to its input is multiplied by W as it is stored,
  /// where its transpose belongs. Of a square W that is W in place of its transpose; otherwise W's
  /// numbers, row by row, are put into the transpose's shape.
  transposed_weight,
  /// dropout's backward rule draws its mask anew: with the seed that comes next.
  redrawn_mask,
};

struct FaultRow {
  Fault fault = Fault::none;
  std::string_view id;  ///< "missing-mean": in files and as the end of keys
};

/// All faults but none, in the order of the enumeration.
std::span<const FaultRow> faults();

/// "none" for none.
std::string_view id_of(Fault fault);

}  // namespace backprop
