#include "viz/ui/progress_keeper.h"

namespace backprop::viz {

ProgressKeeper::Loaded ProgressKeeper::load() {
  const auto check = [](const std::string& text) -> std::optional<Error> {
    const auto read = read_progress(text);
    return read ? std::nullopt : std::optional<Error>(read.error());
  };
  const KeptFile::Loaded file = file_.load(longest_progress, check);
  if (!file.text) return {{}, file.notice};
  return {read_progress(*file.text).value(), file.notice};
}

std::filesystem::path progress_path(const std::filesystem::path& settings) {
  if (settings.empty()) return {};
  const std::filesystem::path name =
      settings.filename() == "settings.json"
          ? std::filesystem::path("progress.json")
          : std::filesystem::path(settings.stem().string() + ".progress.json");
  return settings.parent_path() / name;
}

}  // namespace backprop::viz
