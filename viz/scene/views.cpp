#include "viz/scene/views.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr float tabs_height = 46;
constexpr float legend_height = 40;
constexpr float wheel_step = 1.15F;  // of zoom
constexpr float scroll_step = 48;    // pixels of a list

/// The part of the pane between tabs and legend.
Rect inner(Rect area) {
  return {area.x, area.y + tabs_height, area.w,
          std::max(40.0F, area.h - tabs_height - legend_height)};
}

bool is_list(View view) {
  return view == View::paths;
}

}  // namespace

std::string name_of(View view) {
  switch (view) {
    case View::network:
      return "network";
    case View::graph:
      return "graph";
    case View::tensors:
      return "tensors";
    case View::paths:
      return "paths";
  }
  return "network";
}

/// The network is laid out for the pane itself, where it fits.
Camera Views::whole_network() const {
  const Rect& world = network_layout_.world;
  return {world.center(), std::min(1.0F, area_.w / std::max(1.0F, world.w))};
}

Viewport Views::viewport(View view) const {
  if (view == View::network) return {area_, look_at(view).camera.value_or(whole_network())};
  const Rect place = inner(area_);
  return {place, look_at(view).camera.value_or(fitted(world_, place))};
}

void Views::refresh(const State& state, Rect area) {
  const int iteration = iteration_at(*state.trace, state.time.step);
  const bool same = trace_ == state.trace && iteration_ == iteration;
  if (trace_ != state.trace) heat_ = {};
  if (program_ != state.ran_name) {  // another one's places: what was zoomed into is not there
    for (LookAt& look : looks_)
      look = {};
    program_ = state.ran_name;
  }
  if (!same) {
    network_.reset();
    graph_.reset();
    tensors_.reset();
    paths_.reset();
  }
  if (!(laid_out_ == area)) {
    network_.reset();
    tensors_.reset();
  }
  trace_ = state.trace;
  iteration_ = iteration;
  laid_out_ = area;
  area_ = area;
}

void Views::refresh_network(const State& state) {
  if (network_ && network_sample_ == state.sample && network_opened_ == state.opened_layers) return;
  network_ = network_of(*state.trace, state.time.step, state.sample, state.opened_layers);
  network_opened_ = state.opened_layers;
  network_sample_ = state.sample;
  network_layout_ = layout_network(*network_, area_);
}

void Views::refresh_graph(const State& state) {
  if (graph_ && graph_laid_out_ == area_) return;
  if (!graph_) graph_ = graph_of(*state.trace, state.time.step);
  graph_layout_ = layout_graph_for(*graph_, inner(area_));
  graph_laid_out_ = area_;
}

void Views::refresh_paths(const State& state) {
  const int run = backward_run_at(*state.trace, state.time.step);
  const std::optional<Quantity> from = paths_start(state);
  if (paths_ && paths_->run == run && (!from || paths_->from == *from)) return;
  paths_ = paths_of(*state.trace, run, from.value_or(Quantity{}));
}

Scene Views::scene(const State& state, Rect area, const Look& look) {
  refresh(state, area);
  switch (state.view) {
    case View::graph:
      refresh_graph(state);
      world_ = graph_layout_.world;
      return graph_scene(state, *graph_, graph_layout_, viewport(View::graph), look);
    case View::network:
      refresh_network(state);
      world_ = network_layout_.world;
      return network_scene(state, *network_, seen_through(network_layout_, viewport(View::network)),
                           heat_, look);
    case View::tensors:
      if (!tensors_) tensors_ = layout_tensors(*state.trace, state.time.step, inner(area));
      world_ = tensors_->world;
      return tensors_scene(state, *tensors_, viewport(View::tensors), heat_, look);
    case View::paths: {
      refresh_paths(state);
      Scene scene = paths_scene(state, *paths_, area, look_at(View::paths).scroll, look);
      content_height_ = scene.content_height;
      return scene;
    }
  }
  return {};
}

Scene Views::bar(const State& state, Rect area, const Look& look) const {
  Builder b(look);
  const float y = area.y + 12;
  float x = area.x + 14;
  const bool zooms = !is_list(state.view);
  const float tools = zooms ? 106 : 12;
  b.add(draw::Rectangle{
      {area.x, area.y, area.w, tabs_height - 4}, 0, faded(look.colors.background, 0.9F)});
  float needed = 0;
  for (const View view : all_views)
    needed += b.width(look.words["view." + name_of(view)], TextStyle::small) + 28;
  const float padding = needed + tools > area.w ? 6.0F : 11.0F;
  for (const View view : all_views) {
    const std::string& label = look.words["view." + name_of(view)];
    const float width = b.width(label, TextStyle::small) + 2 * padding;
    b.button("view-" + name_of(view), {x, y, width, 26}, label, command::SetView{view},
             {.filled = state.view == view}, look.words["view." + name_of(view) + ".tip"]);
    x += width + 6;
  }
  // In a pane too narrow for the buttons, the wheel and the keys still zoom.
  if (!zooms || x + 86 > area.right() - 14) return std::move(b.scene);
  x = area.right() - 14;
  const auto tool = [&](const char* name, const char* sign, bool enabled) {
    x -= 26;
    b.view_button(name, {x, y, 26, 26}, sign, name, look.words[std::string("view.") + name],
                  {.enabled = enabled});
    x -= 4;
  };
  tool("zoom-in", "+", true);
  tool("zoom-fit", "\u25A1", !is_fitted(state.view));
  tool("zoom-out", "\u2212", true);
  return std::move(b.scene);
}

void Views::zoom(const State& state, float factor, Vec2 fixed) {
  if (is_list(state.view)) return;
  const Viewport now = viewport(state.view);
  const Camera fit = state.view == View::network ? whole_network() : fitted(world_, now.area);
  look_at(state.view).camera = zoomed(now, factor, fixed, fit);
}

void Views::wheel(const State& state, float lines, Vec2 at) {
  if (is_list(state.view)) {
    pan(state, {0, lines * scroll_step});
  } else {
    zoom(state, std::pow(wheel_step, lines), at);
  }
}

void Views::pan(const State& state, Vec2 by) {
  if (is_list(state.view)) {
    float& scroll = look_at(state.view).scroll;
    scroll = std::clamp(scroll - by.y, 0.0F, std::max(0.0F, content_height_ - area_.h));
    return;
  }
  look_at(state.view).camera = panned(viewport(state.view), by, world_);
}

void Views::fit(const State& state) {
  look_at(state.view) = {};
}

}  // namespace backprop::viz
