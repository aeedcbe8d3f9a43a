#include "viz/scene/activation_rows.h"

#include "engine/trace/time.h"
#include "viz/scene/curve.h"
#include "viz/scene/number_region.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float plot_height = 92;

/// The slope as the factor that backward() multiplies by; nothing where none went along that edge.
std::optional<Quantity> slope_of(const Trace& trace, ValueId activated, Index element) {
  const ValueId argument = trace.value(activated).arguments[0];
  for (const Index at : contributions_to(trace, argument)) {
    if (trace.step(at).value == activated && trace.step(at).edge >= 0)
      return Quantity{target(trace, trace.step(at)), element, false, 0, at, element};
  }
  return std::nullopt;
}

/// arrives x slope = delta: what the step adds to the gradient by z.
void delta_rows(Column& c, const State& state, Index element, double slope, Color slope_ink,
                Index back) {
  const Trace& trace = *state.trace;
  const Palette& colors = c.b.colors;
  const Step& step = trace.step(back);
  const Quantity added{target(trace, step), element, true, back + 1};
  const double arrives = gradient_element_at(trace, step.value, element, back);
  number_row(c, c.b.words["inspector.arrives"], c.b.signed_number(arrives),
             number_ink(colors, colors.backward, is_gradient_stale(state, step.value, back)), trace,
             {step.value, element, true, back});
  derived_row(c, c.b.words["inspector.slope"], c.b.number(slope), slope_ink, trace,
              {slope, slope_of(trace, step.value, element).value_or(added)});
  if (!is_made(state, back, element)) return;
  const double delta = trace.contributions[static_cast<std::size_t>(step.contribution)][element];
  derived_row(c, "= \u03B4", c.b.signed_number(delta),
              number_ink(colors, colors.backward, is_step_stale(state, back)), trace,
              {delta, added});
}

}  // namespace

bool is_activated(const Trace& trace, ValueId id) {
  const OpRow* op = trace.value(id).op;
  return op != nullptr && op->kind == OpKind::activation;
}

void activation_rows(Column& c, const State& state, ValueId activated, Index element,
                     std::optional<Index> back) {
  const Trace& trace = *state.trace;
  Builder& b = c.b;
  const Value& value = trace.value(activated);
  const ValueId argument = value.arguments[0];
  const double z = trace.value(argument).data[element];
  const std::string name(value.op->name);
  c.caption(b.words.format("inspector.activation", name));
  const Rect plot{c.x, c.y + 6, c.width, plot_height};
  const Curve curve{*value.op, value.attributes};
  activation_curve(b, plot, curve, z);
  b.text({plot.x + 2, plot.y + 12}, name + "(z)", TextStyle::small, b.colors.forward);
  b.text({plot.x + 2, plot.y + 30}, name + "\u2032(z)", TextStyle::small, b.colors.backward);
  c.y = plot.bottom() + 4;
  const auto ink = [&](Color fresh, ValueId of) {
    return number_ink(b.colors, fresh, is_stale(state, of));
  };
  number_row(c, "z", b.number(z), ink(b.colors.ink, argument), trace,
             {argument, element, false, 0});
  const double slope = curve.slope(z);
  if (back) {
    delta_rows(c, state, element, slope, ink(b.colors.ink, argument), *back);
    return;
  }
  if (is_made(state, value.made_by, element))
    number_row(c, name + "(z)", b.number(value.data[element]), ink(b.colors.forward, activated),
               trace, {activated, element, false, 0});
  const Quantity at_z{argument, element, false, 0};
  derived_row(c, name + "\u2032(z)", b.number(slope), ink(b.colors.ink, argument), trace,
              {slope, slope_of(trace, activated, element).value_or(at_z)});
}

}  // namespace backprop::viz
