#include "lessons/model/data_dir.h"

#include <cstdlib>

namespace backprop::lessons {

std::filesystem::path data_dir() {
  namespace fs = std::filesystem;
  if (const char* chosen = std::getenv("BACKPROP_DATA_DIR")) return chosen;
  std::error_code error;
  fs::path source = BACKPROP_SOURCE_DIR;
  if (fs::is_directory(source / "assets", error)) return source;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "backprop-tutor";
}

}  // namespace backprop::lessons
