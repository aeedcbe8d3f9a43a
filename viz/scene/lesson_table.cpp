// Tables of a chapter: columns as wide as they need to be, as far as there is room.
#include <algorithm>
#include <numeric>

#include "viz/scene/lesson_page.h"

namespace backprop::viz {
namespace {

constexpr float cell_gap = 14;
constexpr float least_column = 44;

/// A cell on one line, and its widest word: what a column wants, and what it must have.
struct Wants {
  float whole = 0;
  float word = 0;
};

/// The widths of the columns: all they want where that fits; else what they must have, and the rest
/// in proportion to what they lack.
std::vector<float> shared_out(const std::vector<Wants>& wants, float room) {
  std::vector<float> widths;
  float whole = 0;
  float words = 0;
  for (const Wants& want : wants) {
    whole += want.whole;
    words += want.word;
  }
  for (const Wants& want : wants) {
    if (whole <= room) {
      widths.push_back(want.whole + (room - whole) / static_cast<float>(wants.size()));
    } else if (words >= room) {
      widths.push_back(std::max(least_column, room * want.word / words));
    } else {
      widths.push_back(want.word + (room - words) * (want.whole - want.word) / (whole - words));
    }
  }
  return widths;
}

/// Paints a row, its cells of one height.
void row_of(LessonPage& page, const std::vector<lessons::Inlines>& cells,
            const std::vector<float>& widths, TextStyle style, Color color) {
  float at = page.x;
  float height = 0;
  for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
    height = std::max(height, page.inlines(cells[i], style, at, page.y + 4, widths[i], color));
    at += widths[i] + cell_gap;
  }
  page.y += height + 9;
  page.b.line({page.x, page.y}, {page.x + page.width, page.y}, page.b.colors.hairline);
}

}  // namespace

void paint(LessonPage& page, const lessons::Table& table) {
  const std::size_t columns = table.head.size();
  std::vector<Wants> wants(columns, {least_column, least_column});
  const auto measure = [&](const std::vector<lessons::Inlines>& cells, TextStyle style) {
    for (std::size_t i = 0; i < cells.size() && i < columns; ++i) {
      const auto [whole, word] = page.extent(cells[i], style);
      wants[i].whole = std::max(wants[i].whole, whole + 1);
      wants[i].word = std::max(wants[i].word, word + 1);
    }
  };
  measure(table.head, TextStyle::caption);
  for (const auto& row : table.rows)
    measure(row, TextStyle::small);
  const float room = page.width - cell_gap * static_cast<float>(columns - 1);
  const std::vector<float> widths = shared_out(wants, room);
  page.y += 6;
  row_of(page, table.head, widths, TextStyle::caption, page.b.colors.muted);
  for (const auto& row : table.rows)
    row_of(page, row, widths, TextStyle::small, page.b.colors.ink);
  page.y += 10;
}

}  // namespace backprop::viz
