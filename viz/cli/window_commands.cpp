#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "viz/app/first_language.h"
#include "viz/cli/commands.h"
#include "viz/platform/settings_file.h"
#include "viz/platform/window.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

namespace {

std::filesystem::path settings_file(const WindowCommandOptions& options) {
  if (options.settings == "none") return {};
  return options.settings.empty() ? settings_path() : std::filesystem::path(options.settings);
}

/// The language that is asked for holds, then the one of the last time, then the environment's.
void choose_language(SettingsKeeper::Loaded& kept, std::optional<Language> asked) {
  if (kept.first_time || kept.notice) kept.settings.language = first_language(std::getenv);
  if (asked) kept.settings.language = *asked;
}

/// A file that is opened with the window is a recent one, too.
void note_opened(Settings& settings, const std::string& program) {
  std::error_code error;
  if (program.empty() || !std::filesystem::is_regular_file(program, error)) return;
  const std::filesystem::path path = std::filesystem::absolute(program, error);
  if (!error) add_recent(settings.recent, path.lexically_normal().string());
}

void write_report(const std::string& path, const WindowReport& report, const Workbench& workbench) {
  std::ofstream file(path);
  file << "frames " << report.frames << "\n";
  if (report.frames > 0) {
    const std::chrono::duration<double> first = report.first_shown.time_since_epoch();
    file << fmt::format("first frame at {:.6f} s of the steady clock\n", first.count());
  }
  file << workbench.text_dump();
}

}  // namespace

int window_command(const WindowCommandOptions& options) {
  auto resources = Resources::load();
  if (!resources) return print_broken(resources.error());
  const std::filesystem::path settings = settings_file(options);
  SettingsKeeper keeper(settings);
  SettingsKeeper::Loaded kept = keeper.load();
  choose_language(kept, options.language);
  ProgressKeeper progress(progress_path(settings));
  const ProgressKeeper::Loaded answers = progress.load();
  const char* first = kept.first_time ? "welcome" : "4.2";
  auto state = first_state(options.program, first, kept.settings.language);
  if (!state) return exit_bad_input;
  if (options.language) state->language = *options.language;
  state->answers = answers.answers;
  if (!is_share_file(options.program)) state->theme = kept.settings.theme;
  note_opened(kept.settings, options.program);
  App app(std::move(*state));
  Workbench workbench(app, *resources.value());
  workbench.come_back(kept, options.program.empty());
  workbench.keep_in(keeper);
  workbench.keep_progress_in(progress);
  workbench.train_in_background();
  if (answers.notice) workbench.notify(*answers.notice);
  WindowOptions window;
  window.title = "Backprop Tutor";
  window.width = kept.settings.window_width;
  window.height = kept.settings.window_height;
  window.zoom = static_cast<float>(kept.settings.preferences.text_percent) / 100;
  window.close_after = options.close_after;
  window.on_drop = [&](const std::vector<std::string>& paths) { workbench.drop(paths); };
  const auto report = run_window(
      window, [&](float scale) { workbench.on_context(scale); },
      [&](const FrameInfo& info) { return workbench.frame(info); });
  if (!report) return print_broken(report.error());
  workbench.keep_settings();
  if (!options.report.empty()) write_report(options.report, report.value(), workbench);
  return exit_good;
}

}  // namespace backprop::viz
