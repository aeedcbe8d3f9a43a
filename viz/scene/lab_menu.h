/// The list of labs, below its button in the header.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// By the name that lessons and the command line use; nothing for one that there is not.
std::optional<Lab> lab_named(const std::string& name);

/// The same name; of a lab, not of none.
std::string name_of(Lab lab);

Scene lab_menu_scene(const State& state, Rect top, Rect window, const Look& look);

}  // namespace backprop::viz
