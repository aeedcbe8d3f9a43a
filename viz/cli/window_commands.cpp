#include <fmt/format.h>

#include <charconv>
#include <fstream>

#include "viz/cli/commands.h"
#include "viz/platform/files.h"
#include "viz/platform/offscreen.h"
#include "viz/platform/window.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

int broken(const Error& error) {
  fmt::print(stderr, "{}\n  {}\n", error.cause, error.advice);
  return exit_broken;
}

int bad(const std::string& cause, const std::string& advice) {
  fmt::print(stderr, "{}\n  {}\n", cause, advice);
  return exit_bad_input;
}

/// The state to begin with; nothing where the input was bad, which has been said then.
std::optional<State> first_state(const std::string& program, const std::string& lesson,
                                 Language language) {
  if (program.empty()) {
    auto state = open_state(lesson, language);
    if (state) return std::move(state).value();
    bad(state.error().cause, state.error().advice);
    return std::nullopt;
  }
  const auto text = read_text(program);
  if (!text) {
    bad(text.error().cause, text.error().advice);
    return std::nullopt;
  }
  const std::string name = program == "-" ? "program" : program_name_of(program);
  auto state = open_program_state(name, text.value(), language);
  if (state) return std::move(state).value();
  print_error(program, text.value(), state.error());
  return std::nullopt;
}

bool read_whole(std::string_view text, long& number) {
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

/// "1440x900"
std::optional<std::pair<int, int>> read_size(const std::string& text) {
  const std::size_t x = text.find('x');
  long width = 0;
  long height = 0;
  if (x == std::string::npos || !read_whole(std::string_view(text).substr(0, x), width) ||
      !read_whole(std::string_view(text).substr(x + 1), height)) {
    return std::nullopt;
  }
  if (width < 640 || width > 4096 || height < 420 || height > 4096) return std::nullopt;
  return std::pair{static_cast<int>(width), static_cast<int>(height)};
}

}  // namespace

int render_command(const RenderOptions& options) {
  const auto size = read_size(options.size);
  if (!size)
    return bad("--size " + options.size + " is not a size of a window",
               "write WxH from 640x420 to 4096x4096");
  if (!(options.scale >= 0.5F && options.scale <= 4))
    return bad("--scale must lie between 0.5 and 4", "1 is usual, 2 for sharp screens");
  long step = 0;
  if (!options.steps.empty() && (!read_whole(options.steps, step) || step < 0)) {
    return bad("--step " + options.steps + " is not a step",
               "give how many steps are done: 0 is the start");
  }
  auto state = first_state(options.program, options.lesson, options.language);
  if (!state) return exit_bad_input;
  state->theme = options.theme;
  state->time = clamped(*state->trace, {step, 0});
  auto resources = Resources::load();
  if (!resources) return broken(resources.error());
  App app(std::move(*state));
  Workbench workbench(app, *resources.value());
  OffscreenOptions offscreen;
  offscreen.width = size->first;
  offscreen.height = size->second;
  offscreen.scale = options.scale;
  const auto image = draw_offscreen(
      offscreen, [&](float scale) { workbench.on_context(scale); },
      [&](const FrameInfo& info) { return workbench.frame(info); });
  if (!image) return broken(image.error());
  if (const auto error = write_png(image.value(), options.out))
    return bad(error->cause, error->advice);
  return exit_good;
}

int window_command(const WindowCommandOptions& options) {
  auto resources = Resources::load();
  if (!resources) return broken(resources.error());
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
  if (!report) return broken(report.error());
  if (!options.report.empty()) {
    std::ofstream(options.report) << "frames " << report.value().frames << "\n"
                                  << workbench.text_dump();
  }
  return exit_good;
}

}  // namespace backprop::viz
