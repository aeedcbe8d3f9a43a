#include "viz/scene/explanation_rows.h"

#include <algorithm>

#include "engine/trace/explain.h"
#include "engine/trace/time.h"
#include "viz/scene/accumulation.h"
#include "viz/scene/activation_rows.h"
#include "viz/scene/step_formula.h"
#include "viz/scene/step_rows.h"
#include "viz/scene/step_text.h"
#include "viz/scene/update_rows.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

/// A number that a step makes.
struct Made {
  ValueId id = no_value;
  Index element = 0;
  bool operator==(const Made&) const = default;
};
constexpr std::size_t most_opened = 4;

/// Whether a part of the same neuron: what its activation acts on, or an expression without a name.
bool is_part(const Trace& trace, ValueId of, ValueId read) {
  const Value& value = trace.value(read);
  return value.op != nullptr && (value.name.empty() || is_activated(trace, of));
}

/// What the terms of a number read that is a part of it, without repetition; of too many the first.
std::vector<Made> parts_of(const Trace& trace, const Made& made) {
  std::vector<Made> parts;
  const Index at = trace.value(made.id).made_by;
  for (const Term& term : explain(trace, at, made.element)) {
    for (const Operand* operand : {&term.a, &term.b}) {
      const OperandPlace place = operand_place(trace, at, *operand);
      if (place.value == no_value || place.gradient || !is_part(trace, made.id, place.value))
        continue;
      const Made part{place.value, place.element};
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
      if (parts.size() > most_opened) return parts;
    }
  }
  return parts;
}

/// The number and the parts of the program's expression that it was made from, those first that
/// were computed first: (W1 @ x)[0], then z[0], then h[0].
std::vector<Made> opened(const Trace& trace, const Made& made) {
  std::vector<Made> all{made};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::vector<Made> parts = parts_of(trace, all[i]);
    if (all.size() + parts.size() > most_opened) break;
    all.insert(all.end(), parts.begin(), parts.end());
  }
  std::reverse(all.begin(), all.end());
  return all;
}

/// The activation that acts on the value: on itself, or the one that reads it.
ValueId activation_of(const Trace& trace, ValueId id) {
  if (is_activated(trace, id)) return id;
  for (const Index at : trace.used_by[static_cast<std::size_t>(id)]) {
    const Step& step = trace.step(at);
    if (step.kind == StepKind::forward && is_activated(trace, step.value)) return step.value;
  }
  return no_value;
}

/// The newest of a gradient's contributions by now, if it holds any; `from`: through that value.
std::optional<Index> newest_contribution(const State& state, ValueId into, ValueId from) {
  const Trace& trace = *state.trace;
  const std::vector<Index>& all = contributions_to(trace, into);
  const auto end = std::lower_bound(all.begin(), all.end(), state.time.step);
  const Index held = contribution_count(trace, into, state.time.step);
  for (Index i = 1; i <= held && i <= end - all.begin(); ++i) {
    const Index at = *(end - i);
    if (from == no_value || trace.step(at).value == from) return at;
  }
  return std::nullopt;
}

class Explanation {
 public:
  Explanation(Column& c, const State& state, const Entity& element, Arrivals& arrivals)
      : c_(c),
        state_(state),
        trace_(*state.trace),
        arrivals_(arrivals),
        id_(element.id),
        element_(element.index) {}

  void draw() {
    value();
    activation();
    gradient();
    const Index at = trace_.value(id_).made_by;
    if (at >= 0) program_rows(c_, trace_, trace_.step(at).line);
  }

 private:
  void value() {
    const Value& value = trace_.value(id_);
    if (value.made_by < 0) return;
    if (trace_.step(value.made_by).kind == StepKind::update) {
      c_.caption(step_summary(trace_, value.made_by, c_.b.words));
      update_rows(c_, state_, value.made_by, element_);
      return;
    }
    if (value.op == nullptr) {
      c_.prose(c_.b.words["inspector.leaf"], c_.b.colors.muted);
      return;
    }
    for (const Made& made : opened(trace_, {id_, element_})) {
      const Index at = trace_.value(made.id).made_by;
      c_.caption(element_name(trace_, made.id, made.element), c_.b.colors.forward);
      rule_rows(c_, trace_, at);
      expression_rows(c_, state_, at, made.element);
    }
  }

  void activation() {
    const ValueId activated = activation_of(trace_, id_);
    if (activated == no_value) return;
    const ValueId z = trace_.value(activated).arguments[0];
    if (!exists(trace_, z, state_.time.step)) return;
    activation_rows(c_, state_, activated, element_, newest_contribution(state_, z, activated));
  }

  void gradient() {
    const auto newest = newest_contribution(state_, id_, no_value);
    if (!newest) return;
    c_.caption(gradient_name(trace_, id_, element_), c_.b.colors.backward);
    if (trace_.step(*newest).edge < 0) {
      c_.prose(c_.b.words["inspector.seed"], c_.b.colors.muted);
    } else {
      c_.prose(step_summary(trace_, *newest, c_.b.words), c_.b.colors.ink);
      rule_rows(c_, trace_, *newest);
      expression_rows(c_, state_, *newest, element_);
    }
    accumulation_rows(c_, state_, *newest, element_, arrivals_);
  }

  Column& c_;
  const State& state_;
  const Trace& trace_;
  Arrivals& arrivals_;
  ValueId id_;
  Index element_;
};

}  // namespace

void explanation_rows(Column& c, const State& state, const Entity& element, Arrivals& arrivals) {
  Explanation(c, state, element, arrivals).draw();
}

}  // namespace backprop::viz
