/// The index of a number as programs have it, from 0, beside the one that formulas have, from 1.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// "= W2₁,₁" behind the title `W2[0,0]`, muted, where there is room for it; hovered it says how the
/// two go together. Nothing where the number has no index. Returns its width.
float index_note(Builder& b, Vec2 left, const Trace& trace, const Entity& element, float room);

}  // namespace backprop::viz
