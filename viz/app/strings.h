/// The words on screen, from assets/strings.en.json and strings.zh.json.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "viz/app/state.h"

namespace backprop::viz {

class Strings {
 public:
  /// Reads one language's table.
  static Result<Strings> load(const std::filesystem::path& assets, Language language);

  /// The text of a key; a key without one shows itself, which a test finds.
  const std::string& operator[](std::string_view key) const;

  /// The text with its {} filled.
  template <class... Arguments>
  std::string format(std::string_view key, const Arguments&... arguments) const {
    return fmt::format(fmt::runtime((*this)[key]), arguments...);
  }

  const std::map<std::string, std::string, std::less<>>& table() const { return table_; }

 private:
  std::map<std::string, std::string, std::less<>> table_;
};

}  // namespace backprop::viz
