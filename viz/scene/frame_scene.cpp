#include "viz/scene/frame_scene.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/lab_menu.h"

namespace backprop::viz {
namespace {

constexpr float button_height = 28;

/// Buttons from the right edge to the left.
class RightRow {
 public:
  RightRow(Builder& b, Rect area)
      : b_(b), x_(area.right() - 16), y_(area.y + (area.h - button_height) / 2) {}

  void add(const std::string& name, const std::string& label, std::optional<Command> command,
           const std::string& view_action, bool filled, const std::string& tip,
           bool enabled = true) {
    const float w = std::max(button_height + 4, b_.width(label, TextStyle::small) + 22);
    x_ -= w;
    b_.button(name, {x_, y_, w, button_height}, label, command::StepForward{},
              {.filled = filled, .enabled = enabled}, tip);
    b_.scene.widgets.back().command = std::move(command);
    b_.scene.widgets.back().view_action = view_action;
    x_ -= 8;
  }
  /// An arrow that turns back, or forward again.
  void turn(const std::string& name, bool forward, const std::string& tip, bool enabled) {
    add(name, "", std::nullopt, name, false, tip, enabled);
    const Vec2 c = b_.scene.widgets.back().rect.center();
    const Color ink = enabled ? b_.colors.ink : b_.colors.faint;
    const auto at = [&](float x, float y) { return Vec2{c.x + (forward ? -x : x), c.y + y}; };
    std::vector<Vec2> bow{at(-6, -2), at(1.5F, -2)};
    constexpr int pieces = 10;
    for (int i = 1; i <= pieces; ++i) {
      const float angle = 3.1415927F * static_cast<float>(i) / pieces;
      bow.push_back(at(1.5F + 4 * std::sin(angle), 2 - 4 * std::cos(angle)));
    }
    bow.push_back(at(-2.5F, 6));
    b_.add(draw::Polyline{std::move(bow), 2, ink});
    b_.add(draw::Polygon{{at(-8, -2), at(-3, -6.5F), at(-3, 2.5F)}, ink});
  }
  void gap(float width) { x_ -= width; }
  float left() const { return x_; }

 private:
  Builder& b_;
  float x_;
  float y_;
};

/// Dots filled for tasks that are done.
void progress_dots(Builder& b, const lessons::LessonProgress& progress, float x, float y,
                   float right) {
  if (progress.tasks == 0 || x + 13 * static_cast<float>(progress.tasks) + 40 > right) return;
  for (int i = 0; i < progress.tasks; ++i) {
    const bool done = i < progress.done;
    b.add(draw::Circle{
        {x + 5, y}, 5, done ? b.colors.muted : Color{0, 0, 0, 0}, b.colors.muted, 1.2F});
    x += 13;
  }
  b.text({x + 4, y + 5}, std::to_string(progress.done) + "/" + std::to_string(progress.tasks),
         TextStyle::small, b.colors.muted);
}

/// The open chapter, and the way to the others. Returns its width.
float chapter_button(Builder& b, const LessonContent& content, Rect room) {
  const bool numbered = content.lesson.id.find_first_not_of("0123456789.") == std::string::npos;
  const std::string crumb =
      "\u2261  " + (numbered ? content.lesson.id + "  " : std::string()) + content.lesson.title;
  const std::string label =
      ellipsized(b.look.glyphs, TextStyle::small, crumb, std::min(room.w, 420.0F) - 22);
  room.w = b.width(label, TextStyle::small) + 22;
  b.view_button("chapters", room, label, "chapters", b.words["top.chapters"]);
  return room.w;
}

/// Where one is, and the way back.
void lab_crumb(Builder& b, Lab lab, Rect room) {
  const std::string label = "\u2039  " + b.words["lab.back"];
  const float end = room.right();
  room.w = std::min(room.w, b.width(label, TextStyle::small) + 22);
  const float x = room.right() + 14;
  b.button("lab-leave", room, label, command::OpenLab{}, {}, b.words["lab.back.tip"]);
  const std::string crumb = b.words["top.labs"] + " \u203A " + b.words["lab." + name_of(lab)];
  const float baseline = b.baseline_in(room.y, room.h, TextStyle::strong);
  if (end - x > b.width(crumb, TextStyle::body_strong))
    b.text({x, baseline}, crumb, TextStyle::body_strong, b.colors.ink);
}

}  // namespace

Scene background_scene(const WindowLayout& layout, Rect window, const Look& look) {
  Builder b(look);
  b.add(draw::Rectangle{window, 0, look.colors.card});
  b.add(draw::Rectangle{layout.network, 0, look.colors.background});
  return std::move(b.scene);
}

Scene top_bar_scene(const State& state, const LessonContent& content, Rect area, bool can_undo,
                    bool can_redo, const Look& look) {
  Builder b(look);
  const auto& words = look.words;
  b.add(draw::Rectangle{area, 0, look.colors.card});
  b.line({area.x, area.bottom() - 0.5F}, {area.right(), area.bottom() - 0.5F},
         look.colors.hairline);
  RightRow row(b, area);
  row.add("help", "?", std::nullopt, "help", false, words["top.help"]);
  const bool dark = state.theme == Theme::dark;
  row.add("theme", words[dark ? "top.light" : "top.dark"],
          command::SetTheme{dark ? Theme::light : Theme::dark}, "", false, words["top.theme"]);
  row.add("language-zh", "\u4E2D\u6587", command::SetLanguage{Language::chinese}, "",
          state.language == Language::chinese, "\u4E2D\u6587");
  row.add("language-en", "EN", command::SetLanguage{Language::english}, "",
          state.language == Language::english, "English");
  row.gap(10);
  row.add("programs", words["top.programs"], std::nullopt, "programs", false,
          words["top.programs.tip"]);
  row.add("labs", words["top.labs"], std::nullopt, "labs", state.lab != Lab::none,
          words["top.labs.tip"]);
  row.gap(6);
  row.turn("redo", true, words["top.redo"], can_redo);
  row.turn("undo", false, words["top.undo"], can_undo);

  const float baseline = b.baseline_in(area.y, area.h, TextStyle::strong);
  float x = area.x + 20;
  x +=
      b.text({x, baseline}, "\u2202 " + words["app.name"], TextStyle::strong, look.colors.ink) + 22;
  const float room = row.left() - x - 12;
  if (state.lab != Lab::none) {
    lab_crumb(b, state.lab,
              {x, area.y + (area.h - button_height) / 2, std::max(60.0F, room), button_height});
  } else if (room > 120) {
    x += chapter_button(b, content,
                        {x, area.y + (area.h - button_height) / 2, room, button_height}) +
         12;
    progress_dots(b, lessons::progress_of(content.lesson, state.answers), x, area.center().y,
                  row.left());
  }
  return std::move(b.scene);
}

Scene borders_scene(const WindowLayout& layout, const Look& look) {
  Builder b(look);
  const Color line = look.colors.hairline;
  b.line({layout.lesson.right(), layout.lesson.y}, {layout.lesson.right(), layout.lesson.bottom()},
         line);
  b.line({layout.inspector.x, layout.inspector.y}, {layout.inspector.x, layout.inspector.bottom()},
         line);
  b.line({0, layout.timeline.y}, {layout.code.right(), layout.timeline.y}, line);
  b.line({layout.code.x, layout.code.y}, {layout.code.x, layout.code.bottom()}, line);
  const auto handle = [&](const char* name, float x, const char* sign) {
    const Rect r{x - 8, layout.lesson.y + 14, 16, 30};
    b.add(draw::Rectangle{r, 5, look.colors.card, look.colors.hairline, 1});
    b.text({r.center().x, b.baseline_in(r.y, r.h, TextStyle::small)}, sign, TextStyle::small,
           look.colors.muted, Align::center);
    Widget& widget = b.region(name, r, std::nullopt);
    widget.view_action = name;
    widget.tooltip = look.words["pane.fold"];
  };
  handle("fold-lesson", layout.lesson.right(), layout.lesson_folded ? "\u203A" : "\u2039");
  handle("fold-inspector", layout.inspector.x, layout.inspector_folded ? "\u2039" : "\u203A");
  return std::move(b.scene);
}

Scene notice_scene(const std::string& text, bool wrong, Rect pane, const Look& look) {
  constexpr int most_lines = 4;
  constexpr float side = 16;
  constexpr float padding = 8;
  constexpr float above_foot = 48;
  Builder b(look);
  const float widest = pane.w - 2 * side;
  const float width = std::min(b.width(text, TextStyle::small) + 2 * side + 1, widest);
  const float inner = width - 2 * side;
  const int lines = std::min(most_lines, b.line_count(text, TextStyle::small, inner));
  const float height = 2 * padding + static_cast<float>(lines) * line_height(TextStyle::small);
  // Its foot stays where it is: more lines grow upwards.
  const Rect card{pane.center().x - width / 2, pane.bottom() - above_foot - height, width, height};
  b.add(draw::Rectangle{card, 8, wrong ? look.colors.wrong_fill : look.colors.note,
                        wrong ? look.colors.wrong : look.colors.note_border, 1});
  b.paragraph({card.x + side, card.y + padding}, inner, text, TextStyle::small, look.colors.ink,
              most_lines);
  b.region("notice", card, std::nullopt).view_action = "dismiss";
  return std::move(b.scene);
}

}  // namespace backprop::viz
