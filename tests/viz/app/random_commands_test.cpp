// Thousands of random commands: nothing crashes, undo leads back to the start exactly, redo to the
// end, and the same commands lead to the same state again.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <random>

#include "tests/corpus/malformed.h"
#include "tests/support/programs.h"
#include "viz/app/app.h"
#include "viz/app/history.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

using namespace viz;

State start() {
  State state;
  state.lesson = "4.2";
  state.program_name = state.ran_name = "two-two-two";
  state.draft = shipped_program("two-two-two");
  state.trace = run_of(state.draft);
  return state;
}

/// Everything of a recording that could differ.
std::string text_of(const std::shared_ptr<const Trace>& trace) {
  if (!trace) return "none";
  std::uint64_t hash = 14695981039346656037U;
  const auto mix = [&](const Tensor& tensor) {
    for (const double number : tensor.data)
      hash = (hash ^ std::bit_cast<std::uint64_t>(number)) * 1099511628211U;
  };
  for (const Value& value : trace->values)
    mix(value.data);
  for (const Tensor& contribution : trace->contributions)
    mix(contribution);
  return fmt::format("{} steps {:x} of {}", trace->step_count(), hash, trace->program);
}

std::string text_of(const Entity& entity) {
  return fmt::format("{}:{}:{}", static_cast<int>(entity.kind), entity.id, entity.index);
}

/// A state as text: equal texts are equal states.
std::string text_of(const State& s) {
  std::string text = fmt::format(
      "{} {} {} {} {} {} {} error {} running {} playing {} time {} {} size {} view {} sample {} h "
      "{}\n",
      static_cast<int>(s.language), static_cast<int>(s.theme), s.lesson, s.program_name, s.ran_name,
      s.program_path, s.ran_path, s.error ? s.error->cause : "", s.running, s.playing, s.time.step,
      s.time.term, static_cast<int>(s.step_size), static_cast<int>(s.view), s.sample, s.check_step);
  text += s.draft + "\n" + text_of(s.trace) + "\nselection " + text_of(s.selection);
  for (const Quantity& q : s.why)
    text += fmt::format(" why {} {} {} {}", q.value, q.element, q.gradient, q.step);
  for (const Time& time : s.trail)
    text += fmt::format(" trail {} {}", time.step, time.term);
  for (const BreakpointSetting& b : s.breakpoints)
    text += fmt::format(" break {} {}", b.what.index(), b.enabled);
  for (const auto& [key, answer] : s.answers) {
    text += fmt::format(" answer {} {} {} {} {} {}", key.lesson, key.block,
                        fmt::join(answer.given, ","), answer.hints, answer.shown, answer.done);
  }
  if (s.kept) text += " kept " + s.kept->name + text_of(s.kept->trace);
  if (s.kept && s.kept->difference) text += fmt::format(" at {}", s.kept->difference->step);
  text += s.stale ? " stale" : "";
  if (s.practice) {
    text += fmt::format(" practice {} {} {} {}", s.practice->step, s.practice->element,
                        static_cast<int>(s.practice->ask), s.practice->log.size());
  }
  if (s.hunt) {
    text += fmt::format(" hunt {} {} {} ", static_cast<int>(s.hunt->fault),
                        s.hunt->wrong_guesses.size(), s.hunt->found);
    text += text_of(s.hunt->healthy);
  }
  return text + fmt::format(" hunts {} {}", s.hunts, s.no_fault_to_show);
}

/// Commands as a hasty user would give them, and some that no widget gives.
class Hand {
 public:
  explicit Hand(std::uint32_t seed) : random_(seed) {
    for (const NamedProgram& program : core_programs())
      programs_.push_back(program.text);
    for (std::size_t i = 0; i < malformed_programs().size(); i += 40)
      programs_.push_back(malformed_programs()[i].text);
    programs_.push_back("");
    programs_.push_back("w = param(3.0)\nJ = w * w\nJ.backward()\nsgd(lr=0.1)\n");
  }

  Command next(const State& state) {
    const Trace& trace = *state.trace;
    const Index steps = trace.step_count();
    switch (below(38)) {
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
        return command::AddBreakpoint{breakpoint()};
      case 6:
        return command::RemoveBreakpoint{static_cast<std::size_t>(below(5))};
      case 7:
        return command::SwitchBreakpoint{static_cast<std::size_t>(below(5)), below(2) == 0};
      case 8:
        return command::SetBreakpointBound{static_cast<std::size_t>(below(5)), number()};
      case 9:
        return command::RunToStop{below(2) == 0};
      case 10:
        return command::SetPlaying{below(2) == 0};
      case 11:
        return command::Tick{};
      case 12:
        return command::Select{entity(trace)};
      case 13:
        return command::Follow{{any(steps + 2), 0}};
      case 14:
        return command::FollowBack{};
      case 15:
        return command::AskWhy{{static_cast<ValueId>(any(values(trace) + 2)) - 1, any(5) - 1,
                                below(2) == 0, any(steps + 1)}};
      case 16:
        return command::WhyBack{};
      case 17:
        return command::CloseWhy{};
      case 18:
        return command::SetCheckStep{number()};
      case 19:
        return command::SelectSample{any(6) - 1};
      case 20:
        return command::EditDraft{
            programs_[static_cast<std::size_t>(below(static_cast<int>(programs_.size())))]};
      case 21:
        return command::RevertDraft{};
      case 22:
      case 23:
        return command::RunDraft{};
      case 24:
        return command::OpenProgram{"other", any_program()};
      case 25:
        return lesson_command();
      case 26:
        return task_command();
      case 27:
        return command::SetLanguage{static_cast<Language>(below(2))};
      case 28:
        return command::SetTheme{static_cast<Theme>(below(2))};
      case 29:
        return command::SetView{static_cast<View>(below(4))};
      case 30:
        return command::EditNumber{entity(trace), number(), below(2) == 0};
      case 31:
        return command::KeepRun{};
      case 32:
        return command::DropKept{};
      case 33:
        return command::SwapKept{};
      case 34:
        return practice(state);
      case 35:
        return hunt();
      case 36:
        return shared(state);
      default:
        return command::SavedAs{"saved", "/nowhere/saved.py"};
    }
  }

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

 private:
  Index any(Index end) {
    return static_cast<Index>(random_() % static_cast<std::uint64_t>(std::max<Index>(1, end)));
  }
  const std::string& any_program() {
    return programs_[static_cast<std::size_t>(below(static_cast<int>(programs_.size())))];
  }
  Command lesson_command() {
    const std::string id = below(2) == 0 ? "4.2" : "no such";
    if (below(2) == 0) return command::OpenLesson{id};
    return command::OpenLesson{id, View::graph, "of the lesson", any_program()};
  }
  Command task_command() {
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
  static Index values(const Trace& trace) { return static_cast<Index>(trace.values.size()); }

  double number() {
    constexpr double numbers[] = {0, 1, -2.5, 1e-7, 1e300, -0.0, INFINITY, 0.3};
    return below(12) == 0 ? std::nan("") : numbers[below(8)];
  }
  Entity entity(const Trace& trace) {
    if (below(8) == 0) return Entity::line(any(20) - 1);
    if (below(8) == 0) return Entity::step(any(trace.step_count() + 2) - 1);
    if (values(trace) == 0) return {};
    const auto id = static_cast<ValueId>(any(values(trace)));
    return Entity::value(id, any(trace.value(id).data.size() + 1) - 1);
  }
  Breakpoint breakpoint() {
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
  /// What can be reached can be shared.
  static Command shared(const State& state) {
    auto read = read_share(share_text(state));
    CAPTURE(text_of(state));
    if (!read.ok()) FAIL(read.error().cause);
    return command::OpenShared{std::make_shared<const SharedState>(std::move(read).value()), ""};
  }
  Command practice(const State& state) {
    namespace practice = lessons::practice;
    if (!state.practice) return command::StartPractice{};
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
  Command hunt() {
    switch (below(5)) {
      case 0:
        return command::StartHunt{random_()};
      case 1:
        return command::HuntCheck{};
      case 2:
        return command::LeaveHunt{};
      default:
        return command::HuntGuess{
            faults()[static_cast<std::size_t>(below(static_cast<int>(faults().size())))].fault};
    }
  }

  std::mt19937 random_;
  std::vector<std::string> programs_;
};

void check_sane(const State& state) {
  REQUIRE(state.trace != nullptr);
  REQUIRE(state.time == clamped(*state.trace, state.time));
  if (state.selection.kind == Entity::Kind::value)
    REQUIRE(static_cast<std::size_t>(state.selection.id) < state.trace->values.size());
  if (state.practice)
    REQUIRE(lessons::practice::choices(*state.trace, *state.practice).size() < 1000);
  for (const Quantity& q : state.why)
    REQUIRE(static_cast<std::size_t>(q.value) < state.trace->values.size());
  for (const Quantity& q : state.why)
    REQUIRE(q.element < state.trace->value(q.value).data.size());
}

TEST_CASE("10,000 random commands: sane all the way, undone to the start, redone, replayed") {
  std::vector<std::pair<Command, int>> given;  // and how the run was worked on after it
  App app(start());
  const std::string first = text_of(app.state());
  Hand hand(20261125);
  for (int i = 0; i < 10'000; ++i) {
    given.emplace_back(hand.next(app.state()), hand.below(3));
    app.dispatch(given.back().first);
    app.take_refusal();
    for (int slice = 0; slice < given.back().second; ++slice)
      app.work(300);
    check_sane(app.state());
  }
  app.work_to_end();
  const std::string last = text_of(app.state());

  App again(start());
  for (const auto& [command, slices] : given) {
    again.dispatch(command);
    again.take_refusal();
    for (int slice = 0; slice < slices; ++slice)
      again.work(300);
  }
  again.work_to_end();
  CHECK(text_of(again.state()) == last);

  if (app.state().playing) app.dispatch(command::SetPlaying{false});
  const std::string end = text_of(app.state());
  int undone = 0;
  for (; app.can_undo(); ++undone)
    app.undo();
  CHECK(undone > 3000);
  CHECK(text_of(app.state()) == first);
  while (app.can_redo())
    app.redo();
  app.work_to_end();
  CHECK(text_of(app.state()) == end);
}

TEST_CASE("the history forgets the oldest states rather than take all memory") {
  History history(200'000);
  State state = start();
  for (int i = 0; i < 3000; ++i) {
    if (i % 10 == 0) state.trace = run_of(state.draft);  // a recording of its own
    state.sample = i;
    history.push(state);
  }
  CHECK(history.size() > 3);
  CHECK(history.size() < 1000);
  for (int i = 2999; !history.empty(); --i)
    CHECK(history.pop().sample == i);
}

}  // namespace
}  // namespace backprop::test
