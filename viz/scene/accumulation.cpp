#include "viz/scene/accumulation.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/number_region.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr std::size_t most_routes = 6;  // listed one by one
constexpr float bar_left = 96;          // from the numbers
constexpr float bar_height = 12;
constexpr std::ptrdiff_t most_bars = 64;  // of one row; of more, neighbours are drawn together
constexpr float narrowest_bar = 1.5F;     // pixels
constexpr std::ptrdiff_t most_lanes = 26;

class Rows {
 public:
  Rows(Column& c, const State& state, Index step, Index element, std::span<const Arrival> parts)
      : c_(c),
        b_(c.b),
        state_(state),
        trace_(*state.trace),
        step_(step),
        into_(target(trace_, trace_.step(step))),
        element_(element),
        made_(is_made(state, step, element)),
        before_(gradient_element_at(trace_, into_, element, step)),
        after_(made_ ? gradient_element_at(trace_, into_, element, step + 1) : before_),
        parts_(made_ || parts.empty() ? parts : parts.first(parts.size() - 1)) {}

  void draw() {
    c_.caption(b_.words["inspector.accumulation"]);
    scale();
    const std::size_t last = parts_.empty() || !made_ ? parts_.size() : parts_.size() - 1;
    row("inspector.before", before_, 0, last, ink(b_.colors.muted, step_), step_);
    if (made_) {
      if (!parts_.empty())
        row("inspector.plus", parts_.back().number, last, parts_.size(),
            number_ink(b_.colors, b_.colors.backward, is_step_stale(state_, step_)));
      row("inspector.after", after_, 0, parts_.size(), ink(b_.colors.ink, step_ + 1), step_ + 1);
    }
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
    for (const Arrival& part : parts_) {
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
  /// begins at zero. `at`: when the gradient is that number.
  void row(const char* key, double number, std::size_t first, std::size_t end, Color color,
           std::optional<Index> at = {}) {
    c_.gap(1);
    if (at) {
      number_row(c_, b_.words[key], b_.signed_number(number), color, trace_,
                 {into_, element_, true, *at});
    } else {
      c_.row(b_.words[key], b_.signed_number(number), color);
    }
    if (c_.x + c_.width - bars_left() < 24) return;
    bars(first, end);
    b_.line({x_of(0), c_.y - 13}, {x_of(0), c_.y + 3}, b_.colors.faint);
  }

  float bars_left() const { return c_.x + Column::names + bar_left; }

  float x_of(double at) const {
    const float room = c_.x + c_.width - bars_left();
    return bars_left() +
           room * static_cast<float>((std::clamp(at, low_, high_) - low_) / (high_ - low_));
  }

  /// Where the sum turns back, bars would hide one another: each has a lane of its own. Of more
  /// bars than can be told apart neighbours are one, from the lowest to the highest sum on the way.
  void bars(std::size_t first, std::size_t end) {
    const auto count = static_cast<std::ptrdiff_t>(end - first);
    const auto falls = [](const Arrival& part) { return part.number < 0; };
    const auto its = parts_.subspan(first, end - first);
    const auto falling = std::count_if(its.begin(), its.end(), falls);
    const bool turns = falling > 0 && falling < count;
    const bool many = count > most_bars;
    const std::ptrdiff_t per_lane = turns && many ? (count + most_lanes - 1) / most_lanes : 1;
    const float lane = turns ? 13 / static_cast<float>(count) : 0;
    const float height =
        turns ? std::max(2.0F, lane * static_cast<float>(per_lane) - 1) : bar_height;
    double sum = 0;
    for (std::ptrdiff_t i = 0; i < count;) {
      const std::ptrdiff_t begin = i;
      const double before = sum;
      double low = sum;
      double high = sum;
      const auto more = [&] {
        if (i == begin) return true;
        if (!many || i == count) return false;
        return turns ? i - begin < per_lane : x_of(high) - x_of(low) < narrowest_bar;
      };
      while (more()) {
        sum += its[static_cast<std::size_t>(i++)].number;
        if (!std::isfinite(sum)) return;
        low = std::min(low, sum);
        high = std::max(high, sum);
      }
      bar(low, high, lane * static_cast<float>(begin), height, sum < before,
          color_of(first + static_cast<std::size_t>(begin)));
    }
  }

  /// Hollow where it goes down: colour is never the only sign.
  void bar(double low, double high, float below, float height, bool down, Color color) {
    const float left = x_of(low);
    const float width = std::max(narrowest_bar, x_of(high) - left);
    b_.add(draw::Rectangle{{left, c_.y - 11 + below, width, height},
                           2,
                           down ? Color{0, 0, 0, 0} : color,
                           color,
                           1.5F});
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
          b_.signed_number(parts_[i].number) + "  " + b_.words.format("inspector.via", from);
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
  Index element_;
  bool made_;
  double before_, after_;
  std::span<const Arrival> parts_;
  double low_ = 0, high_ = 0;
};

}  // namespace

void accumulation_rows(Column& c, const State& state, Index step, Index element,
                       Arrivals& arrivals) {
  Rows(c, state, step, element, arrivals.of(state.trace, step, element)).draw();
}

}  // namespace backprop::viz
