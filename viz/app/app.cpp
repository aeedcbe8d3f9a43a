#include "viz/app/app.h"

#include <cassert>

#include "engine/program/parser.h"
#include "viz/app/share.h"

namespace backprop::viz {
namespace {

constexpr std::size_t longest_history = 500;

/// Commands that come in rows, each too small to be undone alone.
bool is_small(const Command& command) {
  return std::holds_alternative<command::StepForward>(command) ||
         std::holds_alternative<command::StepBack>(command) ||
         std::holds_alternative<command::GoTo>(command) ||
         std::holds_alternative<command::EditDraft>(command);
}

/// Commands that begin a run of the draft.
bool begins_run(const Command& command) {
  return std::holds_alternative<command::RunDraft>(command) ||
         std::holds_alternative<command::OpenProgram>(command) ||
         std::holds_alternative<command::OpenShared>(command);
}

/// Commands of the program itself, which undo passes over.
bool is_internal(const Command& command) {
  return std::holds_alternative<command::Tick>(command) ||
         std::holds_alternative<command::RunDraft>(command);
}

}  // namespace

App::App(State state) : present_(std::move(state)) {
  assert(present_.trace);
}

void App::dispatch(const Command& command) {
  ++revision_;
  if (!is_internal(command)) {
    if (!joins_last(command)) {
      past_.push_back(present_);
      past_.back().running = false;
      past_.back().playing = false;
      past_.back().opening.reset();
      if (past_.size() > longest_history) past_.erase(past_.begin());
    }
    future_.clear();
    last_ = command;
  }
  present_ = reduce(std::move(present_), command);
  if (begins_run(command)) begin_run();
  if (!present_.running) run_.reset();
}

bool App::joins_last(const Command& command) const {
  if (!last_) return false;
  if (is_small(command)) return last_->index() == command.index();
  // What a program came to belongs to its opening: one undo takes both back.
  return std::holds_alternative<command::FinishRun>(command) &&
         (std::holds_alternative<command::OpenProgram>(*last_) ||
          std::holds_alternative<command::OpenShared>(*last_));
}

void App::begin_run() {
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
  if (status == Interpreter::Status::failed) {
    dispatch(command::FinishRun{run_text_, nullptr, run_->error()});
  } else if (status == Interpreter::Status::done) {
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
  future_.push_back(std::move(present_));
  present_ = std::move(past_.back());
  past_.pop_back();
  last_.reset();
  run_.reset();
}

void App::redo() {
  if (future_.empty()) return;
  ++revision_;
  past_.push_back(std::move(present_));
  present_ = std::move(future_.back());
  future_.pop_back();
  last_.reset();
  run_.reset();
  if (present_.running) begin_run();  // it was left by undo
}

}  // namespace backprop::viz
