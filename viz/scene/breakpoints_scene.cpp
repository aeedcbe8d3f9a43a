#include "viz/scene/breakpoints_scene.h"

#include <algorithm>

#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float width = 410;
constexpr float row_height = 32;
constexpr double first_low_bound = 1e-4;  // of |gradient|
constexpr double first_high_bound = 100;

struct Offer {
  const char* name;
  Breakpoint what;
};

/// What can be added: of the selection and of the line that is looked at where there are such.
std::vector<Offer> offers_of(const State& state) {
  std::vector<Offer> offers = {{"nan", breakpoint::NotFinite{}},
                               {"below", breakpoint::GradientBelow{first_low_bound}},
                               {"above", breakpoint::GradientAbove{first_high_bound}},
                               {"relu", breakpoint::DeadRelu{}}};
  if (state.selection.kind == Entity::Kind::value) {
    const Value& value = state.trace->value(state.selection.id);
    if (!value.name.empty()) offers.push_back({"written", breakpoint::Written{value.name}});
  }
  if (const auto step = current_step(state))
    offers.push_back({"line", breakpoint::Line{state.trace->step(*step).line}});
  std::erase_if(offers, [&](const Offer& offer) {
    return std::any_of(state.breakpoints.begin(), state.breakpoints.end(),
                       [&](const BreakpointSetting& its) { return its.what == offer.what; });
  });
  return offers;
}

class Card {
 public:
  Card(const State& state, Rect timeline, Rect window, const Look& look) : state_(state), b_(look) {
    Widget& outside = b_.region("breakpoints-close", window, std::nullopt);
    outside.view_action = "close";
    outside.focusable = false;
    const std::vector<Offer> offers = offers_of(state);
    const auto rows = static_cast<float>(state.breakpoints.size() + offers.size());
    const float height = 58 + (state.breakpoints.empty() ? 24 : 14) + rows * row_height;
    const float x = std::clamp(timeline.x + 300, 8.0F, window.w - width - 8);
    card_ = {x, std::max(8.0F, timeline.y - height - 6), width, height};
    b_.card(card_, 10);
    y_ = card_.y + 14;
    heading(b_.words["break.title"]);
    for (std::size_t i = 0; i < state.breakpoints.size(); ++i)
      setting(i);
    if (state.breakpoints.empty()) {
      b_.text({left(), y_ + 14}, b_.words["break.none"], TextStyle::small, b_.colors.muted,
              Align::left, width - 36);
      y_ += 24;
    } else if (!offers.empty()) {
      y_ += 6;
      b_.line({card_.x + 12, y_}, {card_.right() - 12, y_}, b_.colors.hairline);
      y_ += 8;
    }
    for (const Offer& offer : offers)
      add_row(offer);
  }

  Scene finish() && { return std::move(b_.scene); }

 private:
  float left() const { return card_.x + 18; }

  void heading(const std::string& text) {
    b_.text({left(), y_ + 14}, text, TextStyle::strong, b_.colors.ink);
    y_ += 30;
  }

  void setting(std::size_t i) {
    const BreakpointSetting& its = state_.breakpoints[i];
    const std::string number = std::to_string(i);
    const float baseline = b_.baseline_in(y_, row_height, TextStyle::small);
    const Rect box{left(), y_ + 8, 16, 16};
    b_.add(draw::Rectangle{box, 4, its.enabled ? b_.colors.wrong : b_.colors.card,
                           its.enabled ? b_.colors.wrong : b_.colors.faint, 1.2F});
    if (its.enabled) {
      b_.add(draw::Polyline{
          {{box.x + 3.5F, box.y + 8.5F}, {box.x + 7, box.y + 12}, {box.x + 12.5F, box.y + 4.5F}},
          1.8F,
          b_.colors.card,
          false});
    }
    b_.text({box.right() + 10, baseline}, breakpoint_text(its.what, b_.words), TextStyle::small,
            its.enabled ? b_.colors.ink : b_.colors.muted, Align::left, width - 150);
    b_.region("break-switch:" + number, {card_.x + 8, y_, width - 118, row_height},
              command::SwitchBreakpoint{i, !its.enabled})
        .tooltip = b_.words["break.switch"];
    float x = card_.right() - 14;
    const auto small_button = [&](const char* name, const char* sign, Command command) {
      x -= 24;
      b_.button(std::string("break-") + name + ":" + number, {x, y_ + 4, 24, 24}, sign,
                std::move(command), {}, b_.words[std::string("break.") + name]);
      x -= 5;
    };
    small_button("remove", "\u00D7", command::RemoveBreakpoint{i});
    if (const double bound = bound_of(its.what); bound > 0) {
      small_button("higher", "+", command::SetBreakpointBound{i, bound * 10});
      small_button("lower", "\u2212", command::SetBreakpointBound{i, bound / 10});
    }
    y_ += row_height;
  }

  static double bound_of(const Breakpoint& what) {
    if (const auto* below = std::get_if<breakpoint::GradientBelow>(&what)) return below->bound;
    if (const auto* above = std::get_if<breakpoint::GradientAbove>(&what)) return above->bound;
    return 0;
  }

  void add_row(const Offer& offer) {
    const Rect r{card_.x + 8, y_, width - 16, row_height};
    const float baseline = b_.baseline_in(y_, row_height, TextStyle::small);
    b_.text({left() + 3, baseline}, "+", TextStyle::strong, b_.colors.muted);
    b_.text({left() + 26, baseline}, breakpoint_text(offer.what, b_.words), TextStyle::small,
            b_.colors.ink, Align::left, width - 60);
    b_.region(std::string("break-add:") + offer.name, r, command::AddBreakpoint{offer.what})
        .tooltip = b_.words["break.add"];
    y_ += row_height;
  }

  const State& state_;
  Builder b_;
  Rect card_;
  float y_ = 0;
};

struct Wording {
  const Strings& words;
  std::string operator()(const breakpoint::NotFinite&) const { return words["break.nan"]; }
  std::string operator()(const breakpoint::GradientBelow& b) const {
    return words.format("break.below", shown_short(b.bound));
  }
  std::string operator()(const breakpoint::GradientAbove& b) const {
    return words.format("break.above", shown_short(b.bound));
  }
  std::string operator()(const breakpoint::DeadRelu&) const { return words["break.relu"]; }
  std::string operator()(const breakpoint::Written& b) const {
    return words.format("break.written", b.name);
  }
  std::string operator()(const breakpoint::Line& b) const {
    return words.format("break.line", b.line);
  }
};

}  // namespace

std::string breakpoint_text(const Breakpoint& breakpoint, const Strings& words) {
  return std::visit(Wording{words}, breakpoint);
}

Scene breakpoints_scene(const State& state, Rect timeline, Rect window, const Look& look) {
  return Card(state, timeline, window, look).finish();
}

}  // namespace backprop::viz
