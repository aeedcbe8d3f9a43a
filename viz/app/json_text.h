/// Reading and writing JSON: nowhere else in viz/, as the library is slow to compile.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace backprop::viz {

/// An object from outside, with few and shallow parts; nothing for any other text. Checked first,
/// so that no text can make many times its own size of values.
std::optional<nlohmann::json> parse_small_object(std::string_view text);

/// The object in a file of the program's own; nothing where there is none.
std::optional<nlohmann::json> read_object(const std::filesystem::path& file);

/// As one line; bytes that are not UTF-8 become U+FFFD.
std::string to_line(const nlohmann::json& json);

/// The same on many lines, the last one ended, too.
std::string to_lines(const nlohmann::json& json);

}  // namespace backprop::viz
