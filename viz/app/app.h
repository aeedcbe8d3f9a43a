/// The running program without a window: the state, its history, and the run that is under way.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/program/interpreter.h"
#include "viz/app/history.h"
#include "viz/app/reduce.h"

namespace backprop::viz {

class App {
 public:
  /// `state` has a trace.
  explicit App(State state);

  const State& state() const { return present_; }

  /// Changes with the state.
  long revision() const { return revision_; }

  /// Applies a command. RunDraft and OpenProgram start a run that `work` carries on.
  void dispatch(const Command& command);

  /// Why a command changed nothing, since the last call; each is told once.
  std::optional<Error> take_refusal() { return std::exchange(refusal_, std::nullopt); }
  /// Opens a shared state without a way back: the last position, at a new start.
  void resume(std::shared_ptr<const SharedState> shared, const std::string& path);

  /// Advances the run of the draft by about `steps` recorded steps; a frame calls it once.
  void work(Index steps);

  /// Runs the draft to its end: for tests and pictures.
  void work_to_end();

  bool can_undo() const { return !past_.empty(); }
  bool can_redo() const { return !future_.empty(); }
  void undo();
  void redo();

 private:
  void begin_run();
  void begin_hunt(const command::StartHunt& start);
  /// Runs with the next fault of the hunt that may show; without one the hunt is over.
  void begin_next_hunt();
  void finish_run(Interpreter::Status status);
  void finish_hunt_run(Interpreter::Status status);
  std::shared_ptr<const Trace> healthy_trace() const;
  /// Whether undo takes it back together with the command before it: a row of steps or key strokes.
  bool joins_last(const Command& command) const;

  State present_;
  long revision_ = 0;
  History past_;
  History future_;
  std::optional<Command> last_;  ///< that undo would take back
  std::optional<Error> refusal_;
  std::optional<Interpreter> run_;
  std::string run_text_;
  std::vector<Fault> faults_to_try_;        ///< of the hunt being prepared, the next one last
  std::optional<Fault> fault_being_tried_;  ///< with which `run_` runs
};

}  // namespace backprop::viz
