/// Formulas outside the window: as MathML for browsers, and as a line of plain text.
#pragma once

#include <string>
#include <string_view>

#include "viz/text/math.h"

namespace backprop::viz {

/// "<math>...</math>", on a line of its own where `display`. Marks are passed over.
std::string mathml(const MathNode& formula, bool display);

/// "y = 1 / (1 + e^(−a))"
std::string math_as_text(const MathNode& formula);

/// & < > and quotes as HTML and XML write them.
std::string markup_escaped(std::string_view text);

}  // namespace backprop::viz
