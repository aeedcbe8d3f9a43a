#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "engine/limits.h"
#include "viz/cli/commands.h"
#include "viz/scene/code_scene.h"
#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

/// Reads no more than a program may have, so that no input can fill the memory.
std::string read_bounded(std::istream& stream) {
  std::string text;
  char buffer[65536];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > static_cast<std::size_t>(limits::source_bytes)) break;
  }
  return text;
}

}  // namespace

Result<std::string> read_text(const std::string& path) {
  if (path == "-") return read_bounded(std::cin);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return Error{{}, path + " is a folder", "name a program file, or - for standard input"};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{{}, path + " cannot be read", "name a program file that exists, or - for standard input"};
  }
  return read_bounded(file);
}

void print_error(const std::string& name, const std::string& text, const Error& error) {
  fmt::print(stderr, "{}:{}:{}: {}\n", name == "-" ? "standard input" : name, error.place.line,
             error.place.column, error.cause);
  const auto lines = lines_of(text);
  const auto at = static_cast<std::size_t>(error.place.line) - 1;
  constexpr std::size_t longest = 200;  // a longer line would bury the caret
  if (at < lines.size() && lines[at].size() <= longest) {
    std::string line;
    std::string pad;
    int column = 1;
    for (const char32_t c : decode(lines[at])) {
      line += c < 0x20 ? " " : encode(c);
      if (column++ < error.place.column) pad += c >= 0x2E80 ? "  " : " ";  // Chinese is two columns wide
    }
    fmt::print(stderr, "  {}\n  {}^\n", line, pad);
  }
  if (!error.advice.empty()) fmt::print(stderr, "  {}\n", error.advice);
}

}  // namespace backprop::viz
