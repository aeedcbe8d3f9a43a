#include "viz/scene/chapters_scene.h"

#include <algorithm>

#include "viz/app/progress.h"
#include "viz/scene/glossary_scene.h"
#include "viz/scene/progress_bar.h"
#include "viz/text/known_letters.h"

namespace backprop::viz {
namespace {

constexpr float padding = 22;
constexpr float head = 58;
constexpr float row_height = 46;
constexpr float widest = 660;

Rect card_of(Rect window) {
  const float w = std::min(widest, window.w - 40);
  return {(window.w - w) / 2, 36, w, window.h - 72};
}

/// What is done of its tasks, with the count beside it.
void progress(Builder& b, const lessons::Chapter& chapter, const State& state, Rect row) {
  constexpr float bar_width = 70;
  const auto done = lessons::progress_of(chapter, state.answers);
  if (done.tasks == 0) return;
  progress_bar(b, done, {row.right() - bar_width - 58, row.center().y - 3, bar_width, 6});
  b.text({row.right() - 12, row.center().y + 5}, progress_text(done), TextStyle::small,
         done.done == done.tasks ? b.colors.good : b.colors.muted, Align::right);
}

void chapter_row(Builder& b, const lessons::Chapter& chapter, const State& state, Rect row) {
  const bool current = chapter.id == state.lesson;
  if (current) b.add(draw::Rectangle{row, 7, b.colors.note, b.colors.note_border, 1});
  const float text_width = row.w - 170;
  b.text({row.x + 12, row.y + 20}, chapter.title, TextStyle::body_strong, b.colors.ink, Align::left,
         text_width);
  std::string line = chapter.error ? b.words.translated(*chapter.error).cause : chapter.subtitle;
  if (!chapter.error && chapter.minutes > 0) {
    if (!line.empty()) line += "  \u00B7  ";
    line += b.words.format("lesson.minutes", chapter.minutes);
  }
  b.text({row.x + 12, row.y + 38}, line, TextStyle::small,
         chapter.error ? b.colors.wrong : b.colors.muted, Align::left,
         chapter.error ? row.w - 24 : text_width);
  progress(b, chapter, state, row);
  Widget& widget = b.region("chapter:" + chapter.id, row, std::nullopt);
  widget.view_action = "link:lesson:" + chapter.id;
  if (chapter.error) widget.tooltip = b.words.told(*chapter.error);
}

}  // namespace

Rect chapters_area(Rect window) {
  const Rect card = card_of(window);
  return {card.x + padding, card.y + head, card.w - 2 * padding, card.h - head - padding / 2};
}

namespace {

std::string trouble_line(const Trouble& trouble, const Strings& words) {
  std::string line = words.format("review.tries", trouble.wrong, trouble.hints);
  if (trouble.shown) line += words["report.shown"];
  if (!trouble.done) line += words["report.open"];
  return line;
}

/// The question, and below it its chapter and how it went.
void trouble_row(Builder& b, const Trouble& trouble, const ChapterList& list, Rect row) {
  b.add(draw::Rectangle{row, 7, b.colors.card, b.colors.hairline, 1});
  const lessons::Chapter* chapter = lessons::find_chapter(list.chapters, trouble.task.lesson);
  const std::string& block = trouble.task.block;
  const std::string question = in_known_letters(
      chapter == nullptr ? block : chapter->question(block), Face::bold, b.look.glyphs);
  b.text({row.x + 12, row.y + 20}, question, TextStyle::body_strong, b.colors.ink, Align::left,
         row.w - 24);
  const float tries = b.text({row.right() - 12, row.y + 38}, trouble_line(trouble, b.words),
                             TextStyle::small, b.colors.muted, Align::right);
  b.text({row.x + 12, row.y + 38}, chapter == nullptr ? trouble.task.lesson : chapter->title,
         TextStyle::small, b.colors.muted, Align::left, row.w - tries - 40);
  const std::string name = "review:" + trouble.task.lesson + "/" + trouble.task.block;
  Widget& widget = b.region(name, row, std::nullopt);
  widget.view_action = name;
  widget.tooltip = b.words["review.tip"];
}

struct Tab {
  ChapterTab tab;
  const char* name;
};
constexpr Tab tabs[] = {{ChapterTab::chapters, "chapters"},
                        {ChapterTab::review, "review"},
                        {ChapterTab::terms, "terms"},
                        {ChapterTab::notation, "notation"}};

/// The heading, and the tabs.
void list_head(Builder& b, const ChapterList& list, Rect card) {
  float right = card.right() - padding;
  for (auto tab = std::rbegin(tabs); tab != std::rend(tabs); ++tab) {
    const std::string& label = b.words[std::string("tab.") + tab->name];
    const float w = b.width(label, TextStyle::small) + 24;
    const std::string name = std::string("tab:") + tab->name;
    b.view_button(name, {right - w, card.y + 18, w, 28}, label, name, {},
                  {.filled = tab->tab == list.tab});
    right -= w + 8;
    if (tab->tab != list.tab) continue;
    b.text({card.x + padding + 12, card.y + 38}, label, TextStyle::heading, b.colors.ink);
  }
}

template <class PaintRow>
void next_row(Rect area, float& y, const PaintRow& paint_row) {
  paint_row(Rect{area.x, y, area.w, row_height});
  y += row_height + 4;
}

void review_rows(Builder& b, const ChapterList& list, const State& state, Rect area, float& y) {
  auto all = troubles(state.answers, list.chapters);
  std::erase_if(all, [](const Trouble& trouble) { return trouble.well_since; });
  for (const Trouble& trouble : all) {
    next_row(area, y, [&](Rect row) { trouble_row(b, trouble, list, row); });
  }
  if (all.empty())
    b.paragraph({area.x + 12, area.y + 8}, area.w - 24, b.words["review.none"], TextStyle::body,
                b.colors.muted);
}

}  // namespace

std::optional<ChapterTab> chapter_tab(const std::string& name) {
  const auto found = std::find_if(std::begin(tabs), std::end(tabs),
                                  [&](const Tab& tab) { return tab.name == name; });
  return found == std::end(tabs) ? std::nullopt : std::optional(found->tab);
}

Scene chapters_scene(const ChapterList& list, Rect window, const Look& look) {
  Builder b(look);
  b.add(draw::Rectangle{window, 0, scrim});
  Widget& outside = b.region("chapters-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;
  const Rect card = card_of(window);
  b.card(card, 12);
  Widget& inside = b.region("chapters-card", card, std::nullopt);
  inside.focusable = false;
  list_head(b, list, card);
  return std::move(b.scene);
}

Scene chapters_content(const ChapterList& list, const State& state, Rect window, const Look& look) {
  const Rect area = chapters_area(window);
  if (list.tab == ChapterTab::terms)
    return terms_scene(list.glossary, list.chapters, area, list.scroll, look);
  if (list.tab == ChapterTab::notation)
    return notation_scene(list.glossary, area, list.scroll, look);
  Builder b(look);
  float y = area.y - list.scroll;
  if (list.tab == ChapterTab::review) {
    review_rows(b, list, state, area, y);
  } else {
    for (const lessons::Chapter& chapter : list.chapters)
      next_row(area, y, [&](Rect row) { chapter_row(b, chapter, state, row); });
  }
  b.scene.content_height = y + list.scroll - area.y;
  return std::move(b.scene);
}

}  // namespace backprop::viz
