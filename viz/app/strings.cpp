#include "viz/app/strings.h"

#include <fstream>
#include <nlohmann/json.hpp>

namespace backprop::viz {

Result<Strings> Strings::load(const std::filesystem::path& assets, Language language) {
  const auto path =
      assets / (language == Language::english ? "strings.en.json" : "strings.zh.json");
  std::ifstream file(path);
  if (!file) {
    return Error{{},
                 "the interface's words are missing: " + path.string(),
                 "reinstall the program, or set BACKPROP_DATA_DIR to its data"};
  }
  const auto json = nlohmann::json::parse(file, nullptr, false);
  if (!json.is_object()) {
    return Error{{}, path.string() + " is not a JSON table of texts", "mend or reinstall it"};
  }
  Strings strings;
  for (const auto& [key, text] : json.items()) {
    if (text.is_string()) strings.table_.emplace(key, text.get<std::string>());
  }
  if (language == Language::chinese) {
    const auto phrases = load_phrases(assets / "errors.zh.json");
    if (!phrases) return phrases.error();
    strings.phrases_ = ErrorPhrases(phrases.value());
  }
  return strings;
}

const std::string& Strings::operator[](std::string_view key) const {
  static const std::string missing = "(?)";
  const auto found = table_.find(key);
  return found == table_.end() ? missing : found->second;
}

std::string Strings::told(const Error& error) const {
  const Error own = translated(error);
  return own.advice.empty() ? own.cause : format("error.told", own.cause, own.advice);
}

}  // namespace backprop::viz
