/// The words on screen, from assets/strings.en.json and strings.zh.json, and errors.zh.json.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "viz/app/error_phrases.h"
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

  /// An error in this language: the engine's are in English.
  Error translated(const Error& error) const { return phrases_.translated(error); }

  /// The same in one sentence, with its advice.
  std::string told(const Error& error) const;

  const TextTable& table() const { return table_; }

 private:
  TextTable table_;
  ErrorPhrases phrases_;  ///< empty for English
};

}  // namespace backprop::viz
