/// What the commands of practice and of the hunt do to the state; reduce() calls them.
#pragma once

#include "viz/app/command.h"

namespace backprop::viz {

/// Practice begins at the backward() of the state's time, or goes on where it was left; nothing
/// happens where it cannot.
void start_practice(State& state, std::optional<int> run, bool anew);
void apply(State& state, const command::PracticePick& pick);
void apply(State& state, const command::PracticeAnswer& answer);
void apply(State& state, const command::PracticeHint& hint);
void leave_practice(State& state);

/// While practice is on, the time stands where the learner has got to.
bool moves_time(const Command& command);

/// A recording to look for a fault in, or none: then the program can show no fault.
void apply(State& state, const command::FinishHunt& finish);
void apply(State& state, const command::HuntCheck& check);
void apply(State& state, const command::HuntGuess& guess);
void leave_hunt(State& state);

}  // namespace backprop::viz
