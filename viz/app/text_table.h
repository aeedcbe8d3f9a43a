/// The files of assets/ that are tables from one text to another: words by their key, phrases by
/// their English.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "engine/result.h"

namespace backprop::viz {

using TextTable = std::map<std::string, std::string, std::less<>>;

/// Reads a JSON object; what is no text in it is passed over. The error says which file.
Result<TextTable> read_text_table(const std::filesystem::path& file);

}  // namespace backprop::viz
