/// Folders, as a user who types or clicks a path sees them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace backprop::viz {

struct FolderEntry {
  std::string name;
  bool folder = false;
  bool operator==(const FolderEntry&) const = default;
};

/// A path that is being typed: its folder, up to the last '/', and what stands after it.
struct TypedPath {
  std::string folder;  ///< with its '/'; empty where there is none
  std::string rest;
};
TypedPath split_path(std::string_view text);

/// The path that a typed one means: "~" is the home folder, what is relative begins in the current
/// one.
std::string expanded_path(std::string_view text);

/// What is in a folder: folders first, then the files that end in one of `endings`, each in the
/// order of the alphabet; no more than a few thousand. Names that begin with a dot only if
/// `hidden`.
Result<std::vector<FolderEntry>> list_folder(const std::string& folder,
                                             const std::vector<std::string>& endings, bool hidden);

/// The entries whose names begin so, capitals or not.
std::vector<FolderEntry> beginning_with(const std::vector<FolderEntry>& entries,
                                        std::string_view rest);

/// `text` with what all entries that go on from it have in common; a single folder ends in '/'.
std::string completed_path(const std::string& text, const std::vector<FolderEntry>& entries);

}  // namespace backprop::viz
