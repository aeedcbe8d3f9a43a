/// A small file that the window keeps for its user: read at the start, replaced as a whole, never
/// lost silently.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "engine/result.h"

namespace backprop::viz {

class KeptFile {
 public:
  /// An empty path keeps nothing. `not_kept` is said where the file cannot be written any more.
  KeptFile(std::filesystem::path path, std::string not_kept)
      : path_(std::move(path)), not_kept_(std::move(not_kept)) {}

  struct Loaded {
    std::optional<std::string> text;
    std::optional<Error> notice;
  };
  /// Its text, if there is one that `check` finds nothing wrong with. A file that cannot be
  /// understood is renamed; where that fails it is left alone and never written. Both are said in
  /// `notice`. At most `longest` bytes.
  Loaded load(std::size_t longest,
              const std::function<std::optional<Error>(const std::string&)>& check);

  /// What stands in the file where somebody else has written it since.
  std::optional<std::string> changed_elsewhere(std::size_t longest) const;

  /// Writes it where it is not what the file holds. The error of the first time that it fails;
  /// after it nothing more is written.
  std::optional<Error> keep(const std::string& text);

 private:
  Loaded set_damaged_aside(const Error& why);

  std::filesystem::path path_;
  std::string not_kept_;
  std::optional<std::string> kept_;  ///< what the file holds
};

}  // namespace backprop::viz
