// The curves of the activation lab: f and f', and f'' on request.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/scene/activation_lab.h"
#include "viz/scene/plot_frame.h"

namespace backprop::viz {
namespace {

constexpr float legend_part = 0.36F;
constexpr float widest_legend = 172;

/// The numbers that are shown, without the outermost where those are far away: beside a pole.
PlotScale height_of(const LabCard& card) {
  std::vector<double> all{0};
  const auto add = [&](const std::vector<double>& numbers) {
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(all),
                 [](double number) { return std::isfinite(number); });
  };
  for (const std::string& name : card.lab().shown) {
    if (card.models.function(card.lab(), name) == nullptr) continue;
    const CurveModel& curve = card.models.curve(card.lab(), name);
    add(curve.y);
    add(curve.first);
    if (card.lab().second) add(curve.second);
  }
  std::sort(all.begin(), all.end());
  const std::size_t few = all.size() / 50;
  const double low = all[few];
  const double high = all[all.size() - 1 - few];
  const double reach = 2 * std::max(high - low, 1e-9);
  return roomy_scale(std::max(all.front(), low - reach), std::min(all.back(), high + reach), false);
}

/// Where the chosen function is nearly flat.
void shade_saturated(const LabCard& card, const PlotFrame& frame, const FunctionModel& model) {
  const Color ground = faded(card.b.colors.negative, 0.13F);
  const auto shade = [&](double from, double to) {
    from = std::max(from, frame.x.low);
    to = std::min(to, frame.x.high);
    if (!(to > from)) return;
    const float left = frame.at(from, 0).x;
    const float right = frame.at(to, 0).x;
    card.b.add(draw::Rectangle{{left, frame.area.y, right - left, frame.area.h}, 0, ground});
  };
  const End& left = model.facts.left;
  const End& right = model.facts.right;
  if (left.saturates_from) shade(-widest_range, *left.saturates_from);
  if (right.saturates_from) shade(*right.saturates_from, widest_range);
}

std::vector<Vec2> places(const PlotFrame& frame, const std::vector<double>& x,
                         const std::vector<double>& y) {
  std::vector<Vec2> points;
  points.reserve(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    points.push_back(frame.at(x[i], y[i]));
  return points;
}

/// f' of several functions goes by the function's colour, thin and dotted; of one it is coral.
CurveStyle derivative_style(const LabCard& card, const std::string& name) {
  if (card.lab().shown.size() == 1) return {card.b.colors.backward, {7, 5}};
  return {curve_style(card.lab(), name, card.b.colors).color, {2, 4}};
}

CurveStyle second_style(const LabCard& card, const std::string& name) {
  if (card.lab().shown.size() == 1) return {card.b.colors.update, {2, 4}};
  return {faded(curve_style(card.lab(), name, card.b.colors).color, 0.6F), {1.5F, 7}};
}

void draw_curves(const LabCard& card, const PlotFrame& frame, const std::string& name) {
  const CurveModel& curve = card.models.curve(card.lab(), name);
  const bool chosen = name == card.lab().chosen;
  if (card.lab().second) {
    styled_line(card.b, places(frame, curve.x, curve.second), frame.area, second_style(card, name),
                1.3F);
  }
  styled_line(card.b, places(frame, curve.x, curve.first), frame.area, derivative_style(card, name),
              1.6F);
  styled_line(card.b, places(frame, curve.x, curve.y), frame.area,
              curve_style(card.lab(), name, card.b.colors), chosen ? 2.6F : 1.8F);
}

/// Kinks as hollow diamonds on the curve, poles as dotted verticals.
void mark_kinks(const LabCard& card, const PlotFrame& frame) {
  const CurveModel& curve = card.models.curve(card.lab(), card.lab().chosen);
  for (const Kink& kink : curve.check.kinks) {
    const double y = std::isfinite(kink.value_above) ? kink.value_above : kink.value_below;
    const Vec2 at = frame.at(kink.x, y);
    if (!inset(frame.area, -1, -1).contains(at)) continue;
    card.b.add(draw::Polyline{
        {{at.x, at.y - 6}, {at.x + 6, at.y}, {at.x, at.y + 6}, {at.x - 6, at.y}, {at.x, at.y - 6}},
        1.5F,
        card.b.colors.ink,
        false});
  }
  for (const NonFiniteStretch& stretch : curve.check.stretches) {
    if (stretch.of_derivative) continue;
    for (const double x : {stretch.from, stretch.to}) {
      const float at = frame.at(x, 0).x;
      card.b.line({at, frame.area.y}, {at, frame.area.bottom()}, card.b.colors.wrong, 1, true);
    }
  }
}

/// The point on the chosen curve with its tangent.
void draw_point(const LabCard& card, const PlotFrame& frame, const FunctionModel& model) {
  const double x = card.lab().x;
  const auto [y, slope, second] = ActivationModels::at(model, x);
  if (!std::isfinite(y) || x < frame.x.low || x > frame.x.high) return;
  Builder& b = card.b;
  const Vec2 at = frame.at(x, y);
  if (std::isfinite(slope)) {
    const double run = (frame.x.high - frame.x.low) * 0.16;
    plot_line(b, {frame.at(x - run, y - slope * run), frame.at(x + run, y + slope * run)},
              frame.area, {b.colors.ink, 1.5F, false});
  }
  const float zero = std::clamp(frame.at(x, 0).y, frame.area.y, frame.area.bottom());
  if (inset(frame.area, -1, -1).contains(at)) {
    b.line(at, {at.x, zero}, b.colors.muted, 1, true);
    b.add(draw::Circle{at, 6, b.colors.ink, b.colors.card, 1.5F});
  }
}

/// What the numbers of the legend are read at: where the pointer is, else at the point.
double read_at(const LabCard& card, const PlotFrame& frame) {
  const auto& mouse = card.view.mouse;
  if (!mouse || !frame.area.contains(*mouse)) return card.lab().x;
  const double part = static_cast<double>((mouse->x - frame.area.x) / frame.area.w);
  return frame.x.low + part * (frame.x.high - frame.x.low);
}

/// A sample of the line, and the number that is read.
float legend_row(Builder& b, Rect row, const CurveStyle& style, const std::string& name,
                 double number, float width) {
  const float y = row.y + 9;
  styled_line(b, {{row.x, y}, {row.x + 26, y}}, inset(row, -1, -1), style, width);
  const std::string digits = shown_short(number, 5);
  const float w = b.width(digits, TextStyle::code_small);
  b.text({row.x + 32, row.y + 14}, name, TextStyle::small, b.colors.ink, Align::left,
         row.w - 32 - w - 6);
  b.text({row.right(), row.y + 14}, digits, TextStyle::code_small, b.colors.ink, Align::right);
  return row.y + 18;
}

/// All curves read at one x.
void legend(const LabCard& card, Rect area, double x) {
  Builder& b = card.b;
  const auto& shown = card.lab().shown;
  const int per = card.lab().second ? 3 : 2;
  float y = area.y;
  b.text({area.x, y + 14}, "x", TextStyle::small, b.colors.ink);
  b.text({area.right(), y + 14}, shown_short(x, 5), TextStyle::code_small, b.colors.ink,
         Align::right);
  y += 24;
  const float rows = (area.bottom() - y) / 18;
  const bool all = static_cast<float>(shown.size()) * static_cast<float>(per) <= rows;
  for (const std::string& name : shown) {
    const FunctionModel* model = card.models.function(card.lab(), name);
    if (model == nullptr || y + 18 > area.bottom()) continue;
    const auto numbers = ActivationModels::at(*model, x);
    const std::string label =
        shown.size() == 1 ? std::string("f") : lab_function_label(name, b.words);
    const Rect row{area.x, y, area.w, 18};
    y = legend_row(b, row, curve_style(card.lab(), name, b.colors), label, numbers[0], 2.4F);
    if (!all) continue;
    y = legend_row(b, {area.x, y, area.w, 18}, derivative_style(card, name), "f\u2032", numbers[1],
                   1.6F);
    if (card.lab().second)
      y = legend_row(b, {area.x, y, area.w, 18}, second_style(card, name), "f\u2033", numbers[2],
                     1.3F);
  }
}

/// Zoom, fit, f'': in the title's row, from the right.
void buttons(const LabCard& card) {
  Builder& b = card.b;
  const float y = card.area.y + 8;
  float x = card.area.right() - 14;
  const auto place = [&](float w) {
    x -= w + 5;
    return Rect{x, y, w, 24};
  };
  b.view_button("lab-fit", place(28), "0", "lab-fit", b.words["lab.fit"]);
  b.view_button("lab-zoom-out", place(28), "\u2212", "lab-zoom-out", b.words["lab.zoom.out"]);
  b.view_button("lab-zoom-in", place(28), "+", "lab-zoom-in", b.words["lab.zoom.in"]);
  b.view_button("lab-right", place(28), "\u203A", "lab-right", b.words["lab.pan"]);
  b.view_button("lab-left", place(28), "\u2039", "lab-left", b.words["lab.pan"]);
  b.button("lab-second", place(36), "f\u2033", command::ShowSecondDerivative{!card.lab().second},
           {.filled = card.lab().second}, b.words["lab.second"]);
}

void caption(const LabCard& card, Rect inner, const FunctionModel& model) {
  Builder& b = card.b;
  const bool saturates = model.facts.left.saturates_from || model.facts.right.saturates_from;
  float x = inner.x;
  if (saturates) {
    b.add(draw::Rectangle{{x, inner.y + 4, 16, 11}, 2, faded(b.colors.negative, 0.25F)});
    x += 22;
    x += b.text({x, inner.y + 14}, b.words["lab.saturated"], TextStyle::small, b.colors.muted,
                Align::left, inner.right() - x) +
         14;
  }
  const std::string& hint = b.words["lab.drag"];
  if (x + b.width(hint, TextStyle::small) <= inner.right())
    b.text({x, inner.y + 14}, hint, TextStyle::small, b.colors.muted);
}

}  // namespace

void lab_curves_card(const LabCard& card) {
  Builder& b = card.b;
  const Rect inner = card.open("lab.curves");
  buttons(card);
  const FunctionModel* model = card.models.function(card.lab(), card.lab().chosen);
  if (model == nullptr) return;
  caption(card, inner, *model);
  const float side = std::min(widest_legend, inner.w * legend_part);
  const Rect all{inner.x, inner.y + 22, inner.w - side - 12, inner.h - 22};
  const PlotFrame frame =
      plot_axes(b, all, {card.lab().low, card.lab().high, false}, height_of(card), {"x", "", true});
  shade_saturated(card, frame, *model);
  plot_line(b, {frame.at(frame.x.low, 0), frame.at(frame.x.high, 0)}, frame.area,
            {b.colors.faint, 1.2F, false});
  plot_line(b, {frame.at(0, frame.y.low), frame.at(0, frame.y.high)}, frame.area,
            {b.colors.faint, 1.2F, false});
  for (const std::string& name : card.lab().shown) {
    if (card.models.function(card.lab(), name) != nullptr) draw_curves(card, frame, name);
  }
  mark_kinks(card, frame);
  draw_point(card, frame, *model);
  const double x = read_at(card, frame);
  if (x != card.lab().x) {
    const float at = frame.at(x, 0).x;
    b.line({at, frame.area.y}, {at, frame.area.bottom()}, b.colors.faint);
  }
  legend(card, {all.right() + 12, all.y, side, all.h}, x);
  Widget& plot = b.region(lab_plot_widget, frame.area, std::nullopt);
  plot.slider = Slider{card.lab().low, card.lab().high, card.lab().x, [](double at) -> Command {
                         return command::EditLabNumber{{LabNumber::Kind::x}, at};
                       }};
  plot.slider->step = (card.lab().high - card.lab().low) / 120;
}

}  // namespace backprop::viz
