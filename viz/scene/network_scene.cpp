#include "viz/scene/network_scene.h"

#include <algorithm>

#include "engine/trace/time.h"
#include "viz/scene/indexed_name.h"
#include "viz/scene/legend.h"
#include "viz/scene/network_dense.h"
#include "viz/scene/network_edges.h"
#include "viz/scene/network_neurons.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

/// A program may align its signs with several spaces.
std::string single_spaced(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ' || result.empty() || result.back() != ' ') result += c;
  }
  return result;
}

class NetworkPainter {
 public:
  NetworkPainter(const State& state, const NetworkModel& model, const NetworkLayout& layout,
                 HeatCache& heat, const Look& look)
      : state_(state),
        trace_(*state.trace),
        model_(model),
        layout_(layout),
        heat_(heat),
        b_(look),
        focus_(focus_of(state)) {}

  Scene paint() && {
    titles();
    samples();
    note();
    const NetworkEdges edges(b_, state_, model_, layout_, focus_);
    edges.lines();
    for (const NetworkBundle& bundle : model_.bundles) {
      const float gap = bundle.to_column - bundle.from_column == 1
                            ? layout_.column_pitch
                            : layout_.column_pitch - 2 * layout_.radius;
      dense_weights(b_, state_, focus_, bundle, anchors(bundle.from_column, 1),
                    anchors(bundle.to_column, -1), gap, heat_);
    }
    edges.labels();
    for (std::size_t c = 0; c < model_.columns.size(); ++c) {
      if (is_drawn(layout_, static_cast<int>(c))) column(c);
    }
    loss_box();
    legend();
    return std::move(b_.scene);
  }

 private:
  const Color& direction() const { return direction_ink(b_.colors, focus_.kind); }

  bool lit(const Entity& entity) const { return is_lit(b_.look, state_, entity); }

  /// Where lines to the right (side 1) or to the left (side -1) of a column begin: at its heat map,
  /// or at each of its neurons.
  std::vector<Vec2> anchors(int c, float side) const {
    const auto at = static_cast<std::size_t>(c);
    if (model_.columns[at].dense) {
      const Rect& card = layout_.cards[at];
      return {{card.center().x + side * (card.w / 2 + 4), card.center().y}};
    }
    std::vector<Vec2> points = layout_.nodes[at];
    for (Vec2& point : points)
      point.x += side * layout_.radii[at];
    return points;
  }

  void column(std::size_t c) {
    const NetworkColumn& column = model_.columns[c];
    if (column.dense) {
      dense_layer(b_, state_, focus_, column, layout_.cards[c], dense_gap * layout_.zoom);
      return;
    }
    const auto& places = layout_.nodes[c];
    network_neurons(b_, state_, focus_, column, layout_, c);
    if (column.hidden > 0 && places.size() > 3) {
      const Vec2 above = places[places.size() - 4];
      const Vec2 below = places[places.size() - 3];
      b_.text({above.x, (above.y + below.y) / 2 + 4}, "\u22EE +" + std::to_string(column.hidden),
              TextStyle::small, b_.colors.muted, Align::center);
    }
  }

  void titles() {
    const float across =
        layout_.columns.size() > 1 ? layout_.columns[1] - layout_.columns[0] : layout_.area.w;
    for (std::size_t c = 0; c < model_.columns.size(); ++c) {
      const NetworkColumn& column = model_.columns[c];
      if (!is_drawn(layout_, static_cast<int>(c)) || across < 30) continue;
      std::string title = column.input && model_.neurons ? b_.words["network.input"] : column.title;
      const Vec2 at{layout_.columns[c], layout_.titles};
      b_.text(at, title, TextStyle::small, b_.colors.muted, Align::center, across - 8);
      if (!column.can_open) continue;
      const float width = std::min(across - 8, b_.width(title, TextStyle::small)) + 34;
      fold_sign({at.x - width / 2 + 8, at.y - 5}, column.dense);
      Widget& widget = b_.region("layer:" + column.key, {at.x - width / 2, at.y - 16, width, 22},
                                 command::ToggleLayer{column.key});
      widget.tooltip =
          b_.words.format(column.dense ? "network.open" : "network.close", column.count);
    }
  }

  /// Where the picture is not what one would look for in it: why.
  void note() {
    const bool elsewhere =
        focus_.worked != no_value &&
        std::find(model_.left_out.begin(), model_.left_out.end(),
                  static_cast<ValueId>(layer_key(trace_, focus_.worked))) != model_.left_out.end();
    if (model_.neurons && !elsewhere) return;
    const float left = layout_.area.x + (model_.samples > 1 ? 190.0F : 18.0F);
    const float width = layout_.area.right() - 18 - left;
    b_.paragraph({left, layout_.area.y + (elsewhere ? 46.0F : 50.0F)}, width,
                 b_.words[elsewhere ? "network.elsewhere" : "network.no-neurons"], TextStyle::small,
                 b_.colors.muted, 2);
  }

  /// A triangle: to the right where something can be opened, down where it is open.
  void fold_sign(Vec2 c, bool folded) {
    const std::vector<Vec2> corners =
        folded ? std::vector<Vec2>{{c.x - 3, c.y - 4.5F}, {c.x + 4, c.y}, {c.x - 3, c.y + 4.5F}}
               : std::vector<Vec2>{{c.x - 4.5F, c.y - 3}, {c.x + 4.5F, c.y - 3}, {c.x, c.y + 4}};
    b_.add(draw::Polygon{corners, b_.colors.muted});
  }

  void samples() {
    if (model_.samples <= 1) return;
    const Index sample = std::min(state_.sample, model_.samples - 1);
    const float y = layout_.area.y + 46;
    const std::string label = b_.words.format("network.sample", sample + 1, model_.samples);
    const float width = b_.width(label, TextStyle::small);
    float x = layout_.area.x + 14;
    b_.button("sample-previous", {x, y, 26, 26}, "\u2039", command::SelectSample{sample - 1},
              {.enabled = sample > 0});
    b_.text({x + 36, b_.baseline_in(y, 26, TextStyle::small)}, label, TextStyle::small,
            b_.colors.ink);
    b_.button("sample-next", {x + 46 + width, y, 26, 26}, "\u203A",
              command::SelectSample{sample + 1}, {.enabled = sample + 1 < model_.samples});
  }

  // The loss.

  /// Ops of the loss's own line, and those in no neuron that come after the last layer.
  bool belongs_to_loss(ValueId id) const {
    const Value& value = trace_.value(id);
    if (value.op == nullptr || id > model_.loss) return false;
    if (value.place.line == trace_.value(model_.loss).place.line) return true;
    return model_.last_in_layer != no_value && id > model_.last_in_layer;
  }

  void loss_box() {
    if (model_.loss == no_value || layout_.loss.w == 0) return;
    const Value& loss = trace_.value(model_.loss);
    const Rect& box = layout_.loss;
    const Entity entity = Entity::value(model_.loss, 0);
    const bool active = focus_.step && focus_.worked != no_value &&
                        focus_.kind != StepKind::update && belongs_to_loss(focus_.worked);
    b_.add(draw::Rectangle{box, 8, active ? direction_fill(b_.colors, focus_.kind) : b_.colors.card,
                           lit(entity) ? b_.colors.ink
                           : active    ? direction()
                                       : b_.colors.hairline,
                           active || lit(entity) ? 2.0F : 1.0F},
           entity);
    const std::string line = single_spaced(program_line(trace_, loss.place.line));
    const bool there = exists(trace_, model_.loss, state_.time.step);
    Widget& card = b_.region("loss", box, command::Select{entity}, entity);
    card.tooltip = loss_name(trace_);
    card.asks = Asks::value;
    if (box.h < 44) {  // one line
      const std::string text = there ? loss_name(trace_) + " = " + b_.number(loss.data[0]) : line;
      const TextStyle style = there ? TextStyle::strong : TextStyle::code_small;
      b_.text({box.center().x, b_.baseline_in(box.y, box.h, style)}, text, style,
              number_ink(b_.colors, there ? b_.colors.ink : b_.colors.muted,
                         there && is_stale(state_, model_.loss)),
              Align::center, box.w - 16, entity);
      return;
    }
    b_.text({box.center().x, box.y + 21}, line, TextStyle::code_small, b_.colors.muted,
            Align::center, box.w - 16, entity);
    if (there) {
      std::string text = b_.number(loss.data[0]);
      b_.text({box.center().x, box.y + 43}, text, TextStyle::strong,
              number_ink(b_.colors, b_.colors.ink, is_stale(state_, model_.loss)), Align::center,
              box.w - 16, entity);
    }
    if (box.h >= 70) targets(box);
  }

  /// What the outputs are to be, at the foot of the loss; as many as there is room for.
  void targets(const Rect& box) {
    constexpr float gap = 16;
    constexpr float space = 4;
    struct Shown {
      const NetworkNode& target;
      std::string number;
      Entity entity;
      float width;
    };
    std::vector<Shown> all;
    float width = 0;
    for (const NetworkNode& target : model_.targets) {
      if (!exists(trace_, target.value, state_.time.step)) continue;
      const double number = trace_.value(target.value).data[target.element];
      const std::string text = shown_short(number, b_.digits_in_pictures());
      const float its = width_of(b_, {target.name, target.subscript, TextStyle::small}) + space +
                        b_.width(text, TextStyle::small);
      if (width + its > box.w - 24) break;
      all.push_back({target, text, Entity::value(target.value, target.element), its});
      width += its + gap;
    }
    float x = box.center().x - (width - gap) / 2;
    for (const Shown& shown : all) {
      const Color ink = number_ink(b_.colors, lit(shown.entity) ? b_.colors.ink : b_.colors.muted,
                                   is_stale(state_, shown.entity.id));
      const float name = indexed_name(
          b_, {x, box.y + 64}, {shown.target.name, shown.target.subscript, TextStyle::small}, ink);
      b_.text({x + name + space, box.y + 64}, shown.number, TextStyle::small, ink, Align::left, 0,
              shown.entity);
      number_region(b_, state_, shown.entity, false, {x, box.y + 50, shown.width, 18}).focusable =
          true;
      x += shown.width + gap;
    }
  }

  /// As much of it as there is room for.
  void legend() {
    if (layout_.loss.w == 0) return;  // no room
    const float y = layout_.area.bottom() - 22;
    float x = layout_.area.x + 18;
    x += sign_scale(b_, {x, y}) + 10;
    const std::pair<std::string, Color> notes[] = {
        {b_.words["network.legend.weight"], b_.colors.muted},
        {"\u2192 " + b_.words["network.legend.values"], b_.colors.forward},
        {"\u2190 " + b_.words["network.legend.gradients"], b_.colors.backward}};
    for (const auto& [note, color] : notes) {
      if (x + b_.width(note, TextStyle::small) > layout_.area.right() - 8) continue;
      x += b_.text({x, y}, note, TextStyle::small, color) + 20;
    }
  }

  const State& state_;
  const Trace& trace_;
  const NetworkModel& model_;
  const NetworkLayout& layout_;
  HeatCache& heat_;
  Builder b_;
  Focus focus_;
};

}  // namespace

Scene network_scene(const State& state, const NetworkModel& model, const NetworkLayout& layout,
                    HeatCache& heat, const Look& look) {
  return NetworkPainter(state, model, layout, heat, look).paint();
}

}  // namespace backprop::viz
