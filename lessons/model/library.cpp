#include "lessons/model/library.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>

#include "engine/program/suggest.h"

namespace backprop::lessons {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view programs = "programs/";

void read_folder(const fs::path& root, const std::string& folder, const std::string& extension,
                 Library& library) {
  std::error_code failed;
  for (fs::directory_iterator at(root / folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code ignored;
    if (at->path().extension() != extension || !at->is_regular_file(ignored)) continue;
    std::ifstream file(at->path(), std::ios::binary);
    library.files[folder + "/" + at->path().filename().string()] =
        std::string(std::istreambuf_iterator<char>(file), {});
  }
}

}  // namespace

Library read_library(const fs::path& folder) {
  Library library;
  read_folder(folder, "content", ".md", library);
  read_folder(folder, "content/en", ".md", library);
  read_folder(folder, "content/zh", ".md", library);
  read_folder(folder, "programs", ".py", library);
  return library;
}

std::string chapter_path(std::string_view id, Language language) {
  return fmt::format("content/{}/{}.md", code_of(language), id);
}

std::string glossary_path(Language language) {
  return fmt::format("content/glossary.{}.md", code_of(language));
}

std::string program_path(std::string_view name) {
  return fmt::format("{}{}.py", programs, name);
}

std::vector<std::string> chapter_ids(const Library& library) {
  std::set<std::string> ids;
  for (const auto& [path, text] : library.files) {
    for (const Language language : {Language::english, Language::chinese}) {
      const std::string folder = fmt::format("content/{}/", code_of(language));
      if (path.starts_with(folder)) ids.insert(fs::path(path).stem().string());
    }
  }
  return {ids.begin(), ids.end()};
}

Result<std::string> find_program(const Library& library, const std::string& name) {
  const auto found = library.files.find(program_path(name));
  if (found != library.files.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [path, text] : library.files) {
    if (path.starts_with(programs)) known.push_back(fs::path(path).stem().string());
  }
  const std::string nearest = nearest_name(name, known);
  return Error{{},
               fmt::format("there is no program '{}'", name),
               nearest.empty() ? fmt::format("write it: lessons/{}", program_path(name))
                               : fmt::format("did you mean '{}'?", nearest)};
}

}  // namespace backprop::lessons
