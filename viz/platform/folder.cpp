#include "viz/platform/folder.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 5000;

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool begins_alike(std::string_view name, std::string_view rest) {
  return name.size() >= rest.size() &&
         std::equal(rest.begin(), rest.end(), name.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

bool comes_before(const FolderEntry& a, const FolderEntry& b) {
  if (a.folder != b.folder) return a.folder;
  const int order = lowered(a.name).compare(lowered(b.name));
  return order != 0 ? order < 0 : a.name < b.name;
}

/// As far as whole characters go: a name is not cut inside of one.
std::size_t whole_characters(std::string_view text, std::size_t length) {
  while (length > 0 && length < text.size() &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  return length;
}

}  // namespace

TypedPath split_path(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return {"", std::string(text)};
  return {std::string(text.substr(0, slash + 1)), std::string(text.substr(slash + 1))};
}

std::string expanded_path(std::string_view text) {
  fs::path path(text);
  const char* const home = std::getenv("HOME");
  if (home != nullptr && text == "~") path = home;
  if (home != nullptr && text.starts_with("~/")) path = fs::path(home) / text.substr(2);
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  return (error ? path : absolute).lexically_normal().string();
}

Result<std::vector<FolderEntry>> list_folder(const std::string& folder,
                                             const std::vector<std::string>& endings, bool hidden) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  if (error) return Error{{}, folder + " is no folder that can be read", "name another"};
  std::vector<FolderEntry> entries;
  for (; at != fs::directory_iterator() && entries.size() < most_entries; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') && !hidden) continue;
    std::error_code unknown;
    const bool is_folder = at->is_directory(unknown);
    const bool wanted =
        is_folder || std::any_of(endings.begin(), endings.end(),
                                 [&](const std::string& ending) { return name.ends_with(ending); });
    if (wanted) entries.push_back({name, is_folder});
  }
  std::sort(entries.begin(), entries.end(), comes_before);
  return entries;
}

std::vector<FolderEntry> beginning_with(const std::vector<FolderEntry>& entries,
                                        std::string_view rest) {
  std::vector<FolderEntry> found;
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(found),
               [&](const FolderEntry& entry) { return begins_alike(entry.name, rest); });
  return found;
}

std::string completed_path(const std::string& text, const std::vector<FolderEntry>& entries) {
  const TypedPath typed = split_path(text);
  const std::vector<FolderEntry> matching = beginning_with(entries, typed.rest);
  if (matching.empty()) return text;
  const std::string& first = matching.front().name;
  std::size_t common = first.size();
  for (const FolderEntry& entry : matching) {
    const auto differ =
        std::mismatch(first.begin(), first.end(), entry.name.begin(), entry.name.end());
    common = std::min(common, static_cast<std::size_t>(differ.first - first.begin()));
  }
  common = whole_characters(first, common);
  if (common < typed.rest.size()) return text;  // alike but for their capitals
  const bool into = matching.size() == 1 && matching.front().folder;
  return typed.folder + first.substr(0, common) + (into ? "/" : "");
}

}  // namespace backprop::viz
