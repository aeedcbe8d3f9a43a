/// The state of the window: all that a user's actions change and undo brings back. Plain data;
/// camera, hover and sizes of panes are not in it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/trace/time.h"
#include "lessons/model/lesson.h"
#include "lessons/model/practice.h"
#include "viz/app/entity.h"
#include "viz/app/hunt.h"

namespace backprop::viz {

using lessons::Language;
enum class Theme : std::uint8_t { light, dark };

struct State {
  Language language = Language::english;
  Theme theme = Theme::light;

  std::string lesson;                  ///< id of the open chapter: "4.2"
  std::string program_name;            ///< of the draft: a shipped program's, or a file's
  std::string ran_name;                ///< of the program that the trace is of
  std::string draft;                   ///< the program's text as it stands in the editor
  std::shared_ptr<const Trace> trace;  ///< the last run that went well; never null once started
  std::optional<Error> error;  ///< why the draft could not be run; its lines are the draft's
  bool running = false;        ///< a run of the draft is under way

  Time time;
  StepSize step_size = StepSize::step;
  bool playing = false;
  Entity selection;
  Index sample = 0;                ///< which sample of a batch the network shows
  std::map<int, int> predictions;  ///< the lesson's questions answered: block -> sign -1, 0, +1

  std::optional<lessons::practice::Practice> practice;  ///< while the learner is backprop
  std::optional<Hunt> hunt;                             ///< while `trace` is of a broken engine
  int hunts = 0;                  ///< begun so far: the next one plants another fault
  bool no_fault_to_show = false;  ///< the last hunt found none that this program can show

  /// Whether the numbers on screen belong to another text than the editor's.
  bool edited() const { return trace && draft != trace->program; }
};

}  // namespace backprop::viz
