/// The views of one trace in the middle of the window: what each shows, kept until it changes, and
/// how each is looked at. View state: cameras and scrolling are not undone.
#pragma once

#include <memory>
#include <optional>

#include "viz/scene/camera.h"
#include "viz/scene/graph_scene.h"
#include "viz/scene/network_scene.h"
#include "viz/scene/paths_scene.h"
#include "viz/scene/tensors_scene.h"

namespace backprop::viz {

inline constexpr View all_views[] = {View::network, View::graph, View::tensors, View::paths};

/// "network", "graph", "tensors", "paths": in names of widgets and on the command line.
std::string name_of(View view);

class Views {
 public:
  /// What the state's view shows; `area` is the pane, below whose top edge the tabs stand.
  Scene scene(const State& state, Rect area, const Look& look);

  /// The tabs, and the buttons that zoom.
  Scene bar(const State& state, Rect area, const Look& look) const;

  /// Larger or smaller around a place on screen; a list scrolls instead.
  void zoom(const State& state, float factor, Vec2 fixed);
  void wheel(const State& state, float lines, Vec2 at);
  void pan(const State& state, Vec2 by);
  /// All of it again.
  void fit(const State& state);

  /// Whether the view is the fitted one.
  bool is_fitted(View view) const { return !look_at(view).camera; }

 private:
  /// How one view is looked at. Without a camera, all of it is shown, whatever the pane's size.
  struct LookAt {
    std::optional<Camera> camera;
    float scroll = 0;
  };
  const LookAt& look_at(View view) const { return looks_[static_cast<std::size_t>(view)]; }
  LookAt& look_at(View view) { return looks_[static_cast<std::size_t>(view)]; }
  Viewport viewport(View view) const;
  Camera whole_network() const;
  void refresh(const State& state, Rect area);
  void refresh_network(const State& state);
  void refresh_graph(const State& state);
  void refresh_paths(const State& state);

  LookAt looks_[std::size(all_views)];
  Rect area_;
  Rect world_;  ///< of the view that was shown last
  float content_height_ = 0;

  std::string program_;  ///< whose views were zoomed and moved

  // What the trace and the iteration imply, kept until one of them, or the pane, changes.
  std::shared_ptr<const Trace> trace_;
  int iteration_ = -1;
  Rect laid_out_;  ///< the pane that the layouts are for
  std::optional<NetworkModel> network_;
  Index network_sample_ = -1;
  std::set<std::string> network_opened_;
  NetworkLayout network_layout_;
  std::optional<GraphModel> graph_;
  GraphLayout graph_layout_;
  Rect graph_laid_out_;  ///< the pane that it is for
  std::optional<TensorsLayout> tensors_;
  HeatCache heat_;
  std::optional<PathsModel> paths_;
};

}  // namespace backprop::viz
