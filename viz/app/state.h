/// The state of the window: all that a user's actions change and undo brings back. Plain data;
/// camera, hover and sizes of panes are not in it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/program/stale.h"
#include "engine/trace/breakpoints.h"
#include "engine/trace/compare.h"
#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "lessons/model/answers.h"
#include "lessons/model/lesson.h"
#include "lessons/model/practice.h"
#include "viz/app/entity.h"
#include "viz/app/hunt.h"
#include "viz/app/lab.h"
#include "viz/app/playground.h"

namespace backprop::viz {

using lessons::Language;
enum class Theme : std::uint8_t { light, dark };

/// What the middle of the window shows of the trace.
enum class View : std::uint8_t { network, graph, tensors, paths };

/// What the inspector explains.
enum class Inspected : std::uint8_t { step, selection };

/// Where playing and "to the next stop" halt.
struct BreakpointSetting {
  Breakpoint what;
  bool enabled = true;
};

inline constexpr std::size_t most_breakpoints = 24;

/// A run that was put aside, with the text in the editor then, to compare the present one with.
struct KeptRun {
  std::string name;  ///< of its program
  std::string draft;
  std::shared_ptr<const Trace> trace;
  /// The first step at which the present trace (a) and this one (b) part.
  std::optional<TraceDifference> difference;
};
/// "You are backprop", left before its end: it goes on there when it is begun once more.
struct UnfinishedPractice {
  std::string program;  ///< the text that ran
  int run = 0;
  std::vector<std::string> moves;
};

struct SharedState;

struct State {
  Language language = Language::english;
  Theme theme = Theme::light;

  std::string lesson;                  ///< id of the open chapter: "4.2"
  std::string program_name;            ///< of the draft: a shipped program's, or a file's
  std::string ran_name;                ///< of the program that the trace is of
  std::string program_path;            ///< the file that the draft came from; empty for none
  std::string ran_path;                ///< the same of the program that the trace is of
  std::string draft;                   ///< the program's text as it stands in the editor
  std::shared_ptr<const Trace> trace;  ///< the last run that went well; never null once started
  std::optional<Error> error;  ///< why the draft could not be run; its lines are the draft's
  bool running = false;        ///< a run of the draft is under way
  /// A shared state that is being opened: what the run is to be shown with when it is done.
  std::shared_ptr<const SharedState> opening;

  Time time;
  StepSize step_size = StepSize::step;
  bool playing = false;
  std::vector<BreakpointSetting> breakpoints;
  View view = View::network;
  std::set<std::string> opened_layers;  ///< of many neurons, by name: neurons, not a heat map
  Entity selection;
  Inspected inspected = Inspected::step;  ///< whichever of the two was turned to last
  /// The numbers that are asked "why?", each from the answer to the one before; empty: none.
  std::vector<Quantity> why;
  /// Where links were followed from: times to go back to.
  std::vector<Time> trail;
  double check_step = 1e-5;  ///< h of the central difference that is shown
  Index sample = 0;          ///< which sample of a batch the network shows
  lessons::Answers answers;  ///< to the tasks of all chapters

  std::optional<KeptRun> kept;
  /// What of the trace the draft makes out of date; null: nothing.
  std::shared_ptr<const Staleness> stale;
  /// Why the last command changed nothing: the number that it edits cannot be. App takes it away.
  std::optional<Error> refused;
  std::optional<lessons::practice::Practice> practice;  ///< while the learner is backprop
  std::optional<UnfinishedPractice> unfinished;
  std::optional<Hunt> hunt;       ///< while `trace` is of a broken engine
  int hunts = 0;                  ///< begun so far: the next one plants another fault
  bool no_fault_to_show = false;  ///< the last hunt found none that this program can show

  Lab lab = Lab::none;  ///< that is open in the place of the panes
  ActivationLab activations;
  /// Never null. Shared: a state of long runs is copied with every command.
  std::shared_ptr<const PlaygroundLab> playground = std::make_shared<PlaygroundLab>();

  /// Whether the numbers on screen belong to another text than the editor's.
  bool edited() const { return trace && draft != trace->program; }
};

}  // namespace backprop::viz
