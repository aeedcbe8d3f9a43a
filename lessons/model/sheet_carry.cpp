#include "lessons/model/sheet_carry.h"

#include <algorithm>

#include "engine/nn/optimizer.h"
#include "engine/trace/backward_rule.h"
#include "engine/trace/time.h"
#include "lessons/model/practice_rules.h"

namespace backprop::lessons::sheet {
namespace {

class Carrier {
 public:
  Carrier(const Trace& trace, std::span<const Given> given, FaultAt fault)
      : trace_(trace), given_(given), fault_(fault) {
    // Kept sums would be those of the old contributions.
    for (auto& sums : trace_.gradient_sums)
      sums.clear();
  }

  std::optional<Trace> carry() && {
    if (!forward()) return std::nullopt;
    if (!trace_.backward_runs.empty()) {
      backward();
      update();
    }
    return std::move(trace_);
  }

 private:
  Tensor& data(ValueId id) { return trace_.values[static_cast<std::size_t>(id)].data; }
  Tensor& contribution(Index step) {
    return trace_.contributions[static_cast<std::size_t>(trace_.step(step).contribution)];
  }

  void put_values(ValueId id, std::vector<bool>& changed) {
    for (const Given& given : given_) {
      if (given.blank.kind != BlankKind::value || given.blank.value != id) continue;
      data(id)[given.blank.element] = given.number;
      changed[static_cast<std::size_t>(id)] = true;
    }
  }

  /// False where an op refuses the numbers that reach it.
  bool recompute(ValueId id) {
    const Value& value = trace_.value(id);
    const std::vector<const Tensor*> arguments = arguments_of(trace_, id);
    const OpCall call{arguments, value.attributes};
    std::string problem;
    const auto shape = value.op->shape(call, problem);
    if (!shape || *shape != value.data.shape) return false;
    Tensor fresh = value.op->forward(call, *shape);
    data(id) = std::move(fresh);
    return true;
  }

  bool forward() {
    const Index end = trace_.backward_runs.empty() ? trace_.step_count()
                                                   : trace_.backward_runs.front().first_step;
    std::vector<bool> changed(trace_.values.size(), false);
    for (ValueId id = 0; id < static_cast<ValueId>(trace_.values.size()); ++id) {
      const Value& value = trace_.value(id);
      if (value.op == nullptr || value.made_by >= end) continue;
      const bool reached = std::any_of(
          value.arguments.begin(), value.arguments.end(),
          [&](ValueId argument) { return changed[static_cast<std::size_t>(argument)]; });
      if (reached && !recompute(id)) return false;
      changed[static_cast<std::size_t>(id)] = reached;
      put_values(id, changed);
    }
    return true;
  }

  /// A given gradient stands in the place of the sum: the last contribution makes up for the rest.
  void put_gradients(ValueId id) {
    const Index end = trace_.backward_runs.front().end_step;
    const auto& into = contributions_to(trace_, id);
    const auto last = std::lower_bound(into.begin(), into.end(), end);
    if (last == into.begin()) return;
    for (const Given& given : given_) {
      if (given.blank.kind != BlankKind::gradient || given.blank.value != id) continue;
      const double sum = gradient_element_at(trace_, id, given.blank.element, end);
      contribution(*(last - 1))[given.blank.element] += given.number - sum;
    }
  }

  void put_locals(Index at) {
    for (const Given& given : given_) {
      const Blank& blank = given.blank;
      if (blank.kind != BlankKind::local || blank.step != at) continue;
      const practice::Edge edge(trace_, at);
      const double local = edge.local(blank.element, blank.output);
      contribution(at)[blank.element] += edge.upstream()[blank.output] * (given.number - local);
    }
  }

  Fault fault_of(ValueId id) const {
    return fault_.only == no_value || fault_.only == id ? fault_.fault : Fault::none;
  }

  void backward() {
    const BackwardRun& run = trace_.backward_runs.front();
    ValueId before = no_value;
    for (Index at = run.first_step; at < run.end_step; ++at) {
      const Step& step = trace_.step(at);
      if (step.edge < 0) continue;
      if (step.value != before) put_gradients(step.value);  // all of it has arrived
      before = step.value;
      const Value& value = trace_.value(step.value);
      const std::vector<const Tensor*> arguments = arguments_of(trace_, step.value);
      const Tensor upstream = gradient_at(trace_, step.value, run.end_step);
      const BackwardCall call{{arguments, value.attributes}, value.data, upstream};
      contribution(at) = contribution_of(trace_, fault_of(step.value), step.value, call, step.edge);
      put_locals(at);
    }
    for (ValueId id = 0; id < static_cast<ValueId>(trace_.values.size()); ++id) {
      if (trace_.value(id).op == nullptr) put_gradients(id);
    }
  }

  void update() {
    if (trace_.optimizer_runs.empty()) return;
    const OptimizerRun& run = trace_.optimizer_runs.front();
    for (Index at = run.first_step; at < run.end_step; ++at) {
      const Step& step = trace_.step(at);
      if (step.kind != StepKind::update || step.run != 0 || updates_buffer(step)) continue;
      const ValueId old = trace_.value(step.value).arguments.front();
      OptimizerState state = trace_.optimizer_states[static_cast<std::size_t>(step.state_before)];
      data(step.value) = updated(*run.optimizer, run.settings, trace_.value(old).data,
                                 gradient_at(trace_, old, at), state);
    }
  }

  Trace trace_;
  std::span<const Given> given_;
  FaultAt fault_;
};

}  // namespace

std::optional<Trace> carried_on(const Trace& trace, std::span<const Given> given, FaultAt fault) {
  return Carrier(trace, given, fault).carry();
}

}  // namespace backprop::lessons::sheet
