/// The list of chapters and the glossary, over the window: what each chapter is about and how far
/// the learner has got with it, what went wrong, terms, and symbols.
#pragma once

#include <vector>

#include "lessons/model/catalogue.h"
#include "lessons/model/glossary.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

enum class ChapterTab : std::uint8_t { chapters, review, terms, notation };

/// The tab of that name, "chapters" or "terms"; nothing where there is none.
std::optional<ChapterTab> chapter_tab(const std::string& name);

struct ChapterList {
  const std::vector<lessons::Chapter>& chapters;
  const lessons::Glossary& glossary;
  ChapterTab tab = ChapterTab::chapters;
  float scroll = 0;
};

/// The card with its heading and tabs, over everything else.
Scene chapters_scene(const ChapterList& list, Rect window, const Look& look);

/// What the chosen tab shows, to be cut to chapters_area().
Scene chapters_content(const ChapterList& list, const State& state, Rect window, const Look& look);

Rect chapters_area(Rect window);

}  // namespace backprop::viz
