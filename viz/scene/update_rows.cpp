#include "viz/scene/update_rows.h"

#include <cmath>

#include "engine/trace/explain.h"
#include "viz/scene/formula_rows.h"
#include "viz/scene/number_region.h"
#include "viz/scene/step_formula.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

std::string letter_of(const UpdateParts::Kept& kept) {
  return {kept.what.letter};
}

/// "\hat m = m / (1 - \beta_1^t) = 0.08 / 0.1 = 0.8"
void corrected_row(Column& c, const UpdateParts::Kept& kept, std::size_t k, Color ink) {
  const std::string letter = letter_of(kept);
  const int digits = c.b.look.digits;
  const std::string power = "1 - \\beta_{" + std::to_string(k + 1) + "}^{t}";
  c.gap(4);
  letters_row(c, "\\hat " + letter + " = \\frac{" + letter + "}{" + power + "} = \\frac{" +
                     number_tex(kept.after, digits) + "}{" + number_tex(kept.correction, digits) +
                     "}");
  result_row(c, kept.after / kept.correction, TextStyle::code, ink);
}

class Update {
 public:
  Update(Column& c, const State& state, Index at, Index element)
      : c_(c),
        b_(c.b),
        state_(state),
        trace_(*state.trace),
        at_(at),
        element_(element),
        step_(trace_.step(at)),
        made_(is_made(state, at, element)) {}

  void draw() {
    if (updates_buffer(step_)) {
      expression_rows(c_, state_, at_, element_);
    } else {
      opened();
    }
    before_and_after();
  }

 private:
  Color ink() const { return number_ink(b_.colors, b_.colors.update, is_step_stale(state_, at_)); }

  void opened() {
    const OptimizerRun& run = trace_.optimizer_runs[static_cast<std::size_t>(step_.run)];
    const UpdateParts parts = explain_update_parts(trace_, at_, element_);
    const std::string w = "w \\leftarrow " + run.optimizer->formula_tex(run.settings);
    if (parts.state.empty()) {
      letters_row(c_, w);
      expression_rows(c_, state_, at_, element_);
      return;
    }
    for (const UpdateParts::Kept& kept : parts.state)
      keeps(kept);
    bool corrects = false;
    for (std::size_t k = 0; k < parts.state.size() && made_; ++k) {
      if (parts.state[k].correction == 1) continue;
      if (!corrects) corrections(run);
      corrects = true;
      corrected_row(c_, parts.state[k], k, b_.colors.ink);
    }
    c_.caption(b_.words.format("inspector.next", element_name(trace_, step_.value, element_)));
    letters_row(c_, w);
    term_rows(c_, state_, at_, parts.next, "\u2190", made_, ink());
    if (corrects) factors(run, parts);
    open_term_rows(c_, state_, at_, element_);
  }

  /// One number that the optimizer keeps: its rule, and what became of it.
  void keeps(const UpdateParts::Kept& kept) {
    c_.caption(b_.words.format("inspector.kept", letter_of(kept), kept.what.name));
    letters_row(c_, letter_of(kept) + " \\leftarrow " + kept.what.formula_tex);
    term_rows(c_, state_, at_, kept.terms, "\u2190", made_, ink());
  }

  Index updates(const OptimizerRun&) const {
    return trace_.optimizer_states[static_cast<std::size_t>(step_.state_after)].updates;
  }

  void corrections(const OptimizerRun& run) {
    c_.caption(b_.words.format("inspector.corrected", updates(run)));
  }

  /// The recorded order of operations, which is PyTorch's, has the corrections as two factors.
  void factors(const OptimizerRun& run, const UpdateParts& parts) {
    const double rate = run.settings.real("lr") / parts.state[0].correction;
    const double root = 1 / std::sqrt(parts.state[1].correction);
    const int digits = b_.look.digits;
    c_.gap(8);
    c_.prose(b_.words["inspector.factors"], b_.colors.muted);
    letters_row(c_,
                "\\frac{\\eta}{1 - \\beta_1^{t}} = " + number_tex(rate, digits) +
                    " \\qquad \\frac{1}{\\sqrt{1 - \\beta_2^{t}}} = " + number_tex(root, digits));
  }

  void before_and_after() {
    const Value& value = trace_.value(step_.value);
    const ValueId old = value.arguments[0];
    c_.caption(b_.words["inspector.change"]);
    number_row(c_, b_.words["inspector.before"], b_.number(trace_.value(old).data[element_]),
               number_ink(b_.colors, b_.colors.muted, is_stale(state_, old)), trace_,
               {old, element_, false, 0});
    if (!made_) return;
    number_row(c_, b_.words["inspector.after"], b_.number(value.data[element_]), ink(), trace_,
               {step_.value, element_, false, 0});
  }

  Column& c_;
  Builder& b_;
  const State& state_;
  const Trace& trace_;
  Index at_, element_;
  const Step& step_;
  bool made_;
};

}  // namespace

void update_rows(Column& c, const State& state, Index step, Index element) {
  Update(c, state, step, element).draw();
}

}  // namespace backprop::viz
