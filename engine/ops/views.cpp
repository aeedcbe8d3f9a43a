/// Views: ops that move elements and change none. Each is described by where an output element
/// comes from; backward sends the gradient back there.
#include <algorithm>
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

/// For each element of the output, the element of the argument it is.
using Sources = std::vector<Index>;
using SourcesFunction = Sources (*)(const Shape& from, const Shape& to, const Attributes&);

// index: a[i], a[i, j], a[1:3]

std::optional<Shape> index_shape(std::span<const Shape> arguments, const Attributes& attributes,
                                 std::string&) {
  Shape shape;
  for (std::size_t d = 0; d < arguments[0].size(); ++d) {
    if (d >= attributes.slices.size()) {
      shape.push_back(arguments[0][d]);
    } else if (attributes.slices[d].keeps_dimension) {
      shape.push_back(attributes.slices[d].count);
    }
  }
  return shape;
}

Sources index_sources(const Shape& from, const Shape& to, const Attributes& attributes) {
  const std::vector<Index> strides = strides_of(from);
  Sources sources;
  for (Index position = 0; position < element_count(to); ++position) {
    const std::vector<Index> indices = unravel(position, to);
    Index source = 0;
    std::size_t next = 0;  // dimension of the output
    for (std::size_t d = 0; d < from.size(); ++d) {
      const bool selected = d < attributes.slices.size();
      if (selected) source += attributes.slices[d].begin * strides[d];
      if (!selected || attributes.slices[d].keeps_dimension) source += indices[next++] * strides[d];
    }
    sources.push_back(source);
  }
  return sources;
}

// t: the transpose of a matrix; a vector or number stays as it is

std::optional<Shape> transpose_shape(std::span<const Shape> arguments, const Attributes&,
                                     std::string& problem) {
  if (arguments[0].size() > 2) {
    problem = "'.T' takes a matrix";
    return std::nullopt;
  }
  return Shape(arguments[0].rbegin(), arguments[0].rend());
}

Sources transpose_sources(const Shape& from, const Shape& to, const Attributes&) {
  Sources sources;
  for (Index position = 0; position < element_count(to); ++position) {
    if (from.size() < 2) {
      sources.push_back(position);
    } else {
      sources.push_back((position % to[1]) * from[1] + position / to[1]);
    }
  }
  return sources;
}

// What all views share.

template <SourcesFunction sources_of>
Tensor forward(const OpCall& call, const Shape& shape) {
  const Tensor& a = call.argument(0);
  const Sources sources = sources_of(a.shape, shape, call.attributes);
  Tensor output(shape);
  for (Index i = 0; i < output.size(); ++i)
    output[i] = a[sources[static_cast<std::size_t>(i)]];
  return output;
}

template <SourcesFunction sources_of>
Tensor backward(const BackwardCall& call, int) {
  const Tensor& a = call.forward.argument(0);
  const Sources sources = sources_of(a.shape, call.output.shape, call.forward.attributes);
  Tensor contribution(a.shape);
  for (Index i = 0; i < call.upstream.size(); ++i) {
    contribution[sources[static_cast<std::size_t>(i)]] = call.upstream[i];
  }
  return contribution;
}

template <SourcesFunction sources_of>
void explain_forward(const OpCall& call, const Shape& shape, Index element, TermList& terms) {
  const Tensor& a = call.argument(0);
  const Index from = sources_of(a.shape, shape, call.attributes)[static_cast<std::size_t>(element)];
  rule::copy(TermNumber({Operand::Source::argument, 0, from, a[from]}, terms));
}

template <SourcesFunction sources_of>
void explain_backward(const BackwardCall& call, int, Index element, TermList& terms) {
  const Tensor& a = call.forward.argument(0);
  const Sources sources = sources_of(a.shape, call.output.shape, call.forward.attributes);
  const auto found = std::find(sources.begin(), sources.end(), element);
  if (found == sources.end()) {  // an element that was not selected
    rule::copy(TermNumber({Operand::Source::number, 0, 0, 0.0}, terms));
    return;
  }
  const Index at = found - sources.begin();
  rule::copy(TermNumber({Operand::Source::upstream, 0, at, call.upstream[at]}, terms));
}

template <SourcesFunction sources_of>
std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  static const OpRow& clone = op_named("clone");
  const TapeArgument& a = call.arguments[0];
  const Sources sources = sources_of(a.shape, call.output_shape, call.attributes);
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (const Index source : sources) {
    tape.begin_element();
    output.push_back(tape.record(clone, a.elements[static_cast<std::size_t>(source)]));
  }
  tape.end_block();
  return output;
}

template <SourcesFunction sources_of>
OpRow make_row() {
  OpRow row;
  row.kind = OpKind::view;
  row.forward = forward<sources_of>;
  row.backward = backward<sources_of>;
  row.explain_forward = explain_forward<sources_of>;
  row.explain_backward = explain_backward<sources_of>;
  row.record_scalars = record_scalars<sources_of>;
  row.derivative_tex = {"1", ""};
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow index = make_row<index_sources>();
  index.name = "index";
  index.symbol = "[]";
  index.shape = index_shape;
  index.formula_tex = "y = a_i";

  OpRow transpose = make_row<transpose_sources>();
  transpose.name = "t";
  transpose.symbol = ".T";
  transpose.shape = transpose_shape;
  transpose.formula_tex = "y = a^\\top";
  return {index, transpose};
}

}  // namespace

std::span<const OpRow> view_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
