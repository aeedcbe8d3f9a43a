#include "viz/scene/compare_scene.h"

#include <algorithm>

#include "engine/trace/time.h"
#include "viz/scene/number_field.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;
constexpr float bar_height = 14;
constexpr float label_width = 46;

class Comparison {
 public:
  Comparison(const State& state, Rect area, const Look& look)
      : state_(state),
        now_(*state.trace),
        kept_(*state.kept->trace),
        difference_(state.kept->difference),
        area_(area),
        b_(look) {}

  Scene build() && {
    b_.add(draw::Rectangle{{area_.x, area_.y, area_.w, area_.h}, 0, b_.colors.card});
    b_.line({area_.x, area_.y}, {area_.right(), area_.y}, b_.colors.hairline);
    const float left = buttons();
    const std::string& title = b_.words["compare.title"];
    const float room = left - area_.x - margin - 8;
    b_.text(
        {area_.x + margin, area_.y + 24}, title,
        b_.fitting_style(title, {TextStyle::strong, TextStyle::small, TextStyle::caption}, room),
        b_.colors.ink, Align::left, room);
    sentence();
    bar(area_.y + 58, "now", now_, b_.words["compare.now"]);
    bar(area_.y + 58 + bar_height + 4, "kept", kept_, b_.words["compare.kept"]);
    mark();
    selection();
    return std::move(b_.scene);
  }

 private:
  /// From the right; returns the left edge of the last.
  float buttons() {
    float x = area_.right() - margin;
    const auto add = [&](const char* name, Command command, bool enabled) {
      const std::string key = std::string("compare.") + name;
      const std::string& label = b_.words[key];
      const float width = b_.width(label, TextStyle::small) + 18;
      x -= width;
      const bool waits = state_.practice && name != std::string("drop");
      b_.button(std::string("compare-") + name, {x, area_.y + 8, width, 24}, label,
                std::move(command), {.enabled = enabled && !waits},
                b_.words[waits ? "practice.no_time" : key + ".tip"]);
      x -= 6;
    };
    add("drop", command::DropKept{}, true);
    add("swap", command::SwapKept{}, true);
    const Index step = difference_ ? difference_->step + 1 : 0;
    add("go", command::GoTo{{step, 0}}, difference_.has_value());
    return x;
  }

  void sentence() {
    b_.text({area_.x + margin, area_.y + 47}, difference_text(), TextStyle::small,
            difference_ ? b_.colors.ink : b_.colors.muted, Align::left, area_.w - 2 * margin);
  }

  /// While the learner is backprop, the numbers of the other run would answer for them.
  std::string difference_text() const {
    if (state_.practice) return b_.words["compare.practising"];
    if (!difference_) return b_.words["compare.same"];
    const Index at = difference_->step;
    if (difference_->what == TraceDifference::What::structure) {
      return b_.words.format("compare.structure", at + 1, step_text(now_, at),
                             step_text(kept_, at));
    }
    if (difference_->what == TraceDifference::What::clearing)
      return b_.words.format("compare.clearing", at + 1);
    const Step& step = now_.step(at);
    const std::string name = step.kind == StepKind::backward
                                 ? gradient_name(now_, target(now_, step), difference_->element)
                                 : element_name(now_, step.value, difference_->element);
    return b_.words.format("compare.number", at + 1, name, b_.number(difference_->a),
                           b_.number(difference_->b));
  }

  std::string step_text(const Trace& trace, Index at) const {
    return at < trace.step_count() ? step_summary(trace, at, b_.words) : b_.words["compare.ends"];
  }

  // The timelines, on one scale.

  float x_of(Index step) const {
    const Index most = std::max<Index>(1, std::max(now_.step_count(), kept_.step_count()));
    const float left = area_.x + margin + label_width;
    return left +
           (area_.right() - margin - left) * static_cast<float>(step) / static_cast<float>(most);
  }

  void bar(float y, const std::string& name, const Trace& trace, const std::string& label) {
    b_.text({area_.x + margin, b_.baseline_in(y, bar_height, TextStyle::small)}, label,
            TextStyle::small, b_.colors.muted, Align::left, label_width - 6);
    for (Index begin = 0, end = 0; begin < trace.step_count(); begin = end) {
      const StepKind kind = trace.step(begin).kind;
      while (end < trace.step_count() && trace.step(end).kind == kind)
        ++end;
      const float left = x_of(begin);
      b_.add(draw::Rectangle{
          {left, y, x_of(end) - left, bar_height}, 0, direction_fill(b_.colors, kind)});
    }
    const float at = x_of(std::min(state_.time.step, trace.step_count()));
    b_.add(draw::Rectangle{{at - 1.5F, y - 2, 3, bar_height + 4}, 1, b_.colors.ink});
    const float left = x_of(0);
    b_.region("compare-" + name, {left, y, x_of(trace.step_count()) - left, bar_height},
              std::nullopt)
        .focusable = false;
  }

  /// A line through both at the first step that differs.
  void mark() {
    if (!difference_ || state_.practice) return;
    const float x = (x_of(difference_->step) + x_of(difference_->step + 1)) / 2;
    const float top = area_.y + 56;
    const float bottom = top + 2 * bar_height + 8;
    b_.line({x, top}, {x, bottom}, b_.colors.wrong, 2);
    b_.add(draw::Polygon{{{x, bottom}, {x + 5, bottom + 7}, {x - 5, bottom + 7}}, b_.colors.wrong},
           Entity::step(difference_->step));
  }

  // The selection in both.

  /// Value and gradient of an element at the time that is looked at, or that there is none yet.
  /// With all digits, or with so many.
  std::string numbers_of(const Trace& trace, ValueId id, Index element, int digits = 0) const {
    if (id == no_value) return b_.words["compare.none"];
    const Index step = std::min(state_.time.step, trace.step_count());
    if (!exists(trace, id, step)) return b_.words["compare.not_yet"];
    const double value = trace.value(id).data[element];
    std::string text = digits > 0 ? shown_short(value, digits) : b_.number(value);
    if (contribution_count(trace, id, step) > 0) {
      const double gradient = gradient_element_at(trace, id, element, step);
      text += (digits > 0 ? " \u2202 " : "   \u2202" + loss_name(trace) + " ") +
              (digits > 0 ? shown_short(gradient, digits) : b_.signed_number(gradient));
    }
    return text;
  }

  /// With as many digits as there is room for; the whole is said where the pointer is on them.
  void numbers(Vec2 baseline, const Trace& trace, ValueId id, Index element, float room,
               Color color) {
    const std::string whole = numbers_of(trace, id, element);
    std::string text = whole;
    for (int digits = b_.digits_in_pictures();
         digits > 1 && b_.width(text, TextStyle::code_small) > room; --digits)
      text = numbers_of(trace, id, element, digits);
    b_.text(baseline, text, TextStyle::code_small, color, Align::left, room);
    if (text != whole) std::get<draw::Text>(b_.scene.records.back().shape).whole = whole;
  }

  void selection() {
    const float y = area_.y + 114;
    if (state_.practice) return;
    const Entity element = selected_element(state_);
    if (element.kind != Entity::Kind::value) {
      b_.text({area_.x + margin, y}, b_.words["compare.select"], TextStyle::small, b_.colors.muted,
              Align::left, area_.w - 2 * margin);
      return;
    }
    const ValueId other = counterpart(now_, element.id, kept_);
    const std::string name = element_name(now_, element.id, element.index);
    const float room = area_.w - 2 * margin;
    float x = area_.x + margin;
    x += b_.text({x, y}, name, TextStyle::strong, b_.colors.ink, Align::left, room * 0.3F) + 14;
    const float half = (area_.right() - margin - x) / 2;
    const auto side = [&](const char* label, const Trace& trace, ValueId id, float left,
                          Color color) {
      const float w = b_.text({left, y}, b_.words[label], TextStyle::small, b_.colors.muted) + 8;
      numbers({left + w, y}, trace, id, element.index, half - w - 8, color);
    };
    const bool stale = is_stale(state_, element.id) || is_gradient_stale(state_, element.id);
    side("compare.now", now_, element.id, x, number_ink(b_.colors, b_.colors.ink, stale));
    side("compare.kept", kept_, other, x + half, b_.colors.ink);
  }

  const State& state_;
  const Trace& now_;
  const Trace& kept_;
  const std::optional<TraceDifference>& difference_;
  Rect area_;
  Builder b_;
};

}  // namespace

bool is_compared(const State& state) {
  return state.kept.has_value() && (!state.hunt || state.hunt->found);
}

Scene compare_scene(const State& state, Rect area, const Look& look) {
  return Comparison(state, area, look).build();
}

}  // namespace backprop::viz
