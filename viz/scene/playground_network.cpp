// The network of the playground: features, layers and neurons, each with its own map, the weights
// as lines between them; below, the parameter that is being edited, or why the run came to trouble.
#include <algorithm>
#include <cmath>

#include "viz/scene/activation_lab.h"
#include "viz/scene/number_field.h"
#include "viz/scene/playground_scene.h"

namespace backprop::viz {
namespace {

constexpr float padding = 14;
constexpr float title_height = 40;
constexpr float header_height = 58;    // of a column, without its activation's numbers
constexpr float title_only = 26;       // where columns have no headers: "Features"
constexpr float header_number = 26;    // each of these more
constexpr float narrowest_pitch = 44;  // of columns with headers
constexpr float foot_height = 52;
constexpr float largest_tile = 50;
constexpr float smallest_tile = 14;

namespace change = playground_change;

/// As TeX.
const char* feature_tex(Feature feature) {
  constexpr const char* all[feature_count] = {"x_1",     "x_2",       "x_1^2",    "x_2^2",
                                              "x_1 x_2", "\\sin x_1", "\\sin x_2"};
  return all[static_cast<std::size_t>(feature)];
}

/// Where everything stands. Column 0 is the features, the last one the output.
struct Places {
  Rect area;         ///< of the tiles
  float header = 0;  ///< the top of the columns' headers
  float tile = 0;
  float pitch = 0;  ///< from column to column
  std::size_t columns = 0;

  float first = 0;  ///< width of the features' column, with their names

  /// Whether a column has room for its buttons and lists.
  bool has_headers() const { return pitch >= narrowest_pitch; }

  float middle(std::size_t column) const {
    if (column == 0) return area.x + first / 2;
    return area.x + first + pitch * (static_cast<float>(column) - 0.5F);
  }
  Rect at(std::size_t column, int row, int rows) const {
    const float step = std::min(tile + 16, area.h / static_cast<float>(rows));
    const float top = area.y + (area.h - step * static_cast<float>(rows)) / 2;
    // Features leave room for their names.
    const float x =
        column == 0 ? middle(0) + std::min(0.0F, first / 2 - tile - 8) : middle(column) - tile / 2;
    return {x, top + step * (static_cast<float>(row) + 0.5F) - tile / 2, tile, tile};
  }
};

Places places_in(Rect area, const playground::Setup& setup) {
  int most = feature_count;
  for (const playground::Layer& layer : setup.hidden)
    most = std::max(most, layer.neurons);
  Places places;
  places.columns = setup.hidden.size() + 2;
  places.first = std::max(98.0F, area.w / static_cast<float>(places.columns));
  places.pitch = (area.w - places.first) / static_cast<float>(places.columns - 1);
  std::size_t numbers = 0;
  for (std::size_t i = 0; i <= setup.hidden.size() && places.has_headers(); ++i)
    numbers = std::max(numbers, numbers_of(playground::activation_of(setup, i)).size());
  const float header = places.has_headers()
                           ? header_height + header_number * static_cast<float>(numbers)
                           : title_only;
  places.header = area.y;
  places.area = {area.x, area.y + header, area.w, area.h - header};
  const float room = places.area.h / static_cast<float>(most);
  places.tile = std::clamp(std::min(room - std::max(3.0F, room * 0.18F), places.pitch * 0.5F),
                           smallest_tile, largest_tile);
  return places;
}

class Network {
 public:
  Network(const Playground& play, Builder& its, Rect area)
      : play_(play), b(its), setup_(play.lab().setup()), places_(places_in(area, setup_)) {}

  void draw() {
    edges();
    features();
    for (std::size_t i = 0; i < setup_.hidden.size(); ++i)
      layer(i);
    output();
  }

 private:
  const RunPicture& run() const { return play_.model.run(play_.lab()); }

  /// Where a layer's inputs come from: tiles of the column before.
  Rect input_tile(std::size_t layer, std::ptrdiff_t input) const {
    if (layer == 0) {
      const Feature feature = setup_.features[static_cast<std::size_t>(input)];
      return places_.at(0, static_cast<int>(feature), feature_count);
    }
    return places_.at(layer, static_cast<int>(input), setup_.hidden[layer - 1].neurons);
  }
  Rect tile(std::size_t layer, std::ptrdiff_t its) const {
    const bool last = layer == setup_.hidden.size();
    return places_.at(layer + 1, static_cast<int>(its), last ? 1 : setup_.hidden[layer].neurons);
  }

  Color sign_color(double number) const {
    if (!std::isfinite(number)) return b.colors.wrong;
    return number < 0 ? b.colors.negative : b.colors.positive;
  }

  void parameter_region(const std::string& name, std::size_t parameter, Rect rect,
                        std::optional<std::pair<Vec2, Vec2>> along) {
    const bool open = play_.lab().parameter == parameter;
    const std::string widget_name = name + std::to_string(parameter);
    Widget& widget =
        b.region(widget_name, rect,
                 play_change(change::Open{open ? std::nullopt : std::optional(parameter)}));
    widget.along = along;
    widget.focusable = !along;
    if (play_.view.hovered != widget_name) return;  // there may be more than a thousand
    widget.tooltip = playground::parameter_name(setup_, parameter) + " = " +
                     shown(run().parameters[parameter], 5) + "   " + b.words["play.parameter.tip"];
  }

  void edge(std::size_t parameter, Vec2 from, Vec2 to) {
    const double weight = run().parameters[parameter];
    const bool open = play_.lab().parameter == parameter;
    const float width =
        0.5F + 4.5F * static_cast<float>(std::tanh(std::isfinite(weight) ? std::abs(weight) : 1));
    if (open) b.line(from, to, b.colors.highlight, width + 6);
    b.line(from, to, faded(sign_color(weight), open ? 1 : 0.75F), width, weight < 0);
    const Rect box{std::min(from.x, to.x), std::min(from.y, to.y) - 4, std::abs(to.x - from.x),
                   std::abs(to.y - from.y) + 8};
    parameter_region("play-parameter:", parameter, box, std::pair{from, to});
  }

  void edges() {
    const auto layers = playground::layers_of(setup_);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      for (std::ptrdiff_t out = 0; out < layers[i].outputs; ++out) {
        for (std::ptrdiff_t in = 0; in < layers[i].inputs; ++in) {
          const Rect source = input_tile(i, in);
          const Rect target = tile(i, out);
          edge(layers[i].weight + static_cast<std::size_t>(out * layers[i].inputs + in),
               {source.right() + 1, source.center().y}, {target.x - 1, target.center().y});
        }
      }
    }
  }

  int cells() const { return places_.tile > 26 ? 34 : 20; }

  void picture(Rect r, const MapPictures::Colors& colors, bool lit) {
    const int side = cells();
    b.add(draw::Cells{r, side, side, 0, colors});
    b.add(draw::Rectangle{
        r, 3, {0, 0, 0, 0}, lit ? b.colors.focus : b.colors.ink, lit ? 2.6F : 0.8F});
  }

  void features() {
    const float step = places_.at(0, 1, feature_count).y - places_.at(0, 0, feature_count).y;
    const float name_size = std::min(16.0F, step * 0.62F);
    for (const FeatureRow& row : backprop::features()) {
      const auto n = static_cast<int>(row.feature);
      const Rect r = places_.at(0, n, feature_count);
      const bool on = std::find(setup_.features.begin(), setup_.features.end(), row.feature) !=
                      setup_.features.end();
      b.math({r.x - 7, r.center().y + 5}, feature_tex(row.feature), name_size,
             on ? b.colors.ink : b.colors.muted, Align::right);
      if (on) {
        picture(r, play_.maps.feature(row.feature, cells(), b.colors), false);
      } else {
        b.add(draw::Rectangle{r, 3, b.colors.background, b.colors.faint, 1});
        const Vec2 c = r.center();
        b.line({c.x - 4, c.y}, {c.x + 4, c.y}, b.colors.muted, 1.4F);
        b.line({c.x, c.y - 4}, {c.x, c.y + 4}, b.colors.muted, 1.4F);
      }
      Widget& widget = b.region("play-feature:" + std::to_string(n), r,
                                play_change(change::ToggleFeature{row.feature}));
      widget.tooltip = b.words[on ? "play.feature.off" : "play.feature.on"];
    }
    b.text({places_.middle(0), places_.header + 17}, b.words["play.features"], TextStyle::small,
           b.colors.muted, Align::center, places_.first - 4);
  }

  void neuron(std::size_t i, int n) {
    const Rect r = tile(i, n);
    const std::pair place{static_cast<int>(i), n};
    picture(r,
            play_.maps.neuron(play_.model,
                              {play_.lab().chosen, i, static_cast<std::size_t>(n), cells(), false},
                              b.colors),
            play_.lab().neuron == place);
    Widget& widget = b.region("play-neuron:" + std::to_string(i) + ":" + std::to_string(n), r,
                              play_change(change::Look{place.first, place.second}));
    widget.tooltip = b.words["play.neuron.tip"];
    bias(i, n, r);
  }

  /// A small square at the neuron's foot.
  void bias(std::size_t i, std::ptrdiff_t n, Rect r) {
    const auto layers = playground::layers_of(setup_);
    const std::size_t parameter = layers[i].bias + static_cast<std::size_t>(n);
    const float side = places_.tile > 26 ? 9 : 6;
    const Rect square{r.x - side / 2, r.bottom() - side / 2, side, side};
    const bool open = play_.lab().parameter == parameter;
    const double number = run().parameters[parameter];
    const auto strength = static_cast<float>(std::min(1.0, std::abs(number)));
    b.add(draw::Rectangle{
        square, 2,
        std::isfinite(number) ? mix(b.colors.card, sign_color(number), strength) : b.colors.wrong,
        open ? b.colors.focus : b.colors.ink, open ? 2.0F : 0.8F});
    parameter_region("play-bias:", parameter, inset(square, -2, -2), std::nullopt);
  }

  /// The activation of a layer, in a field over its column; its numbers below.
  void activation(std::size_t i, float y) {
    const auto& its = playground::activation_of(setup_, i);
    const std::string label = activation_label(its, b.words);
    const float width = std::min(places_.pitch - 6, 120.0F);
    choice_field(b, play_.view.choice, "play-activation:" + std::to_string(i),
                 {places_.middle(i + 1) - width / 2, y, width, 23}, label,
                 b.words["play.activation.tip"]);
    for (const auto& [name, number] : numbers_of(its)) {
      y += header_number;
      bare_number_field(
          b, {places_.middle(i + 1) - width / 2, y, width, 23},
          "play-activation-number:" + std::to_string(i) + ":" + name, name,
          command::EditPlaygroundNumber{{PlaygroundNumber::Kind::activation, name, i}, number});
    }
  }

  void layer(std::size_t i) {
    const int count = setup_.hidden[i].neurons;
    const float middle = places_.middle(i + 1);
    const float y = places_.header;
    const std::string n = std::to_string(i);
    for (int its = 0; its < count; ++its)
      neuron(i, its);
    if (!places_.has_headers()) return;
    const float side = std::min(32.0F, places_.pitch / 2 - 2);
    b.button("play-less:" + n, {middle - side, y, 20, 22}, "\u2212",
             play_change(change::Neurons{i, count - 1}), {.enabled = count > 1},
             b.words["play.less.tip"]);
    if (side >= 26) {
      b.text({middle, y + 16}, std::to_string(count), TextStyle::code, b.colors.ink, Align::center);
    }
    b.button("play-more:" + n, {middle + side - 20, y, 20, 22}, "+",
             play_change(change::Neurons{i, count + 1}),
             {.enabled = count < playground::limits::neurons}, b.words["play.more.tip"]);
    activation(i, y + 26);
  }

  void output() {
    const std::size_t last = setup_.hidden.size();
    if (places_.has_headers()) {
      b.text({places_.middle(last + 1), places_.header + 17}, b.words["play.output"],
             TextStyle::small, b.colors.muted, Align::center, places_.pitch - 4);
      activation(last, places_.header + 26);
    }
    const Rect r = tile(last, 0);
    picture(r,
            play_.maps.neuron(play_.model, {play_.lab().chosen, last, 0, cells(), false}, b.colors),
            !play_.lab().neuron);
    b.region("play-neuron:output", r, play_change(change::Look{-1, -1})).tooltip =
        b.words["play.neuron.tip"];
    bias(last, 0, r);
  }

  const Playground& play_;
  Builder& b;
  const playground::Setup& setup_;
  Places places_;
};

/// The numbers of the activation that all hidden layers have, for all of them.
void common_numbers(const playground::Activation& common, Builder& b, Rect room) {
  constexpr float field = 56;
  float right = room.right();
  auto numbers = numbers_of(common);
  std::reverse(numbers.begin(), numbers.end());
  for (const auto& [name, number] : numbers) {
    if (right - field < room.x) return;
    bare_number_field(
        b, {right - field, room.y, field, 24}, "play-activations-number:" + name, name,
        command::EditPlaygroundNumber{{PlaygroundNumber::Kind::activations, name}, number});
    right -= field + 6;
  }
}

/// The activation of all hidden layers at once, at the right end of the room.
void common_field(const Playground& play, Builder& b, Rect room) {
  const auto* common = common_activation(play.lab().setup());
  const std::string chosen =
      common == nullptr ? b.words["play.mixed"] : activation_label(*common, b.words);
  const float field = 118;
  const float label = b.width(b.words["play.all"], TextStyle::small) + 10;
  if (room.w < field) return;
  const std::size_t numbers = common == nullptr ? 0 : numbers_of(*common).size();
  const float beside = std::min(62 * static_cast<float>(numbers), room.w - field);
  if (common != nullptr) common_numbers(*common, b, {room.right() - beside, room.y, beside, 24});
  room.w -= beside;
  const float left = room.right() - field;
  if (room.w >= field + label) {
    b.text({left - 8, b.baseline_in(room.y, 24, TextStyle::small)}, b.words["play.all"],
           TextStyle::small, b.colors.muted, Align::right);
  }
  choice_field(b, play.view.choice, "play-activations", {left, room.y, field, 24}, chosen,
               b.words["play.all.tip"]);
}

void layers_row(const Playground& play, Builder& b, Rect area) {
  const auto count = static_cast<int>(play.lab().setup().hidden.size());
  const float title =
      b.text({area.x, area.y + 18}, b.words["play.network"], TextStyle::heading, b.colors.ink);
  const std::string label = b.words.format("play.layers", count);
  float x = area.x + title + 22;
  b.button("play-layers-less", {x, area.y, 24, 24}, "\u2212",
           play_change(change::Layers{count - 1}), {.enabled = count > 0},
           b.words["play.layers.less"]);
  x += 30;
  x += b.text({x, b.baseline_in(area.y, 24, TextStyle::small)}, label, TextStyle::small,
              b.colors.ink) +
       6;
  b.button("play-layers-more", {x, area.y, 24, 24}, "+", play_change(change::Layers{count + 1}),
           {.enabled = count < playground::limits::hidden_layers}, b.words["play.layers.more"]);
  if (count >= 2) common_field(play, b, {x + 34, area.y, area.right() - x - 34, 24});
}

/// The parameter that is open, to be edited; or what one can do.
void foot(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  b.line({area.x, area.y}, {area.right(), area.y}, b.colors.hairline);
  if (!lab.parameter) {
    const bool narrow = !places_in(area, lab.setup()).has_headers();
    b.paragraph({area.x, area.y + 4}, area.w, b.words[narrow ? "play.hint.narrow" : "play.hint"],
                TextStyle::small, b.colors.muted, 3);
    return;
  }
  const std::string name = playground::parameter_name(lab.setup(), *lab.parameter);
  Column column{b, area.x, std::min(area.w - 40, 320.0F), area.y + 3};
  number_field_row(
      column, "play-parameter", name,
      command::EditPlaygroundNumber{{PlaygroundNumber::Kind::parameter, {}, *lab.parameter},
                                    play.model.run(lab).parameters[*lab.parameter]},
      false, 76);
  b.button("play-parameter-close", {area.right() - 30, area.y + 8, 26, 24}, "\u00D7",
           play_change(change::Open{}), {}, b.words["play.close"]);
}

/// Why the chosen run came to trouble, and what to do. Over the foot.
float trouble(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  const playground::Explanation& why = play.model.explanation(lab.chosen);
  const Error told = b.words.translated(playground::words_of(why, play.model.run(lab).setup));
  const float width = area.w - 24;
  const int lines = b.line_count(told.cause, TextStyle::small, width) +
                    b.line_count(told.advice, TextStyle::small, width);
  const float height = static_cast<float>(lines) * line_height(TextStyle::small) + 8 + 6 + 26 + 10;
  const Rect box{area.x, area.bottom() - height, area.w, height};
  b.add(draw::Rectangle{box, 8, b.colors.wrong_fill, b.colors.wrong, 1.4F});
  float y = b.paragraph({box.x + 12, box.y + 8}, width, told.cause, TextStyle::small, b.colors.ink);
  y = b.paragraph({box.x + 12, y}, width, told.advice, TextStyle::small, b.colors.muted) + 6;
  const auto button = [&](float x, const std::string& key) {
    return Rect{x, y, b.width(b.words[key], TextStyle::small) + 20, 26};
  };
  const Rect go = button(box.x + 12, "play.trouble.open");
  b.view_button("play-trouble", go, b.words["play.trouble.open"], "play-trouble",
                b.words["play.trouble.open.tip"]);
  b.button("play-before", button(go.right() + 8, "play.trouble.before"),
           b.words["play.trouble.before"], play_change(change::GoTo{why.trouble.iteration}), {},
           b.words["play.trouble.before.tip"]);
  return height;
}

}  // namespace

bool playground_columns_have_headers(Rect area, const playground::Setup& setup) {
  return places_in(inset(area, padding, 10), setup).has_headers();
}

Scene playground_network_scene(const Playground& play, Rect area, const Look& look) {
  Builder b(look);
  b.card(area, 12);
  const Rect inner = inset(area, padding, 10);
  layers_row(play, b, {inner.x, inner.y, inner.w, 24});
  if (const auto& error = play.model.error()) {
    const Error told = look.words.translated(*error);
    const float y = b.paragraph({inner.x + 20, area.center().y - 30}, inner.w - 40, told.cause,
                                TextStyle::body, look.colors.ink);
    b.paragraph({inner.x + 20, y}, inner.w - 40, told.advice, TextStyle::small, look.colors.muted);
    return std::move(b.scene);
  }
  const Rect under{inner.x, inner.bottom() - foot_height + 6, inner.w, foot_height};
  const float taken = play.model.run(play.lab()).stuck
                          ? trouble(play, b, {inner.x, inner.y, inner.w, inner.h})
                          : foot_height - 6;
  if (!play.model.run(play.lab()).stuck) foot(play, b, under);
  const Rect room{inner.x, inner.y + title_height, inner.w, inner.h - title_height - taken - 8};
  Network(play, b, room).draw();
  return std::move(b.scene);
}

}  // namespace backprop::viz
