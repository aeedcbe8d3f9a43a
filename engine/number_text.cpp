#include "engine/number_text.h"

#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <locale>
#include <sstream>

namespace backprop {
namespace {

std::string non_finite_text(double number) {
  if (std::isnan(number)) return "nan";
  return number > 0 ? "inf" : "-inf";
}

}  // namespace

std::string exact_text(double number) {
  if (!std::isfinite(number)) return non_finite_text(number);
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
  return std::string(buffer, end.ptr);
}

std::string short_text(double number, int digits) {
  if (!std::isfinite(number)) return non_finite_text(number);
  char buffer[400];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::general, digits);
  return std::string(buffer, end.ptr);
}

std::string with_minus_sign(std::string_view number) {
  std::string text;
  for (const char c : number) {
    if (c == '-')
      text += "\u2212";
    else
      text += c;
  }
  return text;
}

std::optional<double> parse_number(std::string_view text) {
  // A stream in the classic locale: strtod would follow the user's decimal comma, and
  // from_chars for double is missing in libc++ 14.
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  double number = 0;
  stream >> number;
  if (stream.fail()) {
    // Out of range sets failbit with the limit stored; anything else is malformed.
    if (number == std::numeric_limits<double>::max()) return HUGE_VAL;
    if (number == -std::numeric_limits<double>::max()) return -HUGE_VAL;
    return std::nullopt;
  }
  if (!stream.eof() && stream.peek() != std::char_traits<char>::eof()) return std::nullopt;
  return number;
}

}  // namespace backprop
