/// What characters beyond ASCII mean to the lexer: letters of names, and look-alikes of the
/// notation's own signs, which input methods and word processors put in their place.
#pragma once

#include <string_view>

namespace backprop {

/// Whether names may contain it: letters and ideographs of any script (blocks of signs,
/// punctuation, spaces and emoji excluded).
bool is_letter(char32_t c);

/// The ASCII text that was probably meant: "(" for a full-width bracket, "*" for a multiplication
/// sign; empty where there is none.
std::string_view ascii_meant(char32_t c);

/// Whether it shows as nothing: spaces other than ASCII's, direction and joining marks.
bool is_invisible(char32_t c);

}  // namespace backprop
