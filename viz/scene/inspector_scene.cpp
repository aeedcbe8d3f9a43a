#include "viz/scene/inspector_scene.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/gradient_check.h"
#include "engine/trace/layers.h"
#include "engine/trace/time.h"
#include "viz/scene/curve.h"
#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;
constexpr float name_column = 92;
constexpr Index most_for_numeric_check = 20'000;  // numbers recomputed in a frame

class Inspector {
 public:
  Inspector(const State& state, Rect area, float scroll, const Look& look)
      : state_(state),
        trace_(*state.trace),
        b_(look),
        x_(area.x + margin),
        width_(area.w - 2 * margin),
        y_(area.y + 16 - scroll),
        top_(y_),
        step_(current_step(state)) {}

  Scene build() && {
    if (!step_) {
      beginning();
    } else {
      element_ = focus_element(state_, *step_);
      title();
      the_step();
    }
    selection();
    b_.scene.content_height = y_ - top_ + 24;
    return std::move(b_.scene);
  }

 private:
  void gap(float height) { y_ += height; }

  void caption(const std::string& text, Color color) {
    y_ += 30;
    b_.text({x_, y_}, text, TextStyle::caption, color, Align::left, width_);
    y_ += 6;
  }
  void caption(const std::string& text) { caption(text, b_.colors.muted); }

  void prose(const std::string& text, Color color) {
    y_ = b_.paragraph({x_, y_ + 2}, width_, text, TextStyle::small, color);
  }

  /// "name   number", the number in the code face.
  void row(const std::string& name, const std::string& number, Color color, Entity entity = {}) {
    y_ += 20;
    b_.text({x_, y_}, name, TextStyle::small, b_.colors.muted, Align::left, name_column - 6);
    b_.text({x_ + name_column, y_}, number, TextStyle::code, color, Align::left,
            width_ - name_column, entity);
  }

  void beginning() {
    y_ += 18;
    b_.text({x_, y_}, b_.words["inspector.start.title"], TextStyle::heading, b_.colors.ink,
            Align::left, width_);
    gap(10);
    prose(b_.words["inspector.start.text"], b_.colors.ink);
    gap(6);
  }

  const Color& direction() const { return direction_ink(b_.colors, trace_.step(*step_).kind); }

  ValueId written() const {
    const Step& step = trace_.step(*step_);
    return step.kind == StepKind::backward ? target(trace_, step) : step.value;
  }

  void title() {
    const Step& step = trace_.step(*step_);
    y_ += 18;
    const std::string text = step.kind == StepKind::clear ? "zero_grad()"
                             : step.kind == StepKind::backward
                                 ? gradient_name(trace_, written(), element_)
                                 : element_name(trace_, written(), element_);
    b_.text({x_, y_}, text, TextStyle::heading, b_.colors.ink, Align::left, width_);
    y_ -= 6;
    caption(b_.words.format("inspector.step", phase_word(b_.words, step.kind), *step_ + 1,
                            trace_.step_count()),
            direction());
    prose(step_summary(trace_, *step_, b_.words), b_.colors.ink);
  }

  void the_step() {
    const Step& step = trace_.step(*step_);
    if (step.kind == StepKind::clear) return;
    rule_of_op();
    if (step.kind == StepKind::backward && step.edge < 0) {
      prose(b_.words["inspector.seed"], b_.colors.muted);
    } else {
      expression();
    }
    if (step.kind == StepKind::backward) accumulation();
    if (step.kind == StepKind::update) change();
    activation();
    elements();
  }

  /// The op's formula, and backward its local derivative, in the table's own letters.
  void rule_of_op() {
    const Step& step = trace_.step(*step_);
    const OpRow* op = trace_.value(step.value).op;
    if (op == nullptr || step.kind == StepKind::update ||
        (step.kind == StepKind::backward && step.edge < 0))
      return;
    std::string tex(op->formula_tex);
    if (step.kind == StepKind::backward) {
      const std::size_t edge =
          std::min(static_cast<std::size_t>(step.edge), op->derivative_tex.size() - 1);
      const std::string by(1, static_cast<char>('a' + edge));
      tex += " \\qquad \\frac{\\partial y}{\\partial " + by +
             "} = " + std::string(op->derivative_tex[edge]);
    }
    y_ += 34;
    const MathBox box = b_.math({x_, y_}, tex, 15, b_.colors.muted);
    gap(std::max(6.0F, box.descent - 4));
  }

  /// Pieces in lines, each value on its own tint; lines break after operators.
  void pieces(const Pieces& all, float first_x) {
    float x = first_x;
    for (std::size_t begin = 0; begin < all.size();) {
      std::size_t end = begin;
      float group = 0;
      do {
        group += b_.width(all[end].text, TextStyle::code) + 2;
      } while (all[end++].text.back() != ' ' && end < all.size());
      if (x + group > x_ + width_ + 8 && x > first_x) {
        x = first_x;
        y_ += 23;
      }
      for (; begin < end; ++begin)
        x += put_piece(all[begin], x);
    }
  }

  float put_piece(const Piece& piece, float x) {
    const float w = b_.width(piece.text, TextStyle::code);
    const float room = x_ + width_ - x + 8;
    const bool tinted = piece.role == Piece::Role::value || piece.role == Piece::Role::gradient;
    if (tinted) {
      const Color fill =
          piece.role == Piece::Role::value ? b_.colors.forward_fill : b_.colors.backward_fill;
      const Rect r{x - 2, y_ - 14, std::min(w + 4, room), 19};
      const bool lit = b_.look.hover == piece.entity;
      b_.add(draw::Rectangle{r, 3, fill, lit ? b_.colors.ink : Color{0, 0, 0, 0}}, piece.entity);
      b_.region("read:" + std::to_string(b_.scene.widgets.size()), r, command::Select{piece.entity},
                piece.entity)
          .tooltip = element_name(trace_, piece.entity.id, piece.entity.index);
    }
    b_.text({x, y_}, piece.text, TextStyle::code, b_.colors.ink, Align::left, room, piece.entity);
    return w + (tinted ? 2.0F : 0.0F);
  }

  void expression() {
    const TermList terms = explain(trace_, *step_, element_);
    if (terms.empty()) {
      row(element_name(trace_, written(), element_), shown(trace_.value(written()).data[element_]),
          b_.colors.ink);
      return;
    }
    const StepKind kind = trace_.step(*step_).kind;
    y_ += 24;
    const std::string sign = kind == StepKind::backward ? "+="
                             : kind == StepKind::update ? "\u2190"
                                                        : "=";
    b_.text({x_, y_}, sign, TextStyle::code, b_.colors.muted);
    pieces(in_symbols(trace_, *step_, terms), x_ + 24);
    y_ += 25;
    b_.text({x_, y_}, "=", TextStyle::code, b_.colors.muted);
    pieces(in_numbers(trace_, *step_, terms), x_ + 24);
    y_ += 25;
    b_.text({x_, y_}, "=", TextStyle::code, b_.colors.muted);
    b_.text({x_ + 24, y_}, shown(terms.back().result), TextStyle::code_strong, direction());
    if (state_.time.term > 0) open_term(terms);
  }

  /// While terms are stepped through: the one just evaluated.
  void open_term(const TermList& terms) {
    const TermPlace place = term_place(trace_, *step_, state_.time.term - 1);
    if (place.term >= static_cast<Index>(terms.size())) return;
    const TermList upto(terms.begin(), terms.begin() + place.term + 1);
    caption(b_.words.format("inspector.term", place.term + 1, terms.size()));
    y_ += 18;
    pieces(in_numbers(trace_, *step_, upto), x_);
    y_ += 23;
    b_.text({x_, y_}, "= " + shown(upto.back().result), TextStyle::code, direction());
  }

  /// before + contribution = after, as bars on one scale.
  void accumulation() {
    const Step& step = trace_.step(*step_);
    const ValueId into = written();
    const double before = gradient_at(trace_, into, *step_)[element_];
    const double part = trace_.contributions[static_cast<std::size_t>(step.contribution)][element_];
    const double after = gradient_at(trace_, into, *step_ + 1)[element_];
    caption(b_.words["inspector.accumulation"]);
    const double scale = std::max({std::abs(before), std::abs(part), std::abs(after), 1e-300});
    bar_row("inspector.before", before, scale, b_.colors.muted);
    bar_row("inspector.plus", part, scale, b_.colors.backward);
    bar_row("inspector.after", after, scale, b_.colors.ink);
  }

  void bar_row(const char* key, double number, double scale, Color color) {
    y_ += 21;
    b_.text({x_, y_}, b_.words[key], TextStyle::small, b_.colors.muted, Align::left,
            name_column - 6);
    b_.text({x_ + name_column, y_}, shown_signed(number), TextStyle::code, color);
    const float left = x_ + name_column + 96;
    const float room = x_ + width_ - left;
    if (room > 24 && std::isfinite(number)) {
      const float length = std::max(1.5F, room * static_cast<float>(std::abs(number) / scale));
      // Hollow below zero: colour is never the only sign.
      const bool negative = number < 0;
      b_.add(draw::Rectangle{
          {left, y_ - 11, length, 12}, 2, negative ? Color{0, 0, 0, 0} : color, color, 1.5F});
    }
  }

  void change() {
    const Value& value = trace_.value(written());
    const double old = trace_.value(value.arguments[0]).data[element_];
    caption(b_.words["inspector.change"]);
    row(b_.words["inspector.before"], shown(old), b_.colors.muted);
    row(b_.words["inspector.after"], shown(value.data[element_]), b_.colors.update);
  }

  /// The neuron's curve where the step is at its activation: arriving gradient x slope = delta.
  void activation() {
    const Step& step = trace_.step(*step_);
    const Value& value = trace_.value(step.value);
    if (value.op == nullptr || value.op->kind != OpKind::activation ||
        step.kind == StepKind::update)
      return;
    if (step.kind == StepKind::backward && step.edge < 0) return;
    const ValueId argument = value.arguments[0];
    const double z = trace_.value(argument).data[element_];
    const std::string name(value.op->name);
    caption(b_.words.format("inspector.activation", name));
    const Rect plot{x_, y_ + 6, width_, 92};
    const Curve curve{*value.op, value.attributes};
    activation_curve(b_, plot, curve, z);
    b_.text({plot.x + 2, plot.y + 12}, name + "(z)", TextStyle::small, b_.colors.forward);
    b_.text({plot.x + 2, plot.y + 30}, name + "\u2032(z)", TextStyle::small, b_.colors.backward);
    y_ = plot.bottom() + 4;
    row("z", shown(z), b_.colors.ink, Entity::value(argument, element_));
    const double slope = curve.slope(z);
    if (step.kind == StepKind::backward) {
      const double arrives = gradient_at(trace_, step.value, *step_)[element_];
      row(b_.words["inspector.arrives"], shown_signed(arrives), b_.colors.backward,
          Entity::value(step.value, element_));
      row(b_.words["inspector.slope"], shown(slope), b_.colors.ink);
      const double delta =
          trace_.contributions[static_cast<std::size_t>(step.contribution)][element_];
      row("= \u03B4", shown_signed(delta), b_.colors.backward);
    } else {
      row(name + "(z)", shown(value.data[element_]), b_.colors.forward);
      row(name + "\u2032(z)", shown(slope), b_.colors.ink);
    }
  }

  /// The other elements that the step writes; a click selects one.
  void elements() {
    const ValueId id = written();
    const Tensor& data = trace_.value(id).data;
    if (data.size() < 2) return;
    const Step& step = trace_.step(*step_);
    const Tensor& numbers = step.kind == StepKind::backward
                                ? trace_.contributions[static_cast<std::size_t>(step.contribution)]
                                : data;
    caption(b_.words.format("inspector.elements", data.size()));
    constexpr Index most = 8;
    for (Index e = 0; e < std::min(data.size(), most); ++e) {
      const float top = y_ + 4;
      y_ += 21;
      const Entity entity = Entity::value(id, e);
      if (e == element_) {
        b_.add(draw::Rectangle{{x_ - 6, top, width_ + 12, 21}, 4, b_.colors.background}, entity);
      }
      b_.text({x_, y_}, index_text(e, data.shape), TextStyle::code, b_.colors.muted, Align::left,
              name_column - 6, entity);
      b_.text({x_ + name_column, y_}, shown_signed(numbers[e]), TextStyle::code,
              step.kind == StepKind::backward ? b_.colors.backward : b_.colors.ink, Align::left, 0,
              entity);
      b_.region("element:" + std::to_string(e), {x_ - 6, top, width_ + 12, 21},
                command::Select{entity}, entity);
    }
    if (data.size() > most) {
      y_ += 20;
      b_.text({x_, y_}, b_.words.format("inspector.more", data.size() - most), TextStyle::small,
              b_.colors.muted);
    }
  }

  // What is selected.

  void selection() {
    if (state_.selection.kind != Entity::Kind::value) return;
    const ValueId id = current_value(state_, state_.selection.id);
    const Value& value = trace_.value(id);
    const Index element = std::clamp<Index>(state_.selection.index, 0, value.data.size() - 1);
    gap(14);
    b_.line({x_, y_}, {x_ + width_, y_}, b_.colors.hairline);
    y_ += 24;
    const float label = b_.width(b_.words["inspector.deselect"], TextStyle::small) + 16;
    b_.text({x_, y_}, element_name(trace_, id, element), TextStyle::strong, b_.colors.ink,
            Align::left, width_ - label - 8);
    b_.button("deselect", {x_ + width_ - label, y_ - 16, label, 22}, b_.words["inspector.deselect"],
              command::Select{});
    gap(2);
    if (!exists(trace_, id, state_.time.step)) {
      prose(b_.words["inspector.not_yet"], b_.colors.muted);
      return;
    }
    row(b_.words["inspector.value"], shown(value.data[element]), b_.colors.forward);
    link_to_maker(value);
    if (!has_gradient(state_, id)) return;
    const double gradient = gradient_at(trace_, id, state_.time.step)[element];
    row("\u2202" + loss_name(trace_), shown_signed(gradient), b_.colors.backward);
    numeric_check(id, element, gradient);
  }

  void link_to_maker(const Value& value) {
    if (value.made_by < 0) return;
    y_ += 20;
    b_.text({x_, y_}, b_.words["inspector.made_by"], TextStyle::small, b_.colors.muted, Align::left,
            name_column - 6);
    const std::string label =
        b_.words.format("inspector.link", value.made_by + 1, trace_.step(value.made_by).line);
    const float w = b_.text({x_ + name_column, y_}, label, TextStyle::small, b_.colors.forward,
                            Align::left, width_ - name_column);
    b_.line({x_ + name_column, y_ + 3}, {x_ + name_column + w, y_ + 3}, b_.colors.forward);
    b_.region("made-by", {x_ + name_column, y_ - 14, w, 20}, command::GoTo{{value.made_by + 1, 0}});
  }

  /// Central differences beside the gradient, once one whole backward() has put it there.
  void numeric_check(ValueId id, Index element, double gradient) {
    const auto& into = contributions_to(trace_, id);
    const auto later = std::lower_bound(into.begin(), into.end(), state_.time.step);
    if (later == into.begin()) return;
    const int run = trace_.step(*(later - 1)).run;
    const BackwardRun& backward = trace_.backward_runs[static_cast<std::size_t>(run)];
    const Index arrived = contribution_count(trace_, id, state_.time.step);
    Index of_run = 0;
    for (const Index at : into)
      of_run += trace_.step(at).run == run ? 1 : 0;
    Index numbers = 0;
    for (const Value& value : trace_.values)
      numbers += value.data.size();
    if (arrived != of_run || state_.time.step < backward.end_step || id > backward.loss ||
        numbers > most_for_numeric_check) {
      return;
    }
    const double numeric = numeric_gradient(trace_, backward.loss, id, element);
    caption(b_.words["inspector.check"]);
    row(b_.words["inspector.numeric"], shown_signed(numeric), b_.colors.ink);
    row(b_.words["inspector.exact"], shown_signed(gradient), b_.colors.ink);
    row(b_.words["inspector.difference"], shown_short(std::abs(numeric - gradient)),
        std::abs(numeric - gradient) < 1e-6 * std::abs(gradient) + 1e-8 ? b_.colors.good
                                                                        : b_.colors.wrong);
  }

  const State& state_;
  const Trace& trace_;
  Builder b_;
  float x_, width_, y_, top_;
  std::optional<Index> step_;
  Index element_ = 0;
};

}  // namespace

Scene inspector_scene(const State& state, Rect area, float scroll, const Look& look) {
  return Inspector(state, area, scroll, look).build();
}

}  // namespace backprop::viz
