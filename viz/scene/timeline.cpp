#include "viz/scene/timeline.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/network_model.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/transport_scene.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 22;
constexpr float bar_top = 58;
constexpr float bar_height = 28;
constexpr float strip_height = 14;  // the iterations' numbers, above the bar
constexpr float gap_unseen = 0.5F;  // pixels

Rect bar_of(Rect area, bool several) {
  return {area.x + margin, area.y + bar_top + (several ? strip_height : 0), area.w - 2 * margin,
          bar_height};
}

std::string position_text(const State& state, const Strings& words) {
  const Trace& trace = *state.trace;
  const auto step = current_step(state);
  if (!step) return words.format("timeline.start", trace.step_count());
  std::string text = words.format("timeline.position", *step + 1, trace.step_count());
  if (state.time.term > 0) {
    text += words.format("timeline.term", state.time.term, term_count(trace, *step));
  }
  return text + " \u00b7 " + step_summary(trace, *step, words);
}

class TimelinePainter {
 public:
  TimelinePainter(const State& state, const TimelineModel& model, const TimelineScale& scale,
                  const TimelineStrip& strip, const Look& look)
      : state_(state),
        trace_(*state.trace),
        model_(model),
        scale_(scale),
        strip_(strip),
        r_(scale.bar()),
        b_(look) {}

  void transport_row(Rect area, double speed) {
    transport(b_, state_, speed, area);
    b_.text({r_.x, r_.bottom() + 30}, position_text(state_, b_.words), TextStyle::small,
            b_.colors.muted, Align::left, r_.w);
  }

  void bar(const std::vector<StepRange>& stale) {
    b_.add(draw::Rectangle{r_, 4, b_.colors.clear_fill});
    phases();
    pale(stale);
    lines_between_steps();
    labels();
    folds();
  }

  void iterations() {
    if (model_.iterations.size() < 2) return;
    const int current = iteration_at(trace_, state_.time.step);
    float free_from = r_.x;
    const float narrowest = narrowest_digit() + 4;
    for (std::size_t i = 0; i < model_.iterations.size(); ++i) {
      const int iteration = static_cast<int>(i);
      const auto [x0, x1] = scale_.range_of(iteration);
      if (iteration != current && x1 - x0 < narrowest) continue;
      const std::string number = std::to_string(i + 1);
      const std::string label =
          x1 - x0 > 90 ? b_.words.format("timeline.iteration", number) : number;
      const float width = b_.width(label, TextStyle::caption);
      const bool chosen = iteration == current;
      if (!chosen && x1 - x0 < width + 4) continue;
      const float x = std::clamp((x0 + x1 - width) / 2, r_.x, r_.right() - width);
      if (x < free_from) continue;
      b_.text({x, r_.y - 8}, label, TextStyle::caption, chosen ? b_.colors.ink : b_.colors.muted);
      Widget& widget =
          b_.region("iteration:" + number, {x - 3, r_.y - 20, width + 6, 15}, std::nullopt);
      widget.view_action = "iteration:" + std::to_string(iteration);
      widget.tooltip = b_.words[scale_.is_folded(iteration) ? "timeline.unfold" : "timeline.fold"];
      free_from = x + width + 6;
    }
  }

  float cursor_x() const {
    float x = scale_.x_of(state_.time.step);
    if (state_.time.term > 0) {
      const auto terms = static_cast<float>(term_count(trace_, state_.time.step));
      x += (scale_.x_of(state_.time.step + 1) - x) * static_cast<float>(state_.time.term) /
           std::max(1.0F, terms);
    }
    return x;
  }

  void cursor() {
    const float x = cursor_x();
    b_.add(draw::Rectangle{{x - 2, r_.y - 4, 4, r_.h + 8}, 2, b_.colors.ink});
  }

  /// The step that the pointer is on in any pane, or that made what it is on.
  void hovered() {
    const auto step = step_of(state_, b_.look.hover);
    if (!step) return;
    const float x = scale_.x_of(*step);
    const float width = std::max(3.0F, scale_.x_of(*step + 1) - x);
    b_.add(draw::Rectangle{{x, r_.y, width, r_.h}, 2, Color{0, 0, 0, 0}, b_.colors.ink, 1.5F},
           b_.look.hover);
  }

  /// Red marks on the upper edge.
  void stops(const std::vector<Index>& steps) {
    for (const Index step : steps) {
      const float x = middle_of(scale_, step);
      b_.add(draw::Polygon{{{x, r_.y + 6}, {x - 4, r_.y - 1}, {x + 4, r_.y - 1}}, b_.colors.wrong});
    }
  }

  /// Below the bar: filled marks write what is selected, hollow ones read it; violet its value,
  /// coral its gradient, green an update.
  void marks(const TimelineMarks& all, ValueId id) {
    draw_marks(all.reads, b_.colors.forward, false);
    draw_marks(all.gradient_reads, b_.colors.backward, false);
    draw_marks(all.made, b_.colors.forward, true);
    draw_marks(all.gradient_writes, b_.colors.backward, true);
    draw_marks(all.updated, b_.colors.update, true);
    float x = r_.x;
    const float y = r_.bottom() + 51;
    const auto legend = [&](const char* key, const std::vector<Index>& steps, Color color,
                            bool filled) {
      if (steps.empty()) return;
      const std::string text = b_.words.format(key, display_name(trace_, id));
      const float width = b_.width(text, TextStyle::small);
      if (x + 14 + width > r_.right()) return;
      triangle({x + 4, y - 9}, color, filled);
      b_.text({x + 14, y}, text, TextStyle::small, b_.colors.muted);
      x += 14 + width + 14;
    };
    legend("timeline.made", all.made, b_.colors.forward, true);
    legend("timeline.updated", all.updated, b_.colors.update, true);
    legend("timeline.reads", all.reads, b_.colors.forward, false);
    legend("timeline.writes", all.gradient_writes, b_.colors.backward, true);
    legend("timeline.gradient_reads", all.gradient_reads, b_.colors.backward, false);
  }

  Scene finish() && {
    Widget& widget = b_.region("timeline", {r_.x, r_.y - 5, r_.w, r_.h + 8}, std::nullopt);
    widget.focusable = false;
    if (state_.practice) widget.tooltip = b_.words["practice.no_time"];
    return std::move(b_.scene);
  }

 private:
  float narrowest_digit() const {
    float width = b_.width("0", TextStyle::caption);
    for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
      width = std::min(width, b_.width(digit, TextStyle::caption));
    return width;
  }

  void phases() {
    for (const TimelineStrip::Piece& piece : strip_.drawn)
      b_.add(draw::Rectangle{{piece.left, r_.y, piece.right - piece.left, r_.h},
                             0,
                             direction_fill(b_.colors, piece.kind)});
  }

  /// Pales what a run of the edited program may do otherwise; a gap that cannot be seen, too.
  void pale(const std::vector<StepRange>& stale) {
    TimelineScale::Walk walk(scale_);
    for (std::size_t i = 0; i < stale.size();) {
      const float x0 = walk.x_of(stale[i].first);
      float x1 = walk.x_of(stale[i].end);
      for (++i; i < stale.size() && walk.x_of(stale[i].first) - x1 < gap_unseen; ++i)
        x1 = walk.x_of(stale[i].end);
      b_.add(draw::Rectangle{{x0, r_.y, x1 - x0, r_.h}, 0, faded(b_.colors.clear_fill, 0.8F)});
    }
  }

  void lines_between_steps() {
    for (std::size_t i = 0; i < model_.iterations.size(); ++i) {
      const bool folded = scale_.is_folded(static_cast<int>(i));
      if (folded || scale_.pitch(static_cast<int>(i)) < 4) continue;
      for (Index s = model_.iterations[i].first + 1; s < model_.iterations[i].end; ++s)
        b_.line({scale_.x_of(s), r_.y}, {scale_.x_of(s), r_.bottom()}, b_.colors.card, 1);
    }
  }

  void labels() {
    const float cursor = cursor_x();
    for (const TimelineStrip::Piece& piece : strip_.roomy) {
      if (piece.kind == StepKind::clear) continue;
      const std::string& label = phase_word(b_.words, piece.kind);
      const float width = b_.width(label, TextStyle::small);
      const bool covered = cursor > piece.left - 3 && cursor < piece.left + width + 12;
      const float x0 = covered ? cursor + 2 : piece.left;
      const float room = piece.right - x0;
      if (width + 12 > room) continue;
      b_.add(draw::Rectangle{
          {x0 + 2, r_.y + 5, width + 8, r_.h - 10}, 3, direction_fill(b_.colors, piece.kind)});
      b_.text({x0 + 6, b_.baseline_in(r_.y, r_.h, TextStyle::small)}, label, TextStyle::small,
              direction_ink(b_.colors, piece.kind));
    }
  }

  /// A line at the start of each iteration, where there is room to tell them apart.
  void folds() {
    float last = r_.x;
    for (std::size_t i = 1; i < model_.iterations.size(); ++i) {
      const float x = scale_.range_of(static_cast<int>(i)).first;
      if (x - last < 3) continue;
      last = x;
      b_.line({x, r_.y - 2}, {x, r_.bottom() + 2}, b_.colors.faint, 1);
    }
  }

  void triangle(Vec2 tip, Color color, bool filled) {
    if (filled) {
      b_.add(draw::Polygon{{tip, {tip.x + 5, tip.y + 8}, {tip.x - 5, tip.y + 8}}, color});
      return;
    }
    b_.add(draw::Polyline{{{tip.x, tip.y + 1},
                           {tip.x + 4.3F, tip.y + 7.6F},
                           {tip.x - 4.3F, tip.y + 7.6F},
                           {tip.x, tip.y + 1}},
                          1.3F,
                          color,
                          false});
  }

  void draw_marks(const std::vector<Index>& steps, Color color, bool filled) {
    for (const Index step : steps) {
      const float x = middle_of(scale_, step);
      triangle({x, r_.bottom() + 4}, color, filled);
      Widget& widget = b_.region("tick:" + std::to_string(step), {x - 5, r_.bottom() + 3, 10, 11},
                                 command::GoTo{{step + 1, 0}}, Entity::step(step));
      widget.focusable = false;
      widget.tooltip = step_summary(trace_, step, b_.words);
    }
  }

  const State& state_;
  const Trace& trace_;
  const TimelineModel& model_;
  const TimelineScale& scale_;
  const TimelineStrip& strip_;
  Rect r_;
  Builder b_;
};

}  // namespace

void Timeline::refresh(const State& state, Rect bar) {
  if (trace_ != state.trace) {
    trace_ = state.trace;
    model_ = timeline_of(*trace_);
    folds_.clear();
    selected_ = no_value;
    accesses_ = {};  // of steps that the other recording may not have
    scale_.reset();
    stale_.reset();
    stale_ranges_.clear();
  }
  const int current = iteration_at(*trace_, state.time.step);
  const bool moved = scale_ && !(scale_->bar() == bar);
  // Who goes to an iteration wants to see it.
  if (const auto fold = folds_.find(current);
      scale_for_ != current && fold != folds_.end() && fold->second)
    folds_.erase(fold);
  const bool other = scale_for_ != current || folds_changed_;
  const bool rescaled = !scale_ || moved || (other && !held_);
  if (rescaled) {
    scale_.emplace(model_, bar, current, folds_);
    scale_for_ = current;
    folds_changed_ = false;
    strip_ = strip_of(model_, *scale_);
  }
  if (stale_ != state.stale) {
    stale_ = state.stale;
    stale_ranges_ = stale_ ? stale_ranges(*trace_, *stale_) : std::vector<StepRange>{};
  }
  const bool chosen = state.selection.kind == Entity::Kind::value;
  const ValueId id = chosen ? first_version(*trace_, state.selection.id) : no_value;
  const bool another = id != selected_;
  if (another) accesses_ = chosen ? accesses(*trace_, id) : Accesses{};
  selected_ = id;
  if (another || rescaled) marks_ = marks_of(*trace_, accesses_, *scale_);
  if (finder_.advance(state) || rescaled)
    stops_ = told_apart(finder_.stops(), *scale_, finest_piece);
}

Scene Timeline::scene(const State& state, double speed, Rect area, const Look& look) {
  if (trace_ != state.trace) refresh(state, {});
  refresh(state, bar_of(area, model_.iterations.size() > 1));
  TimelinePainter painter(state, model_, *scale_, strip_, look);
  painter.transport_row(area, speed);
  painter.bar(stale_ranges_);
  painter.iterations();
  if (selected_ != no_value) painter.marks(marks_, selected_);
  painter.hovered();
  painter.stops(stops_);
  painter.cursor();
  return std::move(painter).finish();
}

void Timeline::flip(int iteration) {
  if (!scale_) return;
  folds_changed_ = true;
  folds_[iteration] = !scale_->is_folded(iteration);
}

}  // namespace backprop::viz
