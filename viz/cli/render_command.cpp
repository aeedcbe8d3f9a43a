#include <charconv>
#include <optional>

#include "viz/app/lab_settings.h"
#include "viz/app/reduce.h"
#include "viz/cli/commands.h"
#include "viz/scene/lab_menu.h"
#include "viz/ui/exporter.h"

namespace backprop::viz {
namespace {

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

/// "3..9": first and last.
std::optional<std::pair<Index, Index>> read_range(const std::string& text) {
  const std::size_t dots = text.find("..");
  long first = 0;
  long last = 0;
  if (dots == std::string::npos || !read_whole(std::string_view(text).substr(0, dots), first) ||
      !read_whole(std::string_view(text).substr(dots + 2), last) || first < 0 || last < first) {
    return std::nullopt;
  }
  return std::pair<Index, Index>{first, last};
}

std::string view_names() {
  std::string names;
  for (const View view : all_views)
    names += (names.empty() ? "" : ", ") + name_of(view);
  return names;
}

/// By its name; the network where none is given.
std::optional<View> read_view(const std::string& name) {
  if (name.empty()) return View::network;
  for (const View view : all_views) {
    if (name_of(view) == name) return view;
  }
  return std::nullopt;
}

/// What is selected, and what is asked why, at the state's time.
std::optional<Error> choose_numbers(State& state, const RenderOptions& options) {
  if (!options.select.empty()) {
    const auto chosen = parse_quantity(*state.trace, options.select);
    if (!chosen) return chosen.error();
    state = reduce(state, command::Select{entity_of(*state.trace, chosen.value())});
  }
  if (options.why.empty()) return std::nullopt;
  const auto asked = parse_quantity(*state.trace, options.why);
  if (!asked) return asked.error();
  state.why.push_back(asked.value());
  return std::nullopt;
}

/// The lab takes the place of the panes.
std::optional<Error> choose_lab(State& state, const RenderOptions& options) {
  if (options.lab.empty()) return std::nullopt;
  const auto lab = lab_named(options.lab);
  if (!lab) {
    return Error{
        {}, "there is no lab '" + options.lab + "'", "the labs are: activations, playground"};
  }
  auto open = lab_opening(*lab, options.lab_settings);
  if (!open) return open.error();
  state = reduce(state, std::move(open).value());
  return std::nullopt;
}

bool makes_movie(const std::string& out) {
  return out.ends_with(".gif") || out.ends_with('/');
}

int write_pictures(const ExportPlan& plan) {
  const auto resources = Resources::load();
  if (!resources) return print_broken(resources.error());
  auto begun = Exporter::begin(plan, *resources.value());
  if (!begun) return print_broken(begun.error());
  Exporter& exporter = *begun.value();
  while (!exporter.done()) {
    if (const auto error = exporter.advance()) return print_bad(error->cause, error->advice);
  }
  const auto error = exporter.finish();
  return error ? print_bad(error->cause, error->advice) : exit_good;
}

}  // namespace

int render_command(const RenderOptions& options) {
  const auto size = read_size(options.size);
  if (!size) {
    return print_bad("--size " + options.size + " is not a size of a window",
                     "write WxH from 640x420 to 4096x4096");
  }
  if (!(options.scale >= 0.5F && options.scale <= 4)) {
    return print_bad("--scale must lie between 0.5 and 4", "1 is usual, 2 for sharp screens");
  }
  const bool movie = makes_movie(options.out);
  if (!movie && !options.out.ends_with(".png") && !options.out.ends_with(".svg")) {
    return print_bad(
        "--out " + options.out + " is no kind of picture known here",
        "end the file's name with .png, .svg or .gif, or name a folder with a / at its "
        "end");
  }
  const auto view = read_view(options.view);
  if (!view) {
    return print_bad("there is no view '" + options.view + "'", "the views are: " + view_names());
  }
  long step = 0;
  if (!options.step.empty() && (!read_whole(options.step, step) || step < 0)) {
    return print_bad("--step " + options.step + " is not a step",
                     "give how many steps are done: 0 is the start");
  }
  if (!movie && !options.steps.empty()) {
    return print_bad("--steps makes more pictures than one",
                     "end the file's name with .gif, name a folder with a / at its end, or use "
                     "--step");
  }
  auto state = first_state(options.program, options.lesson, options.language);
  if (!state) return exit_bad_input;
  if (step > state->trace->step_count()) {
    return print_bad("--step " + options.step + ": the program has " +
                         std::to_string(state->trace->step_count()) + " steps",
                     "give how many of them are done");
  }
  const auto steps = options.steps.empty()
                         ? std::optional(std::pair<Index, Index>{0, state->trace->step_count()})
                         : read_range(options.steps);
  if (!steps)
    return print_bad("--steps " + options.steps + " is not a range", "write FIRST..LAST: 3..9");
  if (!is_share_file(options.program)) state->theme = options.theme;
  if (!options.step.empty()) state->time = {step, 0};
  if (!options.view.empty()) state->view = *view;
  if (const auto problem = choose_numbers(*state, options)) {
    return print_bad(problem->cause, problem->advice);
  }
  if (const auto problem = choose_lab(*state, options))
    return print_bad(problem->cause, problem->advice);
  ExportPlan plan;
  plan.path = options.out;
  plan.width = size->first;
  plan.height = size->second;
  plan.scale = options.scale;
  plan.one_picture = !movie;
  plan.first = steps->first;
  plan.last = steps->second;
  plan.state = std::move(*state);
  return write_pictures(plan);
}

}  // namespace backprop::viz
