#include "viz/scene/timeline_scene.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 22;
constexpr float buttons_top = 14;
constexpr float button_size = 28;
constexpr float bar_top = 56;
constexpr float bar_height = 30;

float x_of(const Trace& trace, Rect bar, Index step) {
  if (trace.step_count() == 0) return bar.x;
  return bar.x + bar.w * static_cast<float>(step) / static_cast<float>(trace.step_count());
}

enum class Icon { first, back, forward, last };

/// A triangle, with a bar for the ends.
void icon(Builder& b, Rect r, Icon which, Color color) {
  const Vec2 c = r.center();
  const bool left = which == Icon::first || which == Icon::back;
  const float d = left ? -1.0F : 1.0F;
  b.add(draw::Polygon{{{c.x + 6 * d, c.y}, {c.x - 5 * d, c.y - 6.5F}, {c.x - 5 * d, c.y + 6.5F}},
                      color});
  if (which == Icon::first || which == Icon::last) {
    b.line({c.x + 7.5F * d, c.y - 6.5F}, {c.x + 7.5F * d, c.y + 6.5F}, color, 2.5F);
  }
}

float transport(Builder& b, const State& state, Rect area) {
  const Trace& trace = *state.trace;
  const bool at_start = state.time == Time{};
  const bool at_end = state.time.step >= trace.step_count();
  float x = area.x + margin - 6;
  const float y = area.y + buttons_top;
  const auto add = [&](const std::string& name, Icon which, Command command, bool enabled) {
    const Rect r{x, y, button_size, button_size};
    auto& widget = b.region(name, r, std::move(command));
    widget.enabled = enabled;
    widget.tooltip = b.words["transport." + name];
    icon(b, r, which, enabled ? b.colors.ink : b.colors.faint);
    x += button_size + 4;
  };
  add("go-start", Icon::first, command::GoTo{{}}, !at_start);
  add("step-back", Icon::back, command::StepBack{}, !at_start);
  add("step-forward", Icon::forward, command::StepForward{}, !at_end);
  add("go-end", Icon::last, command::GoTo{{trace.step_count(), 0}}, !at_end);
  x += 8;
  const std::string label = b.words[state.playing ? "transport.pause" : "transport.play"];
  const float width = b.width(label, TextStyle::small) + 28;
  b.button("play", {x, y + 1, width, 26}, label, command::SetPlaying{!state.playing},
           {.filled = true}, b.words["transport.play.tip"]);
  return x + width + 14;
}

/// "term | step | layer | phase"; returns its right edge.
float step_sizes(Builder& b, const State& state, float x, float y) {
  constexpr std::pair<StepSize, const char*> sizes[] = {{StepSize::term, "term"},
                                                        {StepSize::step, "step"},
                                                        {StepSize::layer, "layer"},
                                                        {StepSize::phase, "phase"}};
  for (const auto& [size, name] : sizes) {
    const std::string label = b.words[std::string("size.") + name];
    const float width = b.width(label, TextStyle::small) + 16;
    const bool chosen = state.step_size == size;
    const Rect r{x, y, width, 26};
    b.add(draw::Rectangle{r, 6, chosen ? b.colors.background : Color{0, 0, 0, 0},
                          chosen ? b.colors.hairline : Color{0, 0, 0, 0}});
    b.text({r.center().x, b.baseline_in(r.y, r.h, TextStyle::small)}, label, TextStyle::small,
           chosen ? b.colors.ink : b.colors.muted, Align::center);
    b.region(std::string("size-") + name, r, command::SetStepSize{size}).tooltip =
        b.words[std::string("size.") + name + ".tip"];
    x += width + 2;
  }
  return x + 12;
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

/// Runs of steps of one kind: first and end.
std::vector<std::pair<Index, Index>> phases(const Trace& trace) {
  std::vector<std::pair<Index, Index>> runs;
  for (Index i = 0; i < trace.step_count(); ++i) {
    if (runs.empty() || trace.step(i).kind != trace.step(runs.back().first).kind)
      runs.push_back({i, i});
    runs.back().second = i + 1;
  }
  return runs;
}

/// Pales what a run of the edited program may do otherwise.
void stale_steps(Builder& b, const State& state, Rect r) {
  const Index count = state.stale ? state.trace->step_count() : 0;
  for (Index begin = 0, end = 0; begin < count; begin = end) {
    const bool stale = is_step_stale(state, begin);
    while (end < count && is_step_stale(state, end) == stale)
      ++end;
    if (!stale) continue;
    const float x0 = x_of(*state.trace, r, begin);
    b.add(draw::Rectangle{
        {x0, r.y, x_of(*state.trace, r, end) - x0, r.h}, 0, faded(b.colors.clear_fill, 0.8F)});
  }
}

void bar(Builder& b, const State& state, Rect r) {
  const Trace& trace = *state.trace;
  const Index count = trace.step_count();
  b.add(draw::Rectangle{r, 4, b.colors.clear_fill});
  for (const auto& [begin, end] : phases(trace)) {
    const float x0 = x_of(trace, r, begin);
    b.add(draw::Rectangle{{x0, r.y, x_of(trace, r, end) - x0, r.h},
                          0,
                          direction_fill(b.colors, trace.step(begin).kind)});
  }
  stale_steps(b, state, r);
  const float pitch = r.w / static_cast<float>(std::max<Index>(1, count));
  if (pitch >= 4) {
    for (Index i = 1; i < count; ++i) {
      b.line({x_of(trace, r, i), r.y}, {x_of(trace, r, i), r.bottom()}, b.colors.card, 1);
    }
  }
  for (const auto& [begin, end] : phases(trace)) {
    const StepKind kind = trace.step(begin).kind;
    const std::string& label = phase_word(b.words, kind);
    const float x0 = x_of(trace, r, begin);
    const float width = b.width(label, TextStyle::small);
    if (kind == StepKind::clear || width + 12 > x_of(trace, r, end) - x0) continue;
    b.add(
        draw::Rectangle{{x0 + 2, r.y + 5, width + 8, r.h - 10}, 3, direction_fill(b.colors, kind)});
    b.text({x0 + 6, b.baseline_in(r.y, r.h, TextStyle::small)}, label, TextStyle::small,
           direction_ink(b.colors, kind));
  }
}

void cursor(Builder& b, const State& state, Rect r) {
  const Trace& trace = *state.trace;
  float x = x_of(trace, r, state.time.step);
  if (state.time.term > 0) {
    const auto terms = static_cast<float>(term_count(trace, state.time.step));
    x += (x_of(trace, r, state.time.step + 1) - x) * static_cast<float>(state.time.term) /
         std::max(1.0F, terms);
  }
  b.add(draw::Rectangle{{x - 2, r.y - 5, 4, r.h + 10}, 2, b.colors.ink});
}

void marker(Builder& b, const Trace& trace, Rect r, Index step, Color color) {
  const float x = (x_of(trace, r, step) + x_of(trace, r, step + 1)) / 2;
  const float y = r.bottom() + 4;
  b.add(draw::Polygon{{{x, y}, {x + 5, y + 8}, {x - 5, y + 8}}, color}, Entity::step(step));
}

/// Where the selected value is read, and where it or its gradient is written.
void markers(Builder& b, const State& state, Rect r) {
  if (state.selection.kind != Entity::Kind::value) return;
  const Trace& trace = *state.trace;
  const ValueId id = current_value(state, state.selection.id);
  constexpr std::size_t most = 200;
  const auto& reads = trace.used_by[static_cast<std::size_t>(id)];
  const auto& writes = contributions_to(trace, id);
  for (std::size_t i = 0; i < std::min(most, reads.size()); ++i)
    marker(b, trace, r, reads[i], b.colors.update);
  for (std::size_t i = 0; i < std::min(most, writes.size()); ++i)
    marker(b, trace, r, writes[i], b.colors.backward);
  if (trace.value(id).made_by >= 0) marker(b, trace, r, trace.value(id).made_by, b.colors.forward);

  const std::string name = element_name(trace, id, state.selection.index);
  const float y = r.bottom() + 27;
  float x = r.x;
  const auto legend = [&](const char* key, Color color) {
    b.add(draw::Polygon{{{x + 4, y - 9}, {x + 9, y - 1}, {x - 1, y - 1}}, color});
    x += 14 + b.text({x + 14, y}, b.words.format(key, name), TextStyle::small, b.colors.muted) + 14;
  };
  legend("timeline.made", b.colors.forward);
  legend("timeline.reads", b.colors.update);
  legend("timeline.writes", b.colors.backward);
}

}  // namespace

Rect timeline_bar(Rect area) {
  return {area.x + margin, area.y + bar_top, area.w - 2 * margin, bar_height};
}

Time time_at(const Trace& trace, Rect bar, float x) {
  const float part = std::clamp((x - bar.x) / bar.w, 0.0F, 1.0F);
  return {static_cast<Index>(std::lround(part * static_cast<float>(trace.step_count()))), 0};
}

Scene timeline_scene(const State& state, Rect area, const Look& look) {
  Builder b(look);
  float x = transport(b, state, area);
  const std::string position = position_text(state, look.words);
  x = step_sizes(b, state, x, area.y + buttons_top + 1);
  const float room = area.right() - margin - x;
  const bool beside = room > 210;  // else the words go below the bar
  const float y = beside ? b.baseline_in(area.y + buttons_top, button_size, TextStyle::small)
                         : area.y + bar_top + bar_height + 27;
  const bool below_is_free = state.selection.kind != Entity::Kind::value;
  if (beside || below_is_free) {
    b.text({beside ? x : area.x + margin, y}, position, TextStyle::small, look.colors.muted,
           Align::left, beside ? room : area.w - 2 * margin);
  }
  const Rect r = timeline_bar(area);
  bar(b, state, r);
  markers(b, state, r);
  cursor(b, state, r);
  b.region("timeline", {r.x, r.y - 6, r.w, r.h + 12}, std::nullopt).focusable = false;
  return std::move(b.scene);
}

}  // namespace backprop::viz
