/// The files of all chapters as text: what a check of them reads.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/result.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct Library {
  /// By path: "content/en/4.2.md", "content/glossary.zh.md", "programs/xor.py".
  std::map<std::string, std::string> files;
};

/// All Markdown files and programs below a folder `lessons`. A file that cannot be read is empty.
Library read_library(const std::filesystem::path& folder);

/// The paths within a library.
std::string chapter_path(std::string_view id, Language language);
std::string glossary_path(Language language);
std::string program_path(std::string_view name);

/// The ids of the chapters that have a file in some language, in the order of their names.
std::vector<std::string> chapter_ids(const Library& library);

/// The text of a program of that name. The error names the nearest.
Result<std::string> find_program(const Library& library, const std::string& name);

}  // namespace backprop::lessons
