/// Pictures: 8 bits a channel, red green blue alpha, rows from the top.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "engine/result.h"

namespace backprop::viz {

struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

/// Writes a PNG file; an error where it cannot be written.
std::optional<Error> write_png(const Image& image, const std::filesystem::path& path);

/// Reads one.
Result<Image> read_png(const std::filesystem::path& path);

}  // namespace backprop::viz
