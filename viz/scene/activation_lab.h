/// The activation lab: cards in the place of the panes. Left what is chosen or typed and what is
/// said of it; right the curves, one neuron opened, and what a deep stack does to a gradient.
#pragma once

#include "viz/scene/activation_model.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// What is seen of the lab beside its state.
struct LabView {
  float left_scroll = 0, right_scroll = 0;
  bool typing = false;        ///< the field for the function is open
  std::optional<Vec2> mouse;  ///< where the pointer is: curves are read there
};

/// Below the header.
struct LabLayout {
  Rect left, right;
};
LabLayout layout_lab(Rect area);

Scene lab_choice_scene(const State& state, ActivationModels& models, const LabView& view, Rect area,
                       const Look& look);
Scene lab_work_scene(const State& state, ActivationModels& models, const LabView& view, Rect area,
                     const Look& look);

inline constexpr const char* lab_plot_widget = "lab-plot";
inline constexpr const char* lab_text_widget = "lab-typed";

// The cards, each in one file. They return nothing: their heights are given.
struct LabCard {
  Builder& b;
  const State& state;
  ActivationModels& models;
  const LabView& view;
  Rect area;  ///< of the card
  const ActivationLab& lab() const { return state.activations; }
  /// Draws the card with its title; the room below it.
  Rect open(const std::string& title_key) const;
};
void lab_curves_card(const LabCard& card);
void lab_neuron_card(const LabCard& card);
void lab_depth_card(const LabCard& card);

// Rows of the left column; each gives the y below it.
float lab_chips(const LabCard& card, float x, float y, float width);
float lab_typed(const LabCard& card, float x, float y, float width);
float lab_facts(const LabCard& card, float x, float y, float width);

/// How a function is drawn among those that are shown: colour, and dashes that tell it apart
/// without colour.
struct CurveStyle {
  Color color;
  std::vector<float> dashes;  ///< lengths drawn and left out, in turn; empty: solid
};
CurveStyle curve_style(const ActivationLab& lab, const std::string& name, const Palette& colors);
/// A line with those dashes, cut to the area.
void styled_line(Builder& b, const std::vector<Vec2>& points, Rect area, const CurveStyle& style,
                 float width);

/// The function's name as people know it: "leaky ReLU", "mine".
std::string lab_function_label(const std::string& name, const Strings& words);

/// A field for a number of the lab, as it is, that can be typed, dragged and turned.
void lab_field(Builder& b, const command::EditLabNumber& number, const std::string& widget,
               Rect rect, const std::string& label, Color color);
/// The same of one that the lab has of itself, whatever function is chosen.
void lab_field(const LabCard& card, const LabNumber& which, const std::string& widget, Rect rect,
               const std::string& label, Color color);

}  // namespace backprop::viz
