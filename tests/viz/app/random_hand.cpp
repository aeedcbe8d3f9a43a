#include "tests/viz/app/random_hand.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "tests/corpus/malformed.h"
#include "tests/support/programs.h"
#include "viz/app/share.h"

namespace backprop::test {

using namespace viz;

namespace {

Index values(const Trace& trace) {
  return static_cast<Index>(trace.values.size());
}

}  // namespace

RandomHand::RandomHand(std::uint32_t seed) : random_(seed) {
  for (const NamedProgram& program : core_programs())
    programs_.push_back(program.text);
  for (std::size_t i = 0; i < malformed_programs().size(); i += 40)
    programs_.push_back(malformed_programs()[i].text);
  programs_.push_back("");
  programs_.push_back("w = param(3.0)\nJ = w * w\nJ.backward()\nsgd(lr=0.1)\n");
}

Command RandomHand::next(const State& state) {
  const Trace& trace = *state.trace;
  switch (below(15)) {
    case 0:
    case 1:
    case 2:
      return in_time(trace);
    case 3:
      return stop();
    case 4:
      return asked(trace);
    case 5:
      return program();
    case 6:
      return below(2) == 0 ? lesson() : task();
    case 7:
      return look();
    case 8:
      return edit(trace);
    case 9:
      return below(3) == 0 ? shared(state) : kept();
    case 10:
    case 11:
      return practice(state);
    case 12:
      return lab();
    case 13:
      return playground(state);
    default:
      return hunt();
  }
}

Command RandomHand::in_time(const Trace& trace) {
  const Index steps = trace.step_count();
  switch (below(9)) {
    case 0:
      return command::StepForward{};
    case 1:
      return command::StepBack{};
    case 2:
      return command::GoTo{{any(steps + 3) - 1, any(4)}};
    case 3:
      return command::RunTo{entity(trace)};
    case 4:
      return command::SetStepSize{static_cast<StepSize>(below(4))};
    case 5:
      return command::SetPlaying{below(2) == 0};
    case 6:
      return command::Tick{};
    case 7:
      return command::Follow{{any(steps + 2), 0}};
    default:
      return command::FollowBack{};
  }
}

Command RandomHand::stop() {
  const auto which = static_cast<std::size_t>(below(5));
  switch (below(6)) {
    case 0:
    case 1:
      return command::AddBreakpoint{breakpoint()};
    case 2:
      return command::RemoveBreakpoint{which};
    case 3:
      return command::SwitchBreakpoint{which, below(2) == 0};
    case 4:
      return command::SetBreakpointBound{which, number()};
    default:
      return command::RunToStop{below(2) == 0};
  }
}

/// What is looked at, and asked.
Command RandomHand::asked(const Trace& trace) {
  switch (below(7)) {
    case 0:
      return command::Select{entity(trace)};
    case 1:
      return command::Inspect{static_cast<Inspected>(below(2))};
    case 2:
      return command::AskWhy{{static_cast<ValueId>(any(values(trace) + 2)) - 1, any(5) - 1,
                              below(2) == 0, any(trace.step_count() + 1),
                              below(2) == 0 ? any(trace.step_count() + 2) - 1 : -1, any(3) - 1}};
    case 3:
      return command::WhyBack{};
    case 4:
      return command::CloseWhy{};
    case 5:
      return command::SetCheckStep{number()};
    default:
      return command::SelectSample{any(6) - 1};
  }
}

Command RandomHand::program() {
  switch (below(6)) {
    case 0:
      return command::EditDraft{any_program()};
    case 1:
      return command::RevertDraft{};
    case 2:
    case 3:
      return command::RunDraft{};
    case 4:
      return command::OpenProgram{"other", any_program()};
    default:
      return command::SavedAs{"saved", "/nowhere/saved.py"};
  }
}

Command RandomHand::lesson() {
  const std::string id = below(2) == 0 ? "4.2" : "no such";
  if (below(2) == 0) return command::OpenLesson{id};
  return command::OpenLesson{id, View::graph, "of the lesson", any_program()};
}

Command RandomHand::task() {
  const std::string block = fmt::format("predict-{}", below(5));
  switch (below(4)) {
    case 0:
      return command::TakeHint{block, below(4) - 1};
    case 1:
      return command::ShowAnswer{block};
    case 2:
      return command::ResetTask{block};
    default:
      return command::AnswerTask{block, std::to_string(below(3) - 1), below(2) == 0};
  }
}

Command RandomHand::look() {
  constexpr const char* layers[] = {"h", "o", "z", "no such"};
  switch (below(4)) {
    case 0:
      return command::SetLanguage{static_cast<Language>(below(2))};
    case 1:
      return command::SetTheme{static_cast<Theme>(below(2))};
    case 2:
      return command::ToggleLayer{layers[below(4)]};
    default:
      return command::SetView{static_cast<View>(below(4))};
  }
}

Command RandomHand::edit(const Trace& trace) {
  constexpr const char* settings[] = {"lr", "momentum", "betas", "no such"};
  if (below(2) == 0) return command::EditNumber{entity(trace), number(), below(2) == 0};
  const auto runs = static_cast<Index>(trace.optimizer_runs.size());
  return command::EditSetting{static_cast<int>(any(runs + 2)) - 1,
                              {settings[below(4)], any(3) - 1},
                              number(),
                              below(2) == 0};
}

Command RandomHand::kept() {
  switch (below(3)) {
    case 0:
      return command::KeepRun{};
    case 1:
      return command::DropKept{};
    default:
      return command::SwapKept{};
  }
}

/// What can be reached can be shared.
Command RandomHand::shared(const State& state) {
  auto read = read_share(share_text(state));
  if (!read.ok()) FAIL(read.error().cause);
  return command::OpenShared{std::make_shared<const SharedState>(std::move(read).value()), ""};
}

Command RandomHand::practice(const State& state) {
  namespace practice = lessons::practice;
  if (!state.practice || below(20) == 0)
    return command::StartPractice{below(2) == 0 ? std::nullopt : std::optional<int>(below(4) - 1),
                                  below(2) == 0};
  if (below(12) == 0) return command::LeavePractice{};
  if (below(4) == 0) return command::PracticeHint{};
  if (state.practice->ask == practice::Ask::pick) {
    const auto choices = practice::choices(*state.trace, *state.practice);
    if (choices.empty()) return command::PracticePick{any(40) - 2};
    return command::PracticePick{
        choices[static_cast<std::size_t>(any(static_cast<Index>(choices.size())))].step};
  }
  constexpr const char* junk[] = {"1", "h[0]*(1-h[0])", "((", "-0.1", "", "nan"};
  if (below(2) == 0) return command::PracticeAnswer{junk[below(6)]};
  return command::PracticeAnswer{
      fmt::format("{}", practice::expected(*state.trace, *state.practice))};
}

Command RandomHand::hunt() {
  const Fault fault =
      faults()[static_cast<std::size_t>(any(static_cast<Index>(faults().size())))].fault;
  switch (below(5)) {
    case 0:
      return command::StartHunt{random_(),
                                below(3) == 0 ? std::optional<Fault>(fault) : std::nullopt};
    case 1:
      return command::HuntCheck{};
    case 2:
      return command::LeaveHunt{};
    default:
      return command::HuntGuess{fault};
  }
}

Command RandomHand::lab() {
  constexpr const char* names[] = {"sigmoid", "relu", "elu", "mine", "no such"};
  constexpr const char* typed[] = {"def f(x, k=2): return k * x", "def f(x): return log(x)",
                                   "def f(x", "", "g = 3"};
  switch (below(8)) {
    case 0:
      return command::OpenLab{static_cast<Lab>(below(3))};
    case 1:
    case 2:
      return command::PickFunction{names[below(5)], below(4) == 0};
    case 3:
      return command::TypeFunction{typed[below(5)]};
    case 4:
      return command::SetLabRange{number(), number(), below(2) == 0};
    case 5:
      return below(2) == 0 ? Command(command::ShowSecondDerivative{below(2) == 0})
                           : Command(command::SetDepthStart{static_cast<DepthStart>(below(4))});
    default:
      return lab_number();
  }
}

Command RandomHand::lab_number() {
  constexpr const char* parameters[] = {"k", "alpha", "no such"};
  LabNumber which{static_cast<LabNumber::Kind>(below(9)), below(4) - 1, {}, {}};
  if (which.kind == LabNumber::Kind::parameter) {
    which.function = below(2) == 0 ? "mine" : "elu";
    which.parameter = parameters[below(3)];
  }
  return command::EditLabNumber{which, number(), below(2) == 0};
}

Command RandomHand::playground(const State& state) {
  if (below(3) > 0) return command::ChangePlayground{playground_change(state), below(3) == 0};
  constexpr const char* settings[] = {"lr", "momentum", "betas", "negative_slope", "no such"};
  PlaygroundNumber which{static_cast<PlaygroundNumber::Kind>(below(12)), settings[below(5)],
                         static_cast<std::size_t>(below(40))};
  return command::EditPlaygroundNumber{which, number(), below(2) == 0};
}

PlaygroundChange RandomHand::playground_change(const State& state) {
  namespace change = viz::playground_change;
  constexpr const char* names[] = {"relu", "", "adam", "sgd", "normal", "zeros", "no such"};
  const std::string name = names[below(7)];
  constexpr const char* functions[] = {"def f(x): return x * sigmoid(x)", "def f(x): return x > 0",
                                       "def f(x):\n  u = abs(x)\n  return x / (1 + u)", "f"};
  std::optional<change::Typed> typed;
  if (below(2) == 0) typed = change::Typed{functions[below(4)], {}};
  const auto place = static_cast<std::size_t>(below(5));
  const double x1 = number();
  const bool yes = below(2) == 0;
  const PlaygroundChange all[] = {
      change::Set{static_cast<ToySet>(below(8))},
      change::Own{},
      change::Draw{x1, below(12) - 6.0},
      change::Erase{x1, 0, 3},
      change::Paste{std::make_shared<const PointsCsv>(PointsCsv{{{1, 2, 0.5}}, false})},
      change::Brush{x1},
      change::ToggleFeature{static_cast<Feature>(below(7))},
      change::Layers{below(9) - 1},
      change::Neurons{place, below(20) - 1},
      change::Activation{place, name, typed},
      change::Activations{name},
      change::Loss{static_cast<playground::Loss>(below(2))},
      change::Penalty{static_cast<playground::Penalty>(below(3))},
      change::Optimizer{name},
      change::Flag{"nesterov", yes},
      change::Start{name},
      change::Anew{},
      change::Run{},
      change::Pause{},
      change::Trained{state.playground->iteration + below(50)},
      change::GoTo{any(1000) - 1},
      change::Speed{static_cast<PlaygroundSpeed>(below(4))},
      change::Choose{place},
      change::Fork{},
      change::Drop{place},
      change::ShowTest{yes},
      change::TwoColors{yes},
      change::Look{below(4) - 1, below(5)},
      change::Open{yes ? std::optional<std::size_t>(below(60)) : std::nullopt}};
  static_assert(std::size(all) == std::variant_size_v<PlaygroundChange>);
  return all[below(static_cast<int>(std::size(all)))];
}

Index RandomHand::any(Index end) {
  return static_cast<Index>(random_() % static_cast<std::uint64_t>(std::max<Index>(1, end)));
}

const std::string& RandomHand::any_program() {
  return programs_[static_cast<std::size_t>(below(static_cast<int>(programs_.size())))];
}

double RandomHand::number() {
  constexpr double numbers[] = {0, 1, -2.5, 1e-7, 1e300, -0.0, INFINITY, 0.3};
  return below(12) == 0 ? std::nan("") : numbers[below(8)];
}

Entity RandomHand::entity(const Trace& trace) {
  if (below(8) == 0) return Entity::line(any(20) - 1);
  if (below(8) == 0) return Entity::step(any(trace.step_count() + 2) - 1);
  if (values(trace) == 0) return {};
  const auto id = static_cast<ValueId>(any(values(trace)));
  return Entity::value(id, any(trace.value(id).data.size() + 1) - 1);
}

Breakpoint RandomHand::breakpoint() {
  switch (below(6)) {
    case 0:
      return breakpoint::NotFinite{};
    case 1:
      return breakpoint::GradientBelow{1e-3};
    case 2:
      return breakpoint::GradientAbove{0.1};
    case 3:
      return breakpoint::DeadRelu{};
    case 4:
      return breakpoint::Written{below(2) == 0 ? "h" : "q"};
    default:
      return breakpoint::Line{below(14)};
  }
}

}  // namespace backprop::test
