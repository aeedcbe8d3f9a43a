/// The open chapter, painted block by block.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/lesson_page.h"

namespace backprop::viz {

/// How high each block was when it was last in view: those out of view need not be laid out. Begins
/// anew when anything changes that heights depend on.
struct LessonHeights {
  float width = 0;
  long revision = -1;          ///< LessonNumbers::revision
  std::vector<float> heights;  ///< by block; negative: not known
};

Scene lesson_scene(const LessonContent& content, const LessonNumbers& numbers, const State& state,
                   const LessonView& view, LessonHeights& heights, Rect area, float scroll,
                   const Look& look);

/// Where a block begins, from the page's top, as far as the heights are known.
float top_of_block(const LessonHeights& heights, std::size_t block);

}  // namespace backprop::viz
