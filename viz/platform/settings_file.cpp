#include "viz/platform/settings_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;

constexpr int most_set_aside = 100;

fs::path folder_of(const char* variable) {
  const char* const value = std::getenv(variable);
  const fs::path path = value != nullptr ? value : "";
  return path.is_absolute() ? path : fs::path();  // as the XDG specification has it
}

Error unwritable(const fs::path& path) {
  return {
      {}, path.string() + " cannot be written", "name a file in a folder that exists and has room"};
}

/// Through to the disk, so that a rename never puts an empty file in the place of a good one.
bool write_through(const fs::path& path, const std::string& text) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "wb"), std::fclose);
  if (!file) return false;
  return std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
         std::fflush(file.get()) == 0 && fsync(fileno(file.get())) == 0;
}

}  // namespace

fs::path settings_path() {
  fs::path folder = folder_of("XDG_CONFIG_HOME");
  if (folder.empty()) {
    folder = folder_of("HOME");
    if (folder.empty()) return {};
    folder /= ".config";
  }
  return folder / "backprop-tutor" / "settings.json";
}

Result<std::optional<std::string>> read_whole_file(const fs::path& path, std::size_t most) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return std::optional<std::string>();
  if (status.type() != fs::file_type::regular) {
    const bool folder = status.type() == fs::file_type::directory;
    return Error{{},
                 path.string() + (folder ? " is a folder" : " is no file that can be read"),
                 "name a file"};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{{}, path.string() + " cannot be read", "see who may read it"};
  std::string text;
  char buffer[65536];
  while (text.size() <= most && (file.read(buffer, sizeof buffer) || file.gcount() > 0))
    text.append(buffer, static_cast<std::size_t>(file.gcount()));
  if (text.size() > most) text.resize(most + 1);
  return std::optional(std::move(text));
}

std::optional<Error> write_whole_file(const fs::path& path, const std::string& text) {
  std::error_code error;
  // A link stays one: what it leads to is written.
  fs::path target = fs::weakly_canonical(path, error);
  if (error || target.empty()) target = path;
  const fs::file_status before = fs::status(target, error);
  const bool there = before.type() == fs::file_type::regular;
  // Neither a folder nor a device may be taken away.
  if (!there && before.type() != fs::file_type::not_found) return unwritable(path);
  const fs::path beside = target.string() + fmt::format(".new-{}", getpid());
  if (!write_through(beside, text)) {
    fs::remove(beside, error);
    return unwritable(path);
  }
  if (there) fs::permissions(beside, before.permissions(), error);
  fs::rename(beside, target, error);
  if (!error) return std::nullopt;
  fs::remove(beside, error);
  return unwritable(path);
}

Result<fs::path> set_aside(const fs::path& path) {
  std::error_code error;
  for (int n = 1; n <= most_set_aside; ++n) {
    fs::path to = path;
    to.replace_filename(
        fmt::format("{}.damaged-{}{}", path.stem().string(), n, path.extension().string()));
    if (fs::exists(fs::symlink_status(to, error))) continue;
    fs::rename(path, to, error);
    if (error) break;
    return to;
  }
  return Error{{}, path.string() + " cannot be set aside", "rename or remove it"};
}

}  // namespace backprop::viz
