/// Comparisons, 1 where they hold and 0 where not, and `where`, which chooses by them. No gradient
/// passes a comparison.
#include "engine/ops/elementwise.h"

namespace backprop {
namespace {

using rule::value_of;

/// Rule of a comparison; backward is never asked for.
template <class Holds>
struct Comparison {
  template <class T>
  static T forward(T a, T b) {
    return rule::copy(T(Holds{}(value_of(a), value_of(b)) ? 1.0 : 0.0));
  }
  template <class T>
  static T backward_a(T, T, T, T) {
    return rule::copy(T(0.0));
  }
  template <class T>
  static T backward_b(T, T, T, T) {
    return rule::copy(T(0.0));
  }
};

template <class Holds, const char* Name>
OpRow comparison_row(std::string_view symbol, std::string_view tex, std::string_view formula) {
  OpRow row = elementwise::make_row<Comparison<Holds>, Name>(
      OpKind::elementwise, {symbol, tex, {"0", "0"}, formula, {"0", "0"}});
  row.passes_gradient = [](const OpCall&, int) { return false; };
  return row;
}

/// y = a where the condition is not 0, else b; all three broadcast. The branch not taken gets the
/// gradient 0, and what comes before it may still make a NaN of that: 0 x inf.
class Where {
 public:
  Where(const OpCall& call, const Shape& output)
      : condition_(call.argument(0)), arguments_(call, output) {}
  Index groups(int which) const { return arguments_.elements(which); }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index i) const {
    const int taken = holds(i) ? 1 : 2;
    io.out(i, rule::copy(io.in(taken, arguments_.source(taken, i))));
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    using Number = typename Io::Number;
    arguments_.contribute(io, which, element, [&](Index i) {
      return rule::copy(holds(i) == (which == 1) ? io.g(i) : Number(0.0));
    });
  }

 private:
  bool holds(Index i) const { return condition_[arguments_.source(0, i)] != 0; }

  const Tensor& condition_;
  BroadcastArguments arguments_;
};

void map_where(std::span<const double* const> arguments, const Attributes&, std::span<double> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = arguments[arguments[0][i] != 0 ? 1 : 2][i];
}

void map_where_backward(std::span<const double* const> arguments, const Attributes&, int which,
                        std::span<const double> g, const double*, double* contributions) {
  for (std::size_t i = 0; i < g.size(); ++i)
    contributions[i] = (arguments[0][i] != 0) == (which == 1) ? g[i] : 0.0;
}

constexpr char gt_name[] = "gt";
constexpr char ge_name[] = "ge";
constexpr char lt_name[] = "lt";
constexpr char le_name[] = "le";
constexpr char eq_name[] = "eq";
constexpr char ne_name[] = "ne";
constexpr char where_name[] = "where";

OpRow where_row() {
  OpRow row;
  kernel::lift<Where, where_name>(row);
  row.parameters = {{"condition"}, {"input"}, {"other"}};
  row.shape = elementwise::broadcast_shape;
  row.passes_gradient = [](const OpCall&, int which) { return which != 0; };
  row.formula_tex = "y = \\begin{cases} b & a \\ne 0 \\\\ c & a = 0 \\end{cases}";
  row.derivative_tex = {"0", "[a \\ne 0]", "[a = 0]"};
  // The formula would be the call itself.
  row.derivative = {"0", "where(a, 1, 0)", "where(a, 0, 1)"};
  row.map = map_where;
  row.map_backward = map_where_backward;
  row.sides = [](const OpCall& call, std::vector<Index>& sides) {
    for (const double number : call.argument(0).data)
      sides.push_back(number != 0 ? 1 : 0);
  };
  row.pytorch =
      "def where(condition, a, b):\n"
      "    return torch.where(condition != 0, as_tensor(a), as_tensor(b))\n";
  row.examples = {{"where(a > 0, b, a * c)", {{2, 3}, {3}, {2, 1}}},
                  {"where(a > b, a, 0.5)", {{4}, {}}}};
  return row;
}

std::vector<OpRow> make_rows() {
  return {
      comparison_row<std::greater<>, gt_name>(">", "y = [a > b]", "a > b"),
      comparison_row<std::greater_equal<>, ge_name>(">=", "y = [a \\ge b]", "a >= b"),
      comparison_row<std::less<>, lt_name>("<", "y = [a < b]", "a < b"),
      comparison_row<std::less_equal<>, le_name>("<=", "y = [a \\le b]", "a <= b"),
      comparison_row<std::equal_to<>, eq_name>("==", "y = [a = b]", "a == b"),
      comparison_row<std::not_equal_to<>, ne_name>("!=", "y = [a \\ne b]", "a != b"),
      where_row(),
  };
}

}  // namespace

std::span<const OpRow> comparison_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
