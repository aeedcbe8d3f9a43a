#include "viz/scene/plot_player.h"

namespace backprop::viz {
namespace {

constexpr float height = 28;
constexpr float button_width = 64;
constexpr float gap = 14;

void track(Builder& b, const PlotPlayer& player, float left, float right, float middle) {
  const float part = static_cast<float>(player.updates) / static_cast<float>(player.all);
  const float x = left + (right - left) * part;
  b.line({left, middle}, {right, middle}, b.colors.hairline, 4);
  b.line({left, middle}, {x, middle}, b.colors.forward, 4);
  b.add(draw::Circle{{x, middle}, 7, b.colors.card, b.colors.forward, 3});
  Widget& widget = b.region("plot-at:" + player.block,
                            {left, middle - height / 2, right - left, height}, std::nullopt);
  widget.slider =
      Slider{0, static_cast<double>(player.all), static_cast<double>(player.updates), nullptr, 1};
  widget.tooltip = b.words["plot.watch.at"];
}

}  // namespace

int updates_of(const lessons::PlotData& data) {
  using Kind = lessons::Plot::Kind;
  if (data.kind == Kind::plane) return 0;
  // An update ends a round; of places there is one more, the start.
  std::size_t most = 0;
  for (const lessons::PlotLine& line : data.lines)
    most =
        std::max(most, data.kind == Kind::series ? line.points.size()
                                                 : std::max<std::size_t>(line.path.size(), 1) - 1);
  return static_cast<int>(most);
}

bool is_watched(const WatchedPlots& watched, const lessons::Plot& plot) {
  return std::any_of(plot.lines.begin(), plot.lines.end(), [&](const lessons::Plot::Line& line) {
    return watched.programs.contains(line.program);
  });
}

float plot_player(Builder& b, const PlotPlayer& player, Vec2 top_left, float width) {
  b.view_button("play-plot:" + player.block, {top_left.x, top_left.y, button_width, height},
                b.words[player.playing ? "plot.pause" : "plot.watch"], "play-plot:" + player.block,
                b.words["plot.watch.tip"], {.filled = player.playing});
  // As wide as its widest number, so that nothing moves while it counts.
  const float counter =
      b.width(b.words.format("plot.updates", player.all, player.all), TextStyle::small);
  const float right = top_left.x + width;
  track(b, player, top_left.x + button_width + gap + 4, right - counter - gap,
        top_left.y + height / 2);
  b.text({right, b.baseline_in(top_left.y, height, TextStyle::small)},
         b.words.format("plot.updates", player.updates, player.all), TextStyle::small,
         b.colors.muted, Align::right);
  return top_left.y + height;
}

}  // namespace backprop::viz
