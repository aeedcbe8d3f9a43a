/// The matrix product `@`: vectors and matrices.
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

/// A product seen as [rows, inner] @ [inner, columns]; a vector on the left is one row, on the
/// right one column.
struct Sizes {
  Index rows = 1;
  Index inner = 1;
  Index columns = 1;

  Sizes(const Shape& a, const Shape& b)
      : rows(a.size() == 2 ? a[0] : 1), inner(a.back()), columns(b.size() == 2 ? b[1] : 1) {}

  Index a(Index row, Index k) const { return row * inner + k; }
  Index b(Index k, Index column) const { return k * columns + column; }
  Index y(Index row, Index column) const { return row * columns + column; }
};

std::optional<Shape> product_shape(std::span<const Shape> arguments, const Attributes&,
                                   std::string& problem) {
  const Shape& a = arguments[0];
  const Shape& b = arguments[1];
  if (a.empty() || b.empty() || a.size() > 2 || b.size() > 2) {
    problem = "'@' takes vectors and matrices; for single numbers use '*'";
    return std::nullopt;
  }
  if (a.back() != b.front()) {
    problem = std::to_string(a.back()) + " and " + std::to_string(b.front()) + " must agree";
    return std::nullopt;
  }
  Shape shape;
  if (a.size() == 2) shape.push_back(a[0]);
  if (b.size() == 2) shape.push_back(b[1]);
  return shape;
}

// y[r, c] = sum over k of a[r, k] b[k, c]
Tensor product_forward(const OpCall& call, const Shape& shape) {
  const Tensor& a = call.argument(0);
  const Tensor& b = call.argument(1);
  const Sizes sizes(a.shape, b.shape);
  Tensor output(shape);
  for (Index r = 0; r < sizes.rows; ++r) {
    for (Index k = 0; k < sizes.inner; ++k) {
      for (Index c = 0; c < sizes.columns; ++c) {
        output[sizes.y(r, c)] += a[sizes.a(r, k)] * b[sizes.b(k, c)];
      }
    }
  }
  return output;
}

// da[r, k] = sum over c of g[r, c] b[k, c];  db[k, c] = sum over r of g[r, c] a[r, k]
Tensor product_backward(const BackwardCall& call, int which) {
  const Tensor& a = call.forward.argument(0);
  const Tensor& b = call.forward.argument(1);
  const Tensor& g = call.upstream;
  const Sizes sizes(a.shape, b.shape);
  Tensor contribution(call.forward.argument(which).shape);
  for (Index r = 0; r < sizes.rows; ++r) {
    for (Index k = 0; k < sizes.inner; ++k) {
      for (Index c = 0; c < sizes.columns; ++c) {
        if (which == 0) {
          contribution[sizes.a(r, k)] += g[sizes.y(r, c)] * b[sizes.b(k, c)];
        } else {
          contribution[sizes.b(k, c)] += g[sizes.y(r, c)] * a[sizes.a(r, k)];
        }
      }
    }
  }
  return contribution;
}

TermNumber read(const Tensor& tensor, Operand::Source source, int which, Index at,
                TermList& terms) {
  return TermNumber({source, which, at, tensor[at]}, terms);
}

void explain_forward(const OpCall& call, const Shape&, Index element, TermList& terms) {
  const Tensor& a = call.argument(0);
  const Tensor& b = call.argument(1);
  const Sizes sizes(a.shape, b.shape);
  const Index r = element / sizes.columns;
  const Index c = element % sizes.columns;
  TermNumber sum = 0.0;
  for (Index k = 0; k < sizes.inner; ++k) {
    sum = sum + read(a, Operand::Source::argument, 0, sizes.a(r, k), terms) *
                    read(b, Operand::Source::argument, 1, sizes.b(k, c), terms);
  }
}

void explain_backward(const BackwardCall& call, int which, Index element, TermList& terms) {
  const Tensor& a = call.forward.argument(0);
  const Tensor& b = call.forward.argument(1);
  const Sizes sizes(a.shape, b.shape);
  const auto upstream = [&](Index r, Index c) {
    return read(call.upstream, Operand::Source::upstream, 0, sizes.y(r, c), terms);
  };
  TermNumber sum = 0.0;
  if (which == 0) {
    const Index r = element / sizes.inner;
    const Index k = element % sizes.inner;
    for (Index c = 0; c < sizes.columns; ++c) {
      sum = sum + upstream(r, c) * read(b, Operand::Source::argument, 1, sizes.b(k, c), terms);
    }
  } else {
    const Index k = element / sizes.columns;
    const Index c = element % sizes.columns;
    for (Index r = 0; r < sizes.rows; ++r) {
      sum = sum + upstream(r, c) * read(a, Operand::Source::argument, 0, sizes.a(r, k), terms);
    }
  }
}

/// The argument's elements, copied where several elements of the product read them, so that their
/// contributions add up from zero before they enter the gradient once.
std::vector<Tape::Id> tape_sources(Tape& tape, const TapeArgument& argument, Index readers) {
  if (readers == 1) return {argument.elements.begin(), argument.elements.end()};
  static const OpRow& clone = op_named("clone");
  const std::array<TapeArgument, 1> arguments{argument};
  return clone.record_scalars(tape, {arguments, {}, argument.shape});
}

std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  static const OpRow& add = op_named("add");
  static const OpRow& multiply = op_named("mul");
  const Sizes sizes(call.arguments[0].shape, call.arguments[1].shape);
  // The sweep meets these in reverse: argument 0's copies are emptied first, as its edge is.
  const auto b = tape_sources(tape, call.arguments[1], sizes.rows);
  const auto a = tape_sources(tape, call.arguments[0], sizes.columns);
  const Tape::Id zero = tape.leaf(0, true);
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index r = 0; r < sizes.rows; ++r) {
    for (Index c = 0; c < sizes.columns; ++c) {
      tape.begin_element();
      Tape::Id sum = zero;
      for (Index k = 0; k < sizes.inner; ++k) {
        const Tape::Id product = tape.record(multiply, a[static_cast<std::size_t>(sizes.a(r, k))],
                                             b[static_cast<std::size_t>(sizes.b(k, c))]);
        sum = tape.record(add, sum, product);
      }
      output.push_back(sum);
    }
  }
  tape.end_block();
  return output;
}

std::vector<OpRow> make_rows() {
  OpRow row;
  row.name = "matmul";
  row.symbol = "@";
  row.arity = 2;
  row.kind = OpKind::product;
  row.shape = product_shape;
  row.forward = product_forward;
  row.backward = product_backward;
  row.explain_forward = explain_forward;
  row.explain_backward = explain_backward;
  row.record_scalars = record_scalars;
  row.formula_tex = "y_j = \\sum_k a_{jk}\\, b_k";
  row.derivative_tex = {"b_k", "a_{jk}"};
  return {row};
}

}  // namespace

std::span<const OpRow> product_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
