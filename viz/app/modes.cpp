#include "viz/app/modes.h"

#include <algorithm>

#include "engine/trace/compare.h"
#include "viz/app/recording.h"

namespace backprop::viz {

namespace practice = lessons::practice;

namespace {

/// The window follows the learner: the time that they have reached, and the number in question.
void follow(State& state) {
  const Trace& trace = *state.trace;
  const practice::Practice& now = *state.practice;
  state.time = {practice::time_reached(trace, now), 0};
  const bool asked = now.ask != practice::Ask::pick && now.ask != practice::Ask::finished;
  state.selection =
      asked ? Entity::value(target(trace, trace.step(now.step)), now.element) : Entity{};
}

}  // namespace

void start_practice(State& state, std::optional<int> run, bool anew) {
  auto begun =
      practice::start(*state.trace, run ? *run : practice::run_at(*state.trace, state.time.step));
  if (!begun) return;
  state.practice = std::move(begun).value();
  const auto& left = state.unfinished;
  if (left && !anew && left->run == state.practice->run && left->program == state.trace->program)
    state.practice = practice::replayed(*state.trace, std::move(*state.practice), left->moves);
  state.unfinished.reset();
  state.why.clear();
  state.playing = false;
  follow(state);
}

void apply(State& state, const command::PracticePick& pick) {
  if (!state.practice) return;
  state.practice = practice::pick(*state.trace, std::move(*state.practice), pick.step);
  follow(state);
}

void apply(State& state, const command::PracticeAnswer& answer) {
  if (!state.practice) return;
  state.practice = practice::answer(*state.trace, std::move(*state.practice), answer.text);
  follow(state);
}

void apply(State& state, const command::PracticeHint&) {
  if (!state.practice) return;
  state.practice = practice::hint(*state.trace, std::move(*state.practice));
}

void leave_practice(State& state) {
  if (!state.practice) return;
  if (state.practice->ask != practice::Ask::finished && !state.practice->moves.empty())
    state.unfinished = {state.trace->program, state.practice->run, state.practice->moves};
  state.practice.reset();
}

bool moves_time(const Command& command) {
  return std::holds_alternative<command::SwapKept>(command) ||  // to another recording's
         std::holds_alternative<command::StepForward>(command) ||
         std::holds_alternative<command::StepBack>(command) ||
         std::holds_alternative<command::GoTo>(command) ||
         std::holds_alternative<command::RunTo>(command) ||
         std::holds_alternative<command::RunToStop>(command) ||
         std::holds_alternative<command::Follow>(command) ||
         std::holds_alternative<command::FollowBack>(command) ||
         std::holds_alternative<command::SetPlaying>(command) ||
         std::holds_alternative<command::Tick>(command);
}

void apply(State& state, const command::FinishHunt& finish) {
  state.running = false;
  state.no_fault_to_show = finish.trace == nullptr;
  if (!finish.trace) return;
  Hunt hunt;
  hunt.fault = finish.fault;
  hunt.healthy = state.hunt ? state.hunt->healthy : state.trace;
  state.hunt = std::move(hunt);
  ++state.hunts;
  replace_recording(state, finish.trace);
}

void apply(State& state, const command::HuntCheck&) {
  if (state.hunt && !state.hunt->check) state.hunt->check = check_gradients(*state.trace);
}

void apply(State& state, const command::HuntGuess& guess) {
  if (!state.hunt || state.hunt->found) return;
  std::vector<Fault>& wrong = state.hunt->wrong_guesses;
  if (guess.fault == state.hunt->fault) {
    state.hunt->found = true;
    if (const auto difference = first_difference(*state.hunt->healthy, *state.trace))
      state.hunt->first_step = difference->step;
  } else if (std::find(wrong.begin(), wrong.end(), guess.fault) == wrong.end()) {
    wrong.push_back(guess.fault);
  }
}

void leave_hunt(State& state) {
  if (!state.hunt) return;
  auto healthy = state.hunt->healthy;
  state.hunt.reset();
  replace_recording(state, std::move(healthy));
}

}  // namespace backprop::viz
