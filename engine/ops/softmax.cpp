/// softmax and log_softmax along a dimension. The maximum is subtracted first, so that exp cannot
/// overflow.
#include "engine/ops/softmax.h"

#include "engine/ops/dimensions.h"
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

struct Rows {
  Grouping grouping;
  explicit Rows(const OpCall& call) : grouping(groups_along(call)) {}
  Index groups(int) const { return grouping.groups(); }
  Index group_of(int, Index element) const { return grouping.group_of(element); }
  template <class Io>
  auto shifted(Io& io, Index group) const {
    return softmax::shift(grouping.size(),
                          [&](Index k) { return io.in(0, grouping.at(group, k)); });
  }
};

struct Softmax : Rows {
  Softmax(const OpCall& call, const Shape&) : Rows(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    const auto row = shifted(io, group);
    for (Index k = 0; k < grouping.size(); ++k)
      io.out(grouping.at(group, k), row.exps[static_cast<std::size_t>(k)] / row.sum);
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    Sum<typename Io::Number> mean;  // of the arriving gradients, weighed by y
    for (Index k = 0; k < grouping.size(); ++k) {
      const Index element = grouping.at(group, k);
      mean.add(io.g(element) * io.y(element));
    }
    for (Index k = 0; k < grouping.size(); ++k) {
      const Index element = grouping.at(group, k);
      io.out(element, io.y(element) * (io.g(element) - mean.total()));
    }
  }
};

struct LogSoftmax : Rows {
  LogSoftmax(const OpCall& call, const Shape&) : Rows(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    const auto row = shifted(io, group);
    const auto log_sum = rule::log(row.sum);
    for (Index k = 0; k < grouping.size(); ++k)
      io.out(grouping.at(group, k), row.shifted[static_cast<std::size_t>(k)] - log_sum);
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < grouping.size(); ++k)
      sum.add(io.g(grouping.at(group, k)));
    for (Index k = 0; k < grouping.size(); ++k) {
      const Index element = grouping.at(group, k);
      io.out(element, io.g(element) - rule::exp(io.y(element)) * sum.total());
    }
  }
};

constexpr char softmax_name[] = "softmax";
constexpr char log_softmax_name[] = "log_softmax";

template <class Kernel, const char* Name>
OpRow make_row(std::string_view formula_tex, std::string_view derivative_tex) {
  OpRow row;
  kernel::lift<Kernel, Name>(row);
  row.kind = OpKind::normalization;
  row.parameters = {{"input"}, {"dim", ParameterKind::dim}};
  row.shape = same_shape;
  row.formula_tex = formula_tex;
  row.derivative_tex = {derivative_tex};
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow softmax = make_row<Softmax, softmax_name>("y_i = \\frac{e^{a_i}}{\\sum_k e^{a_k}}",
                                                  "y_i\\,([i = j] - y_j)");
  softmax.examples = {{"softmax(a, dim=1)", {{2, 4}}}, {"softmax(a, dim=0)", {{3, 2}}}};
  OpRow log_softmax = make_row<LogSoftmax, log_softmax_name>("y_i = a_i - \\log \\sum_k e^{a_k}",
                                                             "[i = j] - e^{y_j}");
  log_softmax.examples = {{"log_softmax(a, dim=-1)", {{2, 4}}}, {"log_softmax(a, 0)", {{3}}}};
  return {softmax, log_softmax};
}

}  // namespace

std::span<const OpRow> softmax_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
