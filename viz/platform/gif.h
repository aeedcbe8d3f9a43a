/// Moving pictures as GIF files.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/result.h"
#include "viz/platform/image.h"

namespace backprop::viz {

/// Writes one picture after the other, all of one size; played for ever.
class GifWriter {
 public:
  /// An error where the file cannot be written.
  static Result<std::unique_ptr<GifWriter>> create(const std::string& path);
  ~GifWriter();
  GifWriter(const GifWriter&) = delete;
  GifWriter& operator=(const GifWriter&) = delete;

  /// Its colours are taken to the 256 that suit it best. `hundredths` of a second it is shown.
  std::optional<Error> add(const Image& image, int hundredths);

  /// Closes the file; nothing can be added after it.
  std::optional<Error> finish();

 private:
  struct File;
  GifWriter();
  std::unique_ptr<File> file_;
};

}  // namespace backprop::viz
