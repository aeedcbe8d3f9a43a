#include "viz/scene/selection_rows.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "viz/app/reduce.h"
#include "viz/scene/expression_tex.h"
#include "viz/scene/formula_rows.h"
#include "viz/scene/index_note.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"
#include "viz/scene/why_scene.h"

namespace backprop::viz {
namespace {

/// The name, and buttons that ask why and that let go.
void heading(Column& c, const State& state, const Entity& element) {
  Builder& b = c.b;
  c.y += 18;
  float x = c.x + c.width;
  const auto button = [&](const char* name, const char* key, Command command) {
    const float width = b.width(b.words[key], TextStyle::small) + 16;
    x -= width;
    b.button(name, {x, c.y - 16, width, 22}, b.words[key], std::move(command));
    x -= 6;
  };
  button("deselect", "inspector.deselect", command::Select{});
  if (const auto asked = why_of(state, element, Asks::either))
    button("ask-why", "inspector.why", command::AskWhy{*asked});
  const float width = b.text({c.x, c.y}, element_name(*state.trace, element.id, element.index),
                             TextStyle::heading, b.colors.ink, Align::left, x - c.x - 4, element);
  index_note(b, {c.x + width + 8, c.y}, *state.trace, element, x - c.x - width - 12);
  c.gap(6);
}

/// "name   link", underlined.
void link_row(Column& c, const std::string& widget, const std::string& name,
              const std::string& label, Command command, const std::string& tooltip = {}) {
  Builder& b = c.b;
  const float left = c.x + Column::names;
  c.y += 20;
  b.text({c.x, c.y}, name, TextStyle::small, b.colors.muted, Align::left, Column::names - 6);
  const float w = b.text({left, c.y}, label, TextStyle::small, b.colors.forward, Align::left,
                         c.width - Column::names);
  b.line({left, c.y + 3}, {left + w, c.y + 3}, b.colors.forward);
  b.region(widget, {left, c.y - 14, w, 20}, std::move(command)).tooltip = tooltip;
}

/// Follow goes there, FollowBack returns.
void link_to_maker(Column& c, const Trace& trace, const Value& value) {
  if (value.made_by < 0) return;
  const std::string label =
      c.b.words.format("inspector.link", value.made_by + 1, trace.step(value.made_by).line);
  link_row(c, "made-by", c.b.words["inspector.made_by"], label,
           command::Follow{{value.made_by + 1, 0}});
}

/// A link to the next step that writes it or its gradient.
void link_to_next_write(Column& c, const State& state, const Entity& element) {
  const Index time = next_write(*state.trace, state.time.step, element);
  if (time <= state.time.step || state.practice) return;
  link_row(c, "run-to", c.b.words["inspector.next_write"],
           c.b.words.format("inspector.step_link", time), command::RunTo{element},
           c.b.words["run_to.here"]);
}

void end_rows(Column& c) {
  c.gap(14);
  c.b.line({c.x, c.y}, {c.x + c.width, c.y}, c.b.colors.hairline);
  c.gap(8);
}

/// The number as the program has it: for a parameter, what its first version starts from.
void field(Column& c, const State& state, const EditableNumbers& numbers, const Entity& element) {
  if (!numbers.selected) return;
  const ValueId leaf = first_version(*state.trace, element.id);
  const double ran = state.trace->value(leaf).data[element.index];
  const bool changed = state.edited() && !(*numbers.selected == ran);
  number_field_row(c, "number", c.b.words["edit.written"],
                   command::EditNumber{Entity::value(leaf, element.index), *numbers.selected},
                   changed);
  if (numbers.made_alike > 1)
    c.prose(c.b.words.format("edit.alike", numbers.made_alike), c.b.colors.muted);
}

/// The quotient that check_rows() computes: of what the program names, by that name.
std::string difference_tex(const Trace& trace, ValueId loss, const Entity& element) {
  const auto named = [&](ValueId id) { return !trace.value(id).name.empty(); };
  const std::string j = named(loss) ? name_tex(trace, loss, -1) : "J";
  const std::string w = named(element.id) ? name_tex(trace, element.id, element.index) : "w";
  return "\\frac{" + j + "(" + w + " + h) - " + j + "(" + w + " - h)}{2 h}";
}

}  // namespace

void selection_rows(Column& c, const State& state, const EditableNumbers& numbers) {
  const Entity element = selected_element(state);
  if (element.kind != Entity::Kind::value) return;
  const Trace& trace = *state.trace;
  const Palette& colors = c.b.colors;
  const Value& value = trace.value(element.id);
  heading(c, state, element);
  const bool there = exists(trace, element.id, state.time.step);
  if (there) {
    c.row(c.b.words["inspector.value"], c.b.number(value.data[element.index]),
          number_ink(colors, colors.forward, is_stale(state, element.id)));
  } else {
    c.prose(c.b.words["inspector.not_yet"], colors.muted);
  }
  field(c, state, numbers, element);
  link_to_maker(c, trace, value);
  link_to_next_write(c, state, element);
  if (there && has_gradient(state, element.id)) {
    const double gradient = gradient_element_at(trace, element.id, element.index, state.time.step);
    number_row(c, gradient_name(trace, element.id, element.index), c.b.signed_number(gradient),
               number_ink(colors, colors.backward, is_gradient_stale(state, element.id)), trace,
               {element.id, element.index, true, state.time.step});
  }
  end_rows(c);
}

void check_rows(Column& c, const State& state, CheckCurveCache& checks) {
  const Entity element = selected_element(state);
  if (element.kind != Entity::Kind::value || !has_gradient(state, element.id) || state.practice)
    return;
  const CheckCurve& curve = checks.of(state, element.id, element.index);
  if (!curve.known) return;
  const Palette& colors = c.b.colors;
  const double h = state.check_step;
  const double numeric = checks.numeric(h);
  const double difference = std::abs(numeric - curve.exact);
  const bool good = difference < 1e-6 * std::abs(curve.exact) + 1e-8;
  const bool stale = is_gradient_stale(state, element.id);
  c.caption(
      c.b.words.format("inspector.check", element_name(*state.trace, element.id, element.index)));
  letters_row(c, difference_tex(*state.trace, curve.loss, element));
  c.row("h", shown_short(h, 2), colors.ink);
  const Quantity gradient{element.id, element.index, true, state.time.step};
  const auto row = [&](const char* key, const std::string& number, Color ink, double exact) {
    derived_row(c, c.b.words[key], number, number_ink(colors, ink, stale), *state.trace,
                {exact, gradient});
  };
  row("inspector.numeric", c.b.signed_number(numeric), colors.ink, numeric);
  row("inspector.exact", c.b.signed_number(curve.exact), colors.ink, curve.exact);
  row("inspector.difference", shown_short(difference) + (good ? "  \u2713" : "  \u2717"),
      good ? colors.good : colors.wrong, difference);
  check_curve_plot(c.b, {c.x, c.y + 14, c.width, check_plot_height}, curve, h);
  c.gap(check_plot_height + 18);
}

}  // namespace backprop::viz
