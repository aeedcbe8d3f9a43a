#include <cmath>
#include <filesystem>

#include "viz/ui/exporter.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr Index most_pictures = 600;

struct Stretch {
  Index first = 0;
  Index last = 0;
};

/// The name of a file or, with its '/', of a folder.
std::string last_part(const std::string& path) {
  const std::size_t slash = path.rfind('/', path.size() < 2 ? 0 : path.size() - 2);
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

/// The steps that a part of the recording has, seen from a time.
Stretch stretch_of(const std::string& part, const Trace& trace, Time time) {
  const Index end = trace.step_count();
  if (part == "rest") return {time.step, end};
  if (part != "phase") return {0, end};
  const Time after = next(trace, time, StepSize::phase);
  return {previous(trace, after, StepSize::phase).step, after.step};
}

}  // namespace

void Workbench::ask_movie(const std::string& part) {
  movie_part_ = part;
  const State& state = app_.state();
  const std::string name = state.ran_name.empty() ? "steps" : state.ran_name;
  ask_path(PathPurpose::movie,
           last_folder_ + std::filesystem::path(name).filename().string() + ".gif");
}

std::optional<Error> Workbench::export_to(const std::string& path, bool one_picture) {
  auto plan = std::make_unique<ExportPlan>();
  plan->state = app_.state();
  plan->state.playing = false;
  plan->path = path;
  plan->width = std::max(1, static_cast<int>(std::lround(size_.x)));
  plan->height = std::max(1, static_cast<int>(std::lround(size_.y)));
  plan->scale = one_picture ? scale_ : zoom_;  // a moving picture for screens of any kind
  plan->one_picture = one_picture;
  plan->like = this;
  if (!one_picture) {
    const Stretch stretch = stretch_of(movie_part_, *app_.state().trace, app_.state().time);
    plan->first = stretch.first;
    plan->last = stretch.last;
    const Index count = stretch.last - stretch.first + 1;
    if (count > most_pictures)
      return Error{{}, words().format("file.too_many", count, most_pictures), ""};
  }
  exporter_.reset();
  export_plan_ = std::move(plan);
  export_path_ = path;
  return std::nullopt;
}

/// Between two frames: one picture, so that the window goes on.
void Workbench::advance_export() {
  if (export_plan_) {
    auto begun = Exporter::begin(*export_plan_, resources_);
    export_plan_.reset();
    if (!begun) {
      notify(begun.error());
      return;
    }
    exporter_ = std::move(begun).value();
  }
  if (const auto error = exporter_->advance()) {
    exporter_.reset();
    notify(*error);
    return;
  }
  inform(words().format("file.exporting", exporter_->made(), exporter_->total()));
  if (exporter_->done()) end_export(false);
}

void Workbench::end_export(bool stopped) {
  export_plan_.reset();
  if (!exporter_) return;
  const auto error = exporter_->finish();
  const std::string made = fmt::format("{}", exporter_->made());
  if (error)
    notify(*error);
  else if (stopped)
    inform(words().format("file.stopped", made, exporter_->total()));
  else
    inform(words().format("file.exported", last_part(export_path_)));
  exporter_.reset();
}

}  // namespace backprop::viz
