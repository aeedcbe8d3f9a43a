#include "viz/scene/paths_scene.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"
#include "viz/scene/route.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;
constexpr float top_room = 52;  // below the tabs
constexpr float row_height = 58;
constexpr float number_width = 96;
constexpr float factor_gap = 6;

/// A count in words of digits: exact while it is small.
std::string count_text(double count) {
  return count < 1e6 ? std::to_string(static_cast<long>(count)) : shown_short(count);
}

class PathsPainter {
 public:
  PathsPainter(const State& state, const PathsModel& model, Rect area, float scroll,
               const Look& look)
      : state_(state),
        trace_(*state.trace),
        model_(model),
        routes_(trace_, model.paths.top),
        b_(look),
        area_(area) {
    left_ = area.x + margin;
    right_ = area.right() - margin;
    y_ = area.y + top_room - scroll;
    top_ = y_;
    bars_left_ = right_ - std::clamp((right_ - left_) * 0.34F, 120.0F, 300.0F);
  }

  Scene paint() && {
    if (model_.run < 0) {
      message("paths.no_backward");
    } else {
      header();
      if (!model_.counted) {
        message("paths.too_many");
      } else if (model_.paths.count == 0) {
        message("paths.none");
      } else {
        scale();
        digits_ = fitting_digits();
        for (std::size_t i = 0; i < model_.paths.top.size(); ++i)
          path(i);
        rest();
        totals();
        work();
      }
    }
    b_.scene.content_height = y_ - top_ + top_room + 24;
    return std::move(b_.scene);
  }

 private:
  void message(const char* key) {
    y_ = b_.paragraph({left_, y_ + 10}, right_ - left_, b_.words[key], TextStyle::body,
                      b_.colors.muted);
  }

  bool computed() const {
    const ValueId loss = trace_.backward_runs[static_cast<std::size_t>(model_.run)].loss;
    if (state_.practice) return false;  // the learner finds them
    return exists(trace_, loss, state_.time.step);
  }

  /// Of all numbers here, which belong to one backward(): grey where an edit has made it out of
  /// date.
  Color ink(Color fresh) const {
    const BackwardRun& run = trace_.backward_runs[static_cast<std::size_t>(model_.run)];
    return number_ink(b_.colors, fresh, is_stale(state_, run.loss));
  }

  /// The number that the paths start at, and buttons to the one before and after it.
  void header() {
    const Entity entity = Entity::value(model_.from.value, model_.from.element);
    y_ += 22;
    float x = left_;
    x += b_.text({x, y_}, gradient_name(trace_, model_.from.value, model_.from.element),
                 TextStyle::heading, b_.colors.ink, Align::left, right_ - left_ - 90, entity) +
         14;
    neighbours(std::min(x, right_ - 66));
    const std::string from = element_name(trace_, model_.from.value, model_.from.element);
    y_ = b_.paragraph({left_, y_ + 13}, right_ - left_, about(from), TextStyle::small,
                      b_.colors.muted) +
         12;
  }

  std::string about(const std::string& from) const {
    if (model_.paths.count == 1) return b_.words.format("paths.about.one", from, loss_name(trace_));
    return b_.words.format("paths.about", count_text(model_.paths.count), from, loss_name(trace_));
  }

  void neighbours(float x) {
    const std::vector<Quantity> starts = path_starts(trace_, model_.run);
    const auto at = std::find_if(starts.begin(), starts.end(), [&](const Quantity& q) {
      return q.value == model_.from.value && q.element == model_.from.element;
    });
    const bool known = at != starts.end();
    const auto add = [&](const char* name, const char* sign, bool enabled, auto step) {
      const Rect r{x, y_ - 18, 26, 26};
      Entity to;
      if (enabled) to = Entity::value((at + step)->value, (at + step)->element);
      b_.button(name, r, sign, command::Select{to}, {.enabled = enabled},
                b_.words[std::string("paths.") + name]);
      x += 32;
    };
    add("previous", "\u2039", known && at != starts.begin(), -1);
    add("next", "\u203A", known && at + 1 != starts.end(), 1);
  }

  /// The axis of the bars: from the smallest to the largest sum on the way.
  void scale() {
    double sum = 0;
    for (const Path& path : model_.paths.top) {
      sum += path.product;
      low_ = std::min(low_, sum);
      high_ = std::max(high_, sum);
    }
    low_ = std::min({low_, model_.paths.sum, 0.0});
    high_ = std::max({high_, model_.paths.sum, 0.0});
    if (!(high_ > low_) || !std::isfinite(high_ - low_)) high_ = low_ + 1;
  }

  float bar_x(double number) const {
    return bars_left_ +
           static_cast<float>((number - low_) / (high_ - low_)) * (right_ - bars_left_);
  }

  /// A bar from one sum to the next; hollow where it goes down, so that colour is not the only
  /// sign.
  void bar(double from, double to, float y, float height, Color color) {
    if (!std::isfinite(from) || !std::isfinite(to)) return;
    const float a = bar_x(std::min(from, to));
    const float width = std::max(2.0F, bar_x(std::max(from, to)) - a);
    const bool down = to < from;
    b_.add(
        draw::Rectangle{{a, y, width, height}, 2, down ? Color{0, 0, 0, 0} : color, color, 1.5F});
    b_.line({bar_x(to), y + height}, {bar_x(to), y + row_height}, b_.colors.hairline);
  }

  // One path.

  bool done(std::size_t path, std::size_t derivative) const {
    const Index step = model_.steps[path][derivative];
    return step >= 0 && step < state_.time.step;
  }
  bool is_current(std::size_t path, std::size_t derivative) const {
    const auto step = current_step(state_);
    return step && model_.steps[path][derivative] == *step;
  }

  void path(std::size_t i) {
    const Path& its = model_.paths.top[i];
    const bool visible = y_ + row_height > area_.y && y_ < area_.bottom();
    if (visible) {
      b_.line({left_, y_}, {right_, y_}, b_.colors.hairline);
      route(i, y_ + 22);
      if (computed()) {
        factors(i, y_ + 44);
        const Color color = its.product < 0 ? b_.colors.negative : b_.colors.positive;
        const bool nothing = its.product == 0;  // -0 adds as little as 0
        number("product:" + std::to_string(i), {bars_left_, y_ + 20}, nothing ? 0 : its.product,
               TextStyle::code, b_.colors.ink)
            .tooltip = factors_text(its) + " = " + shown_exactly(nothing ? 0 : its.product);
        if (!nothing) bar(sum_, sum_ + its.product, y_ + 30, 14, color);
      }
    }
    sum_ += its.product;
    y_ += row_height;
  }

  /// A share of the gradient, or a sum of them: "why?" asks for the gradient.
  Widget& number(const std::string& name, Vec2 baseline, double number, TextStyle style,
                 Color color) {
    const std::string text = b_.signed_number(number);
    // A ground: the end of the bar above is marked through here.
    b_.add(draw::Rectangle{
        {baseline.x - 2, baseline.y - 14, b_.width(text, style) + 4, 18}, 0, b_.colors.background});
    const float width =
        b_.text(baseline, text, style, ink(color), Align::left, right_ - bars_left_);
    const BackwardRun& run = trace_.backward_runs[static_cast<std::size_t>(model_.run)];
    return derived_region(
        b_, "path-" + name, {baseline.x, baseline.y - 14, width, 19}, trace_,
        {number,
         {model_.from.value, model_.from.element, true, std::max(run.end_step, state_.time.step)}});
  }

  float dots_room(TextStyle style) const { return 6 + b_.width("\u2026", style); }

  /// For what a row has no room for: the whole is said where the pointer is on them.
  float dots(Vec2 baseline, const std::string& text, TextStyle style, const std::string& whole) {
    const float width = b_.text(baseline, text, style, b_.colors.muted);
    std::get<draw::Text>(b_.scene.records.back().shape).whole = whole;
    return width;
  }

  std::string factors_text(const Path& path) const {
    std::string text;
    for (const double derivative : path.derivatives)
      text += (text.empty() ? "" : " \u00D7 ") + b_.number(derivative);
    return text.empty() ? "1" : text;
  }

  /// The colour that the inspector has for the contribution that the path came with. Returns the
  /// width that it takes.
  float arrival(std::size_t i, float baseline) {
    const Index n = model_.arrivals.empty() ? -1 : model_.arrivals[i];
    if (n < 0) return 0;
    const Index step = model_.steps[i].front();
    const ValueId through = trace_.step(step).value;
    const Entity entity = Entity::value(through);
    const Rect square{left_ + 1, baseline - 10, 11, 11};
    b_.add(draw::Rectangle{square, 2, path_color(b_.colors, static_cast<std::size_t>(n))}, entity);
    Widget& widget = b_.region("arrival:" + std::to_string(i), inset(square, -3, -3),
                               command::GoTo{{step + 1, 0}}, entity);
    widget.focusable = false;
    widget.tooltip = b_.words.format("inspector.via", display_name(trace_, through));
    return 18;
  }

  /// "W1[0,0] → h[0] → o[0] → J": the named numbers on the way.
  void route(std::size_t i, float baseline) {
    float x = left_ + arrival(i, baseline);
    const float end = bars_left_ - 14;
    const std::string whole = routes_.whole(i);
    for (const RoutePart& part : routes_.fitting(i, end - x, b_)) {
      const float room = end - x;
      if (part.element)
        x += named(model_.paths.top[i].elements[*part.element], part.text, {x, baseline}, room);
      else
        x += dots({x, baseline}, part.text, Routes::style, whole);
      x += Routes::gap;
    }
  }

  /// A number on the way, which a click selects. Returns its width.
  float named(const Quantity& q, const std::string& text, Vec2 baseline, float room) {
    const Entity entity = Entity::value(q.value, q.element);
    const bool lit = is_lit(b_.look, state_, entity);
    const float width = b_.text(baseline, text, Routes::style,
                                lit ? b_.colors.forward : b_.colors.ink, Align::left, room, entity);
    b_.region("path:" + std::to_string(b_.scene.widgets.size()),
              {baseline.x, baseline.y - 15, width, 20}, command::Select{entity}, entity);
    return width;
  }

  /// The local derivatives of a path that are listed, and how many of 1 are only counted.
  struct Listed {
    std::vector<std::size_t> factors;
    std::size_t ones = 0;
  };

  /// All where there is room; else all but those of 1, which change nothing.
  Listed listed(std::size_t i, int digits) const {
    const auto& derivatives = model_.paths.top[i].derivatives;
    Listed all;
    for (std::size_t d = 0; d < derivatives.size(); ++d)
      all.factors.push_back(d);
    if (fits(i, all, digits)) return all;
    Listed fewer;
    for (const std::size_t d : all.factors) {
      const bool counted = derivatives[d] == 1 && !is_current(i, d);
      counted ? static_cast<void>(++fewer.ones) : fewer.factors.push_back(d);
    }
    return fewer;
  }

  std::vector<std::string> texts_of(std::size_t i, const Listed& its, int digits) const {
    std::vector<std::string> texts;
    for (const std::size_t d : its.factors) {
      texts.push_back((texts.empty() ? "" : "\u00D7 ") +
                      shown(model_.paths.top[i].derivatives[d], digits));
    }
    if (its.ones > 0) texts.push_back(b_.words.format("paths.ones", its.ones));
    return texts;
  }

  bool fits(std::size_t i, const Listed& its, int digits) const {
    float width = -factor_gap;
    for (const std::string& text : texts_of(i, its, digits))
      width += b_.width(text, TextStyle::code_small) + factor_gap;
    return width <= factors_end() - left_;
  }

  float factors_end() const { return bars_left_ - 12; }

  /// As many digits as asked for, or as the factors of all paths have room for, down to three.
  int fitting_digits() const {
    int digits = b_.look.digits;
    for (std::size_t i = 0; i < model_.paths.top.size(); ++i) {
      while (digits > 3 && !(listed(i, digits).ones == 0 && fits(i, listed(i, digits), digits)))
        --digits;
    }
    return digits;
  }

  /// The local derivatives, in the order of the route. What backward() has multiplied by already is
  /// in its colour.
  void factors(std::size_t i, float baseline) {
    float x = left_;
    const float end = factors_end();
    const Listed its = listed(i, digits_);
    const std::vector<std::string> texts = texts_of(i, its, digits_);
    for (std::size_t f = 0; f < texts.size(); ++f) {
      const float width = b_.width(texts[f], TextStyle::code_small);
      const bool last = f + 1 == texts.size();
      if (x + width + (last ? 0 : dots_room(TextStyle::code_small)) > end) {
        dots({x, baseline}, "\u2026", TextStyle::code_small, factors_text(model_.paths.top[i]));
        return;
      }
      if (f < its.factors.size())
        factor(i, its.factors[f], texts[f], {x - 2, baseline - 13, width + 4, 18}, baseline);
      else
        b_.text({x, baseline}, texts[f], TextStyle::code_small, b_.colors.muted);
      x += width + factor_gap;
    }
    if (texts.empty()) b_.text({x, baseline}, "1", TextStyle::code_small, b_.colors.muted);
  }

  void factor(std::size_t i, std::size_t d, const std::string& text, Rect place, float baseline) {
    const Path& path = model_.paths.top[i];
    const Quantity& by = path.elements[d];
    const Quantity& of = path.elements[d + 1];
    if (is_current(i, d))
      b_.add(draw::Rectangle{place, 3, b_.colors.backward_fill, b_.colors.backward, 1});
    b_.text({place.x + 2, baseline}, text, TextStyle::code_small,
            ink(done(i, d) ? b_.colors.backward : b_.colors.muted));
    Widget& widget = b_.region("factor:" + std::to_string(b_.scene.widgets.size()), place,
                               std::nullopt, Entity::value(by.value, by.element));
    widget.tooltip = "\u2202" + element_name(trace_, of.value, of.element) + " / \u2202" +
                     element_name(trace_, by.value, by.element) + " = " +
                     shown_exactly(path.derivatives[d]);
    const Index step = model_.steps[i][d];
    if (step < 0) return;
    widget.command = command::GoTo{{step + 1, 0}};
    widget.quantity =
        Quantity{target(trace_, trace_.step(step)), by.element, false, 0, step, of.element};
  }

  // What they come to.

  void total(const std::string& name, double number, double from, double to, Color color) {
    b_.line({left_, y_}, {right_, y_}, b_.colors.hairline);
    const float room = bars_left_ - left_ - 12;
    if (b_.width(name, TextStyle::body) <= room)
      b_.text({left_, y_ + 24}, name, TextStyle::body, b_.colors.ink);
    else
      b_.paragraph({left_, y_ + 4}, room, name, TextStyle::small, b_.colors.ink, 2);
    this->number("total:" + name, {bars_left_, y_ + 20}, number, TextStyle::code_strong, color);
    bar(from, to, y_ + 28, 12, color);
    y_ += 46;
  }

  void rest() {
    const double more = model_.paths.count - static_cast<double>(model_.paths.top.size());
    if (more < 1 || !computed()) return;
    total(b_.words.format("paths.rest", count_text(more)), model_.paths.sum - sum_, sum_,
          model_.paths.sum, b_.colors.muted);
  }

  void totals() {
    if (!computed()) {
      message("paths.not_yet");
      return;
    }
    total(b_.words["paths.sum"], model_.paths.sum, 0, model_.paths.sum, b_.colors.ink);
    const BackwardRun& run = trace_.backward_runs[static_cast<std::size_t>(model_.run)];
    if (state_.time.step < run.end_step) return;
    if (model_.before != 0)
      total(b_.words["paths.before"], model_.before, 0, model_.before, b_.colors.muted);
    total(b_.words["paths.gradient"], model_.gradient, 0, model_.gradient, b_.colors.backward);
    const double off = std::abs(model_.before + model_.paths.sum - model_.gradient);
    const bool same = off <= 1e-12 * (model_.paths.sum_of_sizes + std::abs(model_.before));
    b_.text({left_, y_ + 12},
            same ? "\u2713 " + b_.words["paths.same"]
                 : "\u2717 " + b_.words.format("paths.differ", shown_short(off)),
            TextStyle::small, same ? b_.colors.good : b_.colors.wrong, Align::left, right_ - left_);
    y_ += 24;
  }

  /// What the three ways to all gradients of this backward() cost.
  void work() {
    if (!model_.work) return;
    y_ += 30;
    b_.text({left_, y_}, b_.words.format("paths.work", count_text(model_.work->parameters)),
            TextStyle::caption, b_.colors.muted, Align::left, right_ - left_);
    y_ += 10;
    const std::pair<const char*, double> ways[] = {{"paths.work.reverse", model_.work->reverse},
                                                   {"paths.work.forward", model_.work->forward},
                                                   {"paths.work.paths", model_.work->path_by_path}};
    const double most =
        std::max({model_.work->reverse, model_.work->forward, model_.work->path_by_path, 1.0});
    const float room = bars_left_ - left_ - number_width - 10;
    const bool narrow = std::any_of(std::begin(ways), std::end(ways), [&](const auto& way) {
      return b_.width(b_.words[way.first], TextStyle::small) > room;
    });
    for (const auto& [key, count] : ways) {
      y_ += 22;
      b_.text({left_, y_}, b_.words[key], TextStyle::small, b_.colors.ink, Align::left,
              right_ - left_);
      if (narrow) y_ += 18;  // what it costs stands below its name
      b_.text({bars_left_ - 12, y_}, count_text(count), TextStyle::code, b_.colors.ink,
              Align::right);
      const float width = std::max(2.0F, (right_ - bars_left_) * static_cast<float>(count / most));
      b_.add(draw::Rectangle{{bars_left_, y_ - 10, width, 11}, 2, b_.colors.faint});
    }
    y_ += 10;
  }

  const State& state_;
  const Trace& trace_;
  const PathsModel& model_;
  int digits_ = usual_digits;  ///< of factors
  Routes routes_;
  Builder b_;
  Rect area_;
  float left_ = 0, right_ = 0, bars_left_ = 0, y_ = 0, top_ = 0;
  double sum_ = 0;  ///< of the paths so far
  double low_ = 0, high_ = 0;
};

}  // namespace

Scene paths_scene(const State& state, const PathsModel& model, Rect area, float scroll,
                  const Look& look) {
  return PathsPainter(state, model, area, scroll, look).paint();
}

}  // namespace backprop::viz
