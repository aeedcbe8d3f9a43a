#include "engine/function/ends.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/function/points.h"
#include "engine/function/simplify.h"

namespace backprop {
namespace {

constexpr int first_window = 2;  // from 4 to 8
constexpr int last_window = 19;
constexpr int window_points = 33;

/// The values between one power of two and the next.
struct Window {
  double low = 0, high = 0;
  double last = 0;  ///< the outermost
  double spread() const { return high - low; }
  double middle() const { return low + (high - low) / 2; }
};

std::vector<double> window_x(int power, int side) {
  const double inner = side * std::ldexp(1.0, power);
  return even_points(inner, 2 * inner, window_points);
}

/// The outermost windows that have nothing but finite values; further out, if anything, there is
/// `gap`, a point without one.
std::vector<Window> finite_windows(const FunctionAt& function, int side,
                                   std::optional<double>& gap) {
  std::vector<Window> windows;
  const CompiledFormulas compiled({&function.formula, 1}, function.variable, function.numbers);
  std::vector<double> y(window_points);
  const std::span<double> results[] = {y};
  for (int power = first_window; power <= last_window; ++power) {
    const std::vector<double> x = window_x(power, side);
    compiled(x, results);
    const auto missing =
        std::find_if(y.begin(), y.end(), [](double value) { return !std::isfinite(value); });
    if (missing != y.end()) {
      if (!gap) gap = x[static_cast<std::size_t>(missing - y.begin())];
      continue;
    }
    if (gap) windows.clear();  // it was a pole
    gap.reset();
    const auto [low, high] = std::minmax_element(y.begin(), y.end());
    windows.push_back({*low, *high, y.back()});
  }
  return windows;
}

/// A limit is most often a number of few digits.
double rounded(double limit, double within) {
  constexpr double grain = 1e4;
  const double near = std::round(limit * grain) / grain;
  return std::abs(near - limit) <= within ? near + 0.0 : limit;
}

/// Where a sequence goes whose steps shrink by the same ratio each time.
double extrapolated(double a, double b, double c) {
  const double bend = (c - b) - (b - a);
  return bend == 0 ? c : c - (c - b) * (c - b) / bend;
}

Limit judged(const std::vector<Window>& windows) {
  const std::size_t n = windows.size();
  if (n < 3) return {};
  const Window& last = windows[n - 1];
  const double scale = std::max(1.0, std::abs(last.middle()));
  if (last.spread() <= 1e-9 * scale) return {EndKind::finite, rounded(last.last, 1e-8 * scale)};
  const Window& before = windows[n - 2];
  const double step = last.middle() - before.middle();
  const double step_before = before.middle() - windows[n - 3].middle();
  constexpr double shrinks = 0.9;
  if (last.spread() < shrinks * before.spread() &&
      std::abs(step) < shrinks * std::abs(step_before) + 1e-12) {
    const bool steady = last.spread() < 2 * std::abs(step);
    const double limit =
        steady ? extrapolated(windows[n - 3].last, before.last, last.last) : last.middle();
    return {EndKind::finite, rounded(limit, 2 * last.spread())};
  }
  const bool goes_on = step * step_before > 0 && std::abs(step) >= shrinks * std::abs(step_before);
  if (goes_on && last.spread() <= 4 * std::abs(step))
    return {step > 0 ? EndKind::rises : EndKind::falls, 0};
  return {EndKind::wavers, 0};
}

/// What the values do before they leave the real numbers at `gap`.
Limit judged_at_gap(const FunctionAt& function, const std::vector<Window>& windows, double gap) {
  const NonFinitePart why = NonFiniteExplainer(function).at(gap);
  const bool overflow =
      why.cause == NonFiniteCause::too_large || why.cause == NonFiniteCause::undefined;
  if (!overflow) return {};
  const double value =
      CompiledFormulas({&function.formula, 1}, function.variable, function.numbers).at(gap);
  if (std::isinf(value)) return {value > 0 ? EndKind::rises : EndKind::falls, 0};
  return judged(windows);
}

/// A formula with the values of its choosing parts where these are the same at all points. Of parts
/// that do not choose themselves they may be the same by rounding.
class Frozen {
 public:
  Frozen(const FunctionAt& function, std::span<const double> x) {
    std::vector<FormulaPtr> choosing;
    for (const FormulaPtr& call : calls_of(function.formula)) {
      if (chooses(*call->op) && !call->is_call("where")) choosing.push_back(call);
    }
    std::vector<std::vector<double>> y(choosing.size(), std::vector<double>(x.size()));
    const std::vector<std::span<double>> results(y.begin(), y.end());
    CompiledFormulas(choosing, function.variable, function.numbers)(x, results);
    for (std::size_t i = 0; i < choosing.size(); ++i) {
      const bool same = std::all_of(y[i].begin(), y[i].end(),
                                    [&](double value) { return value == y[i].front(); });
      if (same) constant_[choosing[i].get()] = y[i].front();
    }
  }

  FormulaPtr operator()(const FormulaPtr& formula) {
    if (formula->op == nullptr) return formula;
    return done_(formula, [&] { return of_call(formula); });
  }

 private:
  FormulaPtr of_call(const FormulaPtr& call) {
    const auto constant = constant_.find(call.get());
    if (constant != constant_.end()) return number_formula(constant->second);
    std::vector<FormulaPtr> arguments;
    for (const FormulaPtr& argument : call->arguments)
      arguments.push_back((*this)(argument));
    return with_arguments(*call, std::move(arguments));
  }

  std::unordered_map<const Formula*, double> constant_;
  OncePerPart<FormulaPtr> done_;
};

}  // namespace

Limit limit_of(const FunctionAt& function, int side) {
  std::optional<double> gap;
  const std::vector<Window> windows = finite_windows(function, side, gap);
  return gap ? judged_at_gap(function, windows, *gap) : judged(windows);
}

std::optional<double> dies_from(const FunctionAt& function, const FormulaPtr& derivative,
                                int side) {
  const FunctionAt slope{derivative, function.variable, function.numbers};
  std::vector<double> x = far_points();
  std::vector<double> turns = Choices(slope).turns(x);
  turns.push_back(side * std::numeric_limits<double>::infinity() * -1);
  if (side > 0) std::reverse(turns.begin(), turns.end() - 1);
  std::optional<double> from;
  double outer = side * std::numeric_limits<double>::infinity();
  for (const double turn : turns) {
    std::vector<double> between;
    for (const double point : x) {
      if (std::min(turn, outer) < point && point < std::max(turn, outer)) between.push_back(point);
    }
    if (between.empty()) continue;
    if (!simplified(Frozen(slope, between)(derivative))->is_number(0)) break;
    from = outer = turn;
  }
  return from;
}

}  // namespace backprop
