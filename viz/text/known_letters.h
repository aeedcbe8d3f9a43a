/// Plain text in letters that the window's fonts have.
#pragma once

#include <string>
#include <string_view>

#include "viz/text/glyphs.h"

namespace backprop::viz {

/// Small digits that no font has are written on the line, "y₁" as "y_1"; what else none has, such
/// as a hat over a letter, is left out.
std::string in_known_letters(std::string_view text, Face face, const Glyphs& glyphs);

}  // namespace backprop::viz
