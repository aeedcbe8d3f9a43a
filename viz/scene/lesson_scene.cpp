#include "viz/scene/lesson_scene.h"

#include <algorithm>
#include <numeric>

namespace backprop::viz {
namespace {

constexpr float margin = 24;

}  // namespace

void paint(LessonPage& page, const lessons::Heading& heading) {
  page.y += 18;
  page.y += page.inlines(heading.inlines, TextStyle::body_strong, page.x, page.y, page.width,
                         page.b.colors.ink) +
            2;
}

void paint(LessonPage& page, const lessons::Paragraph& paragraph) {
  page.y += 4;
  page.y += page.inlines(paragraph.inlines, TextStyle::body, page.x, page.y, page.width,
                         page.b.colors.ink) +
            6;
}

void paint(LessonPage& page, const lessons::Formula& formula) {
  const MathBox box = page.fitting(formula.tex, page.width);
  page.y += 6;
  page.formula({page.x + (page.width - box.width) / 2, page.y + box.ascent}, box,
               page.b.colors.ink);
  page.y += box.ascent + box.descent + 10;
}

namespace {

void list_at(LessonPage& page, const lessons::List& list, float left, float width,
             TextStyle style) {
  const float px = font_of(style).px;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const std::string bullet = list.ordered ? std::to_string(i + 1) + "." : "\u2022";
    page.b.text({left + 4, page.y + px}, bullet, style, page.b.colors.muted);
    page.y +=
        page.inlines(list.items[i], style, left + 24, page.y, width - 24, page.b.colors.ink) + 3;
  }
}

}  // namespace

void paint(LessonPage& page, const lessons::List& list) {
  page.y += 2;
  list_at(page, list, page.x, page.width, TextStyle::body);
  page.y += 4;
}

void paint(LessonPage& page, const lessons::Aside& aside) {
  Builder& b = page.b;
  page.y += 10;
  const LessonPage::Box box = page.open_box();
  const float left = page.x + 16;
  const float inner = page.width - 32;
  const bool summary = aside.kind == lessons::Aside::Kind::summary;
  page.y += 12;
  b.text({left, page.y + 12}, b.words[summary ? "lesson.summary" : "lesson.reading"],
         TextStyle::strong, b.colors.ink);
  page.y += 24;
  const TextStyle style = summary ? TextStyle::body : TextStyle::small;
  for (const auto& part : aside.parts) {
    if (const auto* list = std::get_if<lessons::List>(&part)) {
      list_at(page, *list, left, inner, style);
    } else {
      const auto& paragraph = std::get<lessons::Paragraph>(part);
      page.y += page.inlines(paragraph.inlines, style, left, page.y, inner, b.colors.ink) + 4;
    }
  }
  page.close_box(box, page.y + 10, b.colors.card, b.colors.hairline);
  page.y += 10;
}

namespace {

/// To the chapters before and after.
void footer(LessonPage& page) {
  Builder& b = page.b;
  page.y += 18;
  b.line({page.x, page.y}, {page.x + page.width, page.y}, b.colors.hairline);
  page.y += 12;
  const std::pair<const std::optional<Neighbour>*, const char*> ways[] = {
      {&page.content.after, "lesson.next"}, {&page.content.before, "lesson.before"}};
  for (const auto& [neighbour, key] : ways) {
    if (!*neighbour) continue;
    const std::string label = b.words.format(key, (*neighbour)->title);
    b.view_button(key, {page.x, page.y, page.width, 32},
                  ellipsized(b.look.glyphs, TextStyle::small, label, page.width - 20),
                  "link:lesson:" + (*neighbour)->id, label,
                  {.filled = neighbour == &page.content.after});
    page.y += 38;
  }
}

void header(LessonPage& page) {
  Builder& b = page.b;
  const lessons::Lesson& lesson = page.content.lesson;
  page.y =
      b.paragraph({page.x, page.y - 6}, page.width, lesson.title, TextStyle::title, b.colors.ink) +
      2;
  std::string line = lesson.subtitle;
  if (lesson.minutes > 0) {
    if (!line.empty()) line += "  \u00B7  ";
    line += b.words.format("lesson.minutes", lesson.minutes);
  }
  if (!line.empty())
    page.y = b.paragraph({page.x, page.y}, page.width, line, TextStyle::small, b.colors.muted);
  page.y += 8;
}

void begin_anew(LessonHeights& heights, const LessonPage& page) {
  const bool same = heights.width == page.width && heights.revision == page.numbers.revision &&
                    heights.heights.size() == page.content.lesson.blocks.size();
  if (same) return;
  heights = {page.width, page.numbers.revision,
             std::vector<float>(page.content.lesson.blocks.size(), -1)};
}

}  // namespace

Scene lesson_scene(const LessonContent& content, const LessonNumbers& numbers, const State& state,
                   const LessonView& view, LessonHeights& heights, Rect area, float scroll,
                   const Look& look) {
  const float top = area.y + 20 - scroll;
  LessonPage page(content, numbers, state, view, {area.x + margin, top, area.w - 2 * margin, 0},
                  look);
  begin_anew(heights, page);
  header(page);
  Scene& scene = page.b.scene;
  for (page.index = 0; page.index < content.lesson.blocks.size(); ++page.index) {
    float& height = heights.heights[page.index];
    const float before = page.y;
    const bool out_of_view = page.y > area.bottom() || (height >= 0 && page.y + height < area.y);
    if (height >= 0 && out_of_view) {
      page.y += height;
      continue;
    }
    const std::size_t records = scene.records.size();
    const std::size_t widgets = scene.widgets.size();
    std::visit([&](const auto& is) { paint(page, is); }, page.block().is);
    height = page.y - before;
    if (page.y < area.y || before > area.bottom()) {  // measured, but not in view
      scene.records.resize(records);
      scene.widgets.resize(widgets);
    }
  }
  footer(page);
  scene.content_height = page.y - top + 44;
  return std::move(scene);
}

float top_of_block(const LessonHeights& heights, std::size_t block) {
  const auto end = heights.heights.begin() +
                   static_cast<std::ptrdiff_t>(std::min(block, heights.heights.size()));
  return std::accumulate(heights.heights.begin(), end, 60.0F,
                         [](float sum, float height) { return sum + std::max(0.0F, height); });
}

}  // namespace backprop::viz
