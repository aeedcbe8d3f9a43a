#include "viz/ui/settings_keeper.h"

namespace backprop::viz {

SettingsKeeper::Loaded SettingsKeeper::load() {
  const auto check = [](const std::string& text) -> std::optional<Error> {
    const auto read = read_settings(text);
    return read ? std::nullopt : std::optional<Error>(read.error());
  };
  const KeptFile::Loaded file = file_.load(longest_settings, check);
  if (!file.text) return {Settings{}, file.notice, !file.notice};
  return {read_settings(*file.text).value(), file.notice, false};
}

}  // namespace backprop::viz
