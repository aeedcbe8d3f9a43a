/// What the commands of the labs do.
#pragma once

#include "viz/app/command.h"

namespace backprop::viz {

void apply(State& state, const command::OpenLab& open);
void apply(State& state, const command::PickFunction& pick);
void apply(State& state, const command::TypeFunction& type);
void apply(State& state, const command::EditLabNumber& edit);
void apply(State& state, const command::SetLabRange& set);
void apply(State& state, const command::ShowSecondDerivative& show);
void apply(State& state, const command::SetDepthStart& set);

}  // namespace backprop::viz
