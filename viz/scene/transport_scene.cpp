#include "viz/scene/transport_scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float button_size = transport_height;
constexpr float narrow_row = 560;  // of less room: everything stands closer

enum class Icon { first, back, forward, last, stop_back, stop_forward };

bool points_left(Icon which) {
  return which == Icon::first || which == Icon::back || which == Icon::stop_back;
}

/// A triangle, with a bar for the ends and a dot for stops.
void icon(Builder& b, Rect r, Icon which, Color color, Color stop) {
  const Vec2 c = r.center();
  const float d = points_left(which) ? -1.0F : 1.0F;
  b.add(draw::Polygon{{{c.x + 6 * d, c.y}, {c.x - 5 * d, c.y - 6.5F}, {c.x - 5 * d, c.y + 6.5F}},
                      color});
  if (which == Icon::first || which == Icon::last)
    b.line({c.x + 7.5F * d, c.y - 6.5F}, {c.x + 7.5F * d, c.y + 6.5F}, color, 2.5F);
  if (which == Icon::stop_back || which == Icon::stop_forward)
    b.add(draw::Circle{{c.x + 9.5F * d, c.y}, 3.2F, stop});
}

/// Buttons from the left to the right.
class Row {
 public:
  /// `why_not`: why nothing can move through time now; empty where it can.
  Row(Builder& b, Rect area, std::string why_not)
      : b_(b),
        why_not_(std::move(why_not)),
        narrow_(area.w < narrow_row),
        x_(area.x + (narrow_ ? 8 : 16)),
        y_(area.y + transport_top) {}

  bool narrow() const { return narrow_; }

  void add(const std::string& name, Icon which, Command command, bool possible) {
    const Rect r{x_, y_, button_size, button_size};
    const bool enabled = possible && why_not_.empty();
    Widget& widget = b_.region(name, r, std::move(command));
    widget.enabled = enabled;
    widget.tooltip = tip(b_.words["transport." + name]);
    icon(b_, r, which, enabled ? b_.colors.ink : b_.colors.faint,
         enabled ? b_.colors.wrong : b_.colors.faint);
    x_ += button_size + (narrow_ ? -3.0F : 3.0F);
  }
  void gap(float width) { x_ += narrow_ ? 1 : width; }

  void button(const std::string& name, const std::string& label, Command command, bool filled,
              float padding = 14) {
    const float width = b_.width(label, TextStyle::small) + 2 * (narrow_ ? 6 : padding);
    b_.button(name, {x_, y_ + 1, width, 26}, label, std::move(command),
              {.filled = filled, .enabled = why_not_.empty()},
              tip(b_.words["transport." + name + ".tip"]));
    x_ += width + 6;
  }

  /// One that changes the view alone.
  void view_button(const std::string& name, const std::string& label, const std::string& action) {
    const float width = b_.width(label, TextStyle::small) + 16;
    b_.view_button(name, {x_, y_ + 1, width, 26}, label, action,
                   b_.words["transport." + name + ".tip"]);
    x_ += width + 6;
  }

  /// One of a row of choices: quiet but for the chosen one.
  void choice(const std::string& name, const std::string& label, Command command, bool chosen,
              const std::string& tip) {
    const float width = b_.width(label, TextStyle::small) + (narrow_ ? 6 : 14);
    const Rect r{x_, y_ + 1, width, 26};
    b_.add(draw::Rectangle{r, 6, chosen ? b_.colors.background : Color{0, 0, 0, 0},
                           chosen ? b_.colors.hairline : Color{0, 0, 0, 0}});
    b_.text({r.center().x, b_.baseline_in(r.y, r.h, TextStyle::small)}, label, TextStyle::small,
            chosen ? b_.colors.ink : b_.colors.muted, Align::center);
    b_.region(name, r, std::move(command)).tooltip = tip;
    x_ += width + 2;
  }
  float x() const { return x_; }

 private:
  const std::string& tip(const std::string& usual) const {
    return why_not_.empty() ? usual : why_not_;
  }

  Builder& b_;
  std::string why_not_;
  bool narrow_;
  float x_, y_;
};

double next_speed(double speed) {
  const auto faster = std::upper_bound(std::begin(play_speeds), std::end(play_speeds), speed);
  return faster == std::end(play_speeds) ? play_speeds[0] : *faster;
}

void step_sizes(Builder& b, Row& row, const State& state) {
  constexpr std::pair<StepSize, const char*> sizes[] = {{StepSize::term, "term"},
                                                        {StepSize::step, "step"},
                                                        {StepSize::layer, "layer"},
                                                        {StepSize::phase, "phase"}};
  for (const auto& [size, name] : sizes) {
    const std::string key = std::string("size.") + name;
    row.choice(std::string("size-") + name, b.words[key], command::SetStepSize{size},
               state.step_size == size, b.words[key + ".tip"]);
  }
}

}  // namespace

float transport(Builder& b, const State& state, double speed, Rect area) {
  const Index count = state.trace->step_count();
  const bool at_start = state.time == Time{};
  const bool at_end = state.time.step >= count;
  Row row(b, area, state.practice ? b.words["practice.no_time"] : "");
  row.add("go-start", Icon::first, command::GoTo{{}}, !at_start);
  row.add("step-back", Icon::back, command::StepBack{}, !at_start);
  row.add("step-forward", Icon::forward, command::StepForward{}, !at_end);
  row.add("go-end", Icon::last, command::GoTo{{count, 0}}, !at_end);
  row.gap(5);
  row.button("play", b.words[state.playing ? "transport.pause" : "transport.play"],
             command::SetPlaying{!state.playing}, true);
  if (!row.narrow())  // the menu has it, too
    row.view_button("speed", fmt::format("{:g}\u00D7", speed),
                    fmt::format("speed:{}", next_speed(speed)));
  row.gap(4);
  step_sizes(b, row, state);
  row.gap(6);
  const auto on = std::count_if(state.breakpoints.begin(), state.breakpoints.end(),
                                [](const BreakpointSetting& setting) { return setting.enabled; });
  if (on > 0) {
    row.add("stop-back", Icon::stop_back, command::RunToStop{false}, !at_start);
    row.add("stop-forward", Icon::stop_forward, command::RunToStop{true}, !at_end);
  }
  row.view_button("breakpoints",
                  b.words["transport.breakpoints"] + (on > 0 ? " " + std::to_string(on) : ""),
                  "breakpoints");
  if (!state.trail.empty()) {
    row.button("follow-back", b.words.format("transport.follow-back", state.trail.back().step),
               command::FollowBack{}, false, 8);
  }
  return row.x() + 8;
}

}  // namespace backprop::viz
