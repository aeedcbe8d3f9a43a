#include "viz/scene/file_menu.h"

#include <fmt/format.h>

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float row = 29;
constexpr float gap = 9;  // of a line between groups
constexpr float padding = 8;
constexpr float actions_width = 396;
constexpr float list_width = 216;
constexpr float low_row = 24;  // of the lists, where there are many
constexpr float top = 48;

/// The last part of a path.
std::string file_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// One line of the lists: a heading, or something to open.
struct ListRow {
  std::string text;
  std::string action;  ///< empty: a heading
  std::string tip;
  bool current = false;
};

std::vector<ListRow> list_rows(const State& state, const FileMenu& menu, const Strings& words) {
  std::vector<ListRow> rows{{words["file.programs"], "", "", false}};
  for (const std::string& name : menu.programs) {
    const bool current = state.program_path.empty() && name == state.program_name;
    rows.push_back({name, "open:" + name, "", current});
  }
  if (!menu.recent.empty()) rows.push_back({words["file.recent"], "", "", false});
  for (std::size_t i = 0; i < menu.recent.size(); ++i) {
    const std::string& path = menu.recent[i];
    rows.push_back(
        {file_of(path), "recent:" + std::to_string(i), path, path == state.program_path});
  }
  return rows;
}

/// One choice of a row of them.
struct Choice {
  std::string label;
  std::string action;
  bool filled = false;
};

class Menu {
 public:
  Menu(Builder& b, Rect actions) : b_(b), x_(actions.x + padding), y_(actions.y + padding) {}

  void action(const std::string& name, const std::string& keys = {}, bool enabled = true) {
    const Rect r{x_, y_, inner, row};
    const float baseline = b_.baseline_in(y_, row, TextStyle::small);
    b_.text({x_ + 12, baseline}, b_.words["file." + name], TextStyle::small,
            enabled ? b_.colors.ink : b_.colors.faint);
    b_.text({x_ + inner - 10, baseline}, keys, TextStyle::small, b_.colors.muted, Align::right);
    Widget& widget = b_.region("file-" + name, r, std::nullopt);
    widget.view_action = "file:" + name;
    widget.tooltip = b_.words["file." + name + ".tip"];
    widget.enabled = enabled;
    y_ += row;
  }

  void separator() {
    b_.line({x_ + 4, y_ + gap / 2}, {x_ + inner - 4, y_ + gap / 2}, b_.colors.hairline);
    y_ += gap;
  }

  /// A label, and choices from the right edge.
  void choices(const std::string& name, const std::vector<Choice>& all) {
    const float baseline = b_.baseline_in(y_, row, TextStyle::small);
    float x = x_ + inner - 6;
    for (std::size_t i = all.size(); i-- > 0;) {
      const float width = std::max(38.0F, b_.width(all[i].label, TextStyle::small) + 14);
      x -= width;
      b_.button(all[i].action, {x, y_ + 2, width, row - 5}, all[i].label, command::StepForward{},
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
    y_ += row;
  }

  float bottom() const { return y_ + padding; }

 private:
  static constexpr float inner = actions_width - 2 * padding;
  Builder& b_;
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
  m.choices("notation",
            {{words["file.notation.plain"], "notation:plain", !preferences.delta_notation},
             {words["file.notation.delta"], "notation:delta", preferences.delta_notation}});
  m.action("reset");
}

/// The lists in columns of so many rows.
void add_lists(Builder& b, const std::vector<ListRow>& rows, Rect area, std::size_t per_column,
               float column, float height) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ListRow& item = rows[i];
    const Rect r{area.x + static_cast<float>(i / per_column) * column + padding,
                 area.y + padding + static_cast<float>(i % per_column) * height,
                 column - 2 * padding, height};
    const bool heading = item.action.empty();
    if (item.current) b.add(draw::Rectangle{r, 6, b.colors.background});
    const TextStyle style = heading ? TextStyle::caption : TextStyle::small;
    b.text({r.x + 10, b.baseline_in(r.y, r.h, style)}, item.text, style,
           heading ? b.colors.muted : b.colors.ink, Align::left, r.w - 20);
    if (heading) continue;
    Widget& widget = b.region(item.action, r, std::nullopt);
    widget.view_action = item.action;
    widget.tooltip = item.tip;
  }
}

}  // namespace

Scene file_menu_scene(const State& state, const FileMenu& menu, Rect window, const Look& look) {
  Builder b(look);
  Widget& outside = b.region("menu-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;

  constexpr float actions_height = 2 * padding + 13 * row + 3 * gap;
  const std::vector<ListRow> rows = list_rows(state, menu, look.words);
  // As many columns as it takes below this height, and all of one length.
  const float most = std::max(actions_height, window.h - top - 12) - 2 * padding;
  const float list_row = static_cast<float>(rows.size()) * row > 2 * most ? low_row : row;
  const auto fit = std::max<std::size_t>(4, static_cast<std::size_t>(most / list_row));
  const std::size_t columns = (rows.size() + fit - 1) / fit;
  const std::size_t per_column = std::min(fit, rows.size());
  const float column =
      std::min(list_width, (window.w - 16 - actions_width) / static_cast<float>(columns));
  const float width = actions_width + static_cast<float>(columns) * column;
  const float height =
      std::max(actions_height, 2 * padding + list_row * static_cast<float>(per_column));
  const float left = std::min(window.w - width - 8, std::max(8.0F, window.w - width - 150));
  const Rect card{left, top, width, height};
  b.add(draw::Rectangle{{card.x + 2, card.y + 4, card.w, card.h}, 10, Color{0, 0, 0, 30}});
  b.card(card, 10);
  Menu actions(b, {card.x, card.y, actions_width, height});
  add_actions(actions, menu.preferences, look.words);
  b.line({card.x + actions_width, card.y + 10}, {card.x + actions_width, card.bottom() - 10},
         look.colors.hairline);
  add_lists(b, rows, {card.x + actions_width, card.y, width - actions_width, height}, per_column,
            column, list_row);
  return std::move(b.scene);
}

}  // namespace backprop::viz
