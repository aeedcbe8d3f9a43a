// A map of concepts: cards in a grid, the lines between them, the chapters' progress.
#include <algorithm>
#include <cmath>

#include "lessons/model/task_text.h"
#include "viz/scene/lesson_page.h"
#include "viz/scene/progress_bar.h"

namespace backprop::viz {
namespace {

using lessons::ConceptMap;

constexpr float row_gap = 34;
constexpr float column_gap = 18;
constexpr float inset_of_card = 6;
constexpr float sign_radius = 8;

struct Card {
  const ConceptMap::Node* node = nullptr;
  Rect rect;
  TextStyle style = TextStyle::small;
};

std::vector<InlineRun> runs_of(const ConceptMap::Node& node) {
  std::vector<InlineRun> runs;
  for (const lessons::Inline& part : node.text)
    runs.push_back({InlineRun::Kind::text, part.text, {}});
  return runs;
}

/// The style in which no word of any card has to be cut.
TextStyle style_of_words(const LessonPage& page, const ConceptMap& map, float width) {
  const bool fits = std::all_of(map.nodes.begin(), map.nodes.end(), [&](const auto& node) {
    return layout_paragraph(page.b.look.glyphs, runs_of(node), TextStyle::small, width)
               .widest_word <= width;
  });
  return fits ? TextStyle::small : TextStyle::caption;
}

/// Columns share the width; rows are as high as their highest card.
std::vector<Card> placed(LessonPage& page, const ConceptMap& map) {
  int columns = 1;
  int rows = 1;
  for (const ConceptMap::Node& node : map.nodes) {
    columns = std::max(columns, node.column + 1);
    rows = std::max(rows, node.row + 1);
  }
  const float w =
      (page.width - column_gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  std::vector<float> heights(static_cast<std::size_t>(rows), 0);
  const float inner = w - 2 * inset_of_card;
  const TextStyle style = style_of_words(page, map, inner);
  std::vector<Card> cards;
  for (const ConceptMap::Node& node : map.nodes) {
    const float h = layout_paragraph(page.b.look.glyphs, runs_of(node), style, inner).height + 18;
    float& height = heights[static_cast<std::size_t>(node.row)];
    height = std::max(height, h);
    cards.push_back(
        {&node, {page.x + (w + column_gap) * static_cast<float>(node.column), 0, w, h}, style});
  }
  for (Card& card : cards) {
    card.rect.y = page.y;
    for (int row = 0; row < card.node->row; ++row)
      card.rect.y += heights[static_cast<std::size_t>(row)] + row_gap;
    card.rect.h = heights[static_cast<std::size_t>(card.node->row)];
  }
  float bottom = page.y;
  for (const Card& card : cards)
    bottom = std::max(bottom, card.rect.bottom());
  page.y = bottom;
  return cards;
}

/// Where a line from the centre towards a point leaves the card.
Vec2 edge_of(const Rect& rect, Vec2 towards) {
  const Vec2 c = rect.center();
  const float dx = towards.x - c.x;
  const float dy = towards.y - c.y;
  const float across = std::abs(dx) > 0 ? rect.w / 2 / std::abs(dx) : 1e9F;
  const float along = std::abs(dy) > 0 ? rect.h / 2 / std::abs(dy) : 1e9F;
  const float t = std::min({across, along, 1.0F});
  return {c.x + dx * t, c.y + dy * t};
}

void arrow(Builder& b, Vec2 from, Vec2 to, Color color, bool dashed) {
  b.line(from, to, color, 1.4F, dashed);
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < 1) return;
  const Vec2 u{(to.x - from.x) / length, (to.y - from.y) / length};
  b.add(draw::Polygon{{to,
                       {to.x - 8 * u.x - 4 * u.y, to.y - 8 * u.y + 4 * u.x},
                       {to.x - 8 * u.x + 4 * u.y, to.y - 8 * u.y - 4 * u.x}},
                      color});
}

/// The number under which the list below the map tells what an arrow says, with a cross where it
/// misleads: its colour is not the only sign.
void number_sign(Builder& b, Vec2 center, std::size_t number, bool wrong) {
  const Color ink = wrong ? b.colors.wrong : b.colors.muted;
  const float for_cross = wrong ? 7.0F : 0.0F;
  const float for_digits = number < 9 ? sign_radius : sign_radius + 3;  // of two digits
  const float half = for_digits + for_cross;
  b.add(draw::Rectangle{{center.x - half, center.y - sign_radius, 2 * half, 2 * sign_radius},
                        sign_radius,
                        b.colors.card,
                        ink,
                        1.2F});
  if (wrong) verdict_sign(b, {center.x - half + 10, center.y}, Sign::no, ink);
  b.text({center.x + for_cross,
          b.baseline_in(center.y - sign_radius, 2 * sign_radius, TextStyle::caption)},
         std::to_string(number + 1), TextStyle::caption, ink, Align::center);
}

/// On the arrow, where it meets no card; above one that is too short to go on below its number.
Vec2 place_of_number(const std::vector<Card>& cards, Vec2 begin, Vec2 end) {
  constexpr float least = sign_radius + 5;
  const auto at = [&](float part) {
    return Vec2{begin.x + (end.x - begin.x) * part, begin.y + (end.y - begin.y) * part};
  };
  if (std::hypot(end.x - begin.x, end.y - begin.y) < 4 * sign_radius)
    return {at(0.5F).x, at(0.5F).y - least};
  for (const float part : {0.5F, 0.35F, 0.65F, 0.2F}) {
    const Vec2 place = at(part);
    const bool is_free = std::none_of(cards.begin(), cards.end(), [&](const Card& card) {
      return inset(card.rect, -least, -least).contains(place);
    });
    if (is_free) return place;
  }
  return at(0.5F);
}

const Card& card_of(const std::vector<Card>& cards, const std::string& id) {
  return *std::find_if(cards.begin(), cards.end(),
                       [&](const Card& card) { return card.node->id == id; });
}

void edge(LessonPage& page, const std::vector<Card>& cards, const ConceptMap::Edge& edge,
          std::size_t number, bool both_ways) {
  Builder& b = page.b;
  const Rect from = card_of(cards, edge.from).rect;
  const Rect to = card_of(cards, edge.to).rect;
  Vec2 begin = edge_of(from, to.center());
  Vec2 end = edge_of(to, from.center());
  if (both_ways) {               // each keeps to its right
    constexpr float aside = 13;  // so that their numbers have room, too
    const float length = std::max(1.0F, std::hypot(end.x - begin.x, end.y - begin.y));
    const Vec2 by{-(end.y - begin.y) / length * aside, (end.x - begin.x) / length * aside};
    begin = {begin.x + by.x, begin.y + by.y};
    end = {end.x + by.x, end.y + by.y};
  }
  const Color color = edge.printed_wrong ? b.colors.wrong : b.colors.muted;
  arrow(b, begin, end, color, edge.printed_wrong);
  const Vec2 middle = place_of_number(cards, begin, end);
  number_sign(b, middle, number, edge.printed_wrong);
  if (edge.label.empty()) return;
  Widget& place = b.region(page.name("edge") + ":" + std::to_string(number),
                           {middle.x - 14, middle.y - 14, 28, 28}, std::nullopt);
  place.tooltip = edge.label;
  place.focusable = false;
}

void node(LessonPage& page, const Card& card) {
  Builder& b = page.b;
  const bool current = card.node->lesson == page.content.lesson.id;
  b.add(draw::Rectangle{card.rect, 8, b.colors.card, current ? b.colors.focus : b.colors.hairline,
                        current ? 2.0F : 1.0F});
  page.inlines(card.node->text, card.style, card.rect.x + inset_of_card, card.rect.y + 6,
               card.rect.w - 2 * inset_of_card, b.colors.ink);
  if (card.node->lesson.empty()) return;
  const auto tasks = page.content.tasks.find(card.node->lesson);
  lessons::LessonProgress done;
  if (tasks != page.content.tasks.end())
    done = lessons::progress_of(tasks->first, tasks->second, page.state.answers);
  progress_bar(b, done, {card.rect.x + 8, card.rect.bottom() - 8, card.rect.w - 16, 4});
  Widget& go = b.region(page.name("node") + ":" + card.node->id, card.rect, std::nullopt);
  go.view_action = "link:lesson:" + card.node->lesson;
  go.tooltip = b.words.format("lesson.go_to", card.node->lesson);
  if (done.tasks > 0) go.tooltip += "  \u00B7  " + b.words.format("map.done", progress_text(done));
}

/// "3  Loss -> Backpropagation: is differentiated by", for every arrow.
void key(LessonPage& page, const ConceptMap& map, const std::vector<Card>& cards) {
  Builder& b = page.b;
  const auto name_of = [&](const std::string& id) {
    return lessons::plain_words(card_of(cards, id).node->text);
  };
  constexpr float indent = 44;
  for (std::size_t i = 0; i < map.edges.size(); ++i) {
    const ConceptMap::Edge& edge = map.edges[i];
    const float row = line_height(TextStyle::small);
    number_sign(b, {page.x + indent / 2 - 3, page.y + row / 2}, i, edge.printed_wrong);
    const std::string ends = name_of(edge.from) + " \u2192 " + name_of(edge.to);
    page.y = b.paragraph({page.x + indent, page.y}, page.width - indent,
                         edge.label.empty() ? ends : b.words.format("map.says", ends, edge.label),
                         TextStyle::small, edge.printed_wrong ? b.colors.wrong : b.colors.muted);
    page.y += 2;
  }
  page.y = b.paragraph({page.x, page.y + 6}, page.width, b.words["map.bars"], TextStyle::small,
                       b.colors.muted);
}

}  // namespace

void paint(LessonPage& page, const ConceptMap& map) {
  page.y += 8;
  const std::vector<Card> cards = placed(page, map);
  for (std::size_t i = 0; i < map.edges.size(); ++i) {
    const ConceptMap::Edge& one = map.edges[i];
    const bool both_ways =
        std::any_of(map.edges.begin(), map.edges.end(), [&](const ConceptMap::Edge& other) {
          return other.from == one.to && other.to == one.from;
        });
    edge(page, cards, one, i, both_ways);
  }
  for (const Card& card : cards)
    node(page, card);
  page.y += 14;
  key(page, map, cards);
  page.y += 10;
}

}  // namespace backprop::viz
