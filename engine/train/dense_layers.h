/// Linear layers one after the other, with relu between them and softmax and cross-entropy at the
/// end: where their parameters stand, and where one iteration puts its numbers.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/tensor/aligned.h"

namespace backprop {

/// One layer's place in the array of all parameters: weight [outputs, inputs], then bias [outputs].
struct DenseLayer {
  std::ptrdiff_t inputs = 0;
  std::ptrdiff_t outputs = 0;
  std::size_t weight = 0;
  std::size_t bias = 0;

  bool operator==(const DenseLayer&) const = default;
  std::size_t weight_count() const { return static_cast<std::size_t>(inputs * outputs); }
  std::size_t end() const { return bias + static_cast<std::size_t>(outputs); }
};

/// Of sizes {784, 500, 10}: 784 -> 500 and 500 -> 10.
std::vector<DenseLayer> dense_layers(const std::vector<std::ptrdiff_t>& sizes);

/// A layer's numbers in one iteration, all [outputs, batch] but the last. `output` may be where
/// `sum` is, and `to_sum` where `to_output` is: then the second overwrites the first.
struct LayerNumbers {
  float* sum = nullptr;        ///< weight x input + bias
  float* output = nullptr;     ///< relu of it; the last layer has none
  float* to_output = nullptr;  ///< what the next layer's linear adds to the gradient of `output`
  float* to_sum = nullptr;     ///< what the relu, or the loss, adds to that of `sum`
  float* to_bias = nullptr;    ///< [outputs]: what this layer's linear adds to that of its bias
};

/// Hands out parts of an arena, each from a cache line on; without one, counts what they take.
template <class Real>
class BasicParts {
 public:
  explicit BasicParts(Real* arena) : arena_(arena) {}
  Real* take(std::ptrdiff_t count) {
    constexpr std::size_t line = 64 / sizeof(Real);
    Real* const part = arena_ == nullptr ? nullptr : arena_ + used_;
    used_ += (static_cast<std::size_t>(count) + line - 1) / line * line;
    return part;
  }
  std::size_t used() const { return used_; }

 private:
  Real* arena_;
  std::size_t used_ = 0;
};
using Parts = BasicParts<float>;

/// What `take` hands out, with an arena of just that size: it is called twice.
template <class Real, class Take>
auto laid_out(AlignedVector<Real>& arena, const Take& take) {
  BasicParts<Real> count(nullptr);
  static_cast<void>(take(count));
  arena.resize(count.used());
  BasicParts<Real> parts(arena.data());
  return take(parts);
}

/// Every number in a place of its own.
std::vector<LayerNumbers> separate_numbers(Parts& parts, const std::vector<DenseLayer>& layers,
                                           std::ptrdiff_t batch);

/// `output` where `sum` is and `to_sum` where `to_output` is: less memory to go through.
std::vector<LayerNumbers> overwriting_numbers(Parts& parts, const std::vector<DenseLayer>& layers,
                                              std::ptrdiff_t batch);

}  // namespace backprop
