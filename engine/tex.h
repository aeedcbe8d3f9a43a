/// Numbers and names as TeX.
#pragma once

#include <string>

#include "engine/number_text.h"

namespace backprop {

/// "1.2 · 10^-5"
std::string number_tex(double number, int digits = usual_digits);

/// A program's text inside \text{}: braces would end it.
std::string upright_tex(const std::string& text);

/// A name: one letter is a variable of mathematics, more are upright as in the program.
std::string letters_tex(const std::string& name);

}  // namespace backprop
