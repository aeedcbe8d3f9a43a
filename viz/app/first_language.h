/// The window's language before anyone has chosen one.
#pragma once

#include <functional>

#include "viz/app/state.h"

namespace backprop::viz {

/// As the environment has it: LC_ALL, else LC_MESSAGES, else LANG. `variable` is std::getenv, which
/// gives null for one that is not set.
Language first_language(const std::function<const char*(const char*)>& variable);

}  // namespace backprop::viz
