/// Every user action, each a plain struct; `reduce` is the one place where they change the state.
#pragma once

#include <string>
#include <variant>

#include "engine/program/edit.h"
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
struct AddBreakpoint {
  Breakpoint what;  ///< one that is there already is switched on
};
struct RemoveBreakpoint {
  std::size_t index;
};
struct SwitchBreakpoint {
  std::size_t index;
  bool enabled;
};
/// Another bound of a gradient breakpoint.
struct SetBreakpointBound {
  std::size_t index;
  double bound;
};
/// To the next step, or the one before, at which a breakpoint that is on stops; stays where none
/// does.
struct RunToStop {
  bool forward;
};
/// To a step that a link names; FollowBack returns.
struct Follow {
  Time time;
};
struct FollowBack {};
/// "Why is it this number?"
struct AskWhy {
  Quantity quantity;
};
struct WhyBack {};  ///< to the question before
struct CloseWhy {};
struct SetCheckStep {
  double h;  ///< of the central difference, 1e-15 to 1
};
/// What is selected already is let go of.
struct Select {
  Entity entity;
};
/// What the inspector explains.
struct Inspect {
  Inspected what;
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
/// Another chapter, and the program that it begins with, which begins to run. Without a program's
/// text the one that is open stays.
struct OpenLesson {
  std::string id;
  View view = View::network;  ///< that it opens in
  std::string program_name = {};
  std::string text = {};
};
/// A try at a task of the open chapter; see lessons::Answer. `done`: the task is.
struct AnswerTask {
  std::string block;
  std::string given;
  bool done = false;
  bool missed = false;
};
/// One more of the task's hints, up to `most`.
struct TakeHint {
  std::string block;
  int most = 0;
};
/// The task's answer is shown; it counts as done.
struct ShowAnswer {
  std::string block;
};
/// The task begins anew.
struct ResetTask {
  std::string block;
};
struct SetLanguage {
  Language language;
};
struct SetTheme {
  Theme theme;
};
/// A layer of many neurons opens from a heat map into neurons, and back.
struct ToggleLayer {
  std::string name;
};
struct SetView {
  View view;
};
/// Another number in the draft, for an element of data or of a parameter. A number that `continues`
/// belongs to the same gesture as the one before it: undo takes both back.
struct EditNumber {
  Entity entity;
  double number;
  bool continues = false;
};
/// Another number in the draft, for a setting of an optimizer's line.
struct EditSetting {
  int run;  ///< any of the line's runs
  Setting setting;
  double number;
  bool continues = false;
};
struct KeepRun {};   ///< puts the present run aside to compare later ones with
struct DropKept {};  ///< ends the comparison
struct SwapKept {};  ///< the kept run becomes the present one, and the other way round
struct StartPractice {
  std::optional<int> run = {};  ///< which backward(); nothing: the one of this time
  bool anew = false;            ///< and not where it was left
};
struct PracticePick {
  Index step;
};
struct PracticeAnswer {
  std::string text;
};
struct PracticeHint {};
struct LeavePractice {};
/// Begins runs with a fault that the seed picks; FinishHunt ends them.
struct StartHunt {
  std::uint64_t seed;
  std::optional<Fault> fault = {};  ///< this one and no other
};
struct FinishHunt {
  Fault fault;
  std::shared_ptr<const Trace> trace;  ///< null where the program can show no fault
};
struct HuntCheck {};  ///< runs the gradient check
struct HuntGuess {
  Fault fault;
};
struct LeaveHunt {};
/// A lab takes the place of the panes; Lab::none leads back to them.
struct OpenLab {
  Lab lab = Lab::none;
  std::optional<ActivationLab> settings = {};            ///< without them it is as it was left
  std::shared_ptr<const PlaygroundLab> playground = {};  ///< the same of the playground
};
/// A function of the lab is shown with the others; one that is shown is chosen, the chosen one
/// goes.
struct PickFunction {
  std::string name;
  bool alone = false;  ///< it alone is shown
};
struct TypeFunction {
  std::string text;  ///< all that stands in the field
};
/// A number that `continues` belongs to the same gesture as the one before it, as in EditNumber.
struct EditLabNumber {
  LabNumber which;
  double number = 0;
  bool continues = false;
};
/// Which x are shown.
struct SetLabRange {
  double low = 0, high = 0;
  bool continues = false;
};
struct ShowSecondDerivative {
  bool shown;
};
struct SetDepthStart {
  DepthStart start;
};
/// Anything but a number in the playground. What `continues` is of one gesture with what was
/// before.
struct ChangePlayground {
  PlaygroundChange what;
  bool continues = false;
};
struct EditPlaygroundNumber {
  PlaygroundNumber which;
  double number = 0;
  bool continues = false;
};
}  // namespace command

using AnyCommand =
    std::variant<command::StepForward, command::StepBack, command::GoTo, command::RunTo,
                 command::SetStepSize, command::AddBreakpoint, command::RemoveBreakpoint,
                 command::SwitchBreakpoint, command::SetBreakpointBound, command::RunToStop,
                 command::SetPlaying, command::Tick, command::Select, command::Inspect,
                 command::Follow, command::FollowBack, command::AskWhy, command::WhyBack,
                 command::CloseWhy, command::SetCheckStep, command::SelectSample,
                 command::EditDraft, command::RevertDraft, command::RunDraft, command::FinishRun,
                 command::OpenProgram, command::OpenLesson, command::AnswerTask, command::TakeHint,
                 command::ShowAnswer, command::ResetTask, command::SetLanguage, command::SetTheme,
                 command::SetView, command::ToggleLayer, command::EditNumber, command::EditSetting,
                 command::KeepRun, command::DropKept, command::SwapKept, command::StartPractice,
                 command::PracticePick, command::PracticeAnswer, command::PracticeHint,
                 command::LeavePractice, command::StartHunt, command::FinishHunt,
                 command::HuntCheck, command::HuntGuess, command::LeaveHunt, command::OpenShared,
                 command::SavedAs, command::OpenLab, command::PickFunction, command::TypeFunction,
                 command::EditLabNumber, command::SetLabRange, command::ShowSecondDerivative,
                 command::SetDepthStart, command::ChangePlayground, command::EditPlaygroundNumber>;

/// One of them. Its special members are not inline: those of a variant of so many types would be
/// made again in every file that shows a button.
struct Command : AnyCommand {
  using AnyCommand::AnyCommand;
  Command(const Command&);
  Command(Command&&) noexcept;
  Command& operator=(const Command&);
  Command& operator=(Command&&) noexcept;
  ~Command();
};

}  // namespace backprop::viz
