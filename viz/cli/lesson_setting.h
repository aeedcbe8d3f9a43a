/// The part of the check of chapters that needs the window's means: whether each formula can be
/// set, each character is in the fonts, and each lab takes the settings that it is opened with.
#pragma once

#include <vector>

#include "lessons/model/lesson_check.h"
#include "viz/text/glyphs.h"

namespace backprop::viz {

/// Files that cannot be read are left out: check_library() tells of them.
std::vector<lessons::Finding> check_setting(const lessons::Library& library, const Glyphs& glyphs);

}  // namespace backprop::viz
