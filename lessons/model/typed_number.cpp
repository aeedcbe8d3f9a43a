#include "lessons/model/typed_number.h"

#include <array>
#include <limits>
#include <utility>

#include "engine/number_text.h"

namespace backprop::lessons {

std::string plain_signs(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> signs{{{"\u2212", "-"},
                                                                                 {"\u00D7", "*"},
                                                                                 {"\u00B7", "*"},
                                                                                 {"\u3000", " "},
                                                                                 {"\uFF0D", "-"},
                                                                                 {"\uFF0B", "+"},
                                                                                 {"\uFF08", "("},
                                                                                 {"\uFF09", ")"},
                                                                                 {"\uFF0E", "."},
                                                                                 {"\u3002", "."}}};
  for (const auto& [shown, written] : signs) {
    for (std::size_t at = 0; (at = text.find(shown, at)) != std::string::npos; at += written.size())
      text.replace(at, shown.size(), written);
  }
  return text;
}

std::string_view trimmed_answer(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::optional<double> plain_number(std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf" || text == "+inf") return infinity;
  if (text == "-inf") return -infinity;
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text = trimmed_answer(text.substr(1));
  const auto number = parse_number(text);
  return number && minus ? -*number : number;
}

}  // namespace backprop::lessons
