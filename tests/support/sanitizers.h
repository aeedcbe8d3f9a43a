/// What the sanitizers cost: a test takes five times as long under them. Where its cases are much
/// alike it runs some of them there, and all in the optimised build.
#pragma once

#include <cstddef>

namespace backprop::test {

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool under_sanitizers = true;
#else
inline constexpr bool under_sanitizers = false;
#endif

/// Whether the i-th case is run: every one, under the sanitizers every n-th.
constexpr bool is_run(std::size_t i, std::size_t n) {
  return !under_sanitizers || i % n == 0;
}

}  // namespace backprop::test
