#include "viz/ui/settings_keeper.h"

#include "viz/platform/settings_file.h"

namespace backprop::viz {
SettingsKeeper::Loaded SettingsKeeper::load() {
  if (path_.empty()) return {};
  const auto text = read_whole_file(path_, longest_settings);
  if (!text) return set_damaged_aside(text.error());
  if (!text.value()) return {};
  auto settings = read_settings(*text.value());
  if (!settings) return set_damaged_aside(settings.error());
  kept_ = settings.value();
  return {std::move(settings).value(), std::nullopt};
}

SettingsKeeper::Loaded SettingsKeeper::set_damaged_aside(const Error& why) {
  Loaded loaded;
  const auto aside = set_aside(path_);
  if (aside) {
    loaded.notice = Error{{}, why.cause, "it is now " + aside.value().string()};
  } else {
    loaded.notice = Error{{}, why.cause, "the settings of this time will not be kept"};
    path_.clear();
  }
  return loaded;
}

std::optional<Error> SettingsKeeper::keep(const Settings& settings) {
  if (path_.empty() || kept_ == settings) return std::nullopt;
  std::error_code ignored;
  std::filesystem::create_directories(path_.parent_path(), ignored);
  auto error = write_whole_file(path_, settings_text(settings));
  if (error) {
    path_.clear();
    error->advice = "the settings of this time will not be kept";
    return error;
  }
  kept_ = settings;
  return std::nullopt;
}

}  // namespace backprop::viz
