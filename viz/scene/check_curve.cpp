#include "viz/scene/check_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr Index most_numbers = 60'000;  // recomputed for one difference
constexpr int points_per_decade = 3;
constexpr double smallest_exponent = -15;
constexpr double lowest = -16;  // powers of ten of the difference
constexpr double highest = 1;

/// The backward() that gave the whole gradient at that time; nothing where it is not all there, or
/// where several have added to it.
const BackwardRun* whole_run(const Trace& trace, ValueId id, Index step) {
  const auto& into = contributions_to(trace, id);
  const auto later = std::lower_bound(into.begin(), into.end(), step);
  if (later == into.begin()) return nullptr;
  const int run = trace.step(*(later - 1)).run;
  const BackwardRun& backward = trace.backward_runs[static_cast<std::size_t>(run)];
  const auto first = std::lower_bound(into.begin(), into.end(), backward.first_step);
  const auto of_run = std::lower_bound(first, into.end(), backward.end_step) - first;
  return contribution_count(trace, id, step) == of_run ? &backward : nullptr;
}

/// The version of a parameter that the loss was computed with: an update may have followed.
ValueId read_by(const Trace& trace, const BackwardRun& run, ValueId id) {
  return version_of(trace, first_version(trace, id), run.first_step);
}

bool too_large(const Trace& trace, ValueId id, ValueId loss) {
  Index numbers = 0;
  for (ValueId at = id; at <= loss && numbers <= most_numbers; ++at)
    numbers += trace.value(at).data.size();
  return numbers > most_numbers;
}

struct Axes {
  Rect area;
  float x(double h) const {
    return area.x +
           area.w * static_cast<float>((std::log10(h) - smallest_exponent) / -smallest_exponent);
  }
  float y(double off) const {
    const double power = std::clamp(off > 0 ? std::log10(off) : lowest, lowest, highest);
    return area.bottom() - area.h * static_cast<float>((power - lowest) / (highest - lowest));
  }
};

/// How far off, relative to the gradient; of a gradient of 0 itself.
double off(const CheckCurve& curve, const CheckPoint& point) {
  const double scale = curve.exact == 0 ? 1 : std::abs(curve.exact);
  return std::abs(point.numeric - curve.exact) / scale;
}

std::string power_of_ten(int power) {
  return power == 0 ? "1" : "1e\u2212" + std::to_string(-power);
}

/// The frame with round powers of ten, h below and the difference at the side; what they are stands
/// at their ends, so that the curve has the frame for itself.
Axes axes(Builder& b, Rect all, const std::string& off_name) {
  constexpr TextStyle style = TextStyle::code_small;
  const float row = line_height(style);
  const float left = b.width(power_of_ten(-12), style) + 6;
  const Axes axes{{all.x + left, all.y + row, all.w - left, all.h - 3 * row}};
  const Rect& r = axes.area;
  b.add(draw::Rectangle{r, 4, b.colors.background, b.colors.hairline, 1});
  b.text({all.x, all.y + 11}, off_name, TextStyle::small, b.colors.muted, Align::left, all.w);
  for (int power = -12; power <= 0; power += 4) {
    const float y = axes.y(std::pow(10.0, power));
    b.line({r.x, y}, {r.right(), y}, b.colors.hairline);
    b.text({r.x - 5, y + 4.5F}, power_of_ten(power), style, b.colors.muted, Align::right);
  }
  const float base = r.bottom() + row - 4;
  const float name =
      r.right() - b.text({r.right(), base}, "h", style, b.colors.muted, Align::right);
  const bool narrow = r.w / 5 < b.width(power_of_ten(-12), style) + 8;
  for (int power = -12; power < 0; power += narrow ? 6 : 3) {
    const float x = axes.x(std::pow(10.0, power));
    b.line({x, r.y}, {x, r.bottom()}, b.colors.hairline);
    if (x + b.width(power_of_ten(power), style) / 2 + 8 < name)
      b.text({x, base}, power_of_ten(power), style, b.colors.muted, Align::center);
  }
  return axes;
}

/// The two causes, below the sides where they rule: the bend of the curve by h squared, the last
/// digits by epsilon over h.
void causes(Builder& b, Rect all) {
  const float base = all.bottom() - 4;
  const float half = all.w / 2 - 4;
  b.text({all.x, base}, "\u2190 " + b.words["check.roundoff"], TextStyle::small, b.colors.muted,
         Align::left, half);
  b.text({all.right(), base}, b.words["check.truncation"] + " \u2192", TextStyle::small,
         b.colors.muted, Align::right, half);
}

}  // namespace

CheckCurve check_curve(const Trace& trace, ValueId id, Index element, Index step) {
  CheckCurve curve;
  const BackwardRun* run = whole_run(trace, id, step);
  if (run == nullptr) return curve;
  const ValueId read = read_by(trace, *run, id);
  if (read > run->loss || too_large(trace, read, run->loss)) return curve;
  curve.known = true;
  curve.loss = run->loss;
  curve.read = read;
  curve.exact = gradient_element_at(trace, id, element, step);
  const int count = static_cast<int>(-smallest_exponent) * points_per_decade;
  for (int i = 0; i <= count; ++i) {
    const double h = std::pow(10.0, -static_cast<double>(i) / points_per_decade);
    curve.points.push_back({h, numeric_gradient(trace, run->loss, read, element, h)});
  }
  return curve;
}

const CheckCurve& CheckCurveCache::of(const State& state, ValueId id, Index element) {
  const Trace& trace = *state.trace;
  const Index contributions = contribution_count(trace, id, state.time.step);
  const bool whole = whole_run(trace, id, state.time.step) != nullptr;
  const bool same = trace_ == state.trace && id_ == id && element_ == element &&
                    contributions_ == contributions && whole_ == whole;
  if (!same) {
    curve_ = check_curve(trace, id, element, state.time.step);
    chosen_.reset();
  }
  trace_ = state.trace;
  id_ = id;
  element_ = element;
  contributions_ = contributions;
  whole_ = whole;
  return curve_;
}

double CheckCurveCache::numeric(double h) {
  if (!chosen_ || chosen_->h != h)
    chosen_ = {h, numeric_gradient(*trace_, curve_.loss, curve_.read, element_, h)};
  return chosen_->numeric;
}

void check_curve_plot(Builder& b, Rect area, const CheckCurve& curve, double h) {
  const char* name = curve.exact == 0 ? "check.axis.absolute" : "check.axis.relative";
  const Axes frame = axes(b, area, b.words[name]);
  causes(b, area);
  draw::Polyline line{{}, 2, b.colors.backward, false};
  for (const CheckPoint& point : curve.points) {
    if (std::isfinite(point.numeric))
      line.points.push_back({frame.x(point.h), frame.y(off(curve, point))});
  }
  b.add(line);
  const Rect& r = frame.area;
  const float x = frame.x(h);
  b.line({x, r.y}, {x, r.bottom()}, b.colors.ink, 1.5F);
  b.add(draw::Circle{{x, r.bottom()}, 6, b.colors.ink});
  Widget& widget = b.region("check-h", {r.x, r.y, r.w, area.bottom() - r.y}, std::nullopt);
  widget.slider = Slider{smallest_exponent, 0, std::log10(h), [](double power) -> Command {
                           return command::SetCheckStep{std::pow(10.0, power)};
                         }};
  widget.tooltip = b.words["check.tip"];
}

}  // namespace backprop::viz
