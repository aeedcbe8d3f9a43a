#include "viz/scene/network_neurons.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/trace/time.h"
#include "viz/scene/indexed_name.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr float least_with_bias = 34;  // radius, with the bias below the number
constexpr float least_with_name = 9;
constexpr float text_row = 15;  // of words beside a neuron

class ColumnPainter {
 public:
  ColumnPainter(Builder& b, const State& state, const Focus& focus, const NetworkColumn& column,
                const NetworkLayout& layout, std::size_t at)
      : b_(b),
        state_(state),
        trace_(*state.trace),
        focus_(focus),
        layout_(layout),
        at_(at),
        names_inside_(names_fit(column, layout.radii[at])) {}

  void node(const NetworkNode& node, Vec2 center) {
    const Entity entity = Entity::value(node.value, node.element);
    const bool active = node_active(node);
    const bool selected = lit(entity);
    const float r = layout_.radii[at_];
    const float pitch = layout_.row_pitches[at_];
    Color border = active ? direction() : b_.colors.faint;
    if (selected) border = b_.colors.ink;
    b_.add(draw::Circle{center, r, active ? direction_fill(b_.colors, focus_.kind) : b_.colors.card,
                        border, active || selected ? 2.5F : 1.3F},
           entity);
    const Color ink = active || !focus_.step ? b_.colors.ink : b_.colors.muted;
    const bool words = r >= least_with_name || (pitch >= text_row && layout_.zoom >= 1);
    if (r >= least_with_number) {
      inside(node, center, r, ink);
      gradients(node, center, r, active);
    } else if (words) {
      beside(node, center, active);
    }
    auto& widget =
        b_.region("value:" + std::to_string(node.value) + ":" + std::to_string(node.element),
                  {center.x - r, center.y - r, 2 * r, 2 * r}, command::Select{entity}, entity);
    widget.tooltip = element_name(trace_, node.value, node.element);
    if (!words) widget.focusable = false;
    for (const auto& [bias, rect] : biases_)  // above the neuron
      number_region(b_, state_, bias, false, rect).focusable = true;
    biases_.clear();
  }

 private:
  const Color& direction() const { return direction_ink(b_.colors, focus_.kind); }

  /// Whether the current step is at work on it: it makes it or adds to its gradient.
  bool written(ValueId id) const { return is_written(trace_, focus_, id); }

  bool lit(const Entity& entity) const { return is_lit(b_.look, state_, entity); }

  bool node_active(const NetworkNode& node) const {
    if (!focus_.step || focus_.worked == no_value) return false;
    return written(node.value) || written(node.weighted_sum) ||
           (focus_.kind != StepKind::update &&
            (in_neuron(node, focus_.worked) || written_in_neuron(node)));
  }
  /// The product, sum and activations of the neuron's own layer.
  bool in_neuron(const NetworkNode& node, ValueId id) const {
    if (node.weighted_sum == no_value) return false;
    if (!node.parts.empty())
      return std::find(node.parts.begin(), node.parts.end(), id) != node.parts.end();
    return layer_key(trace_, id) >= 0 && layer_key(trace_, id) == layer_key(trace_, node.value);
  }
  bool written_in_neuron(const NetworkNode& node) const { return in_neuron(node, focus_.written); }

  /// What the neuron can show already: its output, else z, else the product that z begins with.
  ValueId newest(const NetworkNode& node) const {
    if (exists(trace_, node.value, state_.time.step)) return node.value;
    if (node.weighted_sum == no_value) return no_value;
    if (exists(trace_, node.weighted_sum, state_.time.step)) return node.weighted_sum;
    if (!node.parts.empty()) return newest_part(node);
    const auto product = static_cast<ValueId>(layer_key(trace_, node.value));
    return product >= 0 && exists(trace_, product, state_.time.step) ? product : no_value;
  }

  /// The part of the weighted sum that there is already.
  ValueId newest_part(const NetworkNode& node) const {
    ValueId newest = no_value;
    for (const ValueId part : node.parts) {
      if (part <= node.weighted_sum && exists(trace_, part, state_.time.step)) newest = part;
    }
    return newest;
  }

  struct Number {
    std::string prefix;
    double number = 0;
    Color color;
    Entity entity;
  };

  std::optional<Number> number_of(const NetworkNode& node, Color ink) const {
    const ValueId shown_value = newest(node);
    if (shown_value == no_value) return std::nullopt;
    const std::string prefix = shown_value == node.value          ? ""
                               : shown_value == node.weighted_sum ? "z "
                                                                  : "\u03A3 ";
    const ValueId now = current_value(state_, shown_value);
    return Number{prefix, trace_.value(now).data[node.element],
                  number_ink(b_.colors, ink, is_stale(state_, now)),
                  Entity::value(shown_value, node.element)};
  }

  /// Name and number in the neuron.
  void inside(const NetworkNode& node, Vec2 center, float r, Color ink) {
    const bool narrow = r < 27;
    const bool biased = node.bias != no_value && r >= least_with_bias;
    label({center.x, center.y - (biased ? 10.0F : narrow ? 6.0F : 5.0F)}, node, ink, 2 * r);
    if (biased) bias(node, {center.x, center.y + 24}, r);
    const auto number = number_of(node, ink);
    if (!number) return;
    const float below = biased ? 8 : narrow ? 11 : 14;  // where the circle is narrower
    const float room = 2 * std::sqrt(r * r - below * below) - (narrow ? 3.0F : 6.0F);
    std::string text = fitting(number->prefix, number->number, room);
    if (b_.width(text, TextStyle::small) > room + 4) text = fitting("", number->number, room);
    b_.text({center.x, center.y + below}, text, TextStyle::small, number->color, Align::center, 0,
            number->entity);
  }

  /// "b 0.35" at the foot of the neuron.
  void bias(const NetworkNode& node, Vec2 at, float r) {
    const ValueId now = current_value(state_, node.bias);
    if (!exists(trace_, now, state_.time.step)) return;
    const float room = 2 * std::sqrt(r * r - 27 * 27);
    const double number = trace_.value(now).data[node.bias_element];
    std::string text;
    for (int digits = std::min(3, b_.look.digits); digits > 0; --digits) {
      text = "b " + shown_short(number, digits);
      if (b_.width(text, TextStyle::caption) <= room) break;
    }
    const float width = b_.width(text, TextStyle::caption);
    if (width > room) return;
    const Entity entity = Entity::value(node.bias, node.bias_element);
    b_.text(
        at, text, TextStyle::caption,
        number_ink(b_.colors, lit(entity) ? b_.colors.ink : b_.colors.muted, is_stale(state_, now)),
        Align::center, 0, entity);
    biases_.push_back({entity, {at.x - width / 2, at.y - 11, width, 14}});
  }

  /// The number beside a neuron that is too small for it; the gradient below or behind it, as there
  /// is room.
  void beside(const NetworkNode& node, Vec2 center, bool active) {
    const float r = layout_.radii[at_];
    const float pitch = layout_.row_pitches[at_];
    const Color ink = active || !focus_.step ? b_.colors.ink : b_.colors.muted;
    small_name(node, center, ink);
    if (pitch > 0 && pitch < text_row) return;
    const bool two_rows = pitch == 0 || pitch >= 2 * text_row;
    const float end = two_rows ? end_of_words(center.x) : end_of_line(center);
    const bool graded = has_gradient(state_, node.value);
    const Vec2 at{center.x + r + 5, center.y + (two_rows && graded ? -2.0F : 4.0F)};
    const auto number = number_of(node, ink);
    const std::string text = number ? fitting(number->prefix, number->number, end - at.x, 3) : "";
    const float width = b_.width(text, TextStyle::small);
    if (at.x + width > end) return;
    if (number) {
      over_edges(at, width);
      b_.text(at, text, TextStyle::small, number->color, Align::left, 0, number->entity);
    }
    if (!graded) return;
    const Vec2 place = two_rows ? Vec2{at.x, center.y + 12} : Vec2{at.x + width + 6, at.y};
    gradient_beside("\u2202 ", node.value, node.element, place, end, active);
  }

  /// The name in a small neuron; where it is too long before the first column, above others.
  void small_name(const NetworkNode& node, Vec2 center, Color ink) {
    const float r = layout_.radii[at_];
    const float pitch = layout_.row_pitches[at_];
    const IndexedName name{node.name, node.subscript};
    const float width = width_of(b_, name);
    if (names_inside_) {
      label({center.x, center.y + 4}, node, ink, 2 * r);
      return;
    }
    const float longest = std::min(60.0F, center.x - r - 9 - layout_.area.x);
    if (at_ == 0 && longest > 8 && (pitch == 0 || pitch >= text_row)) {
      const float room = std::min(width, longest);
      indexed_name(b_, {center.x - r - 5 - room, center.y + 4}, name, ink, longest);
    } else if (at_ > 0 && (pitch == 0 || pitch >= 2 * r + 2 * text_row)) {
      const float room = std::min(width, layout_.column_pitch - 8);
      const Vec2 at{center.x - room / 2, center.y - r - 5};
      over_edges(at, room);
      indexed_name(b_, at, name, ink, layout_.column_pitch - 8);
    }
  }

  /// Whether all names of a column fit into its neurons.
  bool names_fit(const NetworkColumn& column, float r) const {
    if (r < least_with_name) return false;
    return std::all_of(column.nodes.begin(), column.nodes.end(), [&](const NetworkNode& node) {
      return b_.width(node.name, TextStyle::caption) +
                 b_.width(node.subscript, TextStyle::caption) <=
             2 * r - 6;
    });
  }

  /// Where words beside a neuron must end: before the next column, or the pane's edge.
  float end_of_words(float x) const {
    const bool last = at_ + 1 == layout_.columns.size();
    return last ? layout_.area.right() - 4 : x + layout_.column_pitch - layout_.radius - 3;
  }

  /// The same for one line of words, which may go on below and above the next column's neurons.
  float end_of_line(Vec2 center) const {
    const float end = end_of_words(center.x);
    const std::size_t next = at_ + 1;
    if (next >= layout_.columns.size() || layout_.nodes[next].empty()) return end;
    const float r = layout_.radii[next];
    const bool free = std::none_of(
        layout_.nodes[next].begin(), layout_.nodes[next].end(), [&](const Vec2& other) {
          const float above_it = other.y - r - 5 - text_row;  // its name stands there
          return center.y + 8 > above_it && center.y - 10 < other.y + std::max(r, text_row);
        });
    return free ? center.x + layout_.column_pitch + r : end;
  }

  /// A ground for words over the edges that pass there.
  void over_edges(Vec2 baseline, float width) {
    b_.add(draw::Rectangle{{baseline.x - 2, baseline.y - 12, width + 4, text_row},
                           3,
                           faded(b_.colors.background, 0.85F)});
  }

  /// The number with as many digits, up to so many and at least two, as there is room for.
  std::string fitting(const std::string& prefix, double number, float room, int most = 4) const {
    int digits = std::min(most, b_.look.digits);
    while (digits > 2 && b_.width(prefix + shown_short(number, digits), TextStyle::small) > room)
      --digits;
    return prefix + shown_short(number, digits);
  }

  /// The name with its number lowered behind it.
  void label(Vec2 at, const NetworkNode& node, Color ink, float room) {
    const TextStyle style = room < 36 ? TextStyle::caption : TextStyle::strong;
    const float number = b_.width(node.subscript, TextStyle::caption);
    if (number > room - 4) return;
    const float whole = b_.width(node.name, style);
    const float name = std::min(whole, room - number - 6);
    if (name < whole && name < 2 * b_.width("\u2026", style)) {  // the number alone
      b_.text({at.x, at.y + 2}, node.subscript, TextStyle::caption, ink, Align::center);
      return;
    }
    indexed_name(b_, {at.x - (name + number) / 2, at.y}, {node.name, node.subscript, style}, ink,
                 name + number + 2);
  }

  Color gradient_ink(ValueId id, bool active) const {
    const Color fresh =
        active ? b_.colors.backward : mix(b_.colors.backward, b_.colors.background, 0.35F);
    return number_ink(b_.colors, fresh, is_gradient_stale(state_, id));
  }

  /// Above the neuron the gradient at its weighted sum, delta, once it has come through the
  /// activation; below it the gradient at its output. Where there is no room, both beside it.
  void gradients(const NetworkNode& node, Vec2 center, float r, bool active) {
    const bool own_sum = node.weighted_sum != no_value && node.weighted_sum != node.value &&
                         has_gradient(state_, node.weighted_sum);
    const bool own = has_gradient(state_, node.value);
    if (layout_.gradients_beside) {
      const float x = center.x + r * 0.8F + 4;
      const float end = end_of_words(center.x);
      if (own)
        gradient_beside("\u2202 ", node.value, node.element, {x, center.y + r * 0.8F + 2}, end,
                        active);
      if (own_sum)
        gradient_beside("\u03B4 ", node.weighted_sum, node.sum_element,
                        {x, center.y - r * 0.8F + 8}, end, active);
      return;
    }
    const auto above_or_below = [&](const char* sign, ValueId id, Index element, float y) {
      const double number = gradient_element_at(trace_, id, element, state_.time.step);
      const std::string text = sign + shown_short(number, b_.digits_in_pictures());
      const float width = b_.width(text, TextStyle::small);
      over_edges({center.x - width / 2, y}, width);
      b_.text({center.x, y}, text, TextStyle::small, gradient_ink(id, active), Align::center, 0,
              Entity::value(id, element));
      number_region(b_, state_, Entity::value(id, element), true,
                    {center.x - width / 2, y - 13, width, 17});
    };
    if (own) above_or_below("\u2202 ", node.value, node.element, center.y + r + 17);
    if (own_sum) above_or_below("\u03B4 ", node.weighted_sum, node.sum_element, center.y - r - 8);
  }

  void gradient_beside(const char* sign, ValueId id, Index element, Vec2 at, float end,
                       bool active) {
    const double number = gradient_element_at(trace_, id, element, state_.time.step);
    std::string text = fitting(sign, number, end - at.x, 3);
    float width = b_.width(text, TextStyle::small);
    if (at.x + width > end) {  // the space behind the sign may be what is too much
      text.erase(text.find(' '), 1);
      width = b_.width(text, TextStyle::small);
    }
    if (at.x + width > end) return;
    over_edges(at, width);
    b_.text(at, text, TextStyle::small, gradient_ink(id, active), Align::left, 0,
            Entity::value(id, element));
    number_region(b_, state_, Entity::value(id, element), true, {at.x, at.y - 13, width, 17});
  }

  Builder& b_;
  const State& state_;
  const Trace& trace_;
  const Focus& focus_;
  const NetworkLayout& layout_;
  std::size_t at_;                               ///< the column
  std::vector<std::pair<Entity, Rect>> biases_;  ///< of the neuron that is drawn
  bool names_inside_;
};

}  // namespace

void network_neurons(Builder& b, const State& state, const Focus& focus,
                     const NetworkColumn& column, const NetworkLayout& layout, std::size_t at) {
  ColumnPainter painter(b, state, focus, column, layout, at);
  for (std::size_t n = 0; n < column.nodes.size(); ++n)
    painter.node(column.nodes[n], layout.nodes[at][n]);
}

}  // namespace backprop::viz
