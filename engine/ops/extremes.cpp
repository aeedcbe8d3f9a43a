/// The largest and the smallest element. Over everything, ties share the gradient evenly; along a
/// dimension the first of them takes it all; NaN wins (PyTorch's rules).
#include <cmath>

#include "engine/ops/dimensions.h"
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

/// Whether x takes the place of the best so far: NaN is better than any number.
template <bool largest>
bool beats(double x, double best) {
  if (std::isnan(best)) return false;
  return std::isnan(x) || (largest ? x > best : x < best);
}

template <bool largest>
Index best_of(const Tensor& a, const Grouping& grouping, Index group) {
  Index best = 0;
  for (Index k = 1; k < grouping.size(); ++k) {
    if (beats<largest>(a[grouping.at(group, k)], a[grouping.at(group, best)])) best = k;
  }
  return best;
}

template <bool largest>
class Extreme {
 public:
  Extreme(const OpCall& call, const Shape&)
      : a_(call.argument(0)), grouping_(groups_along(call)), shared_(!call.attributes.has("dim")) {}
  Index groups(int) const { return grouping_.groups(); }
  Index group_of(int which, Index element) const {
    return which == the_output ? element : grouping_.group_of(element);
  }

  /// The chain of comparisons that finds it.
  template <class Io>
  void forward(Io& io, Index group) const {
    auto best = io.in(0, grouping_.at(group, 0));
    for (Index k = 1; k < grouping_.size(); ++k) {
      const auto x = io.in(0, grouping_.at(group, k));
      best = largest ? rule::maximum(best, x) : rule::minimum(best, x);
    }
    io.out(group, best);
  }

  template <class Io>
  void backward(Io& io, int, Index group) const {
    using Number = typename Io::Number;
    const Index first = best_of<largest>(a_, grouping_, group);
    const double best = a_[grouping_.at(group, first)];
    const auto ties_with_best = [&](double x) {
      return x == best || (std::isnan(x) && std::isnan(best));
    };
    double ties = 0;
    for (Index k = 0; k < grouping_.size(); ++k)
      ties += ties_with_best(a_[grouping_.at(group, k)]) ? 1 : 0;
    for (Index k = 0; k < grouping_.size(); ++k) {
      const Index element = grouping_.at(group, k);
      const bool takes = shared_ ? ties_with_best(a_[element]) : k == first;
      if (takes && shared_ && ties > 1) {
        io.out(element, io.g(group) / Number(ties));
      } else {
        io.out(element, rule::copy(takes ? io.g(group) : Number(0.0)));
      }
    }
  }

 private:
  const Tensor& a_;
  Grouping grouping_;
  bool shared_;
};

/// The place of the extreme, counted along the dimension or in row-major order; no gradient.
template <bool largest>
class Place {
 public:
  Place(const OpCall& call, const Shape&) : a_(call.argument(0)), grouping_(groups_along(call)) {}
  Index groups(int) const { return grouping_.groups(); }
  Index group_of(int, Index element) const { return element; }
  template <class Io>
  void forward(Io& io, Index group) const {
    using Number = typename Io::Number;
    io.out(group, Number(static_cast<double>(best_of<largest>(a_, grouping_, group))));
  }
  template <class Io>
  void backward(Io&, int, Index) const {}

 private:
  const Tensor& a_;
  Grouping grouping_;
};

template <bool largest>
void sides(const OpCall& call, std::vector<Index>& sides) {
  const Grouping grouping = groups_along(call);
  for (Index group = 0; group < grouping.groups(); ++group)
    sides.push_back(best_of<largest>(call.argument(0), grouping, group));
}

std::optional<Shape> shape(const OpCall& call, std::string& problem) {
  if (groups_along(call).size() == 0) {
    problem = "there is no element to choose from";
    return std::nullopt;
  }
  return reduced_shape(call, problem);
}

constexpr char max_name[] = "max";
constexpr char min_name[] = "min";
constexpr char argmax_name[] = "argmax";
constexpr char argmin_name[] = "argmin";

template <class Kernel, const char* Name>
OpRow make_row(std::string_view formula_tex, std::string_view derivative_tex) {
  OpRow row;
  kernel::lift<Kernel, Name>(row);
  row.kind = OpKind::reduction;
  row.parameters = reduction_parameters();
  row.parameters[1].kind = ParameterKind::dim;
  row.shape = shape;
  row.formula_tex = formula_tex;
  row.derivative_tex = {derivative_tex};
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow max = make_row<Extreme<true>, max_name>("y = \\max_i a_i", "[a_i = y]");
  max.pytorch =
      "def max(x, dim=None, keepdim=False):\n"
      "    return torch.max(x) if dim is None else torch.max(x, dim, keepdim)[0]\n";
  max.sides = sides<true>;
  max.examples = {{"max(a)", {{2, 3}}}, {"max(a, dim=1, keepdim=True)", {{2, 3}}}};
  OpRow min = make_row<Extreme<false>, min_name>("y = \\min_i a_i", "[a_i = y]");
  min.pytorch =
      "def min(x, dim=None, keepdim=False):\n"
      "    return torch.min(x) if dim is None else torch.min(x, dim, keepdim)[0]\n";
  min.sides = sides<false>;
  min.examples = {{"min(a)", {{2, 3}}}, {"min(a, dim=0)", {{3, 2}}}};
  OpRow argmax = make_row<Place<true>, argmax_name>("y = \\arg\\max_i a_i", "0");
  argmax.examples = {{"argmax(a, dim=1) * b", {{2, 3}, {2}}}};
  OpRow argmin = make_row<Place<false>, argmin_name>("y = \\arg\\min_i a_i", "0");
  argmin.examples = {{"argmin(a) * b", {{2, 3}, {2}}}};
  for (OpRow* row : {&argmax, &argmin})
    row->passes_gradient = [](const OpCall&, int) { return false; };
  argmax.sides = sides<true>;
  argmin.sides = sides<false>;
  return {max, min, argmax, argmin};
}

}  // namespace

std::span<const OpRow> extreme_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
