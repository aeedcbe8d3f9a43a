/// exp, log, tanh, sigmoid and erf for float32, whole arrays at a time: the engine's own, used by
/// every float32 path. The same bits on every machine that has a fused multiply-add, at every
/// vector width and for every length; without one (the set "baseline") products and sums round
/// apart.
///
/// Largest errors over float32 arguments of all sizes, in units in the last place of the result,
/// measured against the standard library's double functions: exp 1.1, log 0.9, tanh 1.4,
/// sigmoid 2.5, erf 1.2. Denormal results included; NaN gives NaN, infinities their limits.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace backprop {

/// The functions for one set of instructions. y may be x.
struct FloatFunctions {
  using Function = void (*)(const float* x, float* y, std::size_t count);
  std::string_view instructions;  ///< "avx512", "avx2", "baseline"
  Function exp = nullptr;
  Function log = nullptr;
  Function tanh = nullptr;
  Function sigmoid = nullptr;
  Function erf = nullptr;
};

/// All sets that this machine can run, the fastest first.
std::span<const FloatFunctions> all_float_functions();

/// The fastest.
const FloatFunctions& float_functions();

}  // namespace backprop
