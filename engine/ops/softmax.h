/// The numbers that softmax, log_softmax and cross_entropy make of a row of logits.
#pragma once

#include <type_traits>
#include <vector>

#include "engine/ops/terms.h"

namespace backprop::softmax {

template <class Number>
struct Shifted {
  std::vector<Number> shifted;  ///< a_k - max
  std::vector<Number> exps;     ///< of those
  Number sum = 0.0;             ///< of the exps
};

/// `logit(k)` reads the k-th of `size` numbers.
template <class Logit>
auto shift(Index size, const Logit& logit) {
  using Number = std::decay_t<decltype(logit(0))>;
  Shifted<Number> row;
  if (size == 0) return row;
  Number largest = logit(0);
  for (Index k = 1; k < size; ++k)
    largest = rule::maximum(largest, logit(k));
  for (Index k = 0; k < size; ++k) {
    row.shifted.push_back(logit(k) - largest);
    row.exps.push_back(rule::exp(row.shifted.back()));
    row.sum = row.sum + row.exps.back();
  }
  return row;
}

}  // namespace backprop::softmax
