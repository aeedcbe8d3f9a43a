/// Practice in the inspector's place: what is asked, the choices or the entry, hints, the score.
/// And the foot of the inspector, where practice and hunt begin.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// The state has practice on. `typed` is what stands in the entry, which lies over the widget
/// "practice-entry" where there is a question.
Scene practice_scene(const State& state, const std::string& typed, Rect area, float scroll,
                     const Look& look);

inline constexpr float modes_height = 52;

/// The buttons that begin practice and a hunt; what cannot begin says why.
Scene modes_scene(const State& state, Rect area, const Look& look);

}  // namespace backprop::viz
