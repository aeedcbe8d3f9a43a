// The loops beside the products, in every set of instructions that this machine runs: the same bits
// as the plain formula.
#include "engine/tensor/layer_kernels.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/random.h"
#include "tests/support/bits.h"

namespace backprop::test {
namespace {

std::vector<float> numbers(std::size_t count, std::uint64_t seed) {
  std::vector<float> made(count);
  for (std::size_t i = 0; i < count; ++i)
    made[i] = static_cast<float>(random::normal(seed, i));
  return made;
}

void check_roots(const LayerKernels& set, const std::vector<float>& x) {
  std::vector<float> roots(x.size());
  set.square_roots(x.data(), static_cast<std::ptrdiff_t>(x.size()), roots.data());
  int wrong = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    wrong += same_bits(roots[i], std::sqrt(x[i])) ? 0 : 1;
  CHECK(wrong == 0);
}

TEST_CASE("square roots are correctly rounded: all digits, and samples of every magnitude") {
  std::vector<float> samples;
  for (std::uint32_t bits = 0; bits < 0x7f800000U; bits += 9973)
    samples.push_back(std::bit_cast<float>(bits));
  std::vector<float> digits;  // from 1 to 4: a root's digits repeat from there on
  for (std::uint32_t bits = 0x3f800000U; bits < 0x40800000U; ++bits)
    digits.push_back(std::bit_cast<float>(bits));
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> edges = {
      0,    -0.0F, 1, 4, inf, -1, std::nanf(""), 0x1p-149F, 1e-40F, 0x1p-100F, 0x1p-101F, 3e38F, 2,
      -inf, 5,     6, 7, 0,   9};
  for (const LayerKernels& set : all_layer_kernels()) {
    CAPTURE(std::string(set.instructions));
    check_roots(set, samples);
    check_roots(set, digits);
    check_roots(set, edges);
  }
}

TEST_CASE("transposes of all shapes around the block") {
  for (const LayerKernels& set : all_layer_kernels()) {
    CAPTURE(std::string(set.instructions));
    for (const std::ptrdiff_t rows : {1, 3, 16, 17, 50}) {
      for (const std::ptrdiff_t columns : {1, 8, 15, 16, 33}) {
        const std::ptrdiff_t distance = rows + 5;
        const auto from = numbers(static_cast<std::size_t>(rows * columns), 3);
        std::vector<float> to(static_cast<std::size_t>(columns * distance), -7.0F);
        set.transpose(from.data(), rows, columns, distance, to.data());
        int wrong = 0;
        for (std::ptrdiff_t c = 0; c < columns; ++c) {
          for (std::ptrdiff_t r = 0; r < distance; ++r) {
            const float expected =
                r < rows ? from[static_cast<std::size_t>(r * columns + c)] : -7.0F;
            wrong += to[static_cast<std::size_t>(c * distance + r)] == expected ? 0 : 1;
          }
        }
        CHECK(wrong == 0);
      }
    }
  }
}

TEST_CASE("Adam in place, into the next version, and as the formula says") {
  AdamStep step;
  step.correction1 = 0.271F;
  step.scale2 = 19.98F;
  constexpr std::size_t count = 1000;  // more than is done together, and no whole vectors
  const auto w = numbers(count, 1);
  auto m = numbers(count, 2);
  auto v = numbers(count, 3);
  auto g = numbers(count, 4);
  for (std::size_t i = 0; i < count; ++i) {
    v[i] *= v[i];
    if (i % 7 == 0) v[i] = g[i] = 0;
    if (i % 11 == 0) v[i] = g[i] = 1e-22F;
    if (i % 5 == 0) m[i] *= 0x1p-99F;
    if (i % 77 == 0) m[i] = g[i] = 0;
    if (i % 13 == 0) {  // settles at 0
      v[i] = 0x1p-101F;
      g[i] = 0;
    }
    if (i % 101 == 0) v[i] = std::numeric_limits<float>::infinity();
    if (i % 103 == 0) g[i] = std::nanf("");
  }
  for (const LayerKernels& set : all_layer_kernels()) {
    CAPTURE(std::string(set.instructions));
    auto w2 = w, m2 = m, v2 = v;
    std::vector<float> w3(count), m3(count), v3(count);
    set.adam(step, g.data(), {w2.data(), m2.data(), v2.data()}, {w2.data(), m2.data(), v2.data()},
             count);
    set.adam(step, g.data(), {w.data(), m.data(), v.data()}, {w3.data(), m3.data(), v3.data()},
             count);
    int wrong = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto settled = [](float x) { return std::abs(x) < 0x1p-100F ? 0.0F : x; };
      const float next_m = settled(step.beta1 * m[i] + (1 - step.beta1) * g[i]);
      const float next_v = settled(step.beta2 * v[i] + (1 - step.beta2) * (g[i] * g[i]));
      const float spread = std::sqrt(next_v) * step.scale2 + step.eps;
      const float next_w = w[i] - step.learning_rate / step.correction1 * (next_m / spread);
      wrong +=
          same_bits(m2[i], next_m) && same_bits(v2[i], next_v) && same_bits(w2[i], next_w) ? 0 : 1;
      wrong +=
          same_bits(m3[i], next_m) && same_bits(v3[i], next_v) && same_bits(w3[i], next_w) ? 0 : 1;
    }
    CHECK(wrong == 0);
  }
}

/// 1 where the numbers are not the same, bit for bit.
int differs(float a, float b) {
  return same_bits(a, b) ? 0 : 1;
}

TEST_CASE("bias and relu: in place and beside, whole rows and parts, NaN and all") {
  constexpr std::ptrdiff_t rows = 3;
  constexpr std::ptrdiff_t distance = 40;
  auto z = numbers(rows * distance, 6);
  z[5] = std::nanf("");
  z[7] = -std::numeric_limits<float>::infinity();
  const auto bias = numbers(rows, 7);
  for (const LayerKernels& set : all_layer_kernels()) {
    CAPTURE(std::string(set.instructions));
    for (const std::ptrdiff_t columns : {1, 16, 33, 40}) {
      auto only = z, beside = z, in_place = z;
      std::vector<float> relu(z.size(), 9.0F);
      set.add_bias(only.data(), bias.data(), rows, columns, distance, nullptr);
      set.add_bias(beside.data(), bias.data(), rows, columns, distance, relu.data());
      set.add_bias(in_place.data(), bias.data(), rows, columns, distance, in_place.data());
      int wrong = 0;
      for (std::size_t i = 0; i < z.size(); ++i) {
        const bool within = static_cast<std::ptrdiff_t>(i) % distance < columns;
        const float sum = within ? z[i] + bias[i / distance] : z[i];
        const float positive = within ? (sum <= 0 ? 0.0F : sum) : z[i];
        wrong += differs(only[i], sum) + differs(beside[i], sum) + differs(in_place[i], positive) +
                 differs(relu[i], within ? positive : 9.0F);
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("the mask of relu, and sums of rows as chains from the first column on") {
  constexpr std::ptrdiff_t rows = 19;
  constexpr std::ptrdiff_t columns = 35;
  const auto d = numbers(rows * columns, 8);
  auto h = numbers(rows * columns, 9);
  h[3] = std::nanf("");
  h[4] = 0;
  for (const LayerKernels& set : all_layer_kernels()) {
    CAPTURE(std::string(set.instructions));
    std::vector<float> masked(d.size());
    auto in_place = d;
    std::vector<float> sums(rows);
    set.mask(d.data(), h.data(), rows * columns, masked.data());
    set.mask(in_place.data(), h.data(), rows * columns, in_place.data());
    set.row_sums(d.data(), rows, columns, sums.data());
    int wrong = 0;
    for (std::size_t i = 0; i < d.size(); ++i) {
      const float expected = h[i] <= 0 ? 0.0F : d[i];
      wrong += differs(masked[i], expected) + differs(in_place[i], expected);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      float sum = 0;
      for (std::size_t n = 0; n < columns; ++n)
        sum += d[r * columns + n];
      wrong += differs(sums[r], sum);
    }
    CHECK(wrong == 0);
  }
}

}  // namespace
}  // namespace backprop::test
