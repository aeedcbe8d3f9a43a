/// A learner's answers between the window and their file: written with every answer.
#pragma once

#include "viz/app/progress.h"
#include "viz/ui/kept_file.h"

namespace backprop::viz {

class ProgressKeeper {
 public:
  /// An empty path keeps nothing.
  explicit ProgressKeeper(std::filesystem::path path)
      : file_(std::move(path), "the answers of this time will not be kept") {}

  struct Loaded {
    lessons::Answers answers;
    std::optional<Error> notice;
  };
  Loaded load();

  /// See KeptFile::keep. What another window has written meanwhile stays, but for the answers that
  /// have changed here since the last time.
  std::optional<Error> keep(const lessons::Answers& answers);

 private:
  KeptFile file_;
  lessons::Answers last_;     ///< as they were here when they were kept or loaded
  lessons::Answers written_;  ///< what the file holds
};

/// progress.json beside the settings' file; empty where there is none.
std::filesystem::path progress_path(const std::filesystem::path& settings);

}  // namespace backprop::viz
