// The layers of the playground's network as rows, for windows in which its columns have no room for
// fields of their own.
#include "viz/scene/playground_scene.h"

namespace backprop::viz {
namespace {

namespace change = playground_change;

void neurons_row(const Playground& play, Column& column, std::size_t layer) {
  Builder& b = column.b;
  constexpr float height = 24;
  const int count = play.lab().setup().hidden[layer].neurons;
  const std::string n = std::to_string(layer);
  const float top = column.y + 5;
  const float left = column.x + names_width(column);
  b.text({column.x, b.baseline_in(top, height, TextStyle::small)}, b.words["play.neurons"],
         TextStyle::small, b.colors.muted, Align::left, names_width(column) - 6);
  b.button("play-less:" + n, {left, top, 24, height}, "\u2212",
           play_change(change::Neurons{layer, count - 1}), {.enabled = count > 1},
           b.words["play.less.tip"]);
  b.text({left + 41, b.baseline_in(top, height, TextStyle::code)}, std::to_string(count),
         TextStyle::code, b.colors.ink, Align::center);
  b.button("play-more:" + n, {left + 58, top, 24, height}, "+",
           play_change(change::Neurons{layer, count + 1}),
           {.enabled = count < playground::limits::neurons}, b.words["play.more.tip"]);
  column.y += height + 5;
}

void activation_rows(const Playground& play, Column& column, std::size_t layer) {
  const auto& its = playground::activation_of(play.lab().setup(), layer);
  const std::string n = std::to_string(layer);
  choice_field_row(column, play.view.choice, "play-activation:" + n,
                   column.b.words["play.activation"], activation_label(its, column.b.words));
  for (const auto& [name, number] : numbers_of(its)) {
    number_row(play, column, name, {PlaygroundNumber::Kind::activation, name, layer},
               "play-activation-number:" + n + ":" + name);
  }
}

}  // namespace

void layer_rows(const Playground& play, Column& column) {
  const std::size_t hidden = play.lab().setup().hidden.size();
  for (std::size_t i = 0; i <= hidden; ++i) {
    const bool last = i == hidden;
    column.caption(last ? column.b.words["play.output"]
                        : column.b.words.format("play.layer", static_cast<int>(i) + 1),
                   column.b.colors.ink);
    if (!last) neurons_row(play, column, i);
    activation_rows(play, column, i);
    column.gap(6);
  }
}

}  // namespace backprop::viz
