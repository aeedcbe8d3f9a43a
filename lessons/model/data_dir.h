/// Where chapters, programs and assets lie when the program runs.
#pragma once

#include <filesystem>

namespace backprop::lessons {

/// The directory that holds lessons/ and assets/: BACKPROP_DATA_DIR where it is set, the source
/// tree of a build that still stands in it, or share/backprop-tutor beside the installed program.
std::filesystem::path data_dir();

}  // namespace backprop::lessons
