/// The list of chapters, over the window: what each is about, how far the learner has got with it.
#pragma once

#include <vector>

#include "lessons/model/catalogue.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

struct ChapterList {
  const std::vector<lessons::Chapter>& chapters;
  bool reviewing = false;  ///< the tasks that did not go well, in place of the chapters
  float scroll = 0;
};

Scene chapters_scene(const ChapterList& list, const State& state, Rect window, const Look& look);

/// The room that its rows have; they are scrolled by what they need beyond it.
Rect chapters_area(Rect window);

}  // namespace backprop::viz
