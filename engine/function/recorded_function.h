/// A function of one number as the interpreter records it when a program calls it: the operations
/// one by one, and the edges that its gradients go back along, in their order. Run on many numbers
/// with no trace it gives the trace's bits, forward and backward.
#pragma once

#include <array>
#include <span>

#include "engine/function/scalar_function.h"
#include "engine/result.h"

namespace backprop {

struct Trace;

class RecordedFunction {
 public:
  /// Of a def and its parameters' numbers. Errors: the program's own, and a function that passes no
  /// gradient to its variable.
  static Result<RecordedFunction> of(const std::string& definition, const ScalarFunction& function,
                                     const FunctionNumbers& numbers);

  /// Numbers that forward() and backward() need to work with.
  std::size_t scratch_size() const { return 2 * (operations_.size() + 1) * block + block; }

  /// results[i] = f(x[i]). The results may stand where x does.
  void forward(std::span<const double> x, double* results, std::span<double> scratch) const;

  /// From the gradient by f(x[i]) to that by x[i], in place.
  void backward(std::span<const double> x, double* gradient, std::span<double> scratch) const;

 private:
  static constexpr std::size_t block = 128;  ///< numbers at once: their columns stay in the cache

  /// Where a number is: among the constants, or the columns. Column 0 is x, column k + 1 is made by
  /// operation k.
  struct Slot {
    bool constant = false;
    std::size_t index = 0;
  };
  struct Operation {
    const OpRow* op = nullptr;
    Attributes attributes;
    std::array<Slot, 3> arguments{};
    std::size_t arity = 0;
  };
  struct Edge {
    std::size_t operation = 0;
    int argument = 0;
  };

  class Reading;
  using Pointers = std::array<const double*, 3>;
  Pointers arguments_of(const Operation& operation, const double* columns) const;
  const double* column(Slot slot, const double* columns) const;
  void run(std::span<const double> x, double* columns) const;
  void pass_back(std::size_t count, const double* columns, double* gradients, double* part) const;

  std::vector<Operation> operations_;
  std::vector<Edge> edges_;        ///< in the order in which their contributions are added
  std::vector<double> constants_;  ///< each `block` times
  Slot result_;
};

}  // namespace backprop
