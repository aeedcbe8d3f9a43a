// One neuron opened: x and w to z, through the chosen function to a, and the way back. All numbers
// are those of the neuron's program, run by the engine.
#include <fmt/format.h>

#include <cmath>

#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "viz/app/lab_programs.h"
#include "viz/scene/activation_lab.h"
#include "viz/scene/plot_frame.h"

namespace backprop::viz {
namespace {

constexpr float field_width = 104;
constexpr float field_height = 26;
constexpr float edge_most = 7;

/// The numbers of the run.
struct Neuron {
  double z = 0, a = 0, loss = 0;
  double to_a = 0, delta = 0;  ///< dJ/da, dJ/dz
  std::array<double, 2> to_weights{};
  double slope = 0;
};

/// The value that was made n-th from the end: the program ends z, a, (a - y), ..., J.
std::optional<Neuron> neuron_of(const LabCard& card) {
  const auto trace = card.models.neuron(card.lab());
  const FunctionModel* model = card.models.function(card.lab(), card.lab().chosen);
  if (trace == nullptr || model == nullptr) return std::nullopt;
  const auto value = [&](const std::string& name) {
    const ValueId id = find_value(*trace, name);
    return id != no_value ? id : find_value(*trace, name + "_");
  };
  const ValueId z = value("z");
  const ValueId a = value("a");
  const ValueId w = value("w");
  const ValueId loss = trace->loss();
  if (z == no_value || a == no_value || w == no_value || loss == no_value) return std::nullopt;
  const Index end = trace->step_count();
  Neuron n;
  n.z = trace->value(z).data[0];
  n.a = trace->value(a).data[0];
  n.loss = trace->value(loss).data[0];
  n.to_a = gradient_at(*trace, a, end)[0];
  n.delta = gradient_at(*trace, z, end)[0];
  const Tensor weights = gradient_at(*trace, w, end);
  n.to_weights = {weights[0], weights[1]};
  n.slope = ActivationModels::at(*model, n.z)[1];
  return n;
}

LabNumber number(LabNumber::Kind kind, int index = 0) {
  return {kind, index, {}, {}};
}

void weight_edge(const LabCard& card, int i, Vec2 from, Vec2 to) {
  const double weight = card.lab().weights[static_cast<std::size_t>(i)];
  const Color color = weight < 0 ? card.b.colors.negative : card.b.colors.positive;
  const float width = 1.2F + edge_most * static_cast<float>(std::tanh(std::abs(weight) / 2));
  card.b.line(from, to, color, width, weight < 0);
}

void weight_field(const LabCard& card, int i, Vec2 middle, float width) {
  const double weight = card.lab().weights[static_cast<std::size_t>(i)];
  const Rect r{middle.x - width / 2, middle.y - field_height / 2, width, field_height};
  lab_field(card, number(LabNumber::Kind::weight, i), fmt::format("lab-w{}", i), r,
            fmt::format("w[{}]", i), weight < 0 ? card.b.colors.negative : card.b.colors.positive);
}

/// The function as a small picture with the point at z.
void small_curve(const LabCard& card, Rect r, const Neuron& n) {
  Builder& b = card.b;
  b.add(draw::Rectangle{r, 8, b.colors.forward_fill, b.colors.forward, 1.6F});
  const CurveModel& curve = card.models.curve(card.lab(), card.lab().chosen);
  double low = 0;
  double high = 0;
  for (const double y : curve.y) {
    if (!std::isfinite(y)) continue;
    low = std::min(low, y);
    high = std::max(high, y);
  }
  const PlotFrame frame{
      inset(r, 9, 9), {card.lab().low, card.lab().high, false}, roomy_scale(low, high, false)};
  std::vector<Vec2> points;
  for (std::size_t i = 0; i < curve.x.size(); ++i)
    points.push_back(frame.at(curve.x[i], curve.y[i]));
  plot_line(b, points, frame.area, {b.colors.forward, 2, false});
  const Vec2 at = frame.at(n.z, n.a);
  if (inset(frame.area, -1, -1).contains(at)) b.add(draw::Circle{at, 4, b.colors.ink});
}

/// A box with a name over a number.
void number_box(const LabCard& card, Rect r, const std::string& name, double value, Color color) {
  Builder& b = card.b;
  b.add(draw::Rectangle{r, 8, b.colors.card, color, 1.4F});
  b.text({r.center().x, r.y + 21}, name, TextStyle::small, b.colors.muted, Align::center, r.w - 8);
  b.text({r.center().x, r.y + 42}, shown_short(value, 5), TextStyle::code_strong, b.colors.ink,
         Align::center, r.w - 8);
}

/// dJ/da f'(z) = delta, and what it gives the weights.
void way_back(const LabCard& card, Rect r, const Neuron& n) {
  Builder& b = card.b;
  const auto digits = [](double value) { return shown_short(value, 4); };
  const std::string chain = fmt::format(
      "\u03B4 = \u2202J/\u2202z = \u2202J/\u2202a \u00B7 f\u2032(z) = {} \u00B7 {} = {}",
      digits(n.to_a), digits(n.slope), shown_signed(n.delta, 4));
  float y = b.paragraph({r.x, r.y}, r.w, chain, TextStyle::small, b.colors.backward);
  const std::string weights = fmt::format(
      "\u2202J/\u2202w[0] = \u03B4 x[0] = {},  \u2202J/\u2202w[1] = \u03B4 x[1] = {},  "
      "\u2202J/\u2202b = \u03B4,  J = (a \u2212 y)\u00B2/2 = {}",
      shown_signed(n.to_weights[0], 4), shown_signed(n.to_weights[1], 4), digits(n.loss));
  y = b.paragraph({r.x, y + 2}, r.w, weights, TextStyle::small, b.colors.backward);
}

/// Left the inputs, each with its weight on the way; then z, the function, a; below them b and y.
void draw_neuron(const LabCard& card, Rect r, const Neuron& n) {
  Builder& b = card.b;
  const float middle = r.center().y - 4;
  const float left = std::min(field_width, r.w * 0.24F);
  const float below = std::max(left * 0.9F, 76.0F);
  const float out_width = std::min(92.0F, r.w * 0.15F);
  const Rect sum{r.x + r.w * 0.46F, middle - 28, std::min(96.0F, r.w * 0.16F), 56};
  const Rect picture{r.x + r.w * 0.64F, middle - 36, std::min(112.0F, r.w * 0.17F), 72};
  const Rect out{r.right() - out_width, middle - 28, out_width, 56};
  const float rows[] = {r.y + 16, r.bottom() - 24};
  for (int i = 0; i < 2; ++i)
    weight_edge(card, i, {r.x + left, rows[i]}, {sum.x, middle});
  b.line({sum.right(), middle}, {picture.x, middle}, b.colors.forward, 2.5F);
  b.line({picture.right(), middle}, {out.x, middle}, b.colors.forward, 2.5F);
  for (int i = 0; i < 2; ++i) {
    lab_field(card, number(LabNumber::Kind::input, i), fmt::format("lab-x{}", i),
              {r.x, rows[i] - 13, left, field_height}, fmt::format("x[{}]", i), b.colors.ink);
    weight_field(card, i, {(r.x + left + sum.x) / 2, (rows[i] + middle) / 2},
                 std::min(field_width, r.w * 0.21F));
  }
  number_box(card, sum, "z", n.z, b.colors.ink);
  small_curve(card, picture, n);
  number_box(card, out, "a", n.a, b.colors.forward);
  lab_field(card, number(LabNumber::Kind::bias), "lab-b", {sum.x, middle + 38, below, field_height},
            "b", b.colors.ink);
  lab_field(card, number(LabNumber::Kind::target), "lab-y",
            {r.right() - below, middle + 38, below, field_height}, "y", b.colors.ink);
}

}  // namespace

void lab_neuron_card(const LabCard& card) {
  Builder& b = card.b;
  const Rect inner = card.open("lab.neuron");
  const std::string& open = b.words["lab.trace"];
  const float button = std::min(b.width(open, TextStyle::small) + 20, inner.w * 0.6F);
  b.view_button("lab-trace", {inner.right() - button, card.area.y + 8, button, 25}, open,
                "lab-trace", b.words["lab.trace.tip"], {.filled = true});
  const auto n = neuron_of(card);
  if (!n) {
    b.paragraph({inner.x, inner.y}, inner.w, b.words["lab.neuron.none"], TextStyle::small,
                b.colors.wrong);
    return;
  }
  constexpr float foot = 64;
  draw_neuron(card, {inner.x, inner.y + 8, inner.w, inner.h - foot - 8}, *n);
  way_back(card, {inner.x, card.area.bottom() - foot - 4, inner.w, foot}, *n);
}

}  // namespace backprop::viz
