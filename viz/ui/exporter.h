/// Pictures of the window in files: one, or one for each step of a stretch of time. Done in pieces,
/// so that a window can go on beside it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "viz/platform/gif.h"
#include "viz/platform/offscreen.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

/// What is drawn, and where to. The path ends in .png or .svg for one picture, .gif for a moving
/// one, or in '/' for a folder of numbered PNGs.
struct ExportPlan {
  State state;
  std::string path;
  int width = 1440;  ///< logical pixels
  int height = 900;
  float scale = 1;
  bool one_picture = true;  ///< of the state's own time
  Index first = 0;          ///< else of all times from first to last
  Index last = 0;
  const Workbench* like = nullptr;  ///< whose panes and scrolling it takes over at the beginning
};

class Exporter {
 public:
  /// The state has a trace. An error where there is no way to draw without a display.
  static Result<std::unique_ptr<Exporter>> begin(const ExportPlan& plan,
                                                 const Resources& resources);

  /// Draws and writes the next picture. An error where the file or folder cannot be written.
  std::optional<Error> advance();

  /// Closes the file, also before all is written.
  std::optional<Error> finish();

  bool done() const { return made_ == total_; }
  Index made() const { return made_; }
  Index total() const { return total_; }

 private:
  Exporter(const ExportPlan& plan, const Resources& resources);
  std::optional<Error> open();
  std::optional<Error> open_target();
  std::optional<Error> write_svg();
  std::optional<Error> write(const Image& image);
  FrameFunction frame();

  ExportPlan plan_;
  const Resources& resources_;
  App app_;
  Workbench workbench_;
  std::unique_ptr<Offscreen> offscreen_;  ///< none for an SVG
  std::unique_ptr<GifWriter> gif_;
  Index made_ = 0;
  Index total_ = 1;
};

}  // namespace backprop::viz
