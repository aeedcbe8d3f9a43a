/// The op table: one row per op, the one place where an op lives. Engine, window, lessons, gradient
/// check and docs all read the row.
///
/// Conventions (PyTorch's): a backward rule gives an edge's contribution, upstream gradient times
/// local derivative, in the shape of its argument; the contribution of a broadcast argument is
/// summed to its shape. One element of a sum or of a matrix product is one sequential chain over
/// ascending indices from +0.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ops/terms.h"
#include "engine/scalar/tape.h"
#include "engine/tensor/tensor.h"

namespace backprop {

/// A selection along one dimension: elements begin .. begin + count - 1.
struct Slice {
  Index begin = 0;
  Index count = 1;
  bool keeps_dimension = true;  ///< false for a plain index, which removes its dimension
};

/// What a call gives beside its tensors. An op reads only what its row documents.
struct Attributes {
  std::vector<Index> dims;    ///< sum, mean: the dimensions reduced, ascending; all where empty
  bool keepdim = false;       ///< sum, mean: whether they stay, with size 1
  std::vector<Slice> slices;  ///< index: one for each leading dimension
};

/// What an op sees when it runs.
struct OpCall {
  std::span<const Tensor* const> arguments;
  const Attributes& attributes;
  const Tensor& argument(int which) const { return *arguments[static_cast<std::size_t>(which)]; }
};

/// What a backward rule sees besides: the op's output and the gradient that arrived at it.
struct BackwardCall {
  OpCall forward;
  const Tensor& output;
  const Tensor& upstream;
};

/// An element of a tensor on the scalar tape, for each element of each argument.
struct TapeArgument {
  const Shape& shape;
  std::span<const Tape::Id> elements;
};
struct TapeCall {
  std::span<const TapeArgument> arguments;
  const Attributes& attributes;
  const Shape& output_shape;
};

enum class OpKind : std::uint8_t {
  elementwise,  ///< each element of the output from one element of each argument
  activation,   ///< elementwise, and what a neuron applies to its weighted sum
  reduction,    ///< sums over dimensions
  product,      ///< a linear map: `@`
  view,         ///< elements moved, none changed
};

/// Where the gradient check draws an argument from, kept off poles and edges of the domain.
struct SampleRange {
  double low = -2;
  double high = 2;
};

/// One number in, one number out: what the scalar tape and the elementwise kernels both run.
struct ScalarRule {
  double (*forward)(double a, double b) = nullptr;
  /// Contribution to argument a or b: upstream g times the local derivative at (a, b), output y.
  std::array<double (*)(double g, double a, double b, double y), 2> backward{};
};

struct OpRow {
  std::string_view name;    ///< PyTorch's: "add"
  std::string_view symbol;  ///< the operator in a program: "+"; empty where it is called by name
  int arity = 1;
  OpKind kind = OpKind::elementwise;

  /// The output's shape; where the arguments do not fit, nothing and a reason in `problem`.
  std::optional<Shape> (*shape)(std::span<const Shape> arguments, const Attributes& attributes,
                                std::string& problem) = nullptr;
  Tensor (*forward)(const OpCall& call, const Shape& shape) = nullptr;
  /// The contribution of the edge to argument `which`.
  Tensor (*backward)(const BackwardCall& call, int which) = nullptr;
  void (*explain_forward)(const OpCall& call, const Shape& shape, Index element,
                          TermList& terms) = nullptr;
  void (*explain_backward)(const BackwardCall& call, int which, Index element,
                           TermList& terms) = nullptr;
  /// Records the op element by element; returns the output's elements.
  std::vector<Tape::Id> (*record_scalars)(Tape& tape, const TapeCall& call) = nullptr;
  ScalarRule scalar;  ///< set for elementwise rows: they are the scalar tape's ops

  // For readers. Names in the formulas: arguments a, b; output y.
  std::string_view formula_tex;                    ///< "y = \frac{a}{b}"
  std::array<std::string_view, 2> derivative_tex;  ///< of y by each argument
  /// The same in the program notation, for elementwise rows: "a / b" and "1 / b", "-(y / b)".
  std::string_view formula;
  std::array<std::string_view, 2> derivative;

  std::array<double, 1> kinks{};  ///< of argument a: where the derivative jumps
  int kink_count = 0;
  std::array<SampleRange, 2> samples{};
};

/// All rows, in a fixed order.
std::span<const OpRow> op_table();

/// The row of that name; null where there is none.
const OpRow* find_op(std::string_view name);

/// The row of that name, which must exist.
const OpRow& op_named(std::string_view name);

// The families, each in a file of its own; op_table() joins them.
std::span<const OpRow> elementwise_ops();
std::span<const OpRow> reduction_ops();
std::span<const OpRow> product_ops();
std::span<const OpRow> view_ops();

}  // namespace backprop
