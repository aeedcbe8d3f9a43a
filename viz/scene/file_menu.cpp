#include "viz/scene/file_menu.h"

#include <fmt/format.h>

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float usual_row = 29;
constexpr float least_row = 22;
constexpr int rows = 13;
constexpr float gap = 9;  // of a line between groups
constexpr float padding = 8;
constexpr float actions_width = 396;
constexpr float top = 48;
constexpr float foot = 12;  // below the card

/// One choice of a row of them.
struct Choice {
  std::string label;
  std::string action;
  bool filled = false;
};

class Menu {
 public:
  Menu(Builder& b, Rect actions, float row)
      : b_(b), row_(row), x_(actions.x + padding), y_(actions.y + padding) {}

  void action(const std::string& name, const std::string& keys = {}, bool enabled = true) {
    const Rect r{x_, y_, inner, row_};
    const float baseline = b_.baseline_in(y_, row_, TextStyle::small);
    b_.text({x_ + 12, baseline}, b_.words["file." + name], TextStyle::small,
            enabled ? b_.colors.ink : b_.colors.faint);
    b_.text({x_ + inner - 10, baseline}, keys, TextStyle::small, b_.colors.muted, Align::right);
    Widget& widget = b_.region("file-" + name, r, std::nullopt);
    widget.view_action = "file:" + name;
    widget.tooltip = b_.words["file." + name + ".tip"];
    widget.enabled = enabled;
    y_ += row_;
  }

  void separator() {
    b_.line({x_ + 4, y_ + gap / 2}, {x_ + inner - 4, y_ + gap / 2}, b_.colors.hairline);
    y_ += gap;
  }

  /// A label, and choices from the right edge.
  void choices(const std::string& name, const std::vector<Choice>& all) {
    const float baseline = b_.baseline_in(y_, row_, TextStyle::small);
    float x = x_ + inner - 6;
    for (std::size_t i = all.size(); i-- > 0;) {
      const float width = std::max(38.0F, b_.width(all[i].label, TextStyle::small) + 14);
      x -= width;
      b_.button(all[i].action, {x, y_ + 2, width, row_ - 5}, all[i].label, command::StepForward{},
                {.filled = all[i].filled}, b_.words["file." + name + ".tip"]);
      b_.scene.widgets.back().command.reset();
      b_.scene.widgets.back().view_action = all[i].action;
      x -= 4;
    }
    b_.text({x_ + 12, baseline}, b_.words["file." + name], TextStyle::small, b_.colors.ink,
            Align::left, x - x_ - 16);
    // Tab should go from left to right.
    std::reverse(b_.scene.widgets.end() - static_cast<std::ptrdiff_t>(all.size()),
                 b_.scene.widgets.end());
    y_ += row_;
  }

  float bottom() const { return y_ + padding; }

 private:
  static constexpr float inner = actions_width - 2 * padding;
  Builder& b_;
  float row_;
  float x_;
  float y_;
};

void add_actions(Menu& m, const Preferences& preferences, const Strings& words) {
  m.action("open", "Ctrl+O");
  m.action("save", "Ctrl+S");
  m.action("save-as");
  m.separator();
  m.action("copy");
  m.action("paste", "Ctrl+V");
  m.separator();
  m.action("picture");
  m.choices("movie", {{words["file.movie.all"], "movie:all"},
                      {words["file.movie.rest"], "movie:rest"},
                      {words["file.movie.phase"], "movie:phase"}});
  m.separator();
  std::vector<Choice> sizes;
  for (const int percent : text_sizes)
    sizes.push_back({fmt::format("{}", percent), fmt::format("text:{}", percent),
                     percent == preferences.text_percent});
  m.choices("text", sizes);
  std::vector<Choice> digits;
  for (const int count : digit_counts)
    digits.push_back(
        {fmt::format("{}", count), fmt::format("digits:{}", count), count == preferences.digits});
  m.choices("digits", digits);
  std::vector<Choice> speeds;
  for (const double speed : play_speeds)
    speeds.push_back({fmt::format("{}\u00D7", speed), fmt::format("speed:{}", speed),
                      speed == preferences.play_speed});
  m.choices("speed", speeds);
  m.choices("motion",
            {{words["file.motion.full"], "motion:full", !preferences.reduced_motion},
             {words["file.motion.reduced"], "motion:reduced", preferences.reduced_motion}});
  std::vector<Choice> notations;
  for (std::size_t i = 0; i < lessons::notation_names.size(); ++i) {
    const std::string name(lessons::notation_names.at(i));
    notations.push_back({words["file.notation." + name], "notation:" + name,
                         preferences.notation == static_cast<lessons::Notation>(i)});
  }
  m.choices("notation", notations);
  m.action("reset");
}

/// Rows stand closer in a low window.
float row_in(Rect window) {
  const float room = window.h - top - foot - 2 * padding - 3 * gap;
  return std::clamp(room / rows, least_row, usual_row);
}

/// As tall as the longer of actions and list, as far as the window has room.
Rect card_of(const State& state, const FileMenu& menu, Rect window, const Look& look) {
  const float list = file_list_width(window.w - 16 - actions_width);
  const float width = actions_width + list;
  const float left = std::min(window.w - width - 8, std::max(8.0F, window.w - width - 150));
  const float needed = file_list_scene(state, menu.list, {0, 0, list, 0}, 0, look).content_height;
  const float actions_height = 2 * padding + rows * row_in(window) + 3 * gap;
  const float most = std::max(actions_height, window.h - top - foot);
  return {left, top, width, std::clamp(needed + padding, actions_height, most)};
}

}  // namespace

Rect file_list_area(const State& state, const FileMenu& menu, Rect window, const Look& look) {
  const Rect card = card_of(state, menu, window, look);
  return {card.x + actions_width, card.y + padding / 2, card.w - actions_width, card.h - padding};
}

Scene file_menu_scene(const State& state, const FileMenu& menu, Rect window, const Look& look) {
  Builder b(look);
  Widget& outside = b.region("menu-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;
  const Rect card = card_of(state, menu, window, look);
  b.region("menu-card", card, std::nullopt).focusable =
      false;  // a click beside a line is no answer
  b.add(draw::Rectangle{{card.x + 2, card.y + 4, card.w, card.h}, 10, Color{0, 0, 0, 30}});
  b.card(card, 10);
  Menu actions(b, {card.x, card.y, actions_width, card.h}, row_in(window));
  add_actions(actions, menu.preferences, look.words);
  b.line({card.x + actions_width, card.y + 10}, {card.x + actions_width, card.bottom() - 10},
         look.colors.hairline);
  return std::move(b.scene);
}

}  // namespace backprop::viz
