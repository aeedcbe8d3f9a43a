/// Texts that are almost right: for what must bear anything.
#pragma once

#include <random>
#include <string>

namespace backprop::test {

/// The text with one to four of these: a byte changed, a piece taken out, doubled, moved or put in.
inline std::string mutated(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end == 0 ? 0 : end - 1)(random);
  };
  static const std::string pieces[] = {"{",  "}",    "[",       "]",     "\"", ",",    ":",
                                       "0",  "-1",   "1e999",   "null",  "{}", "\\u0", "\xFF",
                                       "\n", "true", "BPT1:",   "AAAA",  "[[", "4.5",  "\\",
                                       "@2", "[9]",  "1234567", "\"a\"", " ",  "=",    "\xC3"};
  for (std::size_t times = 1 + below(4); times > 0; --times) {
    const std::size_t at = below(text.size());
    const std::size_t length = std::min(1 + below(12), text.size() - at);
    switch (below(5)) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3: {
        const std::string piece = text.substr(at, length);
        text.erase(at, length);
        text.insert(below(text.size() + 1), piece);
        break;
      }
      default:
        text.insert(at, pieces[below(std::size(pieces))]);
    }
  }
  return text;
}

}  // namespace backprop::test
