/// A state as text, for tests: equal texts are equal states.
#pragma once

#include <string>

#include "viz/app/state.h"

namespace backprop::test {

/// All of it: a member that is added to State has to be added here, or this does not compile.
std::string text_of(const viz::State& state);

/// Everything of a recording that could differ.
std::string text_of(const std::shared_ptr<const Trace>& trace);

}  // namespace backprop::test
