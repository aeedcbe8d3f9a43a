#include "lessons/model/sheet_number.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/program/utf8.h"
#include "lessons/model/typed_number.h"

namespace backprop::lessons::sheet {
namespace {

constexpr std::size_t longest = 200;  // of a text that a number is written with

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

void trim(std::string& text, std::string_view front, std::string_view back) {
  const std::size_t first = text.find_first_not_of(front);
  if (first == std::string::npos) {
    text.clear();
    return;
  }
  const std::size_t last = text.find_last_not_of(back);
  text = last == std::string::npos || last < first ? "" : text.substr(first, last - first + 1);
}

/// Commas between digits are decimal points where no points are written; where they are, and come
/// later, commas part thousands. Function calls keep theirs.
std::string with_points(std::string text) {
  const bool calls = text.find('(') != std::string::npos &&
                     std::any_of(text.begin(), text.end(), [](unsigned char c) {
                       return std::isalpha(c) != 0 && c != 'e' && c != 'E';
                     });
  if (calls) return text;
  const bool thousands = text.find('.') != std::string::npos && text.find(',') < text.find('.');
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool comma = text[i] == ',' && i + 1 < text.size() && is_digit(text[i + 1]);
    if (!comma)
      plain += text[i];
    else if (!thousands)
      plain += '.';
  }
  return plain;
}

/// "3^2" is "3**2" in the notation.
std::string with_powers(const std::string& text) {
  std::string plain;
  for (const char c : text)
    plain += c == '^' ? std::string("**") : std::string(1, c);
  return plain;
}

std::string cleaned(std::string_view text) {
  constexpr std::string_view around = " \t\r\n_`\"'=~;,";
  std::string plain = plain_signs(text);
  // What is put around a number: the line that is written on, emphasis, quotes, "=" and "about".
  trim(plain, around, around);
  while (plain.size() > 1 && plain.front() == '*' && plain.back() == '*') {
    plain = plain.substr(1, plain.size() - 2);
    trim(plain, around, around);
  }
  // A full stop at the end of the line, not that of "2."
  if (plain.ends_with('.') && std::count(plain.begin(), plain.end(), '.') > 1) plain.pop_back();
  trim(plain, " ", " ");
  return with_points(plain);
}

/// Of "e-3".
double exponent_in(std::string text) {
  if (text.empty()) return 0;
  text.erase(0, 1);
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.erase(0, 1);
  const double size = parse_number(text).value_or(0);
  return minus ? -size : size;
}

/// A single number in decimal digits; the sign apart.
std::optional<WrittenNumber> plain_number(std::string text) {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.erase(0, 1);
  trim(text, " ", " ");
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  const std::size_t end = std::min(text.find_first_of("eE"), text.size());
  const std::size_t point = std::min(text.find('.'), end);
  WrittenNumber written;
  written.number = minus ? -*number : *number;
  bool leads = true;
  for (const char c : text.substr(0, end)) {
    leads = leads && (c == '0' || c == '.');
    if (is_digit(c) && !leads) ++written.digits;
  }
  const auto decimals = point == end ? 0 : static_cast<int>(end - point - 1);
  written.decimals = decimals > 0 || end < text.size();
  const double power = exponent_in(text.substr(end));
  // A little more than half, since neither number is exact.
  written.half_unit = 0.5 * (1 + 1e-9) * std::pow(10.0, power - decimals);
  if (!std::isfinite(written.half_unit)) written.half_unit = 0;
  return written;
}

Error unreadable(const std::string& text, const std::string& cause) {
  return {{1, 1},
          "'" + shortened(text) + "' is no number" + (cause.empty() ? "" : ": " + cause),
          "write a number such as 0.5933, or an expression of numbers such as 0.5*0.2"};
}

Result<WrittenNumber> evaluated(const std::string& text) {
  // A program that makes nothing: whatever is named is unknown.
  const auto nothing = run_program("zero_grad()\n");
  if (!nothing) return nothing.error();
  const auto value = evaluate(*nothing.value(), 0, with_powers(text));
  if (!value) return unreadable(text, value.error().cause);
  if (value.value().size() != 1) return unreadable(text, "these are several numbers");
  return WrittenNumber{value.value()[0], 0, 0, false};
}

}  // namespace

Result<WrittenNumber> read_number(std::string_view text) {
  if (text.size() > longest) return unreadable(std::string(text), "it is too long");
  const std::string plain = cleaned(text);
  if (plain.empty()) {
    return Error{{1, 1}, "nothing is written here", "write a number"};
  }
  if (const auto number = plain_number(plain)) return *number;
  return evaluated(plain);
}

}  // namespace backprop::lessons::sheet
