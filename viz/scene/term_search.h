/// The word under the pointer, where the glossary explains it: in whichever pane it stands.
#pragma once

#include <optional>

#include "lessons/model/term_finder.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

struct TermOnScreen {
  const lessons::Term* term = nullptr;
  Rect word;
};

/// The term that a scene's words show at a point.
std::optional<TermOnScreen> term_at(const Scene& scene, Vec2 point,
                                    const lessons::TermFinder& finder, const Glyphs& glyphs);

}  // namespace backprop::viz
