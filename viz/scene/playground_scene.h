/// The playground: cards in the place of the panes. Above them the run and its time; left the
/// points and how they are learnt; in the middle the network; right what it makes of the plane, and
/// losses.
#pragma once

#include "viz/scene/choice_list.h"
#include "viz/scene/column.h"
#include "viz/scene/playground_maps.h"

namespace backprop::viz {

/// What is seen of the playground beside its state.
struct PlaygroundView {
  float left_scroll = 0, right_scroll = 0;
  ChoiceView choice;
  std::string hovered;                         ///< the widget under the pointer
  std::optional<std::pair<int, int>> pointed;  ///< the neuron under the pointer: layer and place
  bool erasing = false;                        ///< of the points that are drawn
  std::optional<Vec2> mouse;                   ///< where the pointer is on the large map
  std::optional<Vec2> curve_mouse;             ///< and on the losses
};

struct PlaygroundLayout {
  Rect time, left, network, right;
};
PlaygroundLayout layout_playground(Rect area);

/// What the cards are made from.
struct Playground {
  const State& state;
  PlaygroundModel& model;
  MapPictures& maps;
  PlaygroundView& view;
  const PlaygroundLab& lab() const { return *state.playground; }
};

Scene playground_time_scene(const Playground& play, Rect area, const Look& look);
Scene playground_left_scene(const Playground& play, const PlaygroundLayout& layout,
                            const Look& look);
Scene playground_network_scene(const Playground& play, Rect area, const Look& look);
Scene playground_right_scene(const Playground& play, Rect area, const Look& look);

/// What the open field's list offers; empty where none is open.
std::vector<Choice> playground_choices(const Playground& play, const Strings& words);

/// The large map, whose points are drawn with the pointer, and the diagram of losses.
inline constexpr const char* playground_map_widget = "play-map";
inline constexpr const char* playground_losses_widget = "play-losses";
/// Where in the plane a place of the large map is.
Vec2 plane_point(Rect map, Vec2 at);

// Parts of the cards.

command::ChangePlayground play_change(PlaygroundChange what);
/// "A" to "D".
std::string run_letter(std::size_t run);
/// How a run is drawn among others: its colour, and dashes that tell it apart without colour.
Color run_color(const Palette& colors, std::size_t run);
std::vector<float> run_dashes(std::size_t run);
/// The hidden neuron whose map is shown large: under the pointer, or chosen; none for the output.
std::optional<std::pair<int, int>> looked_at(const Playground& play);
/// "layer 2, neuron 3", "output".
std::string place_name(const Playground& play, const Strings& words);
/// The activation that all hidden layers have; null where they differ, or have none.
const playground::Activation* common_activation(const playground::Setup& setup);
/// "ReLU"; a typed function's own name, said to be typed; "none".
std::string activation_label(const playground::Activation& activation, const Strings& words);
/// Points of the plane in a picture of it, smaller than their number asks for where it is small.
void draw_points(Builder& b, Rect map, const Points& points, float radius, bool hollow);
/// The room for names, left of fields.
float names_width(const Column& column);
/// A row with a name and a list to choose from.
void choice_field_row(Column& column, ChoiceView& view, const std::string& name,
                      const std::string& label, const std::string& chosen);
/// A row with a number; nothing where the set-up has none such. `widget`: its field's name.
void number_row(const Playground& play, Column& column, const std::string& name,
                const PlaygroundNumber& which, const std::string& widget);
/// Whether each layer's buttons and lists stand over its column. Many layers in a narrow window
/// have no room for them: then they are rows of layer_rows().
bool playground_columns_have_headers(Rect network, const playground::Setup& setup);
void layer_rows(const Playground& play, Column& column);
void losses_card(const Playground& play, Builder& b, Rect area);

}  // namespace backprop::viz
