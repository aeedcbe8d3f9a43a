#include "engine/tex.h"

#include <cmath>

namespace backprop {

std::string number_tex(double number, int digits) {
  if (std::isnan(number)) return "\\text{nan}";
  if (std::isinf(number)) return number < 0 ? "-\\infty" : "\\infty";
  // -0 is 0 to a reader: its sign would be taken for one of the derivation.
  const std::string text = short_text(number == 0 ? 0 : number, digits);
  const std::size_t exponent = text.find('e');
  if (exponent == std::string::npos) return text;
  return text.substr(0, exponent) + " \\cdot 10^{" +
         std::to_string(std::stoi(text.substr(exponent + 1))) + "}";
}

std::string upright_tex(const std::string& text) {
  std::string safe;
  for (const char c : text)
    safe += c == '{' || c == '}' || c == '\\' ? ' ' : c;
  return "\\text{" + safe + "}";
}

std::string letters_tex(const std::string& name) {
  return name.size() == 1 ? name : upright_tex(name);
}

}  // namespace backprop
