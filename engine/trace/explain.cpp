#include "engine/trace/explain.h"

#include <algorithm>

#include "engine/limits.h"
#include "engine/trace/backward_rule.h"
#include "engine/trace/time.h"

namespace backprop {

Index element_count_of(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return 0;
  if (step.kind == StepKind::backward) return trace.value(target(trace, step)).data.size();
  return trace.value(step.value).data.size();
}

namespace {

/// What an optimizer's step was computed from.
struct UpdateInput {
  const OptimizerRun& run;
  const Tensor& parameter;
  Tensor gradient;
  const OptimizerState& before;
};

UpdateInput input_of(const Trace& trace, const Step& step, Index at) {
  const ValueId replaced = trace.value(step.value).arguments[0];
  return {trace.optimizer_runs[static_cast<std::size_t>(step.run)], trace.value(replaced).data,
          gradient_at(trace, replaced, at),
          trace.optimizer_states[static_cast<std::size_t>(step.state_before)]};
}

void explain_buffer(const Trace& trace, const Step& step, Index element, TermList& terms) {
  const Value& made = trace.value(step.by);
  const std::vector<const Tensor*> arguments = arguments_of(trace, step.by);
  made.op->buffers.explain_next({arguments, made.attributes}, step.edge, element, terms);
}

}  // namespace

TermList explain(const Trace& trace, Index at, Index element) {
  TermList terms;
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return terms;
  if (updates_buffer(step)) {
    explain_buffer(trace, step, element, terms);
    return terms;
  }
  if (step.kind == StepKind::update) {
    const UpdateInput in = input_of(trace, step, at);
    explain_update(*in.run.optimizer, in.run.settings, in.parameter, in.gradient, in.before,
                   element, terms);
    return terms;
  }
  const Value& value = trace.value(step.value);
  if (value.op == nullptr || (step.kind == StepKind::backward && step.edge < 0)) return terms;
  const std::vector<const Tensor*> arguments = arguments_of(trace, step.value);
  const OpCall call{arguments, value.attributes};
  if (step.kind == StepKind::forward) {
    value.op->explain_forward(call, value.data.shape, element, terms);
  } else {
    const Tensor upstream = gradient_at(trace, step.value, at);
    explain_contribution(trace, trace.fault, step.value, {call, value.data, upstream}, step.edge,
                         element, terms);
  }
  return terms;
}

UpdateParts explain_update_parts(const Trace& trace, Index at, Index element) {
  const UpdateInput in = input_of(trace, trace.step(at), at);
  return explain_parts(*in.run.optimizer, in.run.settings, in.parameter, in.gradient, in.before,
                       element);
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
    case Operand::Source::argument: {
      const Value& call = updates_buffer(step) ? trace.value(step.by) : value;
      return {call.arguments[static_cast<std::size_t>(operand.which)], false, operand.element};
    }
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
