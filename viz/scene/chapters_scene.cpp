#include "viz/scene/chapters_scene.h"

#include <algorithm>

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

int done_in(const lessons::Chapter& chapter, const State& state) {
  return static_cast<int>(
      std::count_if(chapter.tasks.begin(), chapter.tasks.end(), [&](const std::string& task) {
        const auto answer = state.answers.find({chapter.id, task});
        return answer != state.answers.end() && answer->second.done;
      }));
}

/// A bar as long as what is done of the tasks, and the count beside it.
void progress(Builder& b, const lessons::Chapter& chapter, const State& state, Rect row) {
  constexpr float bar_width = 70;
  if (chapter.tasks.empty()) return;
  const int done = done_in(chapter, state);
  const auto all = static_cast<int>(chapter.tasks.size());
  const Rect bar{row.right() - bar_width - 58, row.center().y - 3, bar_width, 6};
  b.add(draw::Rectangle{bar, 3, b.colors.background, b.colors.hairline, 1});
  const float part = static_cast<float>(done) / static_cast<float>(all);
  if (done > 0) b.add(draw::Rectangle{{bar.x, bar.y, bar.w * part, bar.h}, 3, b.colors.good});
  b.text({row.right() - 12, row.center().y + 5},
         std::to_string(done) + "/" + std::to_string(all) + (done == all ? " \u2713" : ""),
         TextStyle::small, done == all ? b.colors.good : b.colors.muted, Align::right);
}

void chapter_row(Builder& b, const lessons::Chapter& chapter, const State& state, Rect row) {
  const bool current = chapter.id == state.lesson;
  if (current) b.add(draw::Rectangle{row, 7, b.colors.note, b.colors.note_border, 1});
  const float text_width = row.w - 170;
  b.text({row.x + 12, row.y + 20}, chapter.title, TextStyle::body_strong, b.colors.ink, Align::left,
         text_width);
  std::string line = chapter.error ? chapter.error->cause : chapter.subtitle;
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
  if (chapter.error) widget.tooltip = chapter.error->cause + ": " + chapter.error->advice;
}

}  // namespace

Rect chapters_area(Rect window) {
  const Rect card = card_of(window);
  return {card.x + padding, card.y + head, card.w - 2 * padding, card.h - head - padding / 2};
}

Scene chapters_scene(const std::vector<lessons::Chapter>& chapters, const State& state,
                     float scroll, Rect window, const Look& look) {
  Builder b(look);
  b.add(draw::Rectangle{window, 0, faded(look.colors.ink, 0.25F)});
  Widget& outside = b.region("chapters-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;
  const Rect card = card_of(window);
  b.card(card, 12);
  Widget& inside = b.region("chapters-card", card, std::nullopt);
  inside.focusable = false;
  b.text({card.x + padding + 12, card.y + 38}, look.words["chapters.title"], TextStyle::heading,
         look.colors.ink);
  const Rect area = chapters_area(window);
  float y = area.y - scroll;
  for (const lessons::Chapter& chapter : chapters) {
    const Rect row{area.x, y, area.w, row_height};
    // Rows are shown whole: nothing cuts them at the card's edge.
    if (row.y >= area.y - 1 && row.bottom() <= area.bottom() + 1)
      chapter_row(b, chapter, state, row);
    y += row_height + 4;
  }
  b.scene.content_height = y + scroll - area.y;
  return std::move(b.scene);
}

}  // namespace backprop::viz
