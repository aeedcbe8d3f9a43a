/// The numbers of one pass through the playground's network, in float64, to the very bit what the
/// program of the pass computes: its products by the engine's kernels, its activations by the op
/// table's rows, a typed one's operation by operation, its loss by the losses' rules.
///
/// A matrix [points, neurons] has its rows filled up to whole vectors; what stands there is never
/// read for a number that counts. Memory is taken once, for the most points that are asked for.
#pragma once

#include <span>

#include "engine/tensor/aligned.h"
#include "engine/tensor/float_functions.h"
#include "engine/tensor/matmul.h"
#include "engine/train/playground/setup.h"

namespace backprop::playground {

class Net {
 public:
  enum class Precision : std::uint8_t {
    exact,
    /// tanh and sigmoid by the engine's float32 functions, many times as fast: for pictures.
    picture
  };
  Net(const Setup& setup, std::ptrdiff_t most_points, Precision precision = Precision::exact);
  Net(const Net&) = delete;  // its kernels' pointers point into it
  Net& operator=(const Net&) = delete;

  /// Distance of one point's features from the next one's.
  std::ptrdiff_t input_row() const { return input_row_; }
  /// Writes a point's features there.
  void write_input(double* row, double x1, double x2) const;

  /// Takes over the parameters, for forward() and backward().
  void load(std::span<const double> parameters);

  /// From features [points, input_row()]; dropout with the seeds of that iteration, or none for
  /// predictions.
  void forward(const double* input, std::ptrdiff_t points,
               std::optional<std::int64_t> dropout_iteration = std::nullopt);

  /// The last neuron's output for each point.
  std::span<const double> output() const;
  /// Output of a neuron for the i-th point at neuron[i * row].
  struct Column {
    const double* first = nullptr;
    std::ptrdiff_t row = 1;
  };
  Column neuron(std::size_t layer, std::ptrdiff_t its) const;

  /// The mean loss of what forward() gave, without penalty; as a sum for parts of a larger mean.
  double loss(std::span<const double> targets) const;
  double loss_sum(std::span<const double> targets) const;
  /// What is added to it: the rate times the penalty.
  double penalty(std::span<const double> parameters) const;

  /// The gradient of loss and penalty by every parameter.
  void backward(std::span<const double> targets, std::span<const double> parameters,
                std::span<double> gradient);

 private:
  /// Matrices [points, row] but where said otherwise.
  struct Numbers {
    DenseLayer place;
    std::ptrdiff_t row = 0;                              ///< of outputs
    std::ptrdiff_t input_row = 0;                        ///< of inputs
    void (*to_sums)(const Matmul<double>&) = nullptr;    ///< the kernel for rows of outputs
    void (*to_inputs)(const Matmul<double>&) = nullptr;  ///< and for rows of inputs
    Activation activation;
    FloatFunctions::Function rounded = nullptr;  ///< it in float32, in pictures
    double* turned = nullptr;                    ///< weight [inputs, row]
    double* weight = nullptr;                    ///< [outputs, input_row]
    double* bias = nullptr;                      ///< [row]
    double* sum = nullptr;                       ///< weighted sums
    double* output = nullptr;                    ///< after the activation
    double* factor = nullptr;                    ///< of dropout
    double* dropped = nullptr;                   ///< output times factor; null without dropout
    const double* read = nullptr;  ///< by the next layer in the last forward(): one of these two
    double* to_sum = nullptr;      ///< gradients
    double* to_weight = nullptr;   ///< [outputs, input_row]
  };

  std::vector<Numbers> numbers_in(BasicParts<double>& parts, std::ptrdiff_t most_points) const;
  void drop(const Numbers& its, std::uint64_t seed) const;
  void weigh(const Numbers& its, const double* input) const;
  void activate(const Numbers& its);
  void loss_gradient(std::span<const double> targets) const;
  void pass_activation(const Numbers& its);
  void pass_to_input(const Numbers& its, const Numbers& before) const;
  void weight_gradient(const Numbers& its, const double* input, const double* weight,
                       double* gradient) const;
  void bias_gradient(const Numbers& its, double* gradient) const;
  double penalty_slope(double weight) const;

  Setup setup_;
  std::vector<Numbers> layers_;
  AlignedVector<double> arena_;
  AlignedVector<float> rounded_;   ///< of one layer, in pictures
  AlignedVector<double> scratch_;  ///< of typed functions
  std::ptrdiff_t input_row_ = 0;
  bool dropped_ = false;           ///< in the last forward()
  std::ptrdiff_t points_ = 0;      ///< of the last forward()
  const double* input_ = nullptr;  ///< of the last forward()
};

}  // namespace backprop::playground
