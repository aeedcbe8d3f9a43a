#include "viz/scene/network_scene.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/legend.h"
#include "viz/scene/network_dense.h"
#include "viz/scene/network_edges.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float least_with_number = 22;  // radius of a neuron with its number inside

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

  /// Whether the current step is at work on it: it makes it or adds to its gradient.
  bool written(ValueId id) const { return is_written(trace_, focus_, id); }

  bool lit(const Entity& entity) const { return is_lit(b_.look, state_, entity); }

  // A node.

  bool node_active(const NetworkNode& node) const {
    if (!focus_.step || focus_.worked == no_value) return false;
    return written(node.value) || written(node.weighted_sum) ||
           (focus_.kind != StepKind::update &&
            (in_neuron(node, focus_.worked) || written_in_neuron(node)));
  }
  /// The product, sum and activations of the neuron's own layer.
  bool in_neuron(const NetworkNode& node, ValueId id) const {
    if (node.weighted_sum == no_value) return false;
    return layer_key(trace_, id) >= 0 && layer_key(trace_, id) == layer_key(trace_, node.value);
  }
  bool written_in_neuron(const NetworkNode& node) const { return in_neuron(node, focus_.written); }

  /// What the neuron can show already: its output, else z, else the product that z begins with.
  ValueId newest(const NetworkNode& node) const {
    if (exists(trace_, node.value, state_.time.step)) return node.value;
    if (node.weighted_sum == no_value) return no_value;
    if (exists(trace_, node.weighted_sum, state_.time.step)) return node.weighted_sum;
    const auto product = static_cast<ValueId>(layer_key(trace_, node.value));
    return product >= 0 && exists(trace_, product, state_.time.step) ? product : no_value;
  }

  void node(const NetworkNode& node, Vec2 center, bool input) {
    const Entity entity = Entity::value(node.value, node.element);
    const bool active = node_active(node);
    const bool selected = lit(entity);
    const ValueId shown_value = newest(node);
    const float r = input ? layout_.radius * 0.86F : layout_.radius;
    Color border = active ? direction() : b_.colors.faint;
    if (selected) border = b_.colors.ink;
    b_.add(draw::Circle{center, r, active ? direction_fill(b_.colors, focus_.kind) : b_.colors.card,
                        border, active || selected ? 2.5F : 1.3F},
           entity);
    const Color ink = active || !focus_.step ? b_.colors.ink : b_.colors.muted;
    const bool roomy = r >= least_with_number;
    const float label_y = roomy ? center.y - 5 : center.y + 4;
    if (r >= 9) label({center.x, label_y}, node, ink, 2 * r);
    if (shown_value != no_value && r >= 9) number(node, shown_value, center, r, ink);
    gradients(node, center, r, active);
    auto& widget =
        b_.region("value:" + std::to_string(node.value) + ":" + std::to_string(node.element),
                  {center.x - r, center.y - r, 2 * r, 2 * r}, command::Select{entity}, entity);
    widget.tooltip = element_name(trace_, node.value, node.element);
    if (r < 9) widget.focusable = false;
  }

  /// Inside the neuron, or beside it where it is too small.
  void number(const NetworkNode& node, ValueId shown_value, Vec2 center, float r, Color ink) {
    const std::string prefix = shown_value == node.value          ? ""
                               : shown_value == node.weighted_sum ? "z "
                                                                  : "\u03A3 ";
    const ValueId now = current_value(state_, shown_value);
    const double number = trace_.value(now).data[node.element];
    const Color color = number_ink(b_.colors, ink, is_stale(state_, now));
    const Entity entity = Entity::value(shown_value, node.element);
    if (r >= least_with_number) {
      const float below = 14;  // where the circle is narrower
      const float room = 2 * std::sqrt(r * r - below * below) - 6;
      std::string text = fitting(prefix, number, room);
      if (b_.width(text, TextStyle::small) > room + 4) text = fitting("", number, room);
      b_.text({center.x, center.y + below}, text, TextStyle::small, color, Align::center, 0,
              entity);
      return;
    }
    const std::string text = prefix + shown_short(number, 3);
    if (!has_room_beside(text, r)) return;
    const Vec2 at{center.x + r + 5, center.y - (has_gradient(state_, node.value) ? 2.0F : -4.0F)};
    b_.add(draw::Rectangle{{at.x - 2, at.y - 11, b_.width(text, TextStyle::small) + 4, 14},
                           3,
                           faded(b_.colors.background, 0.85F)});
    b_.text(at, text, TextStyle::small, color, Align::left, 0, entity);
  }

  /// Whether words right of a neuron end before the next column; lines of them before the next row.
  bool has_room_beside(const std::string& text, float r, float lines = 1) const {
    const bool wide = b_.width(text, TextStyle::small) + r + 8 <= layout_.column_pitch - r;
    return wide && (layout_.row_pitch == 0 || layout_.row_pitch >= 15 * lines);
  }

  /// The number with as many digits, up to four, as there is room for.
  std::string fitting(const std::string& prefix, double number, float room) const {
    int digits = 4;
    while (digits > 2 && b_.width(prefix + shown_short(number, digits), TextStyle::small) > room)
      --digits;
    return prefix + shown_short(number, digits);
  }

  /// The name with its number lowered behind it.
  void label(Vec2 at, const NetworkNode& node, Color ink, float room) {
    const TextStyle style = room < 36 ? TextStyle::caption : TextStyle::strong;
    const float number = b_.width(node.subscript, TextStyle::caption);
    if (number > room - 4 || (layout_.row_pitch > 0 && layout_.row_pitch < 16)) return;
    const float whole = b_.width(node.name, style);
    const float name = std::min(whole, room - number - 6);
    if (name < whole && name < 2 * b_.width("\u2026", style)) {  // the number alone
      b_.text({at.x, at.y + 2}, node.subscript, TextStyle::caption, ink, Align::center);
      return;
    }
    const float left = at.x - (name + number) / 2;
    const float used = b_.text({left, at.y}, node.name, style, ink, Align::left, name + 1);
    b_.text({left + used + 1, at.y + 4}, node.subscript, TextStyle::caption, ink);
  }

  Color gradient_ink(ValueId id, bool active) const {
    const Color fresh =
        active ? b_.colors.backward : mix(b_.colors.backward, b_.colors.background, 0.35F);
    return number_ink(b_.colors, fresh, is_gradient_stale(state_, id));
  }

  /// Above the neuron the gradient at its weighted sum, delta, once it has come through the
  /// activation; below it the gradient at its output. Where there is no room, both beside it.
  void gradients(const NetworkNode& node, Vec2 center, float r, bool active) {
    if (r < 9) return;
    const bool beside = layout_.gradients_beside;
    if (has_gradient(state_, node.value)) {
      const Vec2 at = beside ? r < least_with_number
                                   ? Vec2{center.x + r + 5, center.y + 12}
                                   : Vec2{center.x + r * 0.8F + 4, center.y + r * 0.8F + 2}
                             : Vec2{center.x, center.y + r + 17};
      gradient("\u2202 ", node.value, node.element, at, active);
    }
    const bool own_sum = node.weighted_sum != no_value && node.weighted_sum != node.value;
    if (own_sum && r >= 22 && has_gradient(state_, node.weighted_sum)) {
      const Vec2 at = beside ? Vec2{center.x + r * 0.8F + 4, center.y - r * 0.8F + 8}
                             : Vec2{center.x, center.y - r - 8};
      gradient("\u03B4 ", node.weighted_sum, node.sum_element, at, active);
    }
  }

  void gradient(const char* sign, ValueId id, Index element, Vec2 at, bool active) {
    const bool beside = layout_.gradients_beside;
    const std::string text =
        sign +
        shown_short(gradient_element_at(trace_, id, element, state_.time.step), beside ? 3 : 4);
    const float width = b_.width(text, TextStyle::small);
    if (beside && !has_room_beside(text, layout_.radius, 2)) return;
    if (beside)  // over the edges that pass there
      b_.add(draw::Rectangle{
          {at.x - 2, at.y - 12, width + 4, 15}, 3, faded(b_.colors.background, 0.85F)});
    b_.text(at, text, TextStyle::small, gradient_ink(id, active),
            beside ? Align::left : Align::center, 0, Entity::value(id, element));
  }

  /// Where lines to the right (side 1) or to the left (side -1) of a column begin: at its heat map,
  /// or at each of its neurons.
  std::vector<Vec2> anchors(int c, float side) const {
    const auto at = static_cast<std::size_t>(c);
    if (model_.columns[at].dense) {
      const Rect& card = layout_.cards[at];
      return {{card.center().x + side * (card.w / 2 + 4), card.center().y}};
    }
    std::vector<Vec2> points = layout_.nodes[at];
    const float r = layout_.radius * (model_.columns[at].input ? 0.86F : 1.0F);
    for (Vec2& point : points)
      point.x += side * r;
    return points;
  }

  void column(std::size_t c) {
    const NetworkColumn& column = model_.columns[c];
    if (column.dense) {
      dense_layer(b_, state_, focus_, column, layout_.cards[c], dense_gap * layout_.zoom);
      return;
    }
    const auto& places = layout_.nodes[c];
    for (std::size_t n = 0; n < column.nodes.size(); ++n)
      node(column.nodes[n], places[n], column.input);
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
      std::string title = column.input ? b_.words["network.input"] : column.title;
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

  void loss_box() {
    if (model_.loss == no_value || layout_.loss.w == 0) return;
    const Value& loss = trace_.value(model_.loss);
    const Rect& box = layout_.loss;
    const Entity entity = Entity::value(model_.loss, 0);
    // Ops that are in no neuron are the loss's own.
    const bool active =
        focus_.step && focus_.worked != no_value && focus_.kind != StepKind::update &&
        trace_.value(focus_.worked).op != nullptr && layer_key(trace_, focus_.worked) < 0;
    b_.add(draw::Rectangle{box, 8, active ? direction_fill(b_.colors, focus_.kind) : b_.colors.card,
                           lit(entity) ? b_.colors.ink
                           : active    ? direction()
                                       : b_.colors.hairline,
                           active || lit(entity) ? 2.0F : 1.0F},
           entity);
    const std::string line = single_spaced(program_line(trace_, loss.place.line));
    const bool there = exists(trace_, model_.loss, state_.time.step);
    b_.region("loss", box, command::Select{entity}, entity).tooltip = loss_name(trace_);
    if (box.h < 44) {  // one line
      const std::string text = there ? loss_name(trace_) + " = " + shown(loss.data[0]) : line;
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
      std::string text = shown(loss.data[0]);
      b_.text({box.center().x, box.y + 43}, text, TextStyle::strong,
              number_ink(b_.colors, b_.colors.ink, is_stale(state_, model_.loss)), Align::center,
              box.w - 16, entity);
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
