/// Settings between the window and their file: read at the start, written when they changed.
#pragma once

#include <filesystem>
#include <optional>

#include "viz/app/settings.h"

namespace backprop::viz {

class SettingsKeeper {
 public:
  /// An empty path keeps nothing.
  explicit SettingsKeeper(std::filesystem::path path) : path_(std::move(path)) {}

  /// What the file holds, or the defaults. A file that cannot be understood is renamed; where that
  /// fails it is left alone and never written. Both are said in `notice`.
  struct Loaded {
    Settings settings;
    std::optional<Error> notice;
  };
  Loaded load();

  /// Writes them where they are not what the file holds. The error of the first time that it fails;
  /// after it nothing more is written.
  std::optional<Error> keep(const Settings& settings);

 private:
  Loaded set_damaged_aside(const Error& why);

  std::filesystem::path path_;
  std::optional<Settings> kept_;  ///< what the file holds
};

}  // namespace backprop::viz
