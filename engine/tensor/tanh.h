/// tanh for float64: the engine's own, since a network of tanh spends most of its time in the
/// standard library's. One formula without branches, for one number and for many: the same bits on
/// every machine and at every vector width.
///
/// Largest error, measured against long double: 1.5 units in the last place (the GNU library's:
/// 2.2). tanh(-x) = -tanh(x), tanh(-0) = -0; NaN gives NaN, infinities give 1 and -1.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace backprop {

/// Lambert's continued fraction (1761), to its eighth level, is a ratio of polynomials with whole
/// coefficients:
///     tanh s = s / (1 + s^2 / (3 + s^2 / (5 + ...))) = odd / even
/// Near 0, where it is exact to the last place, it is taken as s - s^3 ... / even, which rounds
/// once. Beyond, |x| = n log(2) / 2 + s, |s| <= log(2) / 4, and with e^2s = (even + odd) /
/// (even - odd)
///     tanh |x| = 1 - 2 / (e^2|x| + 1) = 1 - 2 (even - odd) / (2^n (even + odd) + (even - odd))
inline double tanh_of(double x) {
  const double size = std::abs(x);
  const double a = size > 20 ? 20 : size;  // from 19.1 on it rounds to 1; NaN stays
  const bool near = a < 0.75;

  // Added to this, a number is rounded to a whole one, which is then the sum's lowest bits.
  constexpr double rounder = 0x1.8p52;
  const double rounded = (near ? 0.0 : a) * 0x1.71547652b82fep1 + rounder;  // a / (log(2) / 2)
  const double n = rounded - rounder;
  // log(2) / 2 in two parts, the first of few bits, so that its multiples are exact.
  const double s = (a - n * 0x1.62e42fefa3800p-2) - n * 0x1.ef35793c76730p-46;
  const double two_to_n = std::bit_cast<double>((std::bit_cast<std::uint64_t>(rounded) << 52) +
                                                std::bit_cast<std::uint64_t>(1.0));

  const double w = s * s;
  const double even = (((w + 630) * w + 51975) * w + 945945) * w + 2027025;
  const double odd = s * (((36 * w + 6930) * w + 270270) * w + 2027025);
  const double less = s * w * (((w + 594) * w + 45045) * w + 675675);  // s even - odd
  const double falling = even - odd;

  const double start = near ? a : 1.0;
  const double top = near ? less : 2 * falling;
  const double bottom = near ? even : two_to_n * (even + odd) + falling;
  return std::copysign(start - top / bottom, x);
}

/// tanh of each of `count` numbers. y may be x.
void tanh_of(const double* x, double* y, std::size_t count);

}  // namespace backprop
