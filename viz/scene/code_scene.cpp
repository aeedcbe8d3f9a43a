#include "viz/scene/code_scene.h"

#include <algorithm>

#include "viz/scene/view.h"
#include "viz/text/paragraph.h"

namespace backprop::viz {
namespace {

constexpr float header = 34;
constexpr float row = 20;
constexpr float gutter = 34;

/// The rows of the view: the lines, and below the wrong one the error's.
struct Rows {
  int error_after = 0;  ///< 0: none
  int error_rows = 0;
  float y_of(int line) const {  ///< of line 1 on, from the top of the text
    const int pushed = error_after > 0 && line > error_after ? error_rows : 0;
    return row * static_cast<float>(line - 1 + pushed);
  }
};

Rows rows_of(const State& state, std::size_t line_count) {
  if (!state.error) return {};
  const int last = static_cast<int>(line_count);
  return {std::clamp(state.error->place.line, 1, std::max(1, last)), 3};
}

struct Lines {
  int looked_at = 0;
  int running = 0;
};

/// Of the program that ran; an edited text has none.
Lines current_lines(const State& state) {
  const auto step = current_step(state);
  if (!step || state.edited()) return {};
  const Step& done = state.trace->step(*step);
  return {done.line, done.running_line != done.line ? done.running_line : 0};
}

/// The lines of what the pointer is on in any pane, and of what is selected.
struct LitLines {
  int hovered = 0;
  int selected = 0;
};

LitLines lit_lines(const State& state, const Entity& hover) {
  if (state.edited()) return {};  // its lines may be others
  return {line_of(*state.trace, hover), line_of(*state.trace, state.selection)};
}

const Color& fill_of(const State& state, const Palette& colors) {
  const auto step = current_step(state);
  return direction_fill(colors, step ? state.trace->step(*step).kind : StepKind::forward);
}

void header_row(Builder& b, const State& state, Rect area, bool editing) {
  const float y = area.y + 6;
  float x = area.right() - 14;
  const auto add = [&](const std::string& name, const std::string& action,
                       std::optional<Command> command, bool filled) {
    const std::string& label = b.words["code." + name];
    const float width = b.width(label, TextStyle::small) + 20;
    x -= width;
    const Rect r{x, y, width, 24};
    b.button(name, r, label, command::RunDraft{}, {.filled = filled},
             b.words["code." + name + ".tip"]);
    b.scene.widgets.back().command = std::move(command);
    b.scene.widgets.back().view_action = action;
    x -= 6;
  };
  if (state.edited() || state.error) {
    add("run", "", command::RunDraft{}, true);
    add("revert", "", command::RevertDraft{}, false);
  }
  add(editing ? "done" : "edit", "edit", std::nullopt, false);
  b.scene.widgets.back().name = "edit";
  if (!state.kept) add("keep", "", command::KeepRun{}, false);
  const std::string title = state.program_name;
  const float baseline = b.baseline_in(y, 24, TextStyle::caption);
  const float room = x - area.x - 22;
  const float width = room < 24 ? 0
                                : b.text({area.x + 14, baseline}, title, TextStyle::caption,
                                         b.colors.muted, Align::left, room);
  if (state.edited() && !state.error && x - area.x - width > 90) {
    b.text({area.x + 24 + width, baseline}, b.words["code.edited"], TextStyle::small,
           b.colors.negative, Align::left, x - area.x - width - 34);
  } else if (state.edited() && !state.error && room - width > 16) {  // no room for words
    b.add(draw::Circle{{area.x + 26 + width, y + 12}, 4, b.colors.negative});
  }
}

constexpr float error_height = 3 * row - 4;

/// What does not fit into two lines is said where the pointer is on them.
void two_lines(Builder& b, Vec2 top_left, float width, const std::string& text) {
  const auto lines = [&](const std::string& shown) {
    const float height =
        layout_paragraph(b.look.glyphs, {{InlineRun::Kind::text, shown}}, TextStyle::small, width)
            .height;
    return height / line_height(TextStyle::small);
  };
  std::string shown = text;
  for (float room = 2 * width; room > width && lines(shown) > 2.5F; room -= 20)
    shown = ellipsized(b.look.glyphs, TextStyle::small, text, room);
  const std::size_t first = b.scene.records.size();
  b.paragraph(top_left, width, shown, TextStyle::small, b.colors.wrong);
  for (std::size_t i = first; shown != text && i < b.scene.records.size(); ++i) {
    if (auto* line = std::get_if<draw::Text>(&b.scene.records[i].shape)) line->whole = text;
  }
}

void error_card(Builder& b, const Error& error, Rect r) {
  b.add(draw::Rectangle{r, 4, b.colors.wrong_fill});
  const std::string where = b.words.format("code.error", error.place.line, error.place.column);
  const Error told = b.words.translated(error);
  const std::string cause = where + told.cause;
  const float room = r.w - 16;
  const bool long_cause = b.width(cause, TextStyle::small) > room;
  if (long_cause) {
    two_lines(b, {r.x + 8, r.y + 1}, room, cause);
  } else {
    b.text({r.x + 8, r.y + 22}, cause, TextStyle::small, b.colors.wrong, Align::left, room);
  }
  b.text({r.x + 8, r.y + (long_cause ? 53.0F : 43.0F)}, told.advice, TextStyle::small, b.colors.ink,
         Align::left, room);
}

void error_rows(Builder& b, const State& state, Rect text, float top) {
  const Error& error = *state.error;
  error_card(b, error, {text.x + 6, top + 1, text.w - 12, error_height});
  const float caret =
      text.x + gutter +
      b.width(
          std::string(static_cast<std::size_t>(std::clamp(error.place.column - 1, 0, 400)), ' '),
          TextStyle::code);
  b.add(draw::Polygon{{{caret + 4, top - 3}, {caret + 9, top + 5}, {caret - 1, top + 5}},
                      b.colors.wrong});
}

/// A line's breakpoint: a dot in the gutter, set and taken away by a click there.
void breakpoint_dot(Builder& b, const State& state, int line, Rect place) {
  const auto found = std::find_if(state.breakpoints.begin(), state.breakpoints.end(),
                                  [line](const BreakpointSetting& setting) {
                                    const auto* its = std::get_if<breakpoint::Line>(&setting.what);
                                    return its != nullptr && its->line == line;
                                  });
  const bool set = found != state.breakpoints.end();
  if (set) {
    b.add(draw::Circle{{place.x + 7, place.center().y},
                       4,
                       found->enabled ? b.colors.wrong : Color{0, 0, 0, 0},
                       b.colors.wrong,
                       1.2F});
  }
  const auto index = static_cast<std::size_t>(found - state.breakpoints.begin());
  Widget& widget = b.region("break-line:" + std::to_string(line), place,
                            set ? Command(command::RemoveBreakpoint{index})
                                : Command(command::AddBreakpoint{breakpoint::Line{line}}));
  widget.tooltip = b.words["code.breakpoint"];
  widget.focusable = false;
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines{""};
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != '\r') {
      lines.back() += c;
    }
  }
  if (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

Rect code_text_area(Rect area) {
  return {area.x, area.y + header, area.w, std::max(0.0F, area.h - header - 4)};
}

float code_scroll_to_current(const State& state, Rect area, float scroll) {
  const Rect text = code_text_area(area);
  const auto lines = lines_of(state.draft);
  const Rows rows = rows_of(state, lines.size());
  const Lines current = current_lines(state);
  const int line = state.error ? rows.error_after : (current.looked_at > 0 ? current.looked_at : 1);
  float top = rows.y_of(line);
  float bottom = top + row * static_cast<float>(1 + (state.error ? rows.error_rows : 0));
  if (!state.error && current.running > 0) {  // both lines, where both fit
    const float other = rows.y_of(current.running);
    const bool fit = std::max(bottom, other + row) - std::min(top, other) <= text.h;
    if (fit) bottom = std::max(bottom, other + row);
    if (fit) top = std::min(top, other);
  }
  const float total = rows.y_of(static_cast<int>(lines.size()) + 1);
  // A line of context on each side, where there is room for it.
  const float context = text.h >= bottom - top + 2 * row ? row : 0;
  scroll = std::max(scroll, bottom + context - text.h);
  scroll = std::min(scroll, top - context);
  return std::clamp(scroll, 0.0F, std::max(0.0F, total - text.h));
}

Rect code_editor_area(const State& state, Rect area) {
  Rect text = code_text_area(area);
  if (state.error) text.h = std::max(0.0F, text.h - error_height - 8);
  return text;
}

Scene code_editor_scene(const State& state, Rect area, const Look& look) {
  Builder b(look);
  header_row(b, state, area, true);
  const Rect text = code_editor_area(state, area);
  if (state.error)
    error_card(b, *state.error, {text.x + 10, text.bottom() + 4, text.w - 20, error_height});
  return std::move(b.scene);
}

Scene code_scene(const State& state, Rect area, float scroll, const Look& look) {
  Builder b(look);
  header_row(b, state, area, false);
  const Rect text = code_text_area(area);
  const auto lines = lines_of(state.draft);
  const Rows rows = rows_of(state, lines.size());
  const Lines current = current_lines(state);
  const LitLines lit = lit_lines(state, look.hover);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    const float y = text.y + rows.y_of(line) - scroll;
    if (y < text.y - 2 || y > text.bottom()) continue;  // no line half under the header
    const Entity entity = Entity::line(line);
    const Rect r{text.x + 6, y, text.w - 12, row};
    if (line == current.looked_at)
      b.add(draw::Rectangle{r, 4, fill_of(state, look.colors)}, entity);
    if (line == current.running) {
      b.add(draw::Rectangle{{r.x, r.y, 3, r.h}, 1, look.colors.backward}, entity);
    }
    if (line == lit.hovered)
      b.add(draw::Rectangle{r, 4, faded(look.colors.highlight, 0.6F)}, entity);
    if (line == lit.hovered || line == lit.selected)
      b.add(draw::Rectangle{r, 4, Color{0, 0, 0, 0}, look.colors.ink}, entity);
    const float baseline = b.baseline_in(y, row, TextStyle::code);
    b.text({text.x + 26, baseline}, std::to_string(line), TextStyle::code_small, look.colors.faint,
           Align::right);
    const Color ink = current.looked_at > 0 && line != current.looked_at && line != current.running
                          ? mix(look.colors.ink, look.colors.card, 0.25F)
                          : look.colors.ink;
    const float used = b.text({text.x + gutter, baseline}, lines[i], TextStyle::code, ink,
                              Align::left, text.w - gutter - 10, entity);
    if (line == current.running && text.w - gutter - used > 150) {
      b.text({text.x + gutter + used + 16, baseline}, "# " + look.words["code.here"],
             TextStyle::code_small, look.colors.muted);
    }
    breakpoint_dot(b, state, line, {text.x, y, gutter - 6, row});
    if (y >= text.y - 2 && y + row <= text.bottom() + 2 && !state.edited()) {
      const Rect right_of_gutter{r.x + gutter - 12, r.y, r.w - gutter + 12, r.h};
      b.region("line:" + std::to_string(line), right_of_gutter, command::RunTo{entity}, entity)
          .focusable = false;
    }
  }
  if (state.error) {
    error_rows(b, state, text, text.y + rows.y_of(rows.error_after) + row - scroll);
  }
  b.scene.content_height = rows.y_of(static_cast<int>(lines.size()) + 1);
  if (state.error && rows.error_after == static_cast<int>(lines.size())) {
    b.scene.content_height += row * static_cast<float>(rows.error_rows);
  }
  return std::move(b.scene);
}

}  // namespace backprop::viz
