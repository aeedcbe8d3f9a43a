/// Matrix products: `@` of vectors, matrices and batches of them, and linear.
#include "engine/ops/arithmetic_rules.h"
#include "engine/ops/kernel.h"
#include "engine/tensor/grouping.h"
#include "engine/tensor/matmul.h"

namespace backprop {
namespace {

Shape batch_of(const Shape& shape) {
  return shape.size() <= 2 ? Shape{} : Shape(shape.begin(), shape.end() - 2);
}

/// A product seen as batches of [rows, inner] @ [inner, columns]; a vector on the left is one row,
/// on the right one column.
struct Sizes {
  Index rows, inner, columns;
  Shape batch;
  Shape batch_a, batch_b;
  BroadcastMap a_of, b_of;  ///< which matrix of each argument a batch of the result reads

  Sizes(const Shape& a, const Shape& b)
      : rows(a.size() >= 2 ? a[a.size() - 2] : 1),
        inner(a.back()),
        columns(b.size() >= 2 ? b.back() : 1),
        batch(*broadcast_shapes(batch_of(a), batch_of(b))),
        batch_a(batch_of(a)),
        batch_b(batch_of(b)),
        a_of(batch_a, batch),
        b_of(batch_b, batch) {}

  Index batches() const { return element_count(batch); }
  Index a(Index n, Index row, Index k) const { return (a_of[n] * rows + row) * inner + k; }
  Index b(Index n, Index k, Index column) const { return (b_of[n] * inner + k) * columns + column; }
  Index y(Index n, Index row, Index column) const { return (n * rows + row) * columns + column; }
};

std::optional<Shape> product_shape(const OpCall& call, std::string& problem) {
  const Shape& a = call.argument(0).shape;
  const Shape& b = call.argument(1).shape;
  if (a.empty() || b.empty()) {
    problem = "'@' takes vectors and matrices; for single numbers use '*'";
    return std::nullopt;
  }
  const Index inner_b = b.size() == 1 ? b[0] : b[b.size() - 2];
  if (a.back() != inner_b) {
    problem = std::to_string(a.back()) + " and " + std::to_string(inner_b) + " must agree";
    return std::nullopt;
  }
  auto shape = broadcast_shapes(batch_of(a), batch_of(b));
  if (!shape) {
    problem = "of the dimensions before the matrices, " + to_text(batch_of(a)) + " and " +
              to_text(batch_of(b)) + ", sizes must be equal or 1";
    return std::nullopt;
  }
  if (a.size() >= 2) shape->push_back(a[a.size() - 2]);
  if (b.size() >= 2) shape->push_back(b.back());
  return shape;
}

/// y[r, c] = sum over k of a[r, k] b[k, c];
/// da[r, k] = sum over c of g[r, c] b[k, c];  db[k, c] = sum over r of g[r, c] a[r, k]
class Product {
 public:
  Product(const OpCall& call, const Shape&)
      : s_(call.argument(0).shape, call.argument(1).shape),
        elements_{call.argument(0).size(), call.argument(1).size()} {}
  Index groups(int which) const {
    return which == the_output ? s_.batches() * s_.rows * s_.columns
                               : elements_[static_cast<std::size_t>(which)];
  }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index element) const {
    const Index c = element % s_.columns;
    const Index r = element / s_.columns % s_.rows;
    const Index n = element / s_.columns / s_.rows;
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < s_.inner; ++k)
      sum.add(io.in(0, s_.a(n, r, k)) * io.in(1, s_.b(n, k, c)));
    io.out(element, sum.total());
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    Sum<typename Io::Number> sum;
    const Index last = which == 0 ? s_.inner : s_.columns;
    const Index middle = which == 0 ? s_.rows : s_.inner;
    const Index matrix = element / last / middle;
    const Index i = element / last % middle;
    const Index j = element % last;
    if (!readers_) readers_ = readers(which == 0 ? s_.batch_a : s_.batch_b, s_.batch);
    for (Index m = 0; m < readers_->size(); ++m) {
      const Index n = readers_->at(matrix, m);
      if (which == 0) {
        for (Index c = 0; c < s_.columns; ++c)
          sum.add(io.g(s_.y(n, i, c)) * io.in(1, s_.b(n, j, c)));
      } else {
        for (Index r = 0; r < s_.rows; ++r)
          sum.add(io.g(s_.y(n, r, j)) * io.in(0, s_.a(n, r, i)));
      }
    }
    io.out(element, sum.total());
  }

 private:
  Sizes s_;
  std::array<Index, 2> elements_;
  mutable std::optional<Grouping>
      readers_;  ///< batches that read a matrix of the argument asked for
};

/// A matrix to be read: its element (i, j) stands at data[i * row + j * column].
struct View {
  const double* data;
  Index row, column;
};

/// The same with its columns side by side, as the kernel wants the right side of a product.
View packed(const View& view, Index rows, Index columns, std::vector<double>& storage) {
  if (view.column == 1) return view;
  storage.resize(static_cast<std::size_t>(rows * columns));
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j)
      storage[static_cast<std::size_t>(i * columns + j)] =
          view.data[i * view.row + j * view.column];
  }
  return {storage.data(), columns, 1};
}

/// result [rows, columns] = a [rows, inner] b [inner, columns], by the kernel: the very chains of
/// the rules above.
Tensor multiplied(const Shape& shape, const View& a, const View& b, Index rows, Index columns,
                  Index inner) {
  Tensor result(shape);
  std::vector<double> storage;
  const View right = packed(b, inner, columns, storage);
  matmul(Matmul<double>{rows, columns, inner, a.data, a.row, a.column, right.data, right.row,
                        result.data.data(), columns});
  return result;
}

Tensor product_forward(const OpCall& call, const Shape& shape) {
  const Sizes s(call.argument(0).shape, call.argument(1).shape);
  if (s.batches() != 1) return kernel::forward<Product>(call, shape);
  return multiplied(shape, {call.argument(0).data.data(), s.inner, 1},
                    {call.argument(1).data.data(), s.columns, 1}, s.rows, s.columns, s.inner);
}

Tensor product_backward(const BackwardCall& call, int which) {
  const Tensor& a = call.forward.argument(0);
  const Tensor& b = call.forward.argument(1);
  const Sizes s(a.shape, b.shape);
  if (s.batches() != 1) return kernel::backward<Product>(call, which);
  const double* g = call.upstream.data.data();
  if (which == 0) {
    return multiplied(a.shape, {g, s.columns, 1}, {b.data.data(), 1, s.columns}, s.rows, s.inner,
                      s.columns);
  }
  return multiplied(b.shape, {a.data.data(), 1, s.inner}, {g, s.columns, 1}, s.inner, s.columns,
                    s.rows);
}

/// The argument's elements, copied where several elements of the product read them, so that their
/// contributions add up from zero before they enter the gradient once.
class TapeSources {
 public:
  TapeSources(Tape& tape, const TapeArgument& argument, bool several_readers)
      : elements_(argument.elements) {
    if (!several_readers) return;
    static const OpRow& clone = op_named("clone");
    const std::array<TapeArgument, 1> arguments{argument};
    copies_ = clone.record_scalars(tape, {arguments, {}, argument.shape});
    elements_ = copies_;
  }
  TapeSources(const TapeSources&) = delete;
  TapeSources& operator=(const TapeSources&) = delete;

  Tape::Id operator[](Index element) const { return elements_[static_cast<std::size_t>(element)]; }

 private:
  std::vector<Tape::Id> copies_;
  std::span<const Tape::Id> elements_;
};

std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  const Sizes s(call.arguments[0].shape, call.arguments[1].shape);
  // The sweep meets these in reverse: argument 0's copies are emptied first, as its edge is.
  const TapeSources b(tape, call.arguments[1], s.rows != 1 || s.b_of.repeats());
  const TapeSources a(tape, call.arguments[0], s.columns != 1 || s.a_of.repeats());
  const Tape::Id zero = tape.leaf(0, true);
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index n = 0; n < s.batches(); ++n) {
    for (Index r = 0; r < s.rows; ++r) {
      for (Index c = 0; c < s.columns; ++c) {
        Tape::Id sum = s.inner == 0 ? tape.leaf(0) : zero;
        for (Index k = 0; k < s.inner; ++k) {
          const Tape::Id product = tape.record<rule::Multiply>(a[s.a(n, r, k)], b[s.b(n, k, c)]);
          sum = tape.record<rule::Add>(sum, product);
        }
        output.push_back(sum);
      }
    }
  }
  tape.end_block(element_count(call.output_shape));
  return output;
}

/// y[n, o] = sum over k of x[n, k] W[o, k], plus b[o]; x may have any number of leading dimensions.
class Linear {
 public:
  Linear(const OpCall& call, const Shape& output)
      : inner_(call.argument(0).shape.back()),
        outputs_(call.argument(1).shape[0]),
        rows_(outputs_ == 0 || inner_ == 0 ? rows(call.argument(0).shape)
                                           : element_count(output) / outputs_),
        bias_(call.arguments.size() > 2) {}
  Index groups(int which) const {
    switch (which) {
      case the_output:
        return rows_ * outputs_;
      case 0:
        return rows_ * inner_;
      case 1:
        return outputs_ * inner_;
      default:
        return outputs_;
    }
  }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index element) const {
    const Index n = element / outputs_;
    const Index o = element % outputs_;
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < inner_; ++k)
      sum.add(io.in(0, n * inner_ + k) * io.in(1, o * inner_ + k));
    io.out(element, bias_ ? sum.total() + io.in(2, o) : sum.total());
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    Sum<typename Io::Number> sum;
    const Index i = element / inner_;
    const Index k = element % inner_;
    if (which == 0) {
      for (Index o = 0; o < outputs_; ++o)
        sum.add(io.g(i * outputs_ + o) * io.in(1, o * inner_ + k));
    } else if (which == 1) {
      for (Index n = 0; n < rows_; ++n)
        sum.add(io.g(n * outputs_ + i) * io.in(0, n * inner_ + k));
    } else {
      for (Index n = 0; n < rows_; ++n)
        sum.add(io.g(n * outputs_ + element));
    }
    io.out(element, sum.total());
  }

 private:
  static Index rows(const Shape& x) { return element_count(Shape(x.begin(), x.end() - 1)); }

  Index inner_, outputs_, rows_;
  bool bias_;
};

Tensor linear_forward(const OpCall& call, const Shape& shape) {
  const Index inner = call.argument(0).shape.back();
  const Index outputs = shape.back();
  const Index rows = outputs == 0 ? 0 : element_count(shape) / outputs;
  Tensor output = multiplied(shape, {call.argument(0).data.data(), inner, 1},
                             {call.argument(1).data.data(), 1, inner}, rows, outputs, inner);
  if (call.arguments.size() < 3) return output;
  for (Index i = 0; i < output.size(); ++i)
    output[i] = output[i] + call.argument(2)[i % outputs];
  return output;
}

Tensor linear_backward(const BackwardCall& call, int which) {
  const Tensor& x = call.forward.argument(0);
  const Tensor& weight = call.forward.argument(1);
  const Index outputs = weight.shape[0];
  const Index inner = weight.shape[1];
  if (which == 2 || outputs == 0) return kernel::backward<Linear>(call, which);
  const Index rows = call.upstream.size() / outputs;
  const double* g = call.upstream.data.data();
  if (which == 0) {
    return multiplied(x.shape, {g, outputs, 1}, {weight.data.data(), inner, 1}, rows, inner,
                      outputs);
  }
  return multiplied(weight.shape, {g, 1, outputs}, {x.data.data(), inner, 1}, outputs, inner, rows);
}

std::optional<Shape> linear_shape(const OpCall& call, std::string& problem) {
  const Shape& x = call.argument(0).shape;
  const Shape& weight = call.argument(1).shape;
  if (x.empty() || weight.size() != 2) {
    problem = "the input must have at least one dimension, the weight two: [out, in]";
    return std::nullopt;
  }
  if (x.back() != weight[1]) {
    problem =
        "the input's last dimension and the weight's must agree: " + std::to_string(x.back()) +
        " and " + std::to_string(weight[1]);
    return std::nullopt;
  }
  if (call.arguments.size() > 2 && call.argument(2).shape != Shape{weight[0]}) {
    problem = "the bias must have one number for each output, shape [" + std::to_string(weight[0]) +
              "], not " + to_text(call.argument(2).shape);
    return std::nullopt;
  }
  Shape shape = x;
  shape.back() = weight[0];
  return shape;
}

Index multiplications(const OpCall& call, const Shape& shape) {
  return element_count(shape) * call.argument(0).shape.back();
}

/// By the number of dimensions: a vector has one index, a matrix two, a batch of them a third.
OpFormula product_formula(const OpCall& call) {
  const std::size_t a = call.argument(0).shape.size();
  const std::size_t b = call.argument(1).shape.size();
  if (a == 1 && b == 1) return {"y = \\sum_k a_k\\, b_k", {"b_k", "a_k"}};
  if (a == 2 && b == 1) return {"y_j = \\sum_k a_{jk}\\, b_k", {"b_k", "a_{jk}"}};
  if (a == 1 && b == 2) return {"y_j = \\sum_k a_k\\, b_{kj}", {"b_{kj}", "a_k"}};
  if (a == 2 && b == 2) return {"y_{ij} = \\sum_k a_{ik}\\, b_{kj}", {"b_{kj}", "a_{ik}"}};
  return {"y_{nij} = \\sum_k a_{nik}\\, b_{nkj}", {"b_{nkj}", "a_{nik}"}};
}

OpFormula linear_formula(const OpCall& call) {
  const bool bias = call.arguments.size() > 2;
  if (call.argument(0).shape.size() == 1)
    return {bias ? "y_j = \\sum_k a_k\\, b_{jk} + c_j" : "y_j = \\sum_k a_k\\, b_{jk}",
            {"b_{jk}", "a_k", "1"}};
  return {bias ? "y_{nj} = \\sum_k a_{nk}\\, b_{jk} + c_j" : "y_{nj} = \\sum_k a_{nk}\\, b_{jk}",
          {"b_{jk}", "a_{nk}", "1"}};
}

constexpr char matmul_name[] = "matmul";
constexpr char linear_name[] = "linear";

std::vector<OpRow> make_rows() {
  OpRow matmul;
  kernel::lift<Product, matmul_name>(matmul);
  matmul.symbol = "@";
  matmul.parameters = {{"input"}, {"other"}};
  matmul.shape = product_shape;
  matmul.forward = product_forward;
  matmul.backward = product_backward;
  matmul.record_scalars = record_scalars;
  matmul.formula_tex = "y_{ij} = \\sum_k a_{ik}\\, b_{kj}";
  matmul.derivative_tex = {"b_{kj}", "a_{ik}"};
  matmul.formula_for = product_formula;
  matmul.examples = {{"a @ b", {{2, 3}, {3, 4}}},       {"a @ b", {{3}, {3}}},
                     {"a @ b", {{3}, {3, 2}}},          {"a @ b", {{2, 3}, {3}}},
                     {"a @ b", {{2, 2, 3}, {2, 3, 2}}}, {"a @ b", {{2, 1, 2, 3}, {3, 3, 2}}},
                     {"a @ b", {{2, 2, 3}, {3}}}};
  OpRow linear;
  kernel::lift<Linear, linear_name>(linear);
  linear.parameters = {{"input"}, {"weight"}, {"bias", ParameterKind::optional_tensor, false}};
  linear.shape = linear_shape;
  linear.forward = linear_forward;
  linear.backward = linear_backward;
  linear.pytorch = "torch.nn.functional";
  linear.formula_tex = "y_{nj} = \\sum_k a_{nk}\\, b_{jk} + c_j";
  linear.derivative_tex = {"b_{jk}", "a_{nk}", "1"};
  linear.formula_for = linear_formula;
  linear.examples = {{"linear(a, b, c)", {{4, 3}, {2, 3}, {2}}},
                     {"linear(a, b)", {{3}, {2, 3}}},
                     {"linear(a, b, bias=c)", {{2, 2, 3}, {2, 3}, {2}}}};
  for (OpRow* row : {&matmul, &linear}) {
    row->kind = OpKind::product;
    row->work = multiplications;
  }
  return {matmul, linear};
}

}  // namespace

std::span<const OpRow> product_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
