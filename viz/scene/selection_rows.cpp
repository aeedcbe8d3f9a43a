#include "viz/scene/selection_rows.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr Index most_for_numeric_check = 20'000;  // numbers recomputed in a frame

void heading(Column& c, const Trace& trace, const Entity& element) {
  Builder& b = c.b;
  c.gap(14);
  b.line({c.x, c.y}, {c.x + c.width, c.y}, b.colors.hairline);
  c.y += 24;
  const float label = b.width(b.words["inspector.deselect"], TextStyle::small) + 16;
  b.text({c.x, c.y}, element_name(trace, element.id, element.index), TextStyle::strong,
         b.colors.ink, Align::left, c.width - label - 8);
  b.button("deselect", {c.x + c.width - label, c.y - 16, label, 22}, b.words["inspector.deselect"],
           command::Select{});
  c.gap(2);
}

void link_to_maker(Column& c, const Trace& trace, const Value& value) {
  if (value.made_by < 0) return;
  Builder& b = c.b;
  const float left = c.x + Column::names;
  c.y += 20;
  b.text({c.x, c.y}, b.words["inspector.made_by"], TextStyle::small, b.colors.muted, Align::left,
         Column::names - 6);
  const std::string label =
      b.words.format("inspector.link", value.made_by + 1, trace.step(value.made_by).line);
  const float w = b.text({left, c.y}, label, TextStyle::small, b.colors.forward, Align::left,
                         c.width - Column::names);
  b.line({left, c.y + 3}, {left + w, c.y + 3}, b.colors.forward);
  b.region("made-by", {left, c.y - 14, w, 20}, command::GoTo{{value.made_by + 1, 0}});
}

/// The last backward() that is done and whose contributions are all that the gradient holds; null
/// without one.
const BackwardRun* whole_run(const State& state, ValueId id) {
  const Trace& trace = *state.trace;
  const auto& into = contributions_to(trace, id);
  const auto later = std::lower_bound(into.begin(), into.end(), state.time.step);
  if (later == into.begin()) return nullptr;
  const int run = trace.step(*(later - 1)).run;
  const BackwardRun& backward = trace.backward_runs[static_cast<std::size_t>(run)];
  const auto of_run =
      std::count_if(into.begin(), into.end(), [&](Index at) { return trace.step(at).run == run; });
  const bool whole = contribution_count(trace, id, state.time.step) == of_run &&
                     state.time.step >= backward.end_step && id <= backward.loss;
  return whole ? &backward : nullptr;
}

/// Central differences beside the gradient, once one whole backward() has put it there.
void numeric_check(Column& c, const State& state, const Entity& element, double gradient) {
  const BackwardRun* backward = whole_run(state, element.id);
  Index numbers = 0;
  for (const Value& value : state.trace->values)
    numbers += value.data.size();
  if (backward == nullptr || numbers > most_for_numeric_check) return;
  const Palette& colors = c.b.colors;
  const double numeric = numeric_gradient(*state.trace, backward->loss, element.id, element.index);
  const double difference = std::abs(numeric - gradient);
  const bool good = difference < 1e-6 * std::abs(gradient) + 1e-8;
  const bool stale = is_gradient_stale(state, element.id);
  c.caption(c.b.words["inspector.check"]);
  c.row(c.b.words["inspector.numeric"], shown_signed(numeric),
        number_ink(colors, colors.ink, stale));
  c.row(c.b.words["inspector.exact"], shown_signed(gradient),
        number_ink(colors, colors.ink, stale));
  c.row(c.b.words["inspector.difference"], shown_short(difference),
        number_ink(colors, good ? colors.good : colors.wrong, stale));
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

}  // namespace

void selection_rows(Column& c, const State& state, const EditableNumbers& numbers) {
  const Entity element = selected_element(state);
  if (element.kind != Entity::Kind::value) return;
  const Trace& trace = *state.trace;
  const Palette& colors = c.b.colors;
  const Value& value = trace.value(element.id);
  heading(c, trace, element);
  if (!exists(trace, element.id, state.time.step)) {
    c.prose(c.b.words["inspector.not_yet"], colors.muted);
    field(c, state, numbers, element);
    return;
  }
  c.row(c.b.words["inspector.value"], shown(value.data[element.index]),
        number_ink(colors, colors.forward, is_stale(state, element.id)));
  field(c, state, numbers, element);
  link_to_maker(c, trace, value);
  if (!has_gradient(state, element.id)) return;
  const double gradient = gradient_at(trace, element.id, state.time.step)[element.index];
  c.row("\u2202" + loss_name(trace), shown_signed(gradient),
        number_ink(colors, colors.backward, is_gradient_stale(state, element.id)));
  numeric_check(c, state, element, gradient);
}

}  // namespace backprop::viz
