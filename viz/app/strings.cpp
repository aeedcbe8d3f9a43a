#include "viz/app/strings.h"

namespace backprop::viz {

Result<Strings> Strings::load(const std::filesystem::path& assets, Language language) {
  const auto path =
      assets / (language == Language::english ? "strings.en.json" : "strings.zh.json");
  auto words = read_text_table(path);
  if (!words) return words.error();
  Strings strings;
  strings.table_ = std::move(words.value());
  if (language == Language::chinese) {
    const auto phrases = read_text_table(assets / "errors.zh.json");
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
