/// The op table: one row per op, the one place where an op lives. Engine, window, lessons, gradient
/// check and docs all read the row.
///
/// Conventions (PyTorch's): a backward rule gives an edge's contribution, upstream gradient times
/// local derivative, in the shape of its argument; the contribution of a broadcast argument is
/// summed to its shape. One element of a sum or of a matrix product is one sequential chain over
/// ascending indices from +0.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ops/attributes.h"
#include "engine/ops/terms.h"
#include "engine/scalar/tape.h"
#include "engine/tensor/tensor.h"

namespace backprop {

/// What a parameter of an op takes.
enum class ParameterKind : std::uint8_t {
  tensor,           ///< a tensor or a number
  optional_tensor,  ///< or None
  tensors,          ///< a list of tensors, each an argument of its own
  indices,          ///< whole numbers: a tensor, a list or a number; gets no gradient
  real,
  reals,  ///< several, in a list or tuple
  whole,
  flag,         ///< True or False
  choice,       ///< one of some strings
  sizes,        ///< a whole number, or several
  dim,          ///< a dimension of the first argument; negative ones count from the end
  new_dim,      ///< the place of a dimension to be made
  dims,         ///< one or several different dimensions, in any order
  permutation,  ///< all dimensions in a new order
};

struct CallParameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::tensor;
  bool required = true;
  AttributeValue fallback{};                ///< what an attribute is where the call leaves it out
  std::vector<std::string_view> choices{};  ///< of a choice
};

/// "conv1d(input, weight, bias=None, stride=1, padding=0)"
std::string signature(std::string_view name, const std::vector<CallParameter>& parameters);

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
  reduction,    ///< one number from many, over dimensions
  product,      ///< `@` and linear
  convolution,
  view,           ///< elements of one tensor moved, none changed
  lookup,         ///< elements picked from a table, or several tensors put together
  normalization,  ///< softmax and its kin: each element from all of its group
  loss,
};

/// Where the gradient check draws an argument from, kept off poles and edges of the domain.
struct SampleRange {
  double low = -2;
  double high = 2;
};

/// One number in, one number out: what the scalar tape and the elementwise kernels both run.
struct ScalarRule {
  TapeCode code = TapeCode::leaf;  ///< set when the rows are joined
  double (*forward)(double a, double b) = nullptr;
  /// Contribution to argument a or b: upstream g times the local derivative at (a, b), output y.
  std::array<double (*)(double g, double a, double b, double y), 2> backward{};
};

/// A call on tensors a, b, c, ... that exercises an op: tests run it, differentiate it, open it.
struct Example {
  std::string_view call;      ///< "conv2d(a, b, c, stride=2)"
  std::vector<Shape> shapes;  ///< of a, b, c, ...
  SampleRange range{};        ///< of their elements
};

/// Of an op that keeps tensors up to date besides making its output, as batch_norm its running
/// averages. A buffer's next version is computed from the call's first argument and from itself.
struct BufferRules {
  std::vector<int> parameters;  ///< of the row, counting the tensors: which ones are buffers
  bool (*updates)(const OpCall& call) = nullptr;  ///< whether this call writes them
  /// The next version of the buffer that is argument `which`.
  Tensor (*next)(const OpCall& call, int which) = nullptr;
  void (*explain_next)(const OpCall& call, int which, Index element, TermList& terms) = nullptr;
};

/// An op as expressions in the program notation. Names: arguments a, b, c; output y; attributes by
/// their names.
struct OpNotation {
  std::string_view formula;
  std::vector<std::string_view> derivative;  ///< of y by each argument
};

/// For readers. Names: arguments a, b, c; output y; attributes by their names.
struct OpFormula {
  std::string_view value_tex;                    ///< "y = \frac{a}{b}"
  std::vector<std::string_view> derivative_tex;  ///< of y by each argument
};

struct OpRow {
  std::string_view name;    ///< PyTorch's: "add"
  std::string_view symbol;  ///< the operator in a program: "+"; empty where it is called by name
  std::vector<CallParameter> parameters;
  OpKind kind = OpKind::elementwise;

  /// The output's shape; where the arguments do not fit, nothing and a reason in `problem`.
  std::optional<Shape> (*shape)(const OpCall& call, std::string& problem) = nullptr;
  Tensor (*forward)(const OpCall& call, const Shape& shape) = nullptr;
  /// The contribution of the edge to argument `which`.
  Tensor (*backward)(const BackwardCall& call, int which) = nullptr;
  void (*explain_forward)(const OpCall& call, const Shape& shape, Index element,
                          TermList& terms) = nullptr;
  void (*explain_backward)(const BackwardCall& call, int which, Index element,
                           TermList& terms) = nullptr;
  /// Records the op element by element; returns the output's elements.
  std::vector<Tape::Id> (*record_scalars)(Tape& tape, const TapeCall& call) = nullptr;
  ScalarRule scalar;  ///< of elementwise rows without attributes: they are the scalar tape's ops
  /// Of rows whose outputs are each made of one number from each argument: out[i] from the i-th
  /// numbers, with the bits of `forward`; `out` may stand where an argument does. Null for others.
  void (*map)(std::span<const double* const> arguments, const Attributes& attributes,
              std::span<double> out) = nullptr;
  /// The same backward: from the upstream g, the arguments and the output y the contributions to
  /// argument `which`, which may stand where g does.
  void (*map_backward)(std::span<const double* const> arguments, const Attributes& attributes,
                       int which, std::span<const double> g, const double* y,
                       double* contributions) = nullptr;

  /// False for arguments that get no gradient: indices, conditions.
  bool (*passes_gradient)(const OpCall& call, int which) = [](const OpCall&, int) { return true; };
  /// detach: in a numeric check its output stays when its argument moves.
  bool detaches = false;
  BufferRules buffers;  ///< of most ops: none
  /// Multiplications, or numbers looked at, in a forward run, where they are more than its numbers.
  Index (*work)(const OpCall& call, const Shape& shape) = nullptr;

  // For readers; see OpFormula.
  std::string_view formula_tex;
  std::vector<std::string_view> derivative_tex;
  /// Of a call whose arguments' shapes matter for it; null where all calls have the same.
  OpFormula (*formula_for)(const OpCall& call) = nullptr;
  /// The same in the program notation, for elementwise rows: "a / b" and "1 / b", "-(y / b)". The
  /// rows that have it can be differentiated in symbols.
  std::string_view formula;
  std::vector<std::string_view> derivative;
  /// Of a row where they depend on which attributes are given, or on a choice: for those of a call,
  /// whatever their numbers. Null where all calls have the same.
  OpNotation (*notation_for)(const Attributes& attributes) = nullptr;

  /// Where PyTorch has it: "torch", "torch.nn.functional", or else a Python definition over both.
  std::string_view pytorch = "torch";

  /// Of argument a, in elementwise rows: where the derivative jumps.
  std::vector<double> kinks;
  /// Which way each of the op's choices fell (the side of a kink, the place of a maximum): two runs
  /// that differ in it have a kink between them. Null where the op is smooth.
  void (*sides)(const OpCall& call, std::vector<Index>& sides) = nullptr;
  std::array<SampleRange, 2> samples{};  ///< of elementwise rows
  std::vector<Example> examples;         ///< of all others

  /// Tensors that a call must give.
  int arity() const;

  /// "conv1d(input, weight, bias=None, stride=1, padding=0)"
  std::string signature() const;
};

/// The formula of a call.
OpFormula formula_of(const OpRow& op, const OpCall& call);

/// An elementwise call in the program notation; without derivatives where the row has none.
OpNotation notation_of(const OpRow& op, const Attributes& attributes);

/// All rows, in a fixed order.
std::span<const OpRow> op_table();

/// The elementwise rows by their codes on the scalar tape; null for leaves.
std::span<const OpRow* const> rows_by_tape_code();

/// The row of that name; null where there is none.
const OpRow* find_op(std::string_view name);

/// The row of that name, which must exist.
const OpRow& op_named(std::string_view name);

/// Which arguments the call writes: the buffers that it was given, where it updates them.
std::vector<int> written_arguments(const OpRow& row, const OpCall& call);

/// The attributes of a call that gives none.
Attributes default_attributes(const OpRow& row);

/// The row of that operator with as many operands; null where there is none.
const OpRow* find_operator(std::string_view symbol, int arity);

// The families, each in a file of its own; op_table() joins them.
std::span<const OpRow> arithmetic_ops();
std::span<const OpRow> activation_ops();
std::span<const OpRow> comparison_ops();
std::span<const OpRow> reduction_ops();
std::span<const OpRow> extreme_ops();
std::span<const OpRow> softmax_ops();
std::span<const OpRow> loss_ops();
std::span<const OpRow> cross_entropy_ops();
std::span<const OpRow> product_ops();
std::span<const OpRow> convolution_ops();
std::span<const OpRow> pooling_ops();
std::span<const OpRow> normalization_ops();
std::span<const OpRow> lookup_ops();
std::span<const OpRow> view_ops();
std::span<const OpRow> join_ops();

}  // namespace backprop
