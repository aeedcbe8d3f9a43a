/// The state of the window: all that a user's actions change and undo brings back. Plain data;
/// camera, hover and sizes of panes are not in it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/trace/time.h"
#include "lessons/model/lesson.h"
#include "viz/app/entity.h"

namespace backprop::viz {

using lessons::Language;
enum class Theme : std::uint8_t { light, dark };

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
  Entity selection;
  Index sample = 0;                ///< which sample of a batch the network shows
  std::map<int, int> predictions;  ///< the lesson's questions answered: block -> sign -1, 0, +1

  /// Whether the numbers on screen belong to another text than the editor's.
  bool edited() const { return trace && draft != trace->program; }
};

}  // namespace backprop::viz
