/// The glossary: its terms one below the other, its table of symbols, and the card of one term.
#pragma once

#include "lessons/model/catalogue.h"
#include "lessons/model/glossary.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// Every term is a widget "term:ID" around its entry. Beyond `area` it is to be cut off.
Scene terms_scene(const lessons::Glossary& glossary, const std::vector<lessons::Chapter>& chapters,
                  Rect area, float scroll, const Look& look);

/// Symbols of formulas, in programs and in the source, with their meaning.
Scene notation_scene(const lessons::Glossary& glossary, Rect area, float scroll, const Look& look);

/// One entry on a card beside what it explains, kept inside the window.
Scene term_card(const lessons::Term& term, Rect word, Vec2 window, const Look& look);

}  // namespace backprop::viz
