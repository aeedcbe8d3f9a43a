#include "viz/ui/kept_file.h"

#include "viz/platform/settings_file.h"

namespace backprop::viz {

KeptFile::Loaded KeptFile::load(
    std::size_t longest, const std::function<std::optional<Error>(const std::string&)>& check) {
  if (path_.empty()) return {};
  auto text = read_whole_file(path_, longest);
  if (!text) return set_damaged_aside(text.error());
  if (!text.value()) return {};
  if (const auto error = check(*text.value())) return set_damaged_aside(*error);
  kept_ = *text.value();
  return {kept_, std::nullopt};
}

KeptFile::Loaded KeptFile::set_damaged_aside(const Error& why) {
  Loaded loaded;
  const auto aside = set_aside(path_);
  if (aside) {
    loaded.notice = Error{{}, why.cause, "it is now " + aside.value().string()};
  } else {
    loaded.notice = Error{{}, why.cause, not_kept_};
    path_.clear();
  }
  return loaded;
}

std::optional<std::string> KeptFile::changed_elsewhere(std::size_t longest) const {
  if (path_.empty()) return std::nullopt;
  const auto text = read_whole_file(path_, longest);
  if (!text || !text.value() || *text.value() == kept_) return std::nullopt;
  return *text.value();
}

std::optional<Error> KeptFile::keep(const std::string& text) {
  if (path_.empty() || kept_ == text) return std::nullopt;
  std::error_code ignored;
  std::filesystem::create_directories(path_.parent_path(), ignored);
  auto error = write_whole_file(path_, text);
  if (error) {
    path_.clear();
    error->advice = not_kept_;
    return error;
  }
  kept_ = text;
  return std::nullopt;
}

}  // namespace backprop::viz
