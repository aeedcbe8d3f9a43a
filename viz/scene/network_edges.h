/// The weights of the network view: a line each, coloured by sign and size, with an arrow where the
/// current step is at work, and labels where there is room for them.
#pragma once

#include "viz/scene/network_scene.h"
#include "viz/scene/view.h"

namespace backprop::viz {

class NetworkEdges {
 public:
  NetworkEdges(Builder& b, const State& state, const NetworkModel& model,
               const NetworkLayout& layout, const Focus& focus);

  void lines() const;
  /// Of the weights at work, and of those that are lit.
  void labels() const;

 private:
  struct LabelText {
    std::string value;
    std::string gradient;  ///< empty where it is not what is looked at
  };
  bool lit(const Entity& entity) const { return is_lit(b_.look, state_, entity); }
  const Color& direction() const { return direction_ink(b_.colors, focus_.kind); }
  bool has_weight(const NetworkEdge& edge) const;
  bool edge_active(const NetworkEdge& edge) const;
  std::pair<Vec2, Vec2> ends(const NetworkEdge& edge) const;
  void line(const NetworkEdge& edge) const;
  void arrow(Vec2 from, Vec2 to) const;
  std::vector<Rect> node_rects() const;
  LabelText label_text(const NetworkEdge& edge, bool chosen) const;
  void label(const NetworkEdge& edge, bool chosen, std::vector<Rect>& taken) const;
  std::optional<Rect> free_place(const NetworkEdge& edge, const LabelText& text,
                                 const std::vector<Rect>& taken) const;
  void draw_label(const NetworkEdge& edge, const LabelText& text, Rect box) const;

  Builder& b_;
  const State& state_;
  const Trace& trace_;
  const NetworkModel& model_;
  const NetworkLayout& layout_;
  const Focus& focus_;
  double largest_weight_ = 0;
};

}  // namespace backprop::viz
