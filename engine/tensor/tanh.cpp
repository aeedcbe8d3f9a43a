#include "engine/tensor/tanh.h"

namespace backprop {
namespace {

using Loop = void (*)(const double* x, double* y, std::size_t count);

// The same loop, made into vectors of each width; ivdep says that y may be x, element for element.

void baseline_loop(const double* x, double* y, std::size_t count) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i)
    y[i] = tanh_of(x[i]);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) void avx2_loop(const double* x, double* y, std::size_t count) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i)
    y[i] = tanh_of(x[i]);
}

__attribute__((target("avx512f,avx512dq,avx512vl,prefer-vector-width=512"))) void avx512_loop(
    const double* x, double* y, std::size_t count) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i)
    y[i] = tanh_of(x[i]);
}

#endif

Loop fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return avx512_loop;
  if (__builtin_cpu_supports("avx2")) return avx2_loop;
#endif
  return baseline_loop;
}

}  // namespace

void tanh_of(const double* x, double* y, std::size_t count) {
  static const Loop loop = fastest();
  loop(x, y, count);
}

}  // namespace backprop
