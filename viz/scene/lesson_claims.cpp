// An equation with the engine's numbers and its verdict.
#include <algorithm>
#include <utility>

#include "viz/scene/lesson_page.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

using lessons::Claim;

/// Both sides with their numbers, or why there are none to show.
std::pair<std::string, Color> numbers_of_claim(const LessonPage& page, bool known) {
  const Palette& colors = page.b.colors;
  const auto found = page.numbers.claims.find(page.index);
  if (found != page.numbers.claims.end() && found->second.error) {
    return {page.b.words.translated(*found->second.error).cause, colors.wrong};
  }
  if (!known) return {"", colors.muted};
  const lessons::ClaimResult& result = found->second;
  return {result.left_text + (result.holds ? " = " : " \u2260 ") + result.right_text,
          result.holds ? colors.good : colors.wrong};
}

}  // namespace

void paint(LessonPage& page, const Claim& claim) {
  Builder& b = page.b;
  const auto found = page.numbers.claims.find(page.index);
  const bool known = found != page.numbers.claims.end() && !found->second.error;
  const bool holds = known && found->second.holds;
  page.y += 4;
  if (page.waits()) return;
  const LessonPage::Box card = page.open_box();
  const float left = page.x + 38;
  const float inner = page.width - 50;
  float y = page.y + 10;
  if (claim.as_printed || claim.as_said) {
    const char* mark = claim.as_printed ? "lesson.as_printed" : "lesson.as_said";
    b.text({left, y + 10}, b.words[mark], TextStyle::caption, b.colors.muted);
    y += 21;
  }
  const MathBox box = page.fitting(claim.tex, inner);
  const float baseline = y + std::max(box.ascent, 14.0F);
  page.formula({left, baseline}, box, b.colors.ink);
  const auto [line, fresh] = numbers_of_claim(page, known);
  const bool stale =
      known && page.is_own_run(claim.program) &&
      (is_expression_stale(page.state, claim.left) || is_expression_stale(page.state, claim.right));
  const Color color = number_ink(b.colors, fresh, stale);
  const bool beside = box.width + 24 + b.width(line, TextStyle::code_small) <= inner;
  y = baseline + std::max(box.descent, 4.0F) + 6;
  if (beside) {
    b.text({left + inner, baseline}, line, TextStyle::code_small, color, Align::right);
  } else {
    y = b.paragraph({left, y}, inner, line, TextStyle::code_small, color) + 2;
  }
  if (!claim.note.empty())
    y += page.inlines(claim.note, TextStyle::small, left, y + 2, inner, b.colors.muted) + 2;
  const float bottom = y + 8;
  const Color verdict = !known  ? b.colors.muted
                        : stale ? b.colors.faint
                        : holds ? b.colors.good
                                : b.colors.wrong;
  verdict_sign(b, {page.x + 19, (page.y + bottom) / 2},
               !known ? Sign::unknown : (holds ? Sign::yes : Sign::no), verdict);
  // A click goes to the step where the factor is computed.
  Widget& go = b.scene.widgets[card.widget];
  go.name = page.name("claim");
  go.enabled = true;
  go.view_action = go.name;
  go.tooltip = b.words["lesson.claim.tip"];
  const bool reached = page.view.claim == page.block().id;
  page.close_box(card, bottom, b.colors.card, reached ? b.colors.focus : b.colors.hairline,
                 reached ? 2.0F : 1.0F);
  page.y += 6;
}

}  // namespace backprop::viz
