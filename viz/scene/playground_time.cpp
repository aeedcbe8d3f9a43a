// Above the cards of the playground: the run through its time, the runs side by side, and the ways
// to a trace.
#include <algorithm>
#include <cmath>

#include "viz/scene/activation_lab.h"
#include "viz/scene/numbers.h"
#include "viz/scene/playground_scene.h"

namespace backprop::viz {
namespace {

constexpr float row_height = 28;
constexpr float padding = 12;
constexpr float gap = 5;

namespace change = playground_change;

/// Buttons from the left to the right.
class Row {
 public:
  Row(Builder& its, float x, float y) : b(its), x_(x), y_(y) {}

  void add(const std::string& name, const std::string& label, PlaygroundChange what, bool possible,
           bool filled = false) {
    const Rect r = place(label);
    b.button(name, r, label, play_change(std::move(what)), {.filled = filled, .enabled = possible},
             b.words["play." + name.substr(5) + ".tip"]);
  }
  void view(const std::string& name, const std::string& label, bool possible) {
    const Rect r = place(label);
    b.view_button(name, r, label, name, b.words["play." + name.substr(5) + ".tip"],
                  {.enabled = possible});
  }
  Rect place(const std::string& label, float wide = 0) {
    const float width = std::max(wide, b.width(label, TextStyle::small) + 18);
    const Rect r{x_, y_, width, row_height};
    x_ += width + gap;
    return r;
  }
  void skip(float width) { x_ += width; }
  float x() const { return x_; }

 private:
  Builder& b;
  float x_, y_;
};

/// From the first iteration to the furthest, to go anywhere.
void track(const Playground& play, Builder& b, Rect r) {
  const std::int64_t wanted = play.model.stuck() ? 0 : play.lab().iteration;
  const auto furthest = static_cast<double>(std::max(play.model.furthest(), wanted));
  const auto at = static_cast<double>(std::min(play.model.iteration(), play.model.furthest()));
  const float middle = r.center().y;
  const float left = r.x + 7;
  const float width = r.w - 14;
  const float x = left + width * static_cast<float>(furthest > 0 ? at / furthest : 0);
  b.line({left, middle}, {left + width, middle}, b.colors.hairline, 4);
  b.line({left, middle}, {x, middle}, b.colors.forward, 4);
  // Where something was changed on the way.
  for (const playground::Edit& edit : play.lab().run().edits) {
    const auto part = static_cast<float>(static_cast<double>(edit.iteration) / furthest);
    if (!(part <= 1)) continue;
    b.line({left + width * part, middle - 8}, {left + width * part, middle + 8}, b.colors.update,
           2);
  }
  b.add(draw::Circle{{x, middle}, 7, b.colors.card, b.colors.forward, 3});
  Widget& widget = b.region("play-track", {left, r.y, std::max(1.0F, width), r.h}, std::nullopt);
  widget.slider = Slider{0, std::max(1.0, furthest), at,
                         [](double value) -> Command {
                           const auto to = static_cast<std::int64_t>(std::llround(value));
                           return command::ChangePlayground{change::GoTo{to}, true};
                         },
                         1};
  widget.tooltip = b.words["play.track.tip"];
}

/// Iteration and epoch; while it catches up, how far.
std::string counter(const Playground& play, const Strings& words) {
  const std::int64_t at = play.model.iteration();
  if (!play.lab().running && !play.model.stuck() && at < play.lab().iteration)
    return words.format("play.catching", shown_count(at), shown_count(play.lab().iteration));
  const double epoch = static_cast<double>(at) / static_cast<double>(play.model.batches_in_epoch());
  return words.format("play.counter", shown_count(at),
                      epoch < 1000 ? shown_short(epoch, 3) : shown_count(std::llround(epoch)));
}

void time_row(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  const bool possible = !play.model.error();
  const bool on = possible && !play.model.stuck();
  const std::int64_t at = lab.iteration;
  const std::int64_t epoch = play.model.batches_in_epoch();
  Row row(b, area.x, area.y);
  row.add("play-anew", b.words["play.anew"], change::Anew{}, possible);
  row.skip(6);
  row.add("play-epoch-back", "\u2039\u2039", change::GoTo{std::max<std::int64_t>(0, at - epoch)},
          possible && at > 0);
  row.add("play-back", "\u2039", change::GoTo{std::max<std::int64_t>(0, at - 1)},
          possible && at > 0);
  const std::string& run = b.words["play.run"];
  const std::string& pause = b.words["play.pause"];
  const float wide = std::max(b.width(run, TextStyle::small), b.width(pause, TextStyle::small));
  const Rect r = row.place(run, wide + 26);
  const PlaygroundChange toggle =
      lab.running ? PlaygroundChange(change::Pause{}) : PlaygroundChange(change::Run{});
  b.button("play-run", r, lab.running ? pause : run, play_change(toggle),
           {.filled = true, .enabled = lab.running || on}, b.words["play.run.tip"]);
  row.add("play-step", "\u203A", change::GoTo{at + 1}, on);
  row.add("play-epoch", "\u203A\u203A", change::GoTo{at + epoch}, on);
  row.skip(8);
  const std::string widest = b.words.format("play.counter", shown_count(8'888'888), "88,888");
  const float words = std::max(b.width(counter(play, b.words), TextStyle::small),
                               b.width(widest, TextStyle::small));
  b.text({row.x(), b.baseline_in(area.y, row_height, TextStyle::small)}, counter(play, b.words),
         TextStyle::small, b.colors.ink);
  row.skip(words + 10);
  track(play, b, {row.x(), area.y, area.right() - row.x(), row_height});
}

/// A tab for each run, with its line as the diagram of losses has it.
void run_tab(const Playground& play, Builder& b, Row& row, std::size_t i, float width) {
  const PlaygroundLab& lab = play.lab();
  const bool chosen = lab.chosen == i;
  const Rect r = row.place(run_letter(i), width);
  b.add(draw::Rectangle{r, 6, chosen ? b.colors.forward_fill : b.colors.card,
                        chosen ? b.colors.forward : b.colors.hairline, chosen ? 1.6F : 1});
  b.text({r.center().x, b.baseline_in(r.y, r.h - 5, TextStyle::small)}, run_letter(i),
         chosen ? TextStyle::strong : TextStyle::small, b.colors.ink, Align::center);
  const float y = r.bottom() - 5;
  styled_line(b, {{r.x + 8, y}, {r.right() - 8, y}}, r, {run_color(b.colors, i), run_dashes(i)}, 2);
  b.region("play-choose:" + std::to_string(i), r, play_change(change::Choose{i})).tooltip =
      b.words["play.choose.tip"];
}

void runs_row(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  Row row(b, area.x, area.y);
  for (std::size_t i = 0; i < lab.runs.size(); ++i)
    run_tab(play, b, row, i, area.w < 800 ? 32 : 44);
  row.add("play-fork", "+ " + b.words["play.fork"], change::Fork{},
          lab.runs.size() < playground::Race::most);
  if (lab.runs.size() > 1)
    row.add("play-drop", b.words.format("play.drop", run_letter(lab.chosen)),
            change::Drop{lab.chosen}, true);
  // From the right: what leads out of here, and the speed.
  const bool possible = !play.model.error();
  float right = area.right();
  const auto from_right = [&](const std::string& label) {
    const float width = b.width(label, TextStyle::small) + 18;
    right -= width + gap;
    return Rect{right + gap, area.y, width, row_height};
  };
  for (const char* name : {"pytorch", "program", "trace"}) {
    const std::string key = std::string("play.") + name;
    b.view_button(std::string("play-") + name, from_right(b.words[key]), b.words[key],
                  std::string("play-") + name, b.words[key + ".tip"], {.enabled = possible});
  }
  const std::string speed = b.words["play.speed." + std::to_string(static_cast<int>(lab.speed))];
  float wide = 0;
  for (std::size_t i = 0; i < playground_speeds; ++i)
    wide = std::max(wide, b.width(b.words["play.speed." + std::to_string(i)], TextStyle::small));
  right -= wide + 32 + 12;
  choice_field(b, play.view.choice, "play-speed", {right, area.y, wide + 32, row_height}, speed,
               b.words["play.speed.tip"]);
}

}  // namespace

Scene playground_time_scene(const Playground& play, Rect area, const Look& look) {
  Builder b(look);
  b.card(area, 12);
  const Rect inner = inset(area, padding, 10);
  time_row(play, b, inner);
  runs_row(play, b, {inner.x, inner.y + row_height + 8, inner.w, row_height});
  return std::move(b.scene);
}

}  // namespace backprop::viz
