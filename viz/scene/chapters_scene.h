/// The list of chapters, over the window: what each is about, how far the learner has got with it.
#pragma once

#include <vector>

#include "lessons/model/catalogue.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

Scene chapters_scene(const std::vector<lessons::Chapter>& chapters, const State& state,
                     float scroll, Rect window, const Look& look);

/// The room that its rows have; they are scrolled by what they need beyond it.
Rect chapters_area(Rect window);

}  // namespace backprop::viz
