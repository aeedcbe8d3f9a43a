/// batch_norm of the plain interpreter: a batch [n, c] without weight and bias, written down again
/// from PyTorch's definition and apart from the engine's.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace backprop::test {

struct PlainBatchNorm {
  const std::vector<double>& x;
  std::size_t channels;

  std::size_t samples() const { return x.size() / channels; }
  double count() const { return static_cast<double>(samples()); }
  double at(std::size_t sample, std::size_t channel) const {
    return x[sample * channels + channel];
  }

  double mean(std::size_t channel) const {
    double sum = 0;
    for (std::size_t s = 0; s < samples(); ++s)
      sum += at(s, channel);
    return sum / count();
  }

  /// Of the differences from the mean: n times the biased variance, n - 1 times the unbiased one.
  double sum_of_squares(std::size_t channel) const {
    const double its_mean = mean(channel);
    double sum = 0;
    for (std::size_t s = 0; s < samples(); ++s)
      sum += (at(s, channel) - its_mean) * (at(s, channel) - its_mean);
    return sum;
  }

  static double inverse(double variance) { return 1 / std::sqrt(variance + 1e-5); }
  static double averaged(double old, double now) { return (1 - 0.1) * old + 0.1 * now; }

  /// Gradients g at the output to gradients at x, for the batch's own mean and variance.
  std::vector<double> to_input(const std::vector<double>& g) const {
    std::vector<double> result(x.size());
    for (std::size_t c = 0; c < channels; ++c) {
      const double its_mean = mean(c);
      const double its_inverse = inverse(sum_of_squares(c) / count());
      double sum = 0;
      double product = 0;
      for (std::size_t s = 0; s < samples(); ++s) {
        sum += g[s * channels + c];
        product += g[s * channels + c] * ((at(s, c) - its_mean) * its_inverse);
      }
      for (std::size_t s = 0; s < samples(); ++s) {
        const double normalized = (at(s, c) - its_mean) * its_inverse;
        result[s * channels + c] =
            (g[s * channels + c] - sum / count() - normalized * (product / count())) * its_inverse;
      }
    }
    return result;
  }
};

}  // namespace backprop::test
