#include <fmt/format.h>

#include <charconv>
#include <fstream>

#include "viz/cli/commands.h"
#include "viz/platform/gif.h"
#include "viz/platform/null_platform.h"
#include "viz/platform/offscreen.h"
#include "viz/ui/svg.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr int frames_to_settle = 3;
constexpr int hundredths_per_step = 70;  // as playing goes

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

/// A window to be drawn, without one.
struct Picture {
  const RenderOptions& options;
  int width;
  int height;
  App& app;
  Workbench& workbench;
  const Resources& resources;

  ContextFunction on_context() const {
    return [this](float scale) { workbench.on_context(scale); };
  }
  FrameFunction frame() const {
    return [this](const FrameInfo& info) { return workbench.frame(info); };
  }
  OffscreenOptions offscreen() const { return {width, height, options.scale, frames_to_settle}; }
};

int write_picture_png(const Picture& picture) {
  std::optional<Error> unwritten;
  const auto broken = draw_offscreen(picture.offscreen(), picture.on_context(), picture.frame(),
                                     [&](const Image& image) {
                                       unwritten = write_png(image, picture.options.out);
                                       return false;
                                     });
  if (broken) return print_broken(*broken);
  return unwritten ? print_bad(unwritten->cause, unwritten->advice) : exit_good;
}

int write_picture_svg(const Picture& picture) {
  NullPlatform platform(static_cast<float>(picture.width), static_cast<float>(picture.height),
                        picture.options.scale, picture.on_context());
  for (int i = 0; i < frames_to_settle; ++i)
    platform.frame(picture.frame());
  std::ofstream file(picture.options.out, std::ios::binary);
  file << svg_of(picture.workbench.scenes(), picture.workbench.clips(),
                 {0, 0, static_cast<float>(picture.width), static_cast<float>(picture.height)},
                 picture.options.scale, *picture.resources.glyphs);
  file.close();
  if (!file)
    return print_bad(picture.options.out + " cannot be written",
                     "name a file in a folder that exists");
  return exit_good;
}

int write_picture_gif(const Picture& picture, std::pair<Index, Index> steps) {
  auto gif = GifWriter::create(picture.options.out);
  if (!gif) return print_bad(gif.error().cause, gif.error().advice);
  const Index last = std::min(steps.second, picture.app.state().trace->step_count());
  Index at = std::min(steps.first, last);
  picture.app.dispatch(command::GoTo{{at, 0}});
  std::optional<Error> unwritten;
  const auto broken = draw_offscreen(picture.offscreen(), picture.on_context(), picture.frame(),
                                     [&](const Image& image) {
                                       unwritten = gif.value()->add(image, hundredths_per_step);
                                       picture.app.dispatch(command::GoTo{{++at, 0}});
                                       return !unwritten && at <= last;
                                     });
  if (broken) return print_broken(*broken);
  if (!unwritten) unwritten = gif.value()->finish();
  return unwritten ? print_bad(unwritten->cause, unwritten->advice) : exit_good;
}

int render_to(const Picture& picture, std::pair<Index, Index> steps) {
  const std::string& out = picture.options.out;
  if (out.ends_with(".svg")) return write_picture_svg(picture);
  if (out.ends_with(".gif")) return write_picture_gif(picture, steps);
  return write_picture_png(picture);
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
  const bool gif = options.out.ends_with(".gif");
  if (!gif && !options.out.ends_with(".png") && !options.out.ends_with(".svg")) {
    return print_bad("--out " + options.out + " is no kind of picture known here",
                     "end the file's name with .png, .svg or .gif");
  }
  if (!options.view.empty() && options.view != "network") {
    return print_bad("there is no view '" + options.view + "'", "the views are: network");
  }
  long step = 0;
  if (!options.step.empty() && (!read_whole(options.step, step) || step < 0)) {
    return print_bad("--step " + options.step + " is not a step",
                     "give how many steps are done: 0 is the start");
  }
  if (gif != !options.steps.empty() && !options.steps.empty()) {
    return print_bad("--steps makes a moving picture",
                     "end the file's name with .gif, or use --step");
  }
  auto state = first_state(options.program, options.lesson, options.language);
  if (!state) return exit_bad_input;
  const auto steps = options.steps.empty()
                         ? std::optional(std::pair<Index, Index>{0, state->trace->step_count()})
                         : read_range(options.steps);
  if (!steps)
    return print_bad("--steps " + options.steps + " is not a range", "write FIRST..LAST: 3..9");
  if (!is_share_file(options.program)) state->theme = options.theme;
  if (!options.step.empty()) state->time = clamped(*state->trace, {step, 0});
  auto resources = Resources::load();
  if (!resources) return print_broken(resources.error());
  App app(std::move(*state));
  Workbench workbench(app, *resources.value());
  return render_to({options, size->first, size->second, app, workbench, *resources.value()},
                   *steps);
}

}  // namespace backprop::viz
