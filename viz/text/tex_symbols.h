/// TeX's names for characters and functions.
#pragma once

#include <optional>
#include <string_view>

#include "viz/text/math.h"

namespace backprop::viz {

struct TexSymbol {
  char32_t c = 0;
  AtomClass atom = AtomClass::ordinary;
  bool limits = false;
};

/// "\alpha" without its backslash; nothing where the name is not known.
std::optional<TexSymbol> tex_symbol(std::string_view name);

/// log, exp, tanh, ...: set upright.
bool is_tex_function(std::string_view name);

/// A character typed as it is, as mathematics shows it: letters italic, '-' a minus.
TexSymbol typed_symbol(char32_t c);

/// The letter that an italic one of mathematics was typed as; 0 for what is no Latin letter.
char typed_letter(char32_t c);

/// The bold upright letter.
char32_t bold_letter(char32_t c);

}  // namespace backprop::viz
