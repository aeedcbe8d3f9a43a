#include <fmt/format.h>

#include <ctime>

#include "lessons/model/data_dir.h"
#include "viz/app/progress_report.h"
#include "viz/cli/commands.h"
#include "viz/platform/settings_file.h"
#include "viz/ui/progress_keeper.h"

namespace backprop::viz {
namespace {

/// As calendars of all countries can read it: "2025-03-14".
std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/// The answers in the file, which is only read.
Result<lessons::Answers> answers_in(const std::filesystem::path& path) {
  const auto text = read_whole_file(path, longest_progress);
  if (!text) return text.error();
  if (!text.value()) {
    return Error{{},
                 "there is no progress in " + path.string(),
                 "answer a task in the window first, or name the file with --progress"};
  }
  return read_progress(*text.value());
}

}  // namespace

int report_command(const ReportOptions& options) {
  std::filesystem::path path = options.progress;
  if (path.empty()) path = progress_path(settings_path());
  const auto answers = answers_in(path);
  if (!answers) return print_bad(answers.error().cause, answers.error().advice);
  const auto words = Strings::load(lessons::data_dir() / "assets", options.language);
  if (!words) return print_broken(words.error());
  const std::string report =
      progress_report({options.name, today()}, answers.value(),
                      lessons::catalogue(options.language), options.language, words.value());
  if (options.out.empty()) {
    fmt::print("{}", report);
    return exit_good;
  }
  const auto error = write_whole_file(options.out, report);
  return error ? print_bad(error->cause, error->advice) : exit_good;
}

}  // namespace backprop::viz
