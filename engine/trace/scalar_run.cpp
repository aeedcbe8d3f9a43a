#include "engine/trace/scalar_run.h"

#include <map>

#include "engine/limits.h"
#include "engine/nn/optimizer.h"

namespace backprop {
namespace {

/// Close to what the tape will hold: each number, a product and a sum for each multiplication, and
/// an operation for each number under a window.
std::size_t expected_records(const Trace& trace) {
  std::size_t count = 0;
  for (std::size_t id = 0; id < trace.values.size(); ++id) {
    const Value& value = trace.values[id];
    count += value.data.data.size();
    if (value.op == nullptr || value.op->work == nullptr) continue;
    const auto arguments = arguments_of(trace, static_cast<ValueId>(id));
    const Index work = value.op->work({arguments, value.attributes}, value.data.shape);
    const std::size_t records = value.op->kind == OpKind::reduction ? 1 : 2;
    count += records * static_cast<std::size_t>(work);
  }
  return count;
}

Error too_large(std::size_t records) {
  return {{},
          "this program takes at least " + std::to_string(records) +
              " operations on single numbers; at most " + std::to_string(limits::scalar_records) +
              " are recorded",
          "use smaller tensors or fewer rounds, or look at it without --scalar"};
}

class Runner {
 public:
  Runner(const Trace& trace, std::size_t expected) : trace_(trace) {
    run_.tape.reserve(expected + expected / 16 + 1024);  // copies and terms come on top
    run_.elements.resize(trace.values.size());
    for (std::size_t id = 0; id < trace.values.size(); ++id) {
      if (trace.values[id].kind == ValueKind::constant) record_leaf(static_cast<ValueId>(id));
    }
  }

  Result<ScalarRun> run() && {
    for (Index step = 0; step < trace_.step_count();) {
      ScalarRun::Event event;
      event.kind = trace_.step(step).kind;
      event.step = step;
      event.first_record = static_cast<Tape::Id>(run_.tape.size());
      event.first_time = run_.tape.time();
      step = execute(step);
      event.end_record = static_cast<Tape::Id>(run_.tape.size());
      event.end_time = run_.tape.time();
      run_.events.push_back(event);
      if (run_.tape.size() > limits::scalar_records) return too_large(run_.tape.size());
    }
    return std::move(run_);
  }

 private:
  std::vector<Tape::Id>& elements(ValueId id) {
    return run_.elements[static_cast<std::size_t>(id)];
  }

  void record_leaf(ValueId id) {
    const Value& value = trace_.value(id);
    elements(id).reserve(value.data.data.size());
    for (const double number : value.data.data) {
      elements(id).push_back(run_.tape.leaf(number, value.kind == ValueKind::constant));
    }
  }

  void record_op(ValueId id) {
    const Value& value = trace_.value(id);
    std::vector<TapeArgument> arguments;
    for (const ValueId argument : value.arguments) {
      arguments.push_back({trace_.value(argument).data.shape, elements(argument)});
    }
    elements(id) =
        value.op->record_scalars(run_.tape, {arguments, value.attributes, value.data.shape});
  }

  void record_buffer(const Step& step) {
    const Value& made = trace_.value(step.by);
    std::vector<Tensor> numbers(made.arguments.size());  // of the arguments, as the tape has them
    std::vector<const Tensor*> arguments(made.arguments.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = Tensor(trace_.value(made.arguments[i]).data.shape);
      for (Index e = 0; e < numbers[i].size(); ++e)
        numbers[i][e] = run_.tape.value(elements(made.arguments[i])[static_cast<std::size_t>(e)]);
      arguments[i] = &numbers[i];
    }
    const Tensor next = made.op->buffers.next({arguments, made.attributes}, step.edge);
    const std::vector<Tape::Id>& old = elements(trace_.value(step.value).arguments[0]);
    for (std::size_t e = 0; e < old.size(); ++e)
      elements(step.value).push_back(run_.tape.next_version(old[e], next.data[e]));
  }

  void record_optimizer(const Step& step) {
    const ValueId old = trace_.value(step.value).arguments[0];
    const OptimizerRun& run = trace_.optimizer_runs[static_cast<std::size_t>(step.run)];
    const auto before = states_.find(step.state_before);
    // One that no update here has made is where the call began.
    OptimizerState state =
        before != states_.end()
            ? before->second
            : trace_.optimizer_states[static_cast<std::size_t>(step.state_before)];
    ++state.updates;
    for (std::size_t e = 0; e < elements(old).size(); ++e) {
      const Tape::Id id = elements(old)[e];
      std::vector<double> numbers;
      for (const Tensor& tensor : state.tensors)
        numbers.push_back(tensor.data[e]);
      const double next = run.optimizer->update(run.settings, run_.tape.value(id),
                                                run_.tape.gradient(id), numbers, state.updates);
      for (std::size_t k = 0; k < numbers.size(); ++k)
        state.tensors[k].data[e] = numbers[k];
      elements(step.value).push_back(run_.tape.next_version(id, next));
    }
    states_[step.state_after] = std::move(state);
  }

  /// Does what the step does, for a backward step its whole run; returns the step after it.
  Index execute(Index at) {
    const Step& step = trace_.step(at);
    switch (step.kind) {
      case StepKind::forward:
        if (trace_.value(step.value).op == nullptr) {
          record_leaf(step.value);
        } else {
          record_op(step.value);
        }
        return at + 1;
      case StepKind::backward: {
        const BackwardRun& backward = trace_.backward_runs[static_cast<std::size_t>(step.run)];
        run_.tape.backward(elements(backward.loss).front());
        return backward.end_step;
      }
      case StepKind::update:
        if (updates_buffer(step)) {
          record_buffer(step);
        } else {
          record_optimizer(step);
        }
        return at + 1;
      case StepKind::clear:
        run_.tape.clear_gradients();
        return at + 1;
    }
    return at + 1;
  }

  const Trace& trace_;
  ScalarRun run_;
  std::map<Index, OptimizerState> states_;  ///< as this run made them, by the trace's places
};

}  // namespace

Result<ScalarRun> run_scalars(const Trace& trace) {
  if (trace.fault != Fault::none) {
    return Error{{},
                 "this recording is of an engine with a planted fault, which has no scalar tape",
                 "look at it without --scalar, or run the program itself"};
  }
  const std::size_t expected = expected_records(trace);
  if (expected > limits::scalar_records) return too_large(expected);
  return Runner(trace, expected).run();
}

std::vector<std::string> record_names(const Trace& trace, const ScalarRun& run) {
  std::vector<std::string> names(run.tape.size());
  for (std::size_t at = 0; at < names.size(); ++at)
    names[at] = "t" + std::to_string(at);
  for (std::size_t id = 0; id < run.elements.size(); ++id) {
    const Value& value = trace.values[id];
    const bool constant = value.kind == ValueKind::constant;
    if (value.name.empty() && !constant) continue;
    const std::string base =
        constant ? value.text
                 : display_name(trace, static_cast<ValueId>(id)) +
                       (value.version > 1 ? "'" + std::to_string(value.version) : "");
    for (std::size_t e = 0; e < run.elements[id].size(); ++e) {
      names[static_cast<std::size_t>(run.elements[id][e])] =
          base + index_text(static_cast<Index>(e), value.data.shape);
    }
  }
  return names;
}

}  // namespace backprop
