/// What the commands of the labs do.
#pragma once

#include "viz/app/command.h"

namespace backprop::viz {

/// Nothing is trained any more: its iteration stays.
void stop_training(State& state);
/// The panes are back, and nothing is trained.
void leave_lab(State& state);

void apply(State& state, const command::OpenLab& open);
void apply(State& state, const command::PickFunction& pick);
void apply(State& state, const command::TypeFunction& type);
void apply(State& state, const command::EditLabNumber& edit);
void apply(State& state, const command::SetLabRange& set);
void apply(State& state, const command::ShowSecondDerivative& show);
void apply(State& state, const command::SetDepthStart& set);
void apply(State& state, const command::ChangePlayground& change);
void apply(State& state, const command::EditPlaygroundNumber& edit);

}  // namespace backprop::viz
