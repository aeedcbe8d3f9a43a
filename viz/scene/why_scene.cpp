#include "viz/scene/why_scene.h"

#include <algorithm>

#include "engine/trace/local_derivative.h"
#include "engine/trace/why.h"
#include "viz/scene/formula_rows.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_formula.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;
constexpr float indent = 11;
constexpr int most_indents = 8;
constexpr std::size_t most_lines = 120;

/// A gradient of one contribution alone is that contribution: one line in place of two.
std::vector<WhyLine> joined(std::vector<WhyLine> lines) {
  std::vector<WhyLine> result;
  std::vector<int> joined_at;  // depths of sums that took their contribution in
  for (std::size_t i = 0; i < lines.size(); ++i) {
    WhyLine& line = lines[i];
    while (!joined_at.empty() && line.depth <= joined_at.back())
      joined_at.pop_back();
    const int depth = line.depth;
    const auto is_next = [&](std::size_t k) {
      return lines[k].kind == WhyLine::Kind::contribution && lines[k].depth == depth + 1;
    };
    std::size_t contributions = 0;
    for (std::size_t k = i + 1; k < lines.size() && lines[k].depth > depth && contributions < 2;
         ++k)
      contributions += is_next(k) ? 1 : 0;
    const bool joins = line.kind == WhyLine::Kind::sum && contributions == 1 && is_next(i + 1);
    line.depth -= static_cast<int>(joined_at.size());
    result.push_back(line);
    if (!joins) continue;
    result.back().kind = WhyLine::Kind::computed;
    result.back().step = lines[i + 1].step;
    result.back().terms = std::move(lines[i + 1].terms);
    joined_at.push_back(depth);
    ++i;
  }
  return result;
}

class WhyPainter {
 public:
  WhyPainter(const State& state, Rect area, float scroll, const Look& look)
      : state_(state),
        trace_(*state.trace),
        asked_(state.why.back()),
        b_(look),
        area_(area),
        x_(area.x + margin),
        right_(area.right() - margin),
        y_(area.y + 14 - scroll),
        top_(y_) {}

  Scene paint() && {
    buttons();
    heading();
    const std::vector<WhyLine> all = why(trace_, asked_, most_lines);
    const std::vector<WhyLine> lines = joined(all);
    for (std::size_t i = 0; i < lines.size(); ++i)
      line(lines[i], i);
    if (all.size() >= most_lines) {
      y_ = b_.paragraph({x_, y_ + 8}, right_ - x_, b_.words["why.cut"], TextStyle::small,
                        b_.colors.muted);
    }
    b_.scene.content_height = y_ - top_ + 40;
    return std::move(b_.scene);
  }

 private:
  void buttons() {
    float x = right_;
    const auto add = [&](const char* name, Command command) {
      const std::string& label = b_.words[std::string("why.") + name];
      const float width = b_.width(label, TextStyle::small) + 18;
      x -= width;
      b_.button(std::string("why-") + name, {x, y_, width, 26}, label, std::move(command));
      x -= 6;
    };
    add("close", command::CloseWhy{});
    if (state_.why.size() > 1) add("back", command::WhyBack{});
    y_ += 26;
  }

  void heading() {
    y_ += 26;
    const std::string number = b_.number(number_at(trace_, asked_));
    const std::string title = b_.words.format("why.title", quantity_name(trace_, asked_));
    const TextStyle style = b_.fitting_style(
        title, {TextStyle::heading, TextStyle::strong, TextStyle::small}, right_ - x_);
    b_.text({x_, y_}, title, style, b_.colors.ink, Align::left, right_ - x_, entity_of(asked_));
    y_ += 24;
    b_.text({x_, y_}, "= " + number, TextStyle::code_strong,
            asked_.gradient ? b_.colors.backward : b_.colors.forward);
    y_ += 8;
    value_or_gradient();
    if (is_local(asked_)) local_derivative();
  }

  /// Which op's it is, at which number, the op's rule, and what it is in symbols.
  void local_derivative() {
    const Value& value = trace_.value(trace_.step(asked_.through).value);
    const Quantity at{asked_.value, asked_.element};
    Column c{b_, x_, right_ - x_, y_ + 4};
    c.prose(b_.words.format("why.local", value.op->name, quantity_name(trace_, at),
                            b_.number(number_at(trace_, at))),
            b_.colors.ink);
    rule_rows(c, trace_, asked_.through);
    const TermList terms = explain_local(trace_, asked_.through, asked_.element, asked_.output);
    formula_row(c, "=", in_tex(trace_, asked_.through, terms, Fill::symbols, b_.look.digits),
                {.px = 16, .color = b_.colors.ink});
    y_ = c.y + 6;
  }

  /// The same entity's other number.
  void value_or_gradient() {
    const Entity entity = entity_of(asked_);
    const auto other =
        asked_.gradient ? value_quantity(entity) : why_of(state_, entity, Asks::gradient);
    if (!other || other->gradient == asked_.gradient) return;
    const std::string label = b_.words.format("why.other", quantity_name(trace_, *other));
    const float width = std::min(right_ - x_, b_.width(label, TextStyle::small) + 18);
    y_ += 8;
    b_.button("why-other", {x_, y_, width, 26}, label, command::AskWhy{*other});
    y_ += 28;
  }

  std::optional<Quantity> value_quantity(const Entity& entity) const {
    return Quantity{entity.id, entity.index, false, 0};
  }

  static Entity entity_of(const Quantity& q) { return Entity::value(q.value, q.element); }

  Color ink_of(const WhyLine& line) const {
    return line.of.gradient ? b_.colors.backward : b_.colors.ink;
  }

  /// "W2[0,0] = 0.4" and below it how: the terms, a sum, the program's own number.
  void line(const WhyLine& its, std::size_t i) {
    const float left = x_ + indent * static_cast<float>(std::min(its.depth, most_indents));
    const float top = y_ + 5;
    const bool visible = y_ + 60 > area_.y && y_ < area_.bottom();
    const Entity entity = entity_of(its.of);
    if (is_hovered(b_.look, entity) && visible)
      b_.add(draw::Rectangle{{left - 5, top, right_ - left + 8, 21}, 4, b_.colors.background},
             entity);
    if (its.depth > 0 && visible)
      b_.line({left - 6, top - 2}, {left - 6, top + 18}, b_.colors.hairline, 1.5F);
    y_ += 21;
    if (visible) {
      head(its, left);
      Widget& widget = b_.region("why-line:" + std::to_string(i),
                                 {left - 4, top, link_left_ - left - 2, 20}, std::nullopt, entity);
      if (its.kind != WhyLine::Kind::contribution && !(its.of == asked_))
        widget.command = command::AskWhy{its.of};
      widget.asks = its.of.gradient ? Asks::gradient : Asks::value;
      widget.tooltip = b_.words[its.kind == WhyLine::Kind::leaf ? "why.tip.leaf" : "why.tip"];
    }
    if (its.terms.empty()) return;
    const float before = y_;
    const std::size_t records = b_.scene.records.size();
    const std::size_t widgets = b_.scene.widgets.size();
    y_ = formula_lines(b_, {left, y_ + 6}, right_ - left,
                       in_tex(trace_, its.step, its.terms, Fill::numbers, b_.look.digits),
                       {.px = 13, .color = b_.colors.muted, .tinted = false})
             .bottom;
    if (before + 60 < area_.y || before > area_.bottom()) {  // measured, but not in view
      b_.scene.records.resize(records);
      b_.scene.widgets.resize(widgets);
    }
  }

  void head(const WhyLine& its, float left) {
    const std::string number = its.kind == WhyLine::Kind::contribution
                                   ? b_.signed_number(its.number)
                                   : b_.number(its.number);
    link(its);
    std::string text = its.kind == WhyLine::Kind::contribution
                           ? number
                           : quantity_name(trace_, its.of) + " = " + number;
    if (its.kind == WhyLine::Kind::sum) text += "  " + b_.words["why.is_sum"];
    if (its.kind == WhyLine::Kind::seen) text += "  " + b_.words["why.above"];
    if (its.kind == WhyLine::Kind::leaf)
      text += "  " + b_.words[its.of.gradient ? "why.is_seed" : "why.is_leaf"];
    b_.text({left, y_}, text, TextStyle::small, ink_of(its), Align::left, link_left_ - left - 6,
            entity_of(its.of));
  }

  /// The step, to go there; FollowBack returns.
  void link(const WhyLine& its) {
    link_left_ = right_;
    if (its.step < 0) return;
    const std::string label = b_.words.format("why.link", its.step + 1);
    const float width = b_.width(label, TextStyle::small);
    link_left_ = right_ - width;
    b_.text({link_left_, y_}, label, TextStyle::small, b_.colors.forward);
    b_.line({link_left_, y_ + 3}, {right_, y_ + 3}, b_.colors.forward);
    b_.region("why-step:" + std::to_string(b_.scene.widgets.size()),
              {link_left_, y_ - 14, width, 19}, command::Follow{{its.step + 1, 0}})
        .focusable = false;
  }

  const State& state_;
  const Trace& trace_;
  Quantity asked_;
  Builder b_;
  Rect area_;
  float x_, right_, y_, top_;
  float link_left_ = 0;
};

}  // namespace

std::optional<Quantity> why_of(const State& state, const Entity& entity, Asks asks) {
  if (entity.kind != Entity::Kind::value) return std::nullopt;
  const Trace& trace = *state.trace;
  const ValueId id = current_value(state, entity.id);
  if (trace.value(id).data.size() == 0) return std::nullopt;
  const Index element = std::clamp<Index>(entity.index, 0, trace.value(id).data.size() - 1);
  const auto step = current_step(state);
  const bool newer = step && state.trace->step(*step).kind != StepKind::forward;
  const bool gradient = asks == Asks::gradient || (asks == Asks::either && newer);
  if (gradient && has_gradient(state, id)) return Quantity{id, element, true, state.time.step};
  if (!exists(trace, id, state.time.step)) return std::nullopt;
  return Quantity{id, element, false, 0};
}

std::optional<Quantity> why_of(const State& state, const Widget& widget) {
  return widget.quantity ? widget.quantity : why_of(state, widget.entity, widget.asks);
}

Scene why_scene(const State& state, Rect area, float scroll, const Look& look) {
  return WhyPainter(state, area, scroll, look).paint();
}

}  // namespace backprop::viz
