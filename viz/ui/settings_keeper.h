/// Settings between the window and their file: read at the start, written when they changed.
#pragma once

#include "viz/app/settings.h"
#include "viz/ui/kept_file.h"

namespace backprop::viz {

class SettingsKeeper {
 public:
  /// An empty path keeps nothing.
  explicit SettingsKeeper(std::filesystem::path path)
      : file_(std::move(path), "the settings of this time will not be kept") {}

  /// What the file holds, or the defaults; what went wrong with it in `notice`.
  struct Loaded {
    Settings settings;
    std::optional<Error> notice;
    bool first_time = true;  ///< there was no file
  };
  Loaded load();

  /// See KeptFile::keep.
  std::optional<Error> keep(const Settings& settings) {
    return file_.keep(settings_text(settings));
  }

 private:
  KeptFile file_;
};

}  // namespace backprop::viz
