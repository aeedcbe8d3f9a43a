#include "viz/scene/tensors_scene.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/trace/explain.h"
#include "viz/scene/legend.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"
#include "viz/text/told_apart.h"

namespace backprop::viz {
namespace {

constexpr float narrowest_number = 40;  // of cells with numbers in them
constexpr float lowest_number = 15;
constexpr float smallest_sign = 9;  // of cells with a dash below zero
constexpr float finest_cell = 2;    // smaller ones are drawn as one

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

class TensorsPainter {
 public:
  TensorsPainter(const State& state, const TensorsLayout& layout, const Viewport& viewport,
                 HeatCache& cache, const Look& look)
      : state_(state),
        trace_(*state.trace),
        layout_(layout),
        viewport_(viewport),
        cache_(cache),
        b_(look),
        focus_(focus_of(state)) {
    if (focus_.step && focus_.kind != StepKind::clear) {
      element_ = focus_element(state, *focus_.step);
      note_reads();
    }
  }

  Scene paint() && {
    const Rect seen = viewport_.seen();
    const std::vector<std::string> names = titles();
    for (std::size_t i = 0; i < layout_.cards.size(); ++i) {
      if (overlap(layout_.cards[i].frame, seen)) draw_card(layout_.cards[i], names[i]);
    }
    legend();
    return std::move(b_.scene);
  }

 private:
  /// One of the two matrices of a card.
  struct Matrix {
    const TensorCard& card;
    ValueId id;  ///< the version that holds now
    bool gradient;
    Rect rect;  ///< on screen
    float cell_width() const { return rect.w / static_cast<float>(card.form.columns); }
    float cell_height() const { return rect.h / static_cast<float>(card.form.rows); }
  };

  /// What the terms of the current step read for the element in focus.
  void note_reads() {
    for (const Term& term : explain(trace_, *focus_.step, element_)) {
      for (const Operand* operand : {&term.a, &term.b}) {
        const OperandPlace place = operand_place(trace_, *focus_.step, *operand);
        if (place.value == no_value) continue;
        read_.insert({first_version(trace_, place.value), place.gradient, place.element});
      }
    }
  }

  bool has_titles() const { return layout_.title * viewport_.camera.zoom >= 15; }

  bool lit(const Entity& entity) const { return is_lit(b_.look, state_, entity); }

  /// The width that a card has for its name.
  float title_room(const TensorCard& card) const {
    const bool beside = card.gradients.w > 0 && card.gradients.y == card.values.y &&
                        !gradient_title_of(card).empty();
    const float right = beside ? viewport_.at(card.gradients).x : viewport_.at(card.frame).right();
    return right - 6 - viewport_.at(card.values).x;
  }

  /// What each card is called, as far as there is room.
  std::vector<std::string> titles() const {
    std::vector<LongLabel> whole(layout_.cards.size());
    if (!has_titles()) return std::vector<std::string>(whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const TensorCard& card = layout_.cards[i];
      whole[i] = {display_name(trace_, card.value), title_room(card)};
    }
    return told_apart(b_.look.glyphs, TextStyle::strong, whole);
  }

  void draw_card(const TensorCard& card, const std::string& name) {
    const ValueId id = current_value(state_, card.value);
    const bool active = is_written(trace_, focus_, card.value);
    const bool there = exists(trace_, id, state_.time.step);
    const Rect frame = viewport_.at(card.frame);
    const Entity all = Entity::value(card.value);
    b_.add(draw::Rectangle{frame, 7, b_.colors.card,
                           active     ? direction_ink(b_.colors, focus_.kind)
                           : lit(all) ? b_.colors.ink
                                      : b_.colors.hairline,
                           active ? 2.0F : 1.0F},
           all);
    title(card, name, active || !focus_.step);
    matrix({card, id, false, viewport_.at(card.values)}, there);
    if (card.gradients.w == 0) return;
    gradient_title(card);
    matrix({card, id, true, viewport_.at(card.gradients)}, has_gradient(state_, id));
  }

  /// The name and the shape, where there is room for a line of text.
  void title(const TensorCard& card, const std::string& name, bool strong) {
    if (!has_titles()) return;
    const Rect values = viewport_.at(card.values);
    const float baseline = values.y - 6;
    const float used = b_.text({values.x, baseline}, name, TextStyle::strong,
                               strong ? b_.colors.ink : b_.colors.muted, Align::left, 0,
                               Entity::value(card.value));
    const std::string whole = display_name(trace_, card.value);
    if (name != whole) std::get<draw::Text>(b_.scene.records.back().shape).whole = whole;
    const Shape& shape = trace_.value(card.value).data.shape;
    const std::string note = to_text(shape);
    if (!shape.empty() && used + 8 + b_.width(note, TextStyle::small) < title_room(card))
      b_.text({values.x + used + 8, baseline}, note, TextStyle::small, b_.colors.muted);
  }

  void gradient_title(const TensorCard& card) {
    if (!has_titles()) return;
    const Rect place = viewport_.at(card.gradients);
    b_.text({place.x, place.y - 6}, gradient_title_of(card), TextStyle::small, b_.colors.backward,
            Align::left, gradient_room(card));
  }

  float gradient_room(const TensorCard& card) const {
    return viewport_.at(card.frame).right() - 6 - viewport_.at(card.gradients).x;
  }

  /// "∂J/∂W1", of which a little more than "∂J/∂" has to fit; or "∂J"; or nothing.
  std::string gradient_title_of(const TensorCard& card) const {
    const float room = gradient_room(card);
    const std::string above = "\u2202" + loss_name(trace_);
    const std::string least = above + "/\u2202W\u2026";
    if (b_.width(least, TextStyle::small) <= room) return gradient_name(trace_, card.value, -1);
    return b_.width(above, TextStyle::small) <= room ? above : std::string();
  }

  void matrix(const Matrix& m, bool there) {
    const ElementGrid grid{m.card.value, m.card.form.rows, m.card.form.columns,
                           trace_.value(m.card.value).data.size(), m.rect};
    if (there && grid.count > 0) {
      cells(m);
      // Numbers that an edit has made out of date are veiled until the program runs again.
      if (stale(m)) b_.add(draw::Rectangle{m.rect, 2, faded(b_.colors.card, 0.7F)});
      if (m.cell_width() >= narrowest_number && m.cell_height() >= lowest_number) {
        numbers(m, grid);
      } else if (m.cell_width() >= smallest_sign && m.cell_height() >= smallest_sign) {
        signs(m, grid);
      }
    }
    b_.add(draw::Rectangle{m.rect, 2, Color{0, 0, 0, 0}, b_.colors.hairline, 1});
    marks(m, grid);
    Widget& widget =
        b_.region((m.gradient ? "gradient:" : "tensor:") + std::to_string(m.card.value), m.rect,
                  std::nullopt, Entity::value(m.card.value));
    widget.grid = grid;
    widget.asks = m.gradient ? Asks::gradient : Asks::value;
  }

  void cells(const Matrix& m) {
    const auto most = [](float size) { return std::max(1, static_cast<int>(size / finest_cell)); };
    const HeatCells& found =
        m.gradient ? cache_.gradient(trace_, m.id, state_.time.step, most(m.rect.h), most(m.rect.w),
                                     b_.colors)
                   : cache_.value(trace_, m.id, most(m.rect.h), most(m.rect.w), b_.colors);
    // A last cell that stands for fewer elements is as large as the others: it may reach over.
    const Rect rect{m.rect.x, m.rect.y,
                    m.cell_width() * static_cast<float>(found.columns * found.across),
                    m.cell_height() * static_cast<float>(found.rows * found.down)};
    const bool spaced =
        found.across == 1 && found.down == 1 && m.cell_width() >= 6 && m.cell_height() >= 6;
    b_.add(draw::Cells{rect, found.rows, found.columns, spaced ? 1.0F : 0.0F, found.colors});
  }

  /// The elements whose cells are in sight.
  template <class Visit>
  void for_seen(const Matrix& m, const ElementGrid& grid, const Visit& visit) const {
    const Rect& area = viewport_.area;
    const auto clamp = [](float at, int count) {
      return std::clamp(static_cast<int>(std::floor(at)), 0, count - 1);
    };
    const int r0 = clamp((area.y - m.rect.y) / m.cell_height(), grid.rows);
    const int r1 = clamp((area.bottom() - m.rect.y) / m.cell_height(), grid.rows);
    const int c0 = clamp((area.x - m.rect.x) / m.cell_width(), grid.columns);
    const int c1 = clamp((area.right() - m.rect.x) / m.cell_width(), grid.columns);
    for (int r = r0; r <= r1; ++r) {
      for (int c = c0; c <= c1; ++c) {
        const Index element = static_cast<Index>(r) * grid.columns + c;
        if (element < grid.count) visit(element);
      }
    }
  }

  bool stale(const Matrix& m) const {
    return m.gradient ? is_gradient_stale(state_, m.id) : is_stale(state_, m.id);
  }

  Tensor shown_numbers(const Matrix& m) const {
    return m.gradient ? gradient_at(trace_, m.id, state_.time.step) : trace_.value(m.id).data;
  }

  /// As many digits as the setting allows and the cells in sight have room for: one number of
  /// digits for all, so that they can be compared.
  int fitting_digits(const Matrix& m, const ElementGrid& grid, const Tensor& all) const {
    int digits = b_.look.digits;
    for_seen(m, grid, [&](Index element) {
      while (digits > 1 && !fits(shown_short(all[element], digits), m))
        --digits;
    });
    return digits;
  }

  bool fits(const std::string& number, const Matrix& m) const {
    return b_.width(number, TextStyle::small) <= m.cell_width() - 4;
  }

  void numbers(const Matrix& m, const ElementGrid& grid) {
    const Tensor all = shown_numbers(m);
    const double largest = largest_size(all);
    const bool old = stale(m);
    const int digits = fitting_digits(m, grid, all);
    for_seen(m, grid, [&](Index element) {
      const Rect cell = grid.rect_of(element);
      const double number = all[element];
      const float strength =
          m.gradient ? gradient_strength(number, largest) : value_strength(number, largest);
      const Color ground = heat(b_.colors, number, strength);
      const std::string text = shown_short(number, digits);
      if (b_.width(text, TextStyle::small) > cell.w) return;
      b_.text({cell.center().x, b_.baseline_in(cell.y, cell.h, TextStyle::small)}, text,
              TextStyle::small, old ? b_.colors.faint : readable_on(ground), Align::center, 0,
              Entity::value(m.card.value, element));
    });
  }

  Color readable_on(Color ground) const {
    const auto light = [](Color c) { return 0.3 * c.r + 0.59 * c.g + 0.11 * c.b; };
    const Color dark =
        light(b_.colors.ink) < light(b_.colors.card) ? b_.colors.ink : b_.colors.card;
    const Color bright =
        light(b_.colors.ink) < light(b_.colors.card) ? b_.colors.card : b_.colors.ink;
    return light(ground) > 125 ? dark : bright;
  }

  /// A dash on numbers below zero, where they cannot be written: colour is never the only sign.
  void signs(const Matrix& m, const ElementGrid& grid) {
    const Tensor all = shown_numbers(m);
    for_seen(m, grid, [&](Index element) {
      if (!(all[element] < 0)) return;
      const Rect cell = grid.rect_of(element);
      const Vec2 c = cell.center();
      const float half = std::min(6.0F, cell.w * 0.3F);
      b_.line({c.x - half, c.y}, {c.x + half, c.y}, b_.colors.ink, 1.2F);
    });
  }

  /// Outlines of single cells: what is written, what is read for it, what is selected or hovered.
  void marks(const Matrix& m, const ElementGrid& grid) {
    const auto outline = [&](Index element, Color color, float width) {
      Rect cell = inset(grid.rect_of(element), -1, -1);
      const float least = 5;  // of cells that are too small to be seen
      if (cell.w < least) cell = {cell.center().x - least / 2, cell.y, least, cell.h};
      if (cell.h < least) cell = {cell.x, cell.center().y - least / 2, cell.w, least};
      b_.add(draw::Rectangle{cell, 2, Color{0, 0, 0, 0}, color, width},
             Entity::value(m.card.value, element));
    };
    constexpr std::size_t most = 3000;
    std::size_t drawn = 0;
    const auto begin = read_.lower_bound({m.card.value, m.gradient, 0});
    for (auto it = begin;
         it != read_.end() && it->id == m.card.value && it->gradient == m.gradient && drawn < most;
         ++it, ++drawn) {
      if (it->element < grid.count)
        outline(it->element, m.gradient ? b_.colors.backward : b_.colors.forward, 1.5F);
    }
    const bool writes_here = is_written(trace_, focus_, m.card.value) &&
                             m.gradient == (focus_.kind == StepKind::backward);
    if (writes_here && element_ < grid.count)
      outline(element_, direction_ink(b_.colors, focus_.kind), 2.5F);
    for (const Entity& entity : {b_.look.hover, state_.selection}) {
      const bool here = entity.kind == Entity::Kind::value && entity.index >= 0 &&
                        entity.index < grid.count &&
                        first_version(trace_, entity.id) == m.card.value;
      if (here) outline(entity.index, b_.colors.ink, 1.5F);
    }
  }

  void legend() {
    const Rect& area = viewport_.area;
    const float y = area.bottom() + 20;
    float x = area.x + 18;
    b_.add(draw::Rectangle{{area.x, area.bottom(), area.w, 60}, 0, b_.colors.background});
    x += sign_scale(b_, {x, y}) + 10;
    const std::string& words = b_.words["tensors.legend"];
    const float width = area.right() - x - 12;
    const auto lines = [&](TextStyle style) { return b_.line_count(words, style, width); };
    if (lines(TextStyle::small) == 1)
      b_.text({x, y}, words, TextStyle::small, b_.colors.muted);
    else
      b_.paragraph({x, y - 22}, width, words,
                   lines(TextStyle::small) == 2 ? TextStyle::small : TextStyle::caption,
                   b_.colors.muted);
  }

  struct Read {
    ValueId id;
    bool gradient;
    Index element;
    auto operator<=>(const Read&) const = default;
  };

  const State& state_;
  const Trace& trace_;
  const TensorsLayout& layout_;
  const Viewport& viewport_;
  HeatCache& cache_;
  Builder b_;
  Focus focus_;
  Index element_ = 0;
  std::set<Read> read_;
};

}  // namespace

Scene tensors_scene(const State& state, const TensorsLayout& layout, const Viewport& viewport,
                    HeatCache& cache, const Look& look) {
  return TensorsPainter(state, layout, viewport, cache, look).paint();
}

}  // namespace backprop::viz
