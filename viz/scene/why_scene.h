/// "Why is it this number?": the answer in the inspector's place, line by line down to the leaves.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// Of the last question in state.why. `scroll` moves it up; content_height says how tall it is.
Scene why_scene(const State& state, Rect area, float scroll, const Look& look);

/// What "why?" means of an entity at a state's time; a gradient only once one has arrived. Nothing
/// of what has no number yet.
std::optional<Quantity> why_of(const State& state, const Entity& entity, Asks asks);
/// The same of a widget: of its entity, or of the very number that it stands for.
std::optional<Quantity> why_of(const State& state, const Widget& widget);

}  // namespace backprop::viz
