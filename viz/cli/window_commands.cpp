#include <fstream>

#include "viz/cli/commands.h"
#include "viz/platform/window.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

int window_command(const WindowCommandOptions& options) {
  auto resources = Resources::load();
  if (!resources) return print_broken(resources.error());
  auto state = first_state(options.program, "4.2", Language::english);
  if (!state) return exit_bad_input;
  App app(std::move(*state));
  Workbench workbench(app, *resources.value());
  WindowOptions window;
  window.title = "Backprop Tutor";
  window.close_after = options.close_after;
  window.on_drop = [&](const std::vector<std::string>& paths) {
    if (!paths.empty()) workbench.open_file(paths.front());
  };
  const auto report = run_window(
      window, [&](float scale) { workbench.on_context(scale); },
      [&](const FrameInfo& info) { return workbench.frame(info); });
  if (!report) return print_broken(report.error());
  if (!options.report.empty()) {
    std::ofstream(options.report) << "frames " << report.value().frames << "\n"
                                  << workbench.text_dump();
  }
  return exit_good;
}

}  // namespace backprop::viz
