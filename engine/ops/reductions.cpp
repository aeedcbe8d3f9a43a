/// Reductions: sums over some or all dimensions.
#include <algorithm>
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

/// Which elements of the argument each element of the output sums, in ascending order.
struct Reduction {
  std::vector<Index> output_of;  ///< for each element of the argument
  Index count = 1;               ///< elements per sum

  Reduction(const Shape& from, const Attributes& attributes) {
    Shape kept(from.size(),
               1);  // stride in the output of each dimension of the argument; 0: reduced
    Index stride = 1;
    for (std::size_t d = from.size(); d-- > 0;) {
      const bool reduced = attributes.dims.empty() ||
                           std::count(attributes.dims.begin(), attributes.dims.end(), d) != 0;
      kept[d] = reduced ? 0 : stride;
      (reduced ? count : stride) *= from[d];
    }
    output_of.resize(static_cast<std::size_t>(element_count(from)));
    for (Index i = 0; i < element_count(from); ++i) {
      const std::vector<Index> indices = unravel(i, from);
      Index position = 0;
      for (std::size_t d = 0; d < from.size(); ++d)
        position += indices[d] * kept[d];
      output_of[static_cast<std::size_t>(i)] = position;
    }
  }

  Index operator[](Index i) const { return output_of[static_cast<std::size_t>(i)]; }
};

std::optional<Shape> reduced_shape(std::span<const Shape> arguments, const Attributes& attributes,
                                   std::string&) {
  const Shape& from = arguments[0];
  Shape shape;
  for (std::size_t d = 0; d < from.size(); ++d) {
    const bool reduced = attributes.dims.empty() ||
                         std::count(attributes.dims.begin(), attributes.dims.end(), d) != 0;
    if (!reduced) {
      shape.push_back(from[d]);
    } else if (attributes.keepdim) {
      shape.push_back(1);
    }
  }
  return shape;
}

// Sum: forward and backward.

Tensor sum_forward(const OpCall& call, const Shape& shape) {
  const Tensor& a = call.argument(0);
  const Reduction reduction(a.shape, call.attributes);
  Tensor output(shape);
  for (Index i = 0; i < a.size(); ++i)
    output[reduction[i]] += a[i];
  return output;
}

Tensor sum_backward(const BackwardCall& call, int) {
  const Tensor& a = call.forward.argument(0);
  const Reduction reduction(a.shape, call.forward.attributes);
  Tensor contribution(a.shape);
  for (Index i = 0; i < a.size(); ++i)
    contribution[i] = call.upstream[reduction[i]];
  return contribution;
}

TermNumber explain_sum(const OpCall& call, Index element, TermList& terms) {
  const Tensor& a = call.argument(0);
  const Reduction reduction(a.shape, call.attributes);
  TermNumber sum = 0.0;
  for (Index i = 0; i < a.size(); ++i) {
    if (reduction[i] != element) continue;
    sum = sum + TermNumber({Operand::Source::argument, 0, i, a[i]}, terms);
  }
  return sum;
}

TermNumber upstream_number(const BackwardCall& call, Index element, TermList& terms) {
  const Reduction reduction(call.forward.argument(0).shape, call.forward.attributes);
  const Index from = reduction[element];
  return TermNumber({Operand::Source::upstream, 0, from, call.upstream[from]}, terms);
}

void explain_sum_forward(const OpCall& call, const Shape&, Index element, TermList& terms) {
  explain_sum(call, element, terms);
}

void explain_sum_backward(const BackwardCall& call, int, Index element, TermList& terms) {
  rule::copy(upstream_number(call, element, terms));
}

// Mean: the sum divided by the count.

Tensor mean_forward(const OpCall& call, const Shape& shape) {
  Tensor output = sum_forward(call, shape);
  const Reduction reduction(call.argument(0).shape, call.attributes);
  for (double& number : output.data)
    number /= static_cast<double>(reduction.count);
  return output;
}

Tensor mean_backward(const BackwardCall& call, int which) {
  Tensor contribution = sum_backward(call, which);
  const Reduction reduction(call.forward.argument(0).shape, call.forward.attributes);
  for (double& number : contribution.data)
    number /= static_cast<double>(reduction.count);
  return contribution;
}

void explain_mean_forward(const OpCall& call, const Shape&, Index element, TermList& terms) {
  const Reduction reduction(call.argument(0).shape, call.attributes);
  explain_sum(call, element, terms) / TermNumber(static_cast<double>(reduction.count));
}

void explain_mean_backward(const BackwardCall& call, int, Index element, TermList& terms) {
  const Reduction reduction(call.forward.argument(0).shape, call.forward.attributes);
  upstream_number(call, element, terms) / TermNumber(static_cast<double>(reduction.count));
}

// On the scalar tape: a chain of additions from zero, and for the mean a division.

std::vector<Tape::Id> record_reduction(Tape& tape, const TapeCall& call, bool mean) {
  static const OpRow& add = op_named("add");
  static const OpRow& divide = op_named("div");
  const TapeArgument& a = call.arguments[0];
  const Reduction reduction(a.shape, call.attributes);
  const Tape::Id zero = tape.leaf(0, true);
  const Tape::Id count = mean ? tape.leaf(static_cast<double>(reduction.count), true) : Tape::none;
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index element = 0; element < element_count(call.output_shape); ++element) {
    tape.begin_element();
    Tape::Id sum = zero;
    for (Index i = 0; i < element_count(a.shape); ++i) {
      if (reduction[i] == element) {
        sum = tape.record(add, sum, a.elements[static_cast<std::size_t>(i)]);
      }
    }
    output.push_back(mean ? tape.record(divide, sum, count) : sum);
  }
  tape.end_block();
  return output;
}

std::vector<OpRow> make_rows() {
  OpRow sum;
  sum.name = "sum";
  sum.kind = OpKind::reduction;
  sum.shape = reduced_shape;
  sum.forward = sum_forward;
  sum.backward = sum_backward;
  sum.explain_forward = explain_sum_forward;
  sum.explain_backward = explain_sum_backward;
  sum.record_scalars = [](Tape& tape, const TapeCall& call) {
    return record_reduction(tape, call, false);
  };
  sum.formula_tex = "y = \\sum_i a_i";
  sum.derivative_tex = {"1", ""};

  OpRow mean = sum;
  mean.name = "mean";
  mean.forward = mean_forward;
  mean.backward = mean_backward;
  mean.explain_forward = explain_mean_forward;
  mean.explain_backward = explain_mean_backward;
  mean.record_scalars = [](Tape& tape, const TapeCall& call) {
    return record_reduction(tape, call, true);
  };
  mean.formula_tex = "y = \\frac{1}{N} \\sum_{i=1}^{N} a_i";
  mean.derivative_tex = {"\\frac{1}{N}", ""};
  return {sum, mean};
}

}  // namespace

std::span<const OpRow> reduction_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
