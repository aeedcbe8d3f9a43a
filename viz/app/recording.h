/// Another recording takes the place of the state's own: after a run, for a broken engine, for the
/// kept run.
#pragma once

#include "viz/app/state.h"

namespace backprop::viz {

/// What is selected stays selected where the other recording has a value of that name; the time
/// stays where it can; questions and links, which were about the old one, are gone.
void replace_recording(State& state, std::shared_ptr<const Trace> trace);

}  // namespace backprop::viz
