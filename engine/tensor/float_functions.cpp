// Polynomials: scripts/fit_float_functions.py. Formulas without branches, so that the compiler
// makes vector loops of them; it may not fuse or reorder (-ffp-contract=off, no -ffast-math).
#include "engine/tensor/float_functions.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

namespace backprop {
namespace {

/// Inlined into loops of every instruction set, so always.
#define BACKPROP_FORMULA static inline __attribute__((always_inline))

/// a b + c: rounded once where the instruction set has it, else twice.
template <bool fused>
BACKPROP_FORMULA float mul_add(float a, float b, float c) {
  return fused ? __builtin_fmaf(a, b, c) : a * b + c;
}

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float least_normal = std::numeric_limits<float>::min();
/// The number whose bits are those of the largest less those of the least.
constexpr float largest_above_least =
    std::bit_cast<float>(std::bit_cast<std::int32_t>(std::numeric_limits<float>::max()) -
                         std::bit_cast<std::int32_t>(least_normal));

BACKPROP_FORMULA float from_bits(std::int32_t bits) {
  return std::bit_cast<float>(bits);
}
BACKPROP_FORMULA std::int32_t bits_of(float x) {
  return std::bit_cast<std::int32_t>(x);
}
/// Whole-number arithmetic that wraps: NaN's bits go through it too.
BACKPROP_FORMULA std::int32_t difference(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}
/// The number of which only the exponent's bits are set: 2^(bits - 127).
BACKPROP_FORMULA float exponent(std::int32_t bits) {
  return from_bits(static_cast<std::int32_t>(static_cast<std::uint32_t>(bits) << 23));
}
BACKPROP_FORMULA float absolute(float x) {
  return from_bits(bits_of(x) & 0x7FFFFFFF);
}
BACKPROP_FORMULA float with_sign(float magnitude, float sign) {
  return from_bits(bits_of(magnitude) | (bits_of(sign) & static_cast<std::int32_t>(0x80000000)));
}

/// log 2 in two parts, the first of few bits, so that its multiples by whole numbers are exact.
constexpr float ln2_high = 0.693359375F;
constexpr float ln2_low = -2.12194440e-4F;

// Each function has two formulas: one for the usual arguments, and one for all, which takes care of
// those at the edges of the range, too. Where both hold they give the same bits.
enum class Range { usual, all };

constexpr float exp_usual = 87.0F;  ///< up to there, to both sides, e^x is a normal number

/// x = n log 2 + r; e^x = 2^n (1 + r + r^2 p(r)).
template <bool fused, Range range>
BACKPROP_FORMULA float exp_of(float x) {
  constexpr float round_by = 12582912.0F;  // 1.5 * 2^23: adding it rounds to whole numbers
  const float shifted = mul_add<fused>(x, 1.44269504F, round_by);
  const float n = shifted - round_by;
  const float r = mul_add<fused>(n, -ln2_low, mul_add<fused>(n, -ln2_high, x));
  float p = 0.001382389688F;
  p = mul_add<fused>(p, r, 0.008368823677F);
  p = mul_add<fused>(p, r, 0.04166823253F);
  p = mul_add<fused>(p, r, 0.1666651964F);
  p = mul_add<fused>(p, r, 0.4999999404F);
  const float e = 1.0F + mul_add<fused>(r * r, p, r);
  if (range == Range::usual)
    return e * exponent(difference(bits_of(shifted), bits_of(round_by) - 127));
  // 2^n in two factors, so that neither overflows and results below the normal range round once.
  // Both as the exponent's bits: n + 254 is their sum.
  const std::int32_t both = difference(bits_of(shifted), bits_of(round_by) - 254);
  const std::int32_t half = both >> 1;
  const float scaled = (e * exponent(half)) * exponent(difference(both, half));
  const float large = x > 89.0F ? infinity : scaled;  // NaN is on neither side
  return x < -105.0F ? 0.0F : large;
}

/// x = 2^n (1 + f), f in [sqrt(1/2) - 1, sqrt(2) - 1].
template <bool fused, Range range>
BACKPROP_FORMULA float log_of(float x) {
  const bool denormal = range == Range::all && x < least_normal;
  const std::int32_t bits = bits_of(denormal ? x * 8388608.0F : x);  // times 2^23
  const std::int32_t above = difference(bits, 0x3F3504F3);
  const float f = from_bits(difference(bits, above & static_cast<std::int32_t>(0xFF800000))) - 1.0F;
  const float e = static_cast<float>(above >> 23) - (denormal ? 23.0F : 0.0F);
  float p = 0.06732913107F;
  p = mul_add<fused>(p, f, -0.1166354939F);
  p = mul_add<fused>(p, f, 0.1188770458F);
  p = mul_add<fused>(p, f, -0.1240790412F);
  p = mul_add<fused>(p, f, 0.1422004104F);
  p = mul_add<fused>(p, f, -0.1666786075F);
  p = mul_add<fused>(p, f, 0.2000207901F);
  p = mul_add<fused>(p, f, -0.2500001192F);
  p = mul_add<fused>(p, f, 0.3333331347F);
  const float square = f * f;
  const float small = mul_add<fused>(-0.5F, square, mul_add<fused>(square * f, p, e * ln2_low));
  const float y = mul_add<fused>(e, ln2_high, f + small);
  if (range == Range::usual) return y;
  const float positive = x == infinity ? infinity : y;
  const float edge = x == 0.0F ? -infinity : std::numeric_limits<float>::quiet_NaN();
  return x > 0.0F ? positive : edge;
}

/// Near 0 a polynomial; beyond, 1 - 2 / (e^2|x| + 1).
template <bool fused, Range range>
BACKPROP_FORMULA float tanh_of(float x) {
  const float a = absolute(x);
  const float s = x * x;
  float p = -0.005716198124F;
  p = mul_add<fused>(p, s, 0.02064970694F);
  p = mul_add<fused>(p, s, -0.05374317244F);
  p = mul_add<fused>(p, s, 0.1333148628F);
  p = mul_add<fused>(p, s, -0.3333328366F);
  const float near = mul_add<fused>(a, s * p, a);
  const float far = 1.0F - 2.0F / (exp_of<fused, range>(2.0F * a) + 1.0F);
  return with_sign(a < 0.625F ? near : far, x);
}

/// 1 / (1 + e^-x), but far left, where that would be 0, e^x.
template <bool fused, Range range>
BACKPROP_FORMULA float sigmoid_of(float x) {
  const float y = 1.0F / (1.0F + exp_of<fused, range>(-x));
  if (range == Range::usual) return y;
  return x < -exp_usual ? exp_of<fused, range>(x) : y;
}

/// Near 0 a polynomial; beyond, 1 - e^-g(|x|), g = -log erfc.
template <bool fused, Range range>
BACKPROP_FORMULA float erf_of(float x) {
  const float s = x * x;
  float p = 7.962780364e-5F;
  p = mul_add<fused>(p, s, -0.0008042711415F);
  p = mul_add<fused>(p, s, 0.005191889592F);
  p = mul_add<fused>(p, s, -0.02685557865F);
  p = mul_add<fused>(p, s, 0.1128362417F);
  p = mul_add<fused>(p, s, -0.3761262894F);
  p = mul_add<fused>(p, s, 0.1283791661F);
  const float near = mul_add<fused>(x, p, x);
  const float magnitude = absolute(x);
  const float a = magnitude > 4.0F ? 4.0F : magnitude;  // erf(4) rounds to 1; NaN stays
  float q = 1.152455206e-5F;
  q = mul_add<fused>(q, a, -0.0003256773052F);
  q = mul_add<fused>(q, a, 0.003653872758F);
  q = mul_add<fused>(q, a, -0.02378559671F);
  q = mul_add<fused>(q, a, 0.1062634587F);
  q = mul_add<fused>(q, a, 0.6351357102F);
  q = mul_add<fused>(q, a, 0.128652215F);
  const float far = 1.0F - exp_of<fused, range>(-mul_add<fused>(a, q, a));
  return magnitude < 0.921875F ? near : with_sign(far, x);
}

/// The size of a number as its bits have it: in the same order, and NaN beyond all.
BACKPROP_FORMULA std::uint32_t size_of(float x) {
  return static_cast<std::uint32_t>(bits_of(absolute(x)));
}

// A function's name, its formulas, and how unusual an argument is: up to `usual` it is not.

struct Exp {
  template <bool fused, Range range>
  BACKPROP_FORMULA float of(float x) {
    return exp_of<fused, range>(x);
  }
  static constexpr float usual = exp_usual;
  BACKPROP_FORMULA std::uint32_t unusual(float x) { return size_of(x); }
};
struct Log {
  template <bool fused, Range range>
  BACKPROP_FORMULA float of(float x) {
    return log_of<fused, range>(x);
  }
  /// Positive, normal and finite: what is less wraps round to beyond all.
  static constexpr float usual = largest_above_least;
  BACKPROP_FORMULA std::uint32_t unusual(float x) {
    return static_cast<std::uint32_t>(difference(bits_of(x), bits_of(least_normal)));
  }
};
struct Tanh {
  template <bool fused, Range range>
  BACKPROP_FORMULA float of(float x) {
    return tanh_of<fused, range>(x);
  }
  static constexpr float usual = 0.5F * exp_usual;
  BACKPROP_FORMULA std::uint32_t unusual(float x) { return size_of(x); }
};
struct Sigmoid {
  template <bool fused, Range range>
  BACKPROP_FORMULA float of(float x) {
    return sigmoid_of<fused, range>(x);
  }
  static constexpr float usual = exp_usual;
  BACKPROP_FORMULA std::uint32_t unusual(float x) { return size_of(x); }
};
struct Erf {
  template <bool fused, Range range>
  BACKPROP_FORMULA float of(float x) {
    return erf_of<fused, range>(x);
  }
  static constexpr float usual = 0;  // all are: its exp is of -18 to 0
  BACKPROP_FORMULA std::uint32_t unusual(float) { return 0; }
};

/// Some numbers at a time: as if all were usual, and once more where one is not.
template <class Function, bool fused>
BACKPROP_FORMULA void loop(const float* x, float* y, std::size_t count) {
  constexpr std::size_t together = 512;
  float results[together];  // y may be x
  for (std::size_t first = 0; first < count; first += together) {
    const std::size_t size = count - first < together ? count - first : together;
    const float* const from = x + first;
    std::uint32_t most_unusual = 0;
    for (std::size_t i = 0; i < size; ++i) {
      results[i] = Function::template of<fused, Range::usual>(from[i]);
      most_unusual = std::max(most_unusual, Function::unusual(from[i]));
    }
    if (most_unusual > static_cast<std::uint32_t>(bits_of(Function::usual))) {
      for (std::size_t i = 0; i < size; ++i)
        results[i] = Function::template of<fused, Range::all>(from[i]);
    }
    for (std::size_t i = 0; i < size; ++i)
      y[first + i] = results[i];
  }
}

#undef BACKPROP_FORMULA

template <class Function>
void baseline_loop(const float* x, float* y, std::size_t count) {
  loop<Function, false>(x, y, count);
}

constexpr FloatFunctions baseline{"baseline",          baseline_loop<Exp>,     baseline_loop<Log>,
                                  baseline_loop<Tanh>, baseline_loop<Sigmoid>, baseline_loop<Erf>};

#if defined(__x86_64__)

template <class Function>
__attribute__((target("avx2,fma"))) void avx2_loop(const float* x, float* y, std::size_t count) {
  loop<Function, true>(x, y, count);
}

template <class Function>
__attribute__((target("avx512f,avx512dq,avx512vl,fma,prefer-vector-width=512"))) void avx512_loop(
    const float* x, float* y, std::size_t count) {
  loop<Function, true>(x, y, count);
}

constexpr FloatFunctions avx2{"avx2",          avx2_loop<Exp>,     avx2_loop<Log>,
                              avx2_loop<Tanh>, avx2_loop<Sigmoid>, avx2_loop<Erf>};
constexpr FloatFunctions avx512{"avx512",          avx512_loop<Exp>,     avx512_loop<Log>,
                                avx512_loop<Tanh>, avx512_loop<Sigmoid>, avx512_loop<Erf>};

#endif

std::vector<FloatFunctions> available() {
  std::vector<FloatFunctions> sets;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    sets.push_back(avx512);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sets.push_back(avx2);
#endif
  sets.push_back(baseline);
  return sets;
}

}  // namespace

std::span<const FloatFunctions> all_float_functions() {
  static const std::vector<FloatFunctions> sets = available();
  return sets;
}

const FloatFunctions& float_functions() {
  return all_float_functions().front();
}

}  // namespace backprop
