/// Numbers as text, independent of the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace backprop {

/// The shortest digits that read back as the same double: "0.1", "1e-20", "nan", "inf", "-inf".
std::string exact_text(double number);

inline constexpr int usual_digits = 6;

/// `digits` significant digits, trailing zeros cut: for people.
std::string short_text(double number, int digits = usual_digits);

/// With the minus sign of mathematics in the place of a program's hyphen: for people.
std::string with_minus_sign(std::string_view number);

/// A decimal number as Python writes it ("0.5", "1e-3", ".5", "2."); nothing where it is malformed.
/// Out of range gives an infinity or zero, as Python's float() does.
std::optional<double> parse_number(std::string_view text);

}  // namespace backprop
