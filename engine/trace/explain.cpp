#include "engine/trace/explain.h"

#include <algorithm>

#include "engine/limits.h"
#include "engine/nn/optimizer.h"
#include "engine/trace/time.h"

namespace backprop {

Index element_count_of(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return 0;
  if (step.kind == StepKind::backward) return trace.value(target(trace, step)).data.size();
  return trace.value(step.value).data.size();
}

TermList explain(const Trace& trace, Index at, Index element) {
  TermList terms;
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return terms;
  const Value& value = trace.value(step.value);
  if (step.kind == StepKind::update) {
    const OptimizerRun& run = trace.optimizer_runs[static_cast<std::size_t>(step.run)];
    const Tensor gradient = gradient_at(trace, value.arguments[0], at);
    const OptimizerState& before =
        trace.optimizer_states[static_cast<std::size_t>(step.state_before)];
    explain_update(*run.optimizer, run.settings, trace.value(value.arguments[0]).data, gradient,
                   before, element, terms);
    return terms;
  }
  if (value.op == nullptr || (step.kind == StepKind::backward && step.edge < 0)) return terms;
  const std::vector<const Tensor*> arguments = arguments_of(trace, step.value);
  const OpCall call{arguments, value.attributes};
  if (step.kind == StepKind::forward) {
    value.op->explain_forward(call, value.data.shape, element, terms);
  } else {
    const Tensor upstream = gradient_at(trace, step.value, at);
    value.op->explain_backward({call, value.data, upstream}, step.edge, element, terms);
  }
  return terms;
}

Index term_count(const Trace& trace, Index step) {
  const Index elements = element_count_of(trace, step);
  Index count = 0;
  for (Index e = 0; e < elements && count < limits::terms_in_step; ++e) {
    count += static_cast<Index>(explain(trace, step, e).size());
    if (count == 0) break;  // a step that computes nothing does so for every element
  }
  return std::min(count, limits::terms_in_step);
}

TermPlace term_place(const Trace& trace, Index step, Index term) {
  for (Index e = 0; e < element_count_of(trace, step); ++e) {
    const auto count = static_cast<Index>(explain(trace, step, e).size());
    if (term < count || count == 0) return {e, term};
    term -= count;
  }
  return {};
}

OperandPlace operand_place(const Trace& trace, Index at, const Operand& operand) {
  const Step& step = trace.step(at);
  const Value& value = trace.value(step.value);
  switch (operand.source) {
    case Operand::Source::argument:
      return {value.arguments[static_cast<std::size_t>(operand.which)], false, operand.element};
    case Operand::Source::output:
      return {step.value, false, operand.element};
    case Operand::Source::upstream: {
      // An update reads the gradient of the version it replaces.
      const ValueId of = step.kind == StepKind::update ? value.arguments[0] : step.value;
      return {of, true, operand.element};
    }
    default:
      return {};
  }
}

}  // namespace backprop
