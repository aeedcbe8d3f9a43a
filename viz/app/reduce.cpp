#include "viz/app/reduce.h"

#include <algorithm>
#include <cmath>

#include "viz/app/modes.h"
#include "viz/app/recording.h"
#include "viz/app/reduce_lab.h"
#include "viz/app/share.h"

namespace backprop::viz {
namespace {

constexpr std::size_t most_followed = 50;  // links, questions
constexpr std::size_t most_answers = 600;
constexpr std::size_t longest_answer = 400;

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

bool is_stop(const State& state, Index step) {
  return std::any_of(state.breakpoints.begin(), state.breakpoints.end(), [&](const auto& setting) {
    return setting.enabled && stops(*state.trace, setting.what, step);
  });
}

/// The nearest stop of any breakpoint that is on.
std::optional<Index> nearest_stop(const State& state, bool forward) {
  std::optional<Index> nearest;
  for (const BreakpointSetting& setting : state.breakpoints) {
    if (!setting.enabled) continue;
    // The time after step s is s + 1: what stopped there just now is not the next stop.
    const auto found = forward ? next_stop(*state.trace, setting.what, state.time.step)
                               : previous_stop(*state.trace, setting.what, state.time.step - 1);
    if (found && (!nearest || (forward ? *found < *nearest : *found > *nearest))) nearest = found;
  }
  return nearest;
}

/// Whether there can be such a stop.
struct IsPossible {
  bool operator()(const breakpoint::NotFinite&) const { return true; }
  bool operator()(const breakpoint::GradientBelow& b) const {
    return b.bound > 0 && std::isfinite(b.bound);
  }
  bool operator()(const breakpoint::GradientAbove& b) const {
    return b.bound > 0 && std::isfinite(b.bound);
  }
  bool operator()(const breakpoint::DeadRelu&) const { return true; }
  bool operator()(const breakpoint::Written& b) const {
    return !b.name.empty() && b.name.size() <= 300;
  }
  bool operator()(const breakpoint::Line& b) const { return b.line > 0; }
};

bool same_breakpoint(const Breakpoint& a, const Breakpoint& b) {
  if (a.index() != b.index()) return false;
  if (const auto* written = std::get_if<breakpoint::Written>(&a))
    return written->name == std::get<breakpoint::Written>(b).name;
  if (const auto* line = std::get_if<breakpoint::Line>(&a))
    return line->line == std::get<breakpoint::Line>(b).line;
  return true;  // of the others one is enough; its bound can be changed
}

/// A run of the draft came to a recording: the time stays where it still makes sense.
void adopt(State& state, std::shared_ptr<const Trace> trace, bool same_program) {
  const bool was_at_end = state.trace && state.time.step == state.trace->step_count();
  const bool same_steps =
      same_program && state.trace && state.trace->step_count() == trace->step_count();
  replace_recording(state, std::move(trace));
  state.hunt.reset();
  state.no_fault_to_show = false;
  state.error.reset();
  if (same_steps) return;
  state.selection = {};
  state.sample = 0;
  state.time = was_at_end && same_program ? Time{state.trace->step_count(), 0} : Time{};
}

void swap_with_kept(State& state) {
  leave_hunt(state);  // a broken engine's recording is not kept
  KeptRun& kept = *state.kept;
  const std::shared_ptr<const Trace> present = state.trace;
  replace_recording(state, std::move(kept.trace));
  kept.trace = present;
  std::swap(state.draft, kept.draft);
  std::swap(state.ran_name, kept.name);
  state.program_name = state.ran_name;
  state.error.reset();
  state.running = false;
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
  void operator()(const command::AddBreakpoint& add) const {
    if (!std::visit(IsPossible{}, add.what)) return;
    for (BreakpointSetting& setting : state.breakpoints) {
      if (!same_breakpoint(setting.what, add.what)) continue;
      setting.enabled = true;
      return;
    }
    if (state.breakpoints.size() < most_breakpoints) state.breakpoints.push_back({add.what, true});
  }
  void operator()(const command::RemoveBreakpoint& remove) const {
    if (remove.index < state.breakpoints.size())
      state.breakpoints.erase(state.breakpoints.begin() +
                              static_cast<std::ptrdiff_t>(remove.index));
  }
  void operator()(const command::SwitchBreakpoint& change) const {
    if (change.index < state.breakpoints.size())
      state.breakpoints[change.index].enabled = change.enabled;
  }
  void operator()(const command::SetBreakpointBound& set) const {
    if (set.index >= state.breakpoints.size() || !(set.bound > 0) || !std::isfinite(set.bound))
      return;
    const double bound = std::clamp(set.bound, 1e-30, 1e30);
    Breakpoint& what = state.breakpoints[set.index].what;
    if (auto* below = std::get_if<breakpoint::GradientBelow>(&what)) below->bound = bound;
    if (auto* above = std::get_if<breakpoint::GradientAbove>(&what)) above->bound = bound;
  }
  void operator()(const command::RunToStop& run) const {
    state.playing = false;
    if (const auto found = nearest_stop(state, run.forward)) state.time = {*found + 1, 0};
  }
  void operator()(const command::SetPlaying& set) const {
    state.playing = set.playing;
    const bool at_end = state.time.step >= trace().step_count();
    if (set.playing && at_end) state.time = {};
  }
  void operator()(const command::Tick&) const {
    if (!state.playing) return;
    const Index from = state.time.step;
    state.time = next(trace(), state.time, state.step_size);
    for (Index step = from; step < state.time.step; ++step) {
      if (!is_stop(state, step)) continue;
      state.time = {step + 1, 0};  // inside a larger step, too
      state.playing = false;
      return;
    }
    if (state.time.step >= trace().step_count()) state.playing = false;
  }
  void operator()(const command::Follow& follow) const {
    state.playing = false;
    if (state.trail.size() >= most_followed) state.trail.erase(state.trail.begin());
    state.trail.push_back(state.time);
    state.time = clamped(trace(), follow.time);
  }
  void operator()(const command::FollowBack&) const {
    if (state.trail.empty()) return;
    state.playing = false;
    state.time = clamped(trace(), state.trail.back());
    state.trail.pop_back();
  }
  void operator()(const command::AskWhy& ask) const {
    const Quantity& q = ask.quantity;
    if (state.practice) return;  // it would answer for the learner
    if (!has(trace(), q) || (!state.why.empty() && state.why.back() == q)) return;
    if (state.why.size() >= most_followed) state.why.erase(state.why.begin());
    state.why.push_back(q);
  }
  void operator()(const command::WhyBack&) const {
    if (!state.why.empty()) state.why.pop_back();
  }
  void operator()(const command::CloseWhy&) const { state.why.clear(); }
  void operator()(const command::SetCheckStep& set) const {
    if (std::isfinite(set.h)) state.check_step = std::clamp(set.h, 1e-15, 1.0);
  }
  void operator()(const command::Select& select) const {
    const bool already = is_same(trace(), select.entity, state.selection);
    state.selection = already ? Entity{} : select.entity;
  }
  void operator()(const command::Inspect& inspect) const { state.inspected = inspect.what; }
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
    begin_program(open.name, open.text, open.path);
  }
  void begin_program(const std::string& name, const std::string& text,
                     const std::string& path) const {
    leave_lab(state);
    state.program_name = name;
    state.program_path = path;
    state.draft = text;
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
    leave_lab(state);
    state.lesson = open.id;
    state.view = open.view;
    if (!open.program_name.empty()) begin_program(open.program_name, open.text, {});
  }
  /// Null where the task is done: what was answered in the end stays.
  lessons::Answer* open_task(const std::string& block) const {
    const auto found = state.answers.find({state.lesson, block});
    if (found != state.answers.end()) return found->second.done ? nullptr : &found->second;
    if (state.answers.size() >= most_answers || block.size() > longest_answer) return nullptr;
    return &state.answers[{state.lesson, block}];
  }
  void operator()(const command::AnswerTask& answer) const {
    if (answer.given.size() > longest_answer) return;
    lessons::Answer* task = open_task(answer.block);
    if (task == nullptr) return;
    if (task->given.size() >= lessons::most_tries) task->given.erase(task->given.begin());
    task->given.push_back(answer.given);
    task->done = answer.done;
    task->missed = answer.missed;
  }
  void operator()(const command::TakeHint& take) const {
    lessons::Answer* task = open_task(take.block);
    if (task != nullptr && task->hints < take.most) ++task->hints;
  }
  void operator()(const command::ShowAnswer& show) const {
    lessons::Answer* task = open_task(show.block);
    if (task != nullptr) task->shown = task->done = true;
  }
  void operator()(const command::ResetTask& reset) const {
    const auto found = state.answers.find({state.lesson, reset.block});
    if (found != state.answers.end()) found->second = lessons::another_round(found->second);
  }
  void operator()(const command::SetLanguage& set) const { state.language = set.language; }
  void operator()(const command::SetTheme& set) const { state.theme = set.theme; }
  void operator()(const command::ToggleLayer& toggle) const {
    if (state.opened_layers.erase(toggle.name) > 0 || state.opened_layers.size() > 100) return;
    state.opened_layers.insert(toggle.name);
  }
  void operator()(const command::SetView& set) const { state.view = set.view; }

  void take_text(Result<std::string> text) const {
    if (text) {
      state.draft = std::move(text).value();
    } else {
      state.refused = text.error();
    }
  }
  void operator()(const command::EditNumber& edit) const {
    const auto count = static_cast<ValueId>(trace().values.size());
    const Entity& entity = edit.entity;
    if (entity.kind != Entity::Kind::value || entity.id < 0 || entity.id >= count) return;
    if (entity.index < 0 || entity.index >= trace().value(entity.id).data.size()) return;
    take_text(with_number(trace(), entity.id, entity.index, edit.number, state.draft));
  }
  void operator()(const command::EditSetting& edit) const {
    if (edit.run < 0 || edit.run >= static_cast<int>(trace().optimizer_runs.size())) return;
    take_text(with_setting(trace(), edit.run, edit.setting, edit.number, state.draft));
  }
  void operator()(const command::KeepRun&) const {
    if (state.hunt) return;  // what a broken engine did is not a run of the program
    state.kept = KeptRun{state.ran_name, trace().program, state.trace, std::nullopt};
  }
  void operator()(const command::DropKept&) const { state.kept.reset(); }
  void operator()(const command::SwapKept&) const {
    if (state.kept) swap_with_kept(state);
  }
  void operator()(const command::StartPractice& start) const {
    start_practice(state, start.run, start.anew);
  }
  void operator()(const command::LeavePractice&) const { leave_practice(state); }
  void operator()(const command::StartHunt&) const {
    state.running = true;
    state.playing = false;
    state.no_fault_to_show = false;
  }
  void operator()(const command::LeaveHunt&) const { leave_hunt(state); }
  template <class Mode>
  void operator()(const Mode& command) const {
    apply(state, command);
  }
};

/// What follows from the draft, the trace and the kept run.
void work_out(State& state, const State& before) {
  if (state.trace != before.trace || state.draft != before.draft) {
    Staleness stale = stale_values(*state.trace, state.draft);
    state.stale = stale.any() ? std::make_shared<const Staleness>(std::move(stale)) : nullptr;
  }
  if (state.kept && state.trace != before.trace) {
    state.kept->difference = first_difference(*state.trace, *state.kept->trace);
  }
}

/// The inspector turns to what was turned to last: the step where time was moved, what was selected
/// where another step is looked at than one that writes it.
void turn_inspector(State& state, const State& before) {
  if (state.trace == before.trace && state.time != before.time) {
    state.inspected = Inspected::step;
  } else if (state.selection != before.selection) {
    const Index at = state.time.term > 0 ? state.time.step : state.time.step - 1;
    const bool selected = state.selection.kind == Entity::Kind::value;
    const bool written = selected && at >= 0 && writes(*state.trace, at, state.selection);
    if (!written) state.inspected = selected ? Inspected::selection : Inspected::step;
  }
}

}  // namespace

Index next_write(const Trace& trace, Index from, const Entity& entity) {
  const Index count = trace.step_count();
  for (Index i = 0; i < count; ++i) {
    const Index at = (from + i) % count;  // after the end, from the start again
    if (writes(trace, at, entity)) return at + 1;
  }
  return from;
}

State reduce(const State& state, const Command& command) {
  if (state.practice && moves_time(command)) return state;
  State next = state;
  std::visit(Reducer{next}, command);
  work_out(next, state);
  turn_inspector(next, state);
  return next;
}

}  // namespace backprop::viz
