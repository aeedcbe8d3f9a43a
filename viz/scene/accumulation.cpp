#include "viz/scene/accumulation.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr std::size_t most_routes = 6;  // listed one by one
constexpr float bar_left = 96;          // from the numbers

struct Part {
  Index step = 0;
  double number = 0;
};

/// What has arrived at the element since gradients were last cleared, the step itself last.
std::vector<Part> parts_of(const Trace& trace, Index step, Index element) {
  const ValueId into = target(trace, trace.step(step));
  const auto& all = contributions_to(trace, into);
  const auto end = std::upper_bound(all.begin(), all.end(), step);
  const Index count = std::min<Index>(contribution_count(trace, into, step + 1), end - all.begin());
  std::vector<Part> parts;
  for (auto it = end - count; it != end; ++it) {
    const auto contribution = static_cast<std::size_t>(trace.step(*it).contribution);
    parts.push_back({*it, trace.contributions[contribution][element]});
  }
  return parts;
}

class Rows {
 public:
  Rows(Column& c, const State& state, Index step, Index element)
      : c_(c),
        b_(c.b),
        state_(state),
        trace_(*state.trace),
        step_(step),
        into_(target(trace_, trace_.step(step))),
        before_(gradient_at(trace_, into_, step)[element]),
        after_(gradient_at(trace_, into_, step + 1)[element]),
        parts_(parts_of(trace_, step, element)) {}

  void draw() {
    c_.caption(b_.words["inspector.accumulation"]);
    scale();
    const std::size_t last = parts_.empty() ? 0 : parts_.size() - 1;
    row("inspector.before", before_, 0, last, ink(b_.colors.muted, step_));
    if (!parts_.empty())
      row("inspector.plus", parts_.back().number, last, parts_.size(),
          number_ink(b_.colors, b_.colors.backward, is_step_stale(state_, step_)));
    row("inspector.after", after_, 0, parts_.size(), ink(b_.colors.ink, step_ + 1));
    if (parts_.size() > 1) routes();
  }

 private:
  Color ink(Color fresh, Index at) const {
    return number_ink(b_.colors, fresh, is_gradient_stale(state_, into_, at));
  }

  /// All bars on one scale: from the lowest to the highest sum on the way.
  void scale() {
    double sum = 0;
    const auto reach = [this](double number) {
      if (!std::isfinite(number)) return;
      low_ = std::min(low_, number);
      high_ = std::max(high_, number);
    };
    for (const Part& part : parts_) {
      sum += part.number;
      reach(sum);
      reach(part.number);
    }
    reach(before_);
    reach(after_);
    if (!(high_ > low_)) high_ = low_ + 1;
  }

  Color color_of(std::size_t part) const {
    return parts_.size() > 1 ? path_color(b_.colors, part) : b_.colors.backward;
  }

  /// A number, and the parts [first, end) of it as bars one after the other; the contribution alone
  /// begins at zero.
  void row(const char* key, double number, std::size_t first, std::size_t end, Color color) {
    c_.y += 21;
    b_.text({c_.x, c_.y}, b_.words[key], TextStyle::small, b_.colors.muted, Align::left,
            Column::names - 6);
    b_.text({c_.x + Column::names, c_.y}, shown_signed(number), TextStyle::code, color);
    const float left = c_.x + Column::names + bar_left;
    const float room = c_.x + c_.width - left;
    if (room < 24) return;
    const auto x = [&](double at) {
      return left +
             room * static_cast<float>((std::clamp(at, low_, high_) - low_) / (high_ - low_));
    };
    // Where the sum turns back, bars would hide one another: each has a lane of its own.
    const auto falls = [](const Part& part) { return part.number < 0; };
    const auto begin_it = parts_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end_it = parts_.begin() + static_cast<std::ptrdiff_t>(end);
    const auto falling = std::count_if(begin_it, end_it, falls);
    const bool turns = falling > 0 && falling < end_it - begin_it;
    const float lane = turns ? 13 / static_cast<float>(end - first) : 0;
    const float height = turns ? std::max(2.0F, lane - 1) : 12;
    double sum = 0;
    for (std::size_t i = first; i < end; ++i) {
      const double next = sum + parts_[i].number;
      if (!std::isfinite(next)) break;
      const float a = x(std::min(sum, next));
      const float width = std::max(1.5F, x(std::max(sum, next)) - a);
      // Hollow where it goes down: colour is never the only sign.
      const bool down = next < sum;
      b_.add(draw::Rectangle{{a, c_.y - 11 + lane * static_cast<float>(i - first), width, height},
                             2,
                             down ? Color{0, 0, 0, 0} : color_of(i),
                             color_of(i),
                             1.5F});
      sum = next;
    }
    b_.line({x(0), c_.y - 13}, {x(0), c_.y + 3}, b_.colors.faint);
  }

  /// Which colour came on which way; a click goes to that step.
  void routes() {
    c_.gap(6);
    const std::size_t first = parts_.size() > most_routes ? parts_.size() - most_routes : 0;
    if (first > 0) {
      c_.y += 19;
      b_.text({c_.x + 18, c_.y}, b_.words.format("inspector.earlier", first), TextStyle::small,
              b_.colors.muted, Align::left, c_.width - 18);
    }
    for (std::size_t i = first; i < parts_.size(); ++i) {
      c_.y += 19;
      b_.add(draw::Rectangle{{c_.x + 1, c_.y - 10, 11, 11}, 2, color_of(i)});
      const Step& step = trace_.step(parts_[i].step);
      const std::string from = display_name(trace_, step.value);
      const std::string text =
          shown_signed(parts_[i].number) + "  " + b_.words.format("inspector.via", from);
      b_.text({c_.x + 18, c_.y}, text, TextStyle::small,
              parts_[i].step == step_ ? b_.colors.ink : b_.colors.muted, Align::left,
              c_.width - 18);
      b_.region("route:" + std::to_string(i), {c_.x, c_.y - 14, c_.width, 19},
                command::Follow{{parts_[i].step + 1, 0}}, Entity::value(step.value))
          .tooltip = step_summary(trace_, parts_[i].step, b_.words);
    }
  }

  Column& c_;
  Builder& b_;
  const State& state_;
  const Trace& trace_;
  Index step_;
  ValueId into_;
  double before_, after_;
  std::vector<Part> parts_;
  double low_ = 0, high_ = 0;
};

}  // namespace

void accumulation_rows(Column& c, const State& state, Index step, Index element) {
  Rows(c, state, step, element).draw();
}

}  // namespace backprop::viz
