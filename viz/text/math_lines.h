/// A formula that is too wide for its column, broken over lines as a typesetter would: in front of
/// a relation, else of a sum's sign, else of a product's.
#pragma once

#include "viz/text/math.h"

namespace backprop::viz {

/// No wider than `width` where it can be broken so; one box, whose baseline is the first line's.
/// What cannot be parsed is one line.
MathBox set_tex_lines(const Glyphs& glyphs, std::string_view tex, float px, float width,
                      const MathMarker& marker = {});

}  // namespace backprop::viz
