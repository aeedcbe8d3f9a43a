#include "viz/scene/playground_scene.h"

#include <algorithm>
#include <cmath>

#include "engine/function/typed_function.h"
#include "engine/program/utf8.h"
#include "viz/app/lab_functions.h"
#include "viz/scene/activation_lab.h"

namespace backprop::viz {
namespace {

constexpr float margin = 12;
constexpr float time_height = 84;

/// All that there are: "none", the rows, and the function that was typed in the lab of activations.
/// `change` is given a name and that function.
template <class Change>
std::vector<Choice> activation_choices(const Playground& play, const playground::Activation& its,
                                       const Strings& words, const Change& change) {
  std::vector<Choice> all;
  for (const OpRow* row : playground::activations()) {
    const std::string name(row->name);
    all.push_back({name, lab_function_label(name, words), play_change(change(name, std::nullopt)),
                   its.op == row});
  }
  const ActivationLab& lab = play.state.activations;
  const auto typed = typed_formula(lab.good);
  if (!typed) return all;
  playground_change::Typed function{lab.good, lab_numbers(lab, mine, typed.value())};
  const bool chosen = its.typed != nullptr && its.typed->text == function.text &&
                      its.typed->numbers == function.numbers;
  all.push_back({mine, words.format("play.typed", shortened(typed.value().name)),
                 play_change(change(mine, std::move(function))), chosen});
  return all;
}

std::vector<Choice> layer_choices(const Playground& play, std::size_t layer, const Strings& words) {
  using playground_change::Activation;
  const auto& its = playground::activation_of(play.lab().setup(), layer);
  std::vector<Choice> all{
      {"none", words["play.none"], play_change(Activation{layer, ""}), its.none()}};
  const auto others =
      activation_choices(play, its, words, [&](const std::string& name, auto typed) {
        return Activation{layer, name, std::move(typed)};
      });
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

/// One for all hidden layers.
std::vector<Choice> common_choices(const Playground& play, const Strings& words) {
  const auto* common = common_activation(play.lab().setup());
  return activation_choices(play, common == nullptr ? playground::Activation{} : *common, words,
                            [](const std::string& name, auto typed) {
                              return playground_change::Activations{name, std::move(typed)};
                            });
}

std::vector<Choice> optimizer_choices(const PlaygroundLab& lab) {
  std::vector<Choice> all;
  for (const OptimizerRow& row : optimizers()) {
    const std::string name(row.name);
    all.push_back({name, name, play_change(playground_change::Optimizer{name}),
                   lab.setup().optimizer.row == &row});
  }
  return all;
}

std::vector<Choice> start_choices(const PlaygroundLab& lab) {
  std::vector<Choice> all;
  for (const std::string& name : initialiser_names()) {
    // `full` needs a number that nothing gives it.
    if (name == "full") continue;
    all.push_back({name, name, play_change(playground_change::Start{name}),
                   lab.setup().start.row->name == name});
  }
  return all;
}

std::vector<Choice> loss_choices(const PlaygroundLab& lab, const Strings& words) {
  std::vector<Choice> all;
  constexpr std::pair<const char*, playground::Loss> losses[] = {
      {"mse", playground::Loss::squared}, {"cross_entropy", playground::Loss::cross_entropy}};
  for (const auto& [name, loss] : losses) {
    all.push_back({name, words[std::string("play.loss.") + name],
                   play_change(playground_change::Loss{loss}), lab.setup().loss == loss});
  }
  return all;
}

std::vector<Choice> penalty_choices(const PlaygroundLab& lab, const Strings& words) {
  std::vector<Choice> all;
  constexpr std::pair<const char*, playground::Penalty> penalties[] = {
      {"none", playground::Penalty::none},
      {"l1", playground::Penalty::l1},
      {"l2", playground::Penalty::l2}};
  for (const auto& [name, penalty] : penalties) {
    all.push_back({name, words[std::string("play.penalty.") + name],
                   play_change(playground_change::Penalty{penalty}),
                   lab.setup().penalty == penalty});
  }
  return all;
}

std::vector<Choice> speed_choices(const PlaygroundLab& lab, const Strings& words) {
  std::vector<Choice> all;
  for (std::size_t i = 0; i < playground_speeds; ++i) {
    const auto speed = static_cast<PlaygroundSpeed>(i);
    const std::string number = std::to_string(i);
    all.push_back({number, words["play.speed." + number],
                   play_change(playground_change::Speed{speed}), lab.speed == speed});
  }
  return all;
}

}  // namespace

PlaygroundLayout layout_playground(Rect area) {
  const Rect inner = inset(area, margin, margin);
  const float left = std::clamp(inner.w * 0.19F, std::min(228.0F, inner.w * 0.275F), 290.0F);
  const float right = std::clamp(inner.w * 0.27F, std::min(262.0F, inner.w * 0.3F), 420.0F);
  const float top = inner.y + time_height + margin;
  const float height = inner.bottom() - top;
  return {{inner.x, inner.y, inner.w, time_height},
          {inner.x, top, left, height},
          {inner.x + left + margin, top, inner.w - left - right - 2 * margin, height},
          {inner.right() - right, top, right, height}};
}

std::vector<Choice> playground_choices(const Playground& play, const Strings& words) {
  const PlaygroundLab& lab = play.lab();
  const std::string& open = play.view.choice.open;
  if (open == "play-optimizer") return optimizer_choices(lab);
  if (open == "play-start") return start_choices(lab);
  if (open == "play-loss") return loss_choices(lab, words);
  if (open == "play-penalty") return penalty_choices(lab, words);
  if (open == "play-speed") return speed_choices(lab, words);
  if (open == "play-activations") return common_choices(play, words);
  const std::string of_layer = "play-activation:";
  if (!open.starts_with(of_layer)) return {};
  const auto layer = static_cast<std::size_t>(std::stoul(open.substr(of_layer.size())));
  if (layer > lab.setup().hidden.size()) return {};
  return layer_choices(play, layer, words);
}

const playground::Activation* common_activation(const playground::Setup& setup) {
  if (setup.hidden.empty() || setup.hidden[0].activation.none()) return nullptr;
  const playground::Activation& its = setup.hidden[0].activation;
  const bool same = std::all_of(setup.hidden.begin(), setup.hidden.end(), [&](const auto& layer) {
    return playground::same_kind(layer.activation, its);
  });
  return same ? &its : nullptr;
}

std::string activation_label(const playground::Activation& activation, const Strings& words) {
  if (activation.none()) return words["play.none"];
  const std::string name = activation.name();
  if (activation.typed == nullptr) return lab_function_label(name, words);
  return words.format("play.typed", shortened(name));
}

command::ChangePlayground play_change(PlaygroundChange what) {
  return {std::move(what)};
}

std::string run_letter(std::size_t run) {
  return std::string(1, static_cast<char>('A' + run));
}

Color run_color(const Palette& colors, std::size_t run) {
  return run == 0 ? colors.forward : path_color(colors, run);
}

std::vector<float> run_dashes(std::size_t run) {
  static const std::vector<float> patterns[] = {{}, {9, 4}, {3, 3}, {9, 3, 3, 3}};
  return patterns[run % std::size(patterns)];
}

std::optional<std::pair<int, int>> looked_at(const Playground& play) {
  return play.view.pointed ? play.view.pointed : play.lab().neuron;
}

std::string place_name(const Playground& play, const Strings& words) {
  const auto place = looked_at(play);
  if (!place) return words["play.output"];
  return words.format("play.neuron", place->first + 1, place->second + 1);
}

Vec2 plane_point(Rect map, Vec2 at) {
  constexpr auto reach = static_cast<float>(plane_reach);
  return {(2 * (at.x - map.x) / map.w - 1) * reach, (1 - 2 * (at.y - map.y) / map.h) * reach};
}

void draw_points(Builder& b, Rect map, const Points& points, float radius, bool hollow) {
  constexpr auto reach = static_cast<float>(plane_reach);
  for (const Point& point : points) {
    const Vec2 at{map.x + map.w * (static_cast<float>(point.x1) / reach + 1) / 2,
                  map.y + map.h * (1 - static_cast<float>(point.x2) / reach) / 2};
    if (!map.contains(at)) continue;
    const Color color = map_color(b.colors, point.label, false);
    if (hollow) {
      b.add(draw::Circle{at, radius, b.colors.card, b.colors.ink, 1.6F});
      b.add(draw::Circle{at, radius - 1, color});
    } else {
      b.add(draw::Circle{at, radius, color, b.colors.card, 1});
    }
  }
}

float names_width(const Column& column) {
  return column.width < 200 ? 70 : std::min(column.width * 0.42F, 104.0F);
}

void choice_field_row(Column& column, ChoiceView& view, const std::string& name,
                      const std::string& label, const std::string& chosen) {
  constexpr float height = 24;
  Builder& b = column.b;
  const float top = column.y + 5;
  const float names = names_width(column);
  b.text({column.x, b.baseline_in(top, height, TextStyle::small)}, label, TextStyle::small,
         b.colors.muted, Align::left, names - 6);
  choice_field(b, view, name, {column.x + names, top, column.width - names, height}, chosen);
  column.y += height + 5;
}

}  // namespace backprop::viz
