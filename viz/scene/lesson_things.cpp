// What a chapter shows beside its text: programs and labs.
#include <algorithm>

#include "viz/scene/code_scene.h"
#include "viz/scene/lab_menu.h"
#include "viz/scene/lesson_page.h"

namespace backprop::viz {
namespace {

constexpr float row_height = 28;

/// The text of a shipped program, as it was run.
const std::string& text_of(const LessonPage& page, const std::string& program) {
  static const std::string none;
  const auto found = page.content.traces.find(program);
  return found == page.content.traces.end() ? none : found->second->program;
}

/// Text wider than the column goes on below, set in.
void wrapped_code(LessonPage& page, const std::string& text, float left, float right, Color color) {
  Builder& b = page.b;
  constexpr std::size_t least = 8;
  std::string rest = text;
  float at = left;
  while (true) {
    std::string part = rest;
    while (part.size() > least && b.width(part, TextStyle::code_small) > right - at) {
      const auto space = part.find_last_of(' ', part.size() - 2);
      const bool inside = space != std::string::npos && part.find_first_not_of(' ') < space;
      part.resize(inside ? space + 1 : part.size() - 1);
    }
    b.text({at, page.y + 13}, part, TextStyle::code_small, color);
    page.y += 17;
    if (part.size() >= rest.size()) return;
    rest = rest.substr(part.size());
    at = left + 24;
  }
}

std::string without_trailing_space(const std::string& text) {
  const auto last = text.find_last_not_of(' ');
  return last == std::string::npos ? std::string() : text.substr(0, last + 1);
}

/// A comment stands beside its code where both fit, else below it.
void code_line(LessonPage& page, const std::string& line, float left, float right) {
  Builder& b = page.b;
  const auto mark = line.find('#');
  const std::string code = without_trailing_space(line.substr(0, mark));
  const std::string comment = mark == std::string::npos ? std::string() : line.substr(mark);
  if (b.width(line, TextStyle::code_small) <= right - left && !code.empty()) {
    b.text({left, page.y + 13}, code, TextStyle::code_small, b.colors.ink);
    b.text({left + b.width(line.substr(0, mark), TextStyle::code_small), page.y + 13}, comment,
           TextStyle::code_small, b.colors.muted);
    page.y += 17;
    return;
  }
  if (!code.empty()) wrapped_code(page, code, left, right, b.colors.ink);
  if (!comment.empty())
    wrapped_code(page, comment, code.empty() ? left : left + 24, right, b.colors.muted);
  if (line.empty()) page.y += 17;
}

}  // namespace

void paint(LessonPage& page, const lessons::ShowProgram& show) {
  Builder& b = page.b;
  page.y += 8;
  const LessonPage::Box box = page.open_box();
  const float left = page.x + 14;
  const float right = page.x + page.width - 14;
  page.y += 10;
  const std::string& label = b.words["lesson.open"];
  const float w = b.width(label, TextStyle::small) + 22;
  b.text({left, b.baseline_in(page.y, row_height, TextStyle::strong)}, show.program,
         TextStyle::strong, b.colors.ink, Align::left, right - left - w - 8);
  b.view_button(page.name("show-program"), {right - w, page.y, w, row_height}, label,
                page.name("show-program"), b.words["lesson.open.tip"],
                {.filled = !page.is_own_run(show.program)});
  page.y += row_height + 6;
  if (!show.text.empty()) {
    page.y += page.inlines(show.text, TextStyle::small, left, page.y, right - left, b.colors.muted);
    page.y += 4;
  }
  for (const std::string& line : lines_of(text_of(page, show.program)))
    code_line(page, line, left, right);
  page.close_box(box, page.y + 10, b.colors.card, b.colors.hairline);
  page.y += 10;
}

void paint(LessonPage& page, const lessons::Lab& lab) {
  Builder& b = page.b;
  page.y += 8;
  const LessonPage::Box box = page.open_box();
  const float left = page.x + 16;
  const float inner = page.width - 32;
  page.y += 12;
  b.text({left, page.y + 14}, b.words["lab." + lab.name], TextStyle::strong, b.colors.ink,
         Align::left, inner);
  page.y += 24;
  page.y += page.inlines(lab.text, TextStyle::body, left, page.y, inner, b.colors.ink) + 4;
  if (lab_named(lab.name)) {
    const std::string& label = b.words["lab.open"];
    const float w = b.width(label, TextStyle::small) + 26;
    b.view_button(page.name("lab"), {left, page.y + 2, w, row_height}, label, page.name("lab"),
                  b.words["lab.open.tip"], {.filled = true});
    page.y += row_height + 4;
  } else {
    page.y =
        b.paragraph({left, page.y}, inner, b.words["lab.later"], TextStyle::small, b.colors.muted);
  }
  page.close_box(box, page.y + 12, b.colors.card, b.colors.hairline);
  page.y += 10;
}

}  // namespace backprop::viz
