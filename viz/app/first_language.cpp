#include "viz/app/first_language.h"

#include <string_view>

namespace backprop::viz {

Language first_language(const std::function<const char*(const char*)>& variable) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = variable(name);
    const std::string_view locale = value == nullptr ? "" : value;
    if (locale.empty()) continue;  // as if it were not set
    return locale.starts_with("zh") ? Language::chinese : Language::english;
  }
  return Language::english;
}

}  // namespace backprop::viz
