/// Every user action, each a plain struct; `reduce` is the one place where they change the state.
#pragma once

#include <string>
#include <variant>

#include "viz/app/state.h"

namespace backprop::viz {

namespace command {
struct StepForward {};
struct StepBack {};
struct GoTo {
  Time time;
};  ///< any time; moved into the trace's range
struct RunTo {
  Entity entity;
};  ///< the next step that writes it or its gradient
struct SetStepSize {
  StepSize size;
};
struct SetPlaying {
  bool playing;
};
struct Tick {};  ///< one step of playing; stops at the end
struct Select {
  Entity entity;
};
struct SelectSample {
  Index sample;
};
struct EditDraft {
  std::string text;
};
struct RevertDraft {};  ///< back to the program that ran
struct RunDraft {};     ///< begins a run; FinishRun ends it
/// What a run came to: a recording, or why there is none.
struct FinishRun {
  std::string text;
  std::shared_ptr<const Trace> trace;
  std::optional<Error> error;
};
/// Another program takes the editor's place and begins to run.
struct OpenProgram {
  std::string name;
  std::string text;
  std::string path = {};  ///< the file that it came from; empty for none
};
/// A shared state takes the place of all: its program begins to run, and is then shown as it was.
struct OpenShared {
  std::shared_ptr<const SharedState> shared;  ///< not null
  std::string path = {};
};
/// The draft was written to a file, which it is of from now on.
struct SavedAs {
  std::string name;
  std::string path;
};
struct OpenLesson {
  std::string id;
};
struct Predict {
  int block;
  int sign;
};
struct SetLanguage {
  Language language;
};
struct SetTheme {
  Theme theme;
};
}  // namespace command

using Command =
    std::variant<command::StepForward, command::StepBack, command::GoTo, command::RunTo,
                 command::SetStepSize, command::SetPlaying, command::Tick, command::Select,
                 command::SelectSample, command::EditDraft, command::RevertDraft, command::RunDraft,
                 command::FinishRun, command::OpenProgram, command::OpenLesson, command::Predict,
                 command::SetLanguage, command::SetTheme, command::OpenShared, command::SavedAs>;

}  // namespace backprop::viz
