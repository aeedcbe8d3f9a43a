// The diagrams of a chapter in motion: runs that are watched update by update.
#include <algorithm>
#include <cmath>

#include "viz/scene/lesson_things.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr double seconds_of_run = 6;
constexpr double least_seconds = 1.0 / 30, most_seconds = 0.4;  // of an update

}  // namespace

/// Of the diagrams that move, the longest: all are seen to their ends.
int Workbench::updates_to_watch() const {
  int most = 0;
  const auto& blocks = lesson_.lesson.blocks;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto* plot = std::get_if<lessons::Plot>(&blocks[i].is);
    if (plot == nullptr || !is_watched(lesson_view_.watched, *plot)) continue;
    const auto& data = numbers_.things->plot(lesson_, app_.state(), i);
    if (data) most = std::max(most, updates_of(data.value()));
  }
  return most;
}

/// The block's programs are those that are watched.
void Workbench::choose_plot(const lessons::Block& block) {
  WatchedPlots& watched = lesson_view_.watched;
  const auto& plot = std::get<lessons::Plot>(block.is);
  if (is_watched(watched, plot)) return;
  watched = {};
  for (const lessons::Plot::Line& line : plot.lines)
    watched.programs.insert(line.program);
  watched.updates = updates_to_watch();
}

void Workbench::play_plot(const lessons::Block& block) {
  choose_plot(block);
  WatchedPlots& watched = lesson_view_.watched;
  watched.playing = !watched.playing;
  if (watched.playing && watched.updates >= updates_to_watch()) watched.updates = 0;
  plot_moved_at_ = seconds_;
}

void Workbench::set_plot(const lessons::Block& block, double updates) {
  choose_plot(block);
  lesson_view_.watched.playing = false;
  lesson_view_.watched.updates = static_cast<int>(std::lround(updates));
}

double Workbench::seconds_per_update() const {
  const double seconds = seconds_of_run / std::max(1, updates_to_watch());
  return std::clamp(seconds, least_seconds, most_seconds) / preferences_.play_speed;
}

void Workbench::advance_plot() {
  WatchedPlots& watched = lesson_view_.watched;
  if (!watched.playing || seconds_ < plot_moved_at_ + seconds_per_update()) return;
  plot_moved_at_ = seconds_;
  const int all = updates_to_watch();
  watched.updates = std::min(all, watched.updates + 1);
  watched.playing = watched.updates < all;
}

}  // namespace backprop::viz
