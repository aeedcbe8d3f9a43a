/// embedding: rows of a table picked by indices. dropout: elements switched off by chance.
#include "engine/ops/class_index.h"
#include "engine/ops/dropout_rule.h"
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

/// y[..., d] = weight[index[...], d]; a row's gradient is the sum over all places that picked it.
class Embedding {
 public:
  Embedding(const OpCall& call, const Shape&)
      : indices_(call.argument(0)),
        rows_(call.argument(1).shape[0]),
        width_(call.argument(1).shape[1]) {}
  Index groups(int which) const { return (which == the_output ? indices_.size() : rows_) * width_; }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index element) const {
    const Index row = index_at(indices_, element / width_, rows_);
    io.out(element, rule::copy(io.in(1, row * width_ + element % width_)));
  }
  template <class Io>
  void backward(Io& io, int, Index element) const {
    Sum<typename Io::Number> sum;
    for (Index i = 0; i < indices_.size(); ++i) {
      if (index_at(indices_, i, rows_) == element / width_)
        sum.add(io.g(i * width_ + element % width_));
    }
    io.out(element, sum.total());
  }

 private:
  const Tensor& indices_;
  Index rows_, width_;
};

std::optional<Shape> embedding_shape(const OpCall& call, std::string& problem) {
  const Shape& table = call.argument(1).shape;
  if (table.size() != 2) {
    problem = "the weight must have two dimensions: [rows, width]";
    return std::nullopt;
  }
  problem = why_not_indices(call.argument(0), table[0], "row");
  if (!problem.empty()) return std::nullopt;
  Shape shape = call.argument(0).shape;
  shape.push_back(table[1]);
  return shape;
}

/// Srivastava et al. 2014, scaled by 1 / (1 - p) in training.
class Dropout {
 public:
  Dropout(const OpCall& call, const Shape& output)
      : count_(element_count(output)),
        p_(call.attributes.flag("training") ? call.attributes.real("p") : 0),
        seed_(static_cast<std::uint64_t>(call.attributes.whole("seed"))) {}
  Index groups(int) const { return count_; }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index i) const {
    io.out(i, io.in(0, i) * typename Io::Number(mask(i)));
  }
  template <class Io>
  void backward(Io& io, int, Index i) const {
    io.out(i, io.g(i) * typename Io::Number(mask(i)));
  }

 private:
  double mask(Index i) const { return rule::dropout_factor(seed_, i, p_); }
  Index count_;
  double p_;
  std::uint64_t seed_;
};

std::optional<Shape> dropout_shape(const OpCall& call, std::string& problem) {
  const double p = call.attributes.real("p");
  if (!(p >= 0 && p <= 1)) {
    problem = "p is the chance of being switched off, from 0 to 1";
    return std::nullopt;
  }
  return call.argument(0).shape;
}

constexpr char embedding_name[] = "embedding";
constexpr char dropout_name[] = "dropout";

std::vector<OpRow> make_rows() {
  OpRow embedding;
  kernel::lift<Embedding, embedding_name>(embedding);
  embedding.kind = OpKind::lookup;
  embedding.parameters = {{"input", ParameterKind::indices}, {"weight"}};
  embedding.shape = embedding_shape;
  embedding.passes_gradient = [](const OpCall&, int which) { return which == 1; };
  embedding.pytorch =
      "def embedding(index, weight):\n"
      "    return F.embedding(indices(index), weight)\n";
  embedding.formula_tex = "y_{id} = b_{a_i d}";
  embedding.derivative_tex = {"0", "[k = a_i]"};
  embedding.examples = {{"embedding([2, 0, 2], a)", {{3, 2}}},
                        {"embedding([[1, 0], [1, 1]], a)", {{2, 3}}}};
  OpRow dropout;
  kernel::lift<Dropout, dropout_name>(dropout);
  dropout.kind = OpKind::elementwise;
  dropout.parameters = {{"input"},
                        {"p", ParameterKind::real, false, 0.5},
                        {"training", ParameterKind::flag, false, true},
                        {"seed", ParameterKind::whole, false, Index{0}}};
  dropout.shape = dropout_shape;
  dropout.pytorch =
      "def dropout(x, p=0.5, training=True, seed=0):\n"
      "    return x * next(masks).reshape(x.shape)\n";
  dropout.formula_tex = "y_i = \\frac{m_i}{1 - p}\\, a_i";
  dropout.derivative_tex = {"\\frac{m_i}{1 - p}"};
  dropout.examples = {{"dropout(a, p=0.4, seed=3)", {{3, 4}}},
                      {"dropout(a, 0.4, training=False)", {{5}}}};
  return {embedding, dropout};
}

}  // namespace

std::span<const OpRow> lookup_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
