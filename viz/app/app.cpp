#include "viz/app/app.h"

#include <algorithm>
#include <cassert>

#include "engine/program/broken.h"
#include "engine/program/parser.h"
#include "engine/random.h"
#include "viz/app/reduce_lab.h"
#include "viz/app/share.h"

namespace backprop::viz {
namespace {

/// Commands that come in rows, each too small to be undone alone.
bool is_small(const Command& command) {
  return std::holds_alternative<command::StepForward>(command) ||
         std::holds_alternative<command::StepBack>(command) ||
         std::holds_alternative<command::GoTo>(command) ||
         std::holds_alternative<command::SetCheckStep>(command) ||
         std::holds_alternative<command::EditDraft>(command) ||
         std::holds_alternative<command::TypeFunction>(command);
}

bool opens_program(const Command& command) {
  const auto* lesson = std::get_if<command::OpenLesson>(&command);
  return lesson != nullptr && !lesson->program_name.empty();
}

/// Commands that begin a run of the draft.
bool begins_run(const Command& command) {
  return std::holds_alternative<command::RunDraft>(command) ||
         std::holds_alternative<command::OpenProgram>(command) || opens_program(command) ||
         std::holds_alternative<command::OpenShared>(command);
}

/// Commands of the program itself, which undo passes over.
bool is_internal(const Command& command) {
  if (const auto* change = std::get_if<command::ChangePlayground>(&command)) {
    return std::holds_alternative<playground_change::Trained>(change->what) ||
           std::holds_alternative<playground_change::Pause>(change->what);
  }
  return std::holds_alternative<command::Tick>(command) ||
         std::holds_alternative<command::RunDraft>(command) ||
         std::holds_alternative<command::StartHunt>(command);
}

/// What undo comes back to stands still.
void stop(State& state) {
  state.running = false;
  state.playing = false;
  state.opening.reset();
  stop_training(state);
}

/// The faults that are worth a try, the first one last. Seeds one after the other begin with
/// different ones until all have been first.
std::vector<Fault> faults_to_try(const Trace& healthy, std::uint64_t seed) {
  std::vector<Fault> order;
  for (const FaultRow& row : faults()) {
    if (may_show(healthy, row.fault)) order.push_back(row.fault);
  }
  if (order.empty()) return order;
  const std::uint64_t round = seed / order.size();
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[random::bits(round, left) % left]);
  const auto turn = static_cast<std::ptrdiff_t>(seed % order.size());
  std::rotate(order.begin(), order.begin() + turn, order.end());
  return order;
}

}  // namespace

App::App(State state) : present_(std::move(state)) {
  assert(present_.trace);
}

void App::dispatch(const Command& command) {
  const auto* hunt = std::get_if<command::StartHunt>(&command);
  if (hunt != nullptr && present_.running) return;  // a run of the draft comes first
  State next = reduce(present_, command);
  if (next.refused) {  // nothing was done: nothing to undo
    refusal_ = std::move(next.refused);
    return;
  }
  ++revision_;
  if (!is_internal(command)) {
    if (!joins_last(command)) {
      stop(present_);
      past_.push(std::move(present_));
    }
    future_.clear();
    last_ = command;
  }
  present_ = std::move(next);
  if (begins_run(command)) begin_run();
  if (hunt != nullptr) begin_hunt(*hunt);
  if (std::holds_alternative<command::LeaveHunt>(command) && fault_being_tried_)
    present_.running = false;
  if (!present_.running) run_.reset();
  if (!run_) fault_being_tried_.reset();
}

bool App::joins_last(const Command& command) const {
  if (!last_) return false;
  if (is_small(command)) return last_->index() == command.index();
  if (const auto* edit = std::get_if<command::EditNumber>(&command)) {
    const auto* last = std::get_if<command::EditNumber>(&*last_);
    return edit->continues && last != nullptr && last->entity == edit->entity;
  }
  if (const auto* edit = std::get_if<command::EditSetting>(&command)) {
    const auto* last = std::get_if<command::EditSetting>(&*last_);
    return edit->continues && last != nullptr && last->run == edit->run &&
           last->setting == edit->setting;
  }
  if (const auto* edit = std::get_if<command::EditLabNumber>(&command)) {
    const auto* last = std::get_if<command::EditLabNumber>(&*last_);
    return edit->continues && last != nullptr && last->which == edit->which;
  }
  if (const auto* edit = std::get_if<command::EditPlaygroundNumber>(&command)) {
    const auto* last = std::get_if<command::EditPlaygroundNumber>(&*last_);
    return edit->continues && last != nullptr && last->which == edit->which;
  }
  if (const auto* change = std::get_if<command::ChangePlayground>(&command)) {
    const auto* last = std::get_if<command::ChangePlayground>(&*last_);
    return change->continues && last != nullptr && last->what.index() == change->what.index();
  }
  if (const auto* range = std::get_if<command::SetLabRange>(&command))
    return range->continues && std::holds_alternative<command::SetLabRange>(*last_);
  // What a program came to belongs to its opening: one undo takes both back.
  return std::holds_alternative<command::FinishRun>(command) &&
         (std::holds_alternative<command::OpenProgram>(*last_) || opens_program(*last_) ||
          std::holds_alternative<command::OpenShared>(*last_));
}

std::shared_ptr<const Trace> App::healthy_trace() const {
  return present_.hunt ? present_.hunt->healthy : present_.trace;
}

void App::begin_hunt(const command::StartHunt& start) {
  faults_to_try_ =
      start.fault ? std::vector<Fault>{*start.fault} : faults_to_try(*healthy_trace(), start.seed);
  begin_next_hunt();
}

void App::begin_next_hunt() {
  auto program = parse(healthy_trace()->program);
  if (faults_to_try_.empty() || !program) {
    dispatch(command::FinishHunt{Fault::none, nullptr});
    return;
  }
  fault_being_tried_ = faults_to_try_.back();
  faults_to_try_.pop_back();
  run_.emplace(std::move(program).value(), *fault_being_tried_);
}

void App::begin_run() {
  fault_being_tried_.reset();
  run_text_ = present_.opening ? program_that_ran(*present_.opening) : present_.draft;
  auto program = parse(run_text_);
  if (!program) {
    dispatch(command::FinishRun{run_text_, nullptr, program.error()});
    return;
  }
  run_.emplace(std::move(program).value());
}

void App::resume(std::shared_ptr<const SharedState> shared, const std::string& path) {
  dispatch(command::OpenShared{std::move(shared), path});
  past_.clear();
}

void App::work(Index steps) {
  if (!run_) return;
  const auto status = run_->advance(steps);
  if (status == Interpreter::Status::running) return;
  if (fault_being_tried_) {
    finish_hunt_run(status);
  } else {
    finish_run(status);
  }
}

void App::finish_hunt_run(Interpreter::Status status) {
  if (status == Interpreter::Status::done) {
    auto trace = std::make_shared<const Trace>(std::move(*run_).take_trace());
    if (shows_fault(*healthy_trace(), *trace)) {
      dispatch(command::FinishHunt{*fault_being_tried_, std::move(trace)});
      return;
    }
  }
  begin_next_hunt();
}

void App::finish_run(Interpreter::Status status) {
  if (status == Interpreter::Status::failed) {
    dispatch(command::FinishRun{run_text_, nullptr, run_->error()});
  } else {
    auto trace = std::make_shared<const Trace>(std::move(*run_).take_trace());
    dispatch(command::FinishRun{run_text_, std::move(trace), std::nullopt});
  }
}

void App::work_to_end() {
  while (run_)
    work(10'000);
}

void App::undo() {
  if (past_.empty()) return;
  ++revision_;
  future_.push(std::move(present_));
  present_ = past_.pop();
  last_.reset();
  run_.reset();
}

void App::redo() {
  if (future_.empty()) return;
  ++revision_;
  past_.push(std::move(present_));
  present_ = future_.pop();
  last_.reset();
  run_.reset();
  if (present_.running) begin_run();  // it was left by undo
}

}  // namespace backprop::viz
