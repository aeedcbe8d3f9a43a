#include "viz/app/json_text.h"

#include <fstream>

namespace backprop::viz {
namespace {

constexpr int most_parts = 20'000;
constexpr int deepest = 16;

/// Counts what can begin a value. Inside of strings nothing does.
bool is_small(std::string_view text) {
  int parts = 0;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c == '[' || c == '{' || c == ',' || c == ':') ++parts;
    if (parts > most_parts || depth > deepest) return false;
  }
  return true;
}

/// Nothing for what is no object.
std::optional<nlohmann::json> parse_object(std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

constexpr auto replace = nlohmann::json::error_handler_t::replace;

}  // namespace

std::optional<nlohmann::json> parse_small_object(std::string_view text) {
  return is_small(text) ? parse_object(text) : std::nullopt;
}

std::optional<nlohmann::json> read_object(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return parse_object(std::string{std::istreambuf_iterator<char>(stream), {}});
}

std::string to_line(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, replace);
}

std::string to_lines(const nlohmann::json& json) {
  return json.dump(1, ' ', false, replace) + "\n";
}

}  // namespace backprop::viz
