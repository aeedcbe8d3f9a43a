// What is written again: parameters by optimizers, buffers by ops, gradients by zero_grad().
#include <algorithm>

#include "engine/trace/recorder.h"

namespace backprop {

std::optional<Error> Recorder::optimize(const OptimizerRow& optimizer, Attributes settings,
                                        const Site& site,
                                        const std::vector<OptimizerState>& start) {
  const int run = static_cast<int>(trace_.optimizer_runs.size());
  trace_.optimizer_runs.push_back(
      {&optimizer, std::move(settings), trace_.step_count(), 0, site.place});
  bool any = false;
  for (std::size_t p = 0; p < trace_.parameters.size(); ++p) {
    Parameter& parameter = trace_.parameters[p];
    const auto at = static_cast<std::size_t>(parameter.versions.back());
    if (!has_gradient_[at]) continue;
    any = true;
    const Shape& shape = trace_.values[at].data.shape;
    const std::array<int, 3> key{site.place.line, site.place.column, static_cast<int>(p)};
    const auto kept = states_.find(key);
    OptimizerState state = first_state(optimizer, trace_.optimizer_runs.back().settings, shape);
    // A call whose settings ask for other tensors than before starts anew.
    const bool fits =
        kept != states_.end() &&
        trace_.optimizer_states[static_cast<std::size_t>(kept->second)].tensors.size() ==
            state.tensors.size();
    // The next version, and the state's tensors: each as large as the parameter.
    for (std::size_t i = 0; i <= state.tensors.size(); ++i) {
      if (auto error = count_elements(element_count(shape), site)) return error;
    }
    Index before = fits ? kept->second : -1;
    if (before < 0) {
      if (kept == states_.end() && p < start.size()) state = start[p];
      before = static_cast<Index>(trace_.optimizer_states.size());
      trace_.optimizer_states.push_back(std::move(state));
    }
    update(parameter, run, before, site);
    states_[key] = static_cast<Index>(trace_.optimizer_states.size()) - 1;
  }
  trace_.optimizer_runs.back().end_step = trace_.step_count();
  if (!any) {
    return Error{site.place, "there is no parameter with a gradient to update",
                 trace_.parameters.empty() ? "make a parameter with param(...)"
                                           : "call backward() on the loss first"};
  }
  return std::nullopt;
}

void Recorder::update(Parameter& parameter, int run, Index state_before, const Site& site) {
  const ValueId old = parameter.versions.back();
  const OptimizerRun& optimizer = trace_.optimizer_runs[static_cast<std::size_t>(run)];
  OptimizerState state = trace_.optimizer_states[static_cast<std::size_t>(state_before)];
  Tensor next = updated(*optimizer.optimizer, optimizer.settings, trace_.value(old).data,
                        gradients_[static_cast<std::size_t>(old)], state);
  Step step;
  step.kind = StepKind::update;
  step.value = add_version(parameter, std::move(next), {old});
  step.line = site.place.line;
  step.running_line = site.running_line;
  step.run = run;
  step.state_before = state_before;
  step.state_after = static_cast<Index>(trace_.optimizer_states.size());
  trace_.optimizer_states.push_back(std::move(state));
  add_step(step);
}

ValueId Recorder::add_version(Versioned& tensor, Tensor data, std::vector<ValueId> reads) {
  const auto old = static_cast<std::size_t>(tensor.versions.back());
  Value next = trace_.values[old];
  next.arguments = std::move(reads);
  next.version += 1;
  next.data = std::move(data);
  next.made_by = trace_.step_count();
  for (const ValueId read : next.arguments)
    trace_.used_by[static_cast<std::size_t>(read)].push_back(next.made_by);
  const ValueId id = add_value(std::move(next));
  // The gradient belongs to the tensor, not to a version of it: it stays until zero_grad().
  gradients_.back() = std::move(gradients_[old]);
  has_gradient_.back() = has_gradient_[old];
  tensor.versions.push_back(id);
  return id;
}

std::optional<Error> Recorder::check_buffers(const OpRow& op, const OpCall& call,
                                             const std::vector<ValueId>& arguments,
                                             const Site& site) const {
  const std::vector<int> written = written_arguments(op, call);
  std::vector<ValueId> seen;
  for (const int parameter : op.buffers.parameters) {
    const int which = call.attributes.slot(parameter);
    if (std::find(written.begin(), written.end(), which) == written.end()) continue;
    const ValueId id = arguments[static_cast<std::size_t>(which)];
    const Value& value = trace_.value(id);
    const std::string subject =
        std::string(op.parameters[static_cast<std::size_t>(parameter)].name) + " of " +
        std::string(op.name) + " is " + operand_text(id);
    if (value.kind == ValueKind::parameter) {
      return Error{site.place, subject + ", a param, which optimizers write",
                   "make it with tensor(...): " + std::string(op.name) + " writes it itself"};
    }
    if (value.kind == ValueKind::computed) {
      return Error{site.place, subject + ", which was computed and cannot be written",
                   "give it a tensor(...) of its own"};
    }
    if (std::find(seen.begin(), seen.end(), id) != seen.end()) {
      return Error{site.place, subject + ", which it was already given",
                   "make a tensor(...) for each"};
    }
    seen.push_back(id);
  }
  return std::nullopt;
}

std::optional<Error> Recorder::update_buffers(ValueId made, const Site& site) {
  const OpRow& op = *trace_.value(made).op;
  if (op.buffers.parameters.empty()) return std::nullopt;
  const std::vector<ValueId> arguments = trace_.value(made).arguments;
  const Attributes attributes = trace_.value(made).attributes;
  for (const int which : written_arguments(op, {arguments_of(trace_, made), attributes})) {
    const ValueId old = arguments[static_cast<std::size_t>(which)];
    if (trace_.value(old).kind == ValueKind::constant) continue;  // a list: nobody sees it again
    const std::vector<const Tensor*> tensors = arguments_of(trace_, made);
    Tensor next = op.buffers.next({tensors, attributes}, which);
    if (auto error = count_elements(next.size(), site)) return error;
    Step step;
    step.kind = StepKind::update;
    step.value = add_version(buffer_of(old), std::move(next), {old, arguments[0]});
    step.edge = which;
    step.by = made;
    step.line = site.place.line;
    step.running_line = site.running_line;
    add_step(step);
  }
  return std::nullopt;
}

Buffer& Recorder::buffer_of(ValueId id) {
  Value& value = trace_.values[static_cast<std::size_t>(id)];
  if (value.buffer < 0) {
    value.version = 1;
    value.buffer = static_cast<int>(trace_.buffers.size());
    trace_.buffers.push_back({value.name, {id}});
  }
  return trace_.buffers[static_cast<std::size_t>(value.buffer)];
}

std::optional<Error> Recorder::clear_gradients(const Site& site) {
  if (auto error = count_elements(0, site)) return error;
  if (trace_.fault != Fault::keeps_gradients) {
    for (const ValueId id : touched_) {
      Tensor& gradient = gradients_[static_cast<std::size_t>(current(id))];
      gradient = Tensor(gradient.shape);
    }
    touched_.clear();
    trace_.clears.push_back(trace_.step_count());
  }
  Step step;
  step.kind = StepKind::clear;
  step.line = site.place.line;
  step.running_line = site.running_line;
  add_step(step);
  return std::nullopt;
}

}  // namespace backprop
