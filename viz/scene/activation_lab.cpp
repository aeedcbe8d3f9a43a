#include "viz/scene/activation_lab.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/plot_frame.h"

namespace backprop::viz {
namespace {

constexpr float margin = 14;
constexpr float padding = 16;
constexpr float title_height = 42;
constexpr float curves_height = 330;
constexpr float neuron_height = 288;
constexpr float depth_height = 640;
constexpr float depth_height_of_two = 820;
constexpr float depth_width = 340;
constexpr float roomy = 960;  // three columns in all

}  // namespace

LabLayout layout_lab(Rect area) {
  const float left = std::clamp(area.w * 0.285F, 268.0F, 400.0F);
  const Rect inner = inset(area, margin, margin);
  return {{inner.x, inner.y, left, inner.h},
          {inner.x + left + margin, inner.y, inner.w - left - margin, inner.h}};
}

Rect LabCard::open(const std::string& title_key) const {
  b.card(area, 12);
  const Rect inner = inset(area, padding, 0);
  b.text({inner.x, area.y + 26}, b.words[title_key], TextStyle::heading, b.colors.ink, Align::left,
         inner.w);
  return {inner.x, area.y + title_height, inner.w, area.h - title_height - 12};
}

Scene lab_choice_scene(const State& state, ActivationModels& models, const LabView& view, Rect area,
                       const Look& look) {
  Builder b(look);
  const LabCard card{b, state, models, view, area};
  const float x = area.x + padding;
  const float width = area.w - 2 * padding;
  const float top = area.y - view.left_scroll;
  b.text({x, top + 26}, look.words["lab.choose"], TextStyle::heading, look.colors.ink, Align::left,
         width);
  float y = lab_chips(card, x, top + title_height, width);
  y = lab_typed(card, x, y + 8, width);
  y = lab_facts(card, x, y + 6, width);
  b.scene.content_height = y + 14 - top;
  return std::move(b.scene);
}

Scene lab_work_scene(const State& state, ActivationModels& models, const LabView& view, Rect area,
                     const Look& look) {
  Builder b(look);
  const float top = area.y - view.right_scroll;
  const bool wide = area.w >= roomy;
  const float main = wide ? area.w - depth_width - margin : area.w;
  const float spare = wide ? std::max(0.0F, area.h - curves_height - neuron_height - margin) : 0;
  const float height = curves_height + spare * 0.75F;
  const float least = state.activations.shown.size() > 1 ? depth_height_of_two : depth_height;
  const Rect curves{area.x, top, main, height};
  const Rect neuron{area.x, curves.bottom() + margin, main, neuron_height + spare * 0.25F};
  const Rect depth =
      wide ? Rect{curves.right() + margin, top, depth_width, std::max(least, neuron.bottom() - top)}
           : Rect{area.x, neuron.bottom() + margin, main, least};
  lab_curves_card({b, state, models, view, curves});
  lab_neuron_card({b, state, models, view, neuron});
  lab_depth_card({b, state, models, view, depth});
  b.scene.content_height = std::max(neuron.bottom(), depth.bottom()) - top;
  return std::move(b.scene);
}

CurveStyle curve_style(const ActivationLab& lab, const std::string& name, const Palette& colors) {
  static const std::vector<float> patterns[] = {
      {}, {11, 5}, {3, 4}, {11, 4, 3, 4}, {18, 5}, {6, 4}, {14, 4, 3, 4, 3, 4}};
  const auto at = std::find(lab.shown.begin(), lab.shown.end(), name) - lab.shown.begin();
  const auto n = static_cast<std::size_t>(at);
  const Color color = n == 0 ? colors.forward : path_color(colors, n - 1);
  return {color, patterns[n % std::size(patterns)]};
}

void styled_line(Builder& b, const std::vector<Vec2>& points, Rect area, const CurveStyle& style,
                 float width) {
  for (const std::vector<Vec2>& part : visible_parts(points, area)) {
    if (style.dashes.empty()) {
      b.add(draw::Polyline{part, width, style.color, false});
      continue;
    }
    draw::Polyline dash{{part.front()}, width, style.color, false};
    std::size_t n = 0;
    float left = style.dashes[0];
    for (std::size_t i = 0; i + 1 < part.size(); ++i) {
      Vec2 from = part[i];
      const Vec2 to = part[i + 1];
      float rest = std::hypot(to.x - from.x, to.y - from.y);
      while (rest > left) {
        from = {from.x + (to.x - from.x) * left / rest, from.y + (to.y - from.y) * left / rest};
        rest -= left;
        if (n % 2 == 0) {
          dash.points.push_back(from);
          b.add(dash);
        }
        dash.points = {from};
        ++n;
        left = style.dashes[n % style.dashes.size()];
      }
      left -= rest;
      if (n % 2 == 0) dash.points.push_back(to);
    }
    if (n % 2 == 0 && dash.points.size() > 1) b.add(dash);
  }
}

std::string lab_function_label(const std::string& name, const Strings& words) {
  if (name == mine) return words["lab.mine"];
  static const std::map<std::string, std::string> labels = {
      {"relu", "ReLU"}, {"relu6", "ReLU6"}, {"leaky_relu", "leaky ReLU"}, {"elu", "ELU"},
      {"selu", "SELU"}, {"gelu", "GELU"},   {"gelu_tanh", "GELU (tanh)"}, {"silu", "SiLU"}};
  const auto found = labels.find(name);
  return found == labels.end() ? name : found->second;
}

void lab_field(Builder& b, const command::EditLabNumber& number, const std::string& widget,
               Rect rect, const std::string& label, Color color) {
  b.add(draw::Rectangle{rect, 6, b.colors.card, b.colors.hairline, 1});
  const float base = b.baseline_in(rect.y, rect.h, TextStyle::small);
  const float w =
      label.empty() ? 0 : b.text({rect.x + 7, base}, label, TextStyle::small, b.colors.muted);
  b.text({rect.right() - 7, base}, shown_short(number.number, 5), TextStyle::code, color,
         Align::right, rect.w - w - 18);
  Widget& region = b.region(widget, rect, std::nullopt);
  region.edit = number;
  region.tooltip = b.words["lab.field"];
}

void lab_field(const LabCard& card, const LabNumber& which, const std::string& widget, Rect rect,
               const std::string& label, Color color) {
  lab_field(card.b, {which, number_in(card.lab(), which).value_or(0)}, widget, rect, label, color);
}

}  // namespace backprop::viz
