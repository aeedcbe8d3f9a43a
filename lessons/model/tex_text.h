/// The TeX of lessons as one line of plain text, for terminals and screen readers.
#pragma once

#include <string>
#include <string_view>

#include "engine/result.h"

namespace backprop::lessons {

/// "\frac{\partial J}{\partial w_1} = 2 (a - y)" is "∂J/∂w₁ = 2(a − y)". Error (column in the TeX):
/// a command that lessons do not use, or brackets that do not pair.
Result<std::string> tex_as_text(std::string_view tex);

}  // namespace backprop::lessons
