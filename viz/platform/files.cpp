#include "viz/platform/files.h"

#include <filesystem>
#include <fstream>

#include "engine/limits.h"
#include "viz/platform/settings_file.h"

namespace backprop::viz {

std::string read_program(std::istream& stream) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string text;
  char buffer[65536];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    // One byte too many is refused by the parser, with a message.
    if (text.size() > static_cast<std::size_t>(limits::source_bytes)) break;
  }
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

std::string program_name_of(const std::string& path) {
  const std::filesystem::path file(path);
  const bool known = file.extension() == ".py" || file.extension() == ".bptutor";
  return (known ? file.stem() : file.filename()).string();
}

Result<std::string> read_share_file(const std::string& path) {
  constexpr std::size_t longest = 8'000'000;  // with all its line breaks
  auto text = read_whole_file(path, longest);
  if (!text) return text.error();
  if (!text.value()) return Error{{}, path + " cannot be read", "name a file that exists"};
  return std::move(*text.value());
}

Result<std::string> read_program_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return Error{{}, path + " is a folder", "name a program file"};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{{}, path + " cannot be read", "name a program file that exists"};
  return read_program(file);
}

}  // namespace backprop::viz
