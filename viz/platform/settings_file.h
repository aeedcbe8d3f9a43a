/// Where settings are kept, and files that are never left half written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/result.h"

namespace backprop::viz {

/// $XDG_CONFIG_HOME/backprop-tutor/settings.json, or below ~/.config; empty where neither variable
/// is set.
std::filesystem::path settings_path();

/// A file's text, of which no more than `most` + 1 bytes are read; nothing where there is no such
/// file. An error for a folder, a device, and what may not be read.
Result<std::optional<std::string>> read_whole_file(const std::filesystem::path& path,
                                                   std::size_t most);

/// Writes beside the file and then puts it in its place, so that it is there in whole or as it was.
std::optional<Error> write_whole_file(const std::filesystem::path& path, const std::string& text);

/// Renames what is there to the first free of settings.damaged-1.json, -2, ... and gives the new
/// path; an error where it cannot be renamed.
Result<std::filesystem::path> set_aside(const std::filesystem::path& path);

}  // namespace backprop::viz
