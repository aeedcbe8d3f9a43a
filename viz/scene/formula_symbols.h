/// The symbols of a hand-written formula, found in a recording by their names: a letter is the
/// value of that name, an index one of its elements, a derivative of the loss the gradient.
#pragma once

#include <span>

#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"
#include "viz/scene/expression_tex.h"
#include "viz/text/math.h"

namespace backprop::viz {

/// How a chapter writes what programs name.
struct FormulaLetters {
  lessons::Indices indices = lessons::Indices::from_one;
  std::span<const lessons::Letter> source = {};  ///< the source's: theirs are found, too
};

/// Marks what is found; `marks` grows by it. Of a name with several values the last is meant.
void mark_symbols(MathNode& formula, const Trace& trace, std::vector<MarkedNumber>& marks,
                  const FormulaLetters& letters = {});

}  // namespace backprop::viz
