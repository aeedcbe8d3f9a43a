/// Where the fonts are, found through fontconfig.
#pragma once

#include <string>

#include "engine/result.h"
#include "viz/text/glyphs.h"

namespace backprop::viz {

struct FontFile {
  std::string path;
  int index = 0;  ///< of the face within a collection
};

/// The file of a face: Noto Sans CJK SC, its bold and mono, Latin Modern Math. The error names the
/// Debian package that lacks.
Result<FontFile> find_font(Face face);

}  // namespace backprop::viz
