/// JSON from outside, bounded before it is parsed.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace backprop::viz {

/// A JSON object with few and shallow parts; nothing for any other text. Checked first, so that no
/// text can make many times its own size of values.
std::optional<nlohmann::json> parse_small_object(std::string_view text);

/// As one line; bytes that are not UTF-8 become U+FFFD.
std::string to_line(const nlohmann::json& json);

}  // namespace backprop::viz
