#include "viz/ui/progress_keeper.h"

namespace backprop::viz {

ProgressKeeper::Loaded ProgressKeeper::load() {
  const auto check = [](const std::string& text) -> std::optional<Error> {
    const auto read = read_progress(text);
    return read ? std::nullopt : std::optional<Error>(read.error());
  };
  const KeptFile::Loaded file = file_.load(longest_progress, check);
  if (!file.text) return {{}, file.notice};
  written_ = last_ = read_progress(*file.text).value();
  return {last_, file.notice};
}

std::optional<Error> ProgressKeeper::keep(const lessons::Answers& answers) {
  if (answers == last_) return std::nullopt;  // asked after every command: no look at the file
  if (const auto text = file_.changed_elsewhere(longest_progress)) {
    if (auto others = read_progress(*text)) written_ = std::move(others).value();
  }
  for (const auto& [key, answer] : answers) {
    const auto before = last_.find(key);
    if (before == last_.end() || answer != before->second) written_[key] = answer;
  }
  for (const auto& [key, answer] : last_) {
    if (!answers.contains(key)) written_.erase(key);
  }
  last_ = answers;
  return file_.keep(progress_text(written_));
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
