#include "viz/app/reduce.h"

#include <algorithm>

#include "viz/app/share.h"

namespace backprop::viz {
namespace {

/// Whether a step writes the entity: makes the value, or adds to its gradient.
bool writes(const Trace& trace, Index at, const Entity& entity) {
  const Step& step = trace.step(at);
  switch (entity.kind) {
    case Entity::Kind::none:
      return false;
    case Entity::Kind::step:
      return at == entity.index;
    case Entity::Kind::line:
      return step.line == entity.index || step.running_line == entity.index;
    case Entity::Kind::value:
      break;
  }
  if (step.kind == StepKind::clear) return false;
  const ValueId written = step.kind == StepKind::backward ? target(trace, step) : step.value;
  // A weight or running average is followed through its versions.
  return first_version(trace, written) == first_version(trace, entity.id);
}

Index next_write(const Trace& trace, Index from, const Entity& entity) {
  const Index count = trace.step_count();
  for (Index i = 0; i < count; ++i) {
    const Index at = (from + i) % count;  // after the end, from the start again
    if (writes(trace, at, entity)) return at + 1;
  }
  return from;
}

/// A recording takes the place of another: the time stays where it still makes sense.
void adopt(State& state, std::shared_ptr<const Trace> trace, bool same_program) {
  const bool was_at_end = state.trace && state.time.step == state.trace->step_count();
  const bool same_steps =
      same_program && state.trace && state.trace->step_count() == trace->step_count();
  state.trace = std::move(trace);
  state.error.reset();
  state.playing = false;
  if (!same_steps) {
    state.selection = {};
    state.sample = 0;
    state.time = was_at_end && same_program ? Time{state.trace->step_count(), 0} : Time{};
  }
  state.time = clamped(*state.trace, state.time);
}

struct Reducer {
  State& state;
  const Trace& trace() const { return *state.trace; }

  void operator()(const command::StepForward&) const {
    state.playing = false;
    state.time = next(trace(), state.time, state.step_size);
  }
  void operator()(const command::StepBack&) const {
    state.playing = false;
    state.time = previous(trace(), state.time, state.step_size);
  }
  void operator()(const command::GoTo& go) const {
    state.playing = false;
    state.time = clamped(trace(), go.time);
  }
  void operator()(const command::RunTo& run) const {
    state.playing = false;
    if (trace().step_count() == 0) return;
    state.time = {next_write(trace(), state.time.step, run.entity), 0};
  }
  void operator()(const command::SetStepSize& set) const { state.step_size = set.size; }
  void operator()(const command::SetPlaying& set) const {
    state.playing = set.playing;
    const bool at_end = state.time.step >= trace().step_count();
    if (set.playing && at_end) state.time = {};
  }
  void operator()(const command::Tick&) const {
    if (!state.playing) return;
    state.time = next(trace(), state.time, state.step_size);
    if (state.time.step >= trace().step_count()) state.playing = false;
  }
  void operator()(const command::Select& select) const {
    state.selection = select.entity == state.selection ? Entity{} : select.entity;
  }
  void operator()(const command::SelectSample& select) const {
    state.sample = std::max<Index>(0, select.sample);
  }
  void operator()(const command::EditDraft& edit) const { state.draft = edit.text; }
  void operator()(const command::RevertDraft&) const {
    state.program_name = state.ran_name;
    state.program_path = state.ran_path;
    state.draft = trace().program;
    state.error.reset();
  }
  void operator()(const command::RunDraft&) const {
    state.running = true;
    state.playing = false;
    state.opening.reset();
  }
  void operator()(const command::FinishRun& finish) const {
    state.running = false;
    if (finish.error) {
      state.error = finish.error;                               // the last good recording stays
      if (state.draft != finish.text) state.error->place = {};  // it is of another text
    } else if (finish.trace) {
      adopt(state, finish.trace, state.program_name == state.ran_name);
      state.ran_name = state.program_name;
      state.ran_path = state.program_path;
      if (state.opening) restore(state, *state.opening);
    }
    state.opening.reset();
  }
  void operator()(const command::OpenProgram& open) const {
    state.program_name = open.name;
    state.program_path = open.path;
    state.draft = open.text;
    state.error.reset();
    state.running = true;
    state.playing = false;
    state.opening.reset();
  }
  void operator()(const command::OpenShared& open) const {
    begin_opening(state, open.shared);
    state.program_path = open.path;
  }
  void operator()(const command::SavedAs& saved) const {
    // The recording goes by the same name as long as it is of the same program.
    if (state.ran_name == state.program_name && state.ran_path == state.program_path) {
      state.ran_name = saved.name;
      state.ran_path = saved.path;
    }
    state.program_name = saved.name;
    state.program_path = saved.path;
  }
  void operator()(const command::OpenLesson& open) const {
    if (state.lesson == open.id) return;
    state.lesson = open.id;
    state.predictions.clear();
  }
  void operator()(const command::Predict& predict) const {
    state.predictions.emplace(predict.block, predict.sign);  // the first answer counts
  }
  void operator()(const command::SetLanguage& set) const { state.language = set.language; }
  void operator()(const command::SetTheme& set) const { state.theme = set.theme; }
};

}  // namespace

State reduce(State state, const Command& command) {
  std::visit(Reducer{state}, command);
  return state;
}

}  // namespace backprop::viz
