/// A diagram's runs watched update by update: the bar below it, with a button and a slider.
#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "lessons/model/plots.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// What is being watched. Diagrams of the same programs go together: the places of some optimizers
/// and their losses.
struct WatchedPlots {
  std::set<std::string> programs;
  int updates = 0;  ///< so many have been made
  bool playing = false;
};

/// So many updates have the diagram's runs, the longest of them; 0: nothing moves in it.
int updates_of(const lessons::PlotData& data);

/// Whether the diagram moves with them.
bool is_watched(const WatchedPlots& watched, const lessons::Plot& plot);

/// What a line shows after so many updates: its path from the start; of the numbers of the rounds
/// those that were computed before them and right after.
template <class Point>
std::span<const Point> made_by(const std::vector<Point>& points, int updates) {
  return std::span(points).first(std::min(points.size(), static_cast<std::size_t>(updates) + 1));
}

/// Paints the bar; returns the y below. Its widgets are "play-plot:BLOCK" and the slider
/// "plot-at:BLOCK".
struct PlotPlayer {
  std::string block;
  int updates = 0;  ///< that are shown
  int all = 0;
  bool playing = false;
};
float plot_player(Builder& b, const PlotPlayer& player, Vec2 top_left, float width);

}  // namespace backprop::viz
