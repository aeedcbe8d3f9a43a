// The graph view's groups with their names, and the contribution that stands beside its edge.
#include <algorithm>
#include <cmath>

#include "viz/scene/cut.h"
#include "viz/scene/graph_canvas.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool is_free(const GraphCanvas& c, const Rect& box) {
  return std::none_of(c.taken.begin(), c.taken.end(),
                      [&](const Rect& taken) { return overlap(taken, box); });
}

Rect bounds_of(const GraphOutline& outline) {
  float top = outline.columns.front().y;
  float bottom = outline.columns.front().bottom();
  for (const Rect& column : outline.columns) {
    top = std::min(top, column.y);
    bottom = std::max(bottom, column.bottom());
  }
  const float x = outline.columns.front().x;
  return {x, top, outline.columns.back().right() - x, bottom - top};
}

/// Around all columns: along their tops to the right, back along their bottoms.
std::vector<Vec2> around(const GraphCanvas& c, const GraphOutline& outline) {
  std::vector<Vec2> points;
  for (const Rect& column : outline.columns) {
    points.push_back(c.view.at(Vec2{column.x, column.y}));
    points.push_back(c.view.at(Vec2{column.right(), column.y}));
  }
  for (auto column = outline.columns.rbegin(); column != outline.columns.rend(); ++column) {
    points.push_back(c.view.at(Vec2{column->right(), column->bottom()}));
    points.push_back(c.view.at(Vec2{column->x, column->bottom()}));
  }
  points.push_back(points.front());
  return points;
}

const std::string& name_of(const GraphCanvas& c, const GraphOutline& outline) {
  return c.model.groups[at(outline.group)].name;
}

constexpr float narrow_view = 420;  // in which a contribution shows one number

/// "+0.0827, −0.0384, …": the first elements of the contribution, always with their signs.
std::string contribution_text(const GraphCanvas& c, const Step& step, Index most) {
  const Tensor& added = c.trace.contributions[at(static_cast<int>(step.contribution))];
  std::string text;
  for (Index e = 0; e < std::min(most, added.size()); ++e) {
    const std::string number = shown_short(added[e], c.b.digits_in_pictures());
    text += (e > 0 ? ", " : "") + (added[e] > 0 ? "+" + number : number);
  }
  return added.size() > most ? text + ", \u2026" : text;
}

/// What a label stands for, and the line that leads to it where it has to stand elsewhere.
struct Leader {
  Vec2 place;       ///< where the label belongs
  Rect worked;      ///< the current step's box
  bool from_place;  ///< the line begins there; else at the box

  Vec2 begin(const Rect& label) const {
    if (from_place) return place;
    return {std::clamp(label.center().x, worked.x, worked.right()),
            std::clamp(label.center().y, worked.y, worked.bottom())};
  }
};

/// Whether a label's line goes through no words and no boxes of others.
bool is_way_free(const GraphCanvas& c, const Leader& leader, const Rect& label) {
  const Vec2 from = leader.begin(label);
  const auto crosses = [&](const Rect& taken) {
    return cut_line(from, label.center(), taken).has_value();
  };
  const Rect own_words{leader.worked.x - 4, leader.worked.bottom() + 2, leader.worked.w + 8, 14};
  return !crosses(own_words) &&
         std::none_of(c.taken.begin(), c.taken.end(),
                      [&](const Rect& taken) { return !taken.contains(from) && crosses(taken); });
}

/// The nearest place where a label covers nothing, and the line that leads to it neither; the one
/// where it belongs where all is taken.
Rect free_place(const GraphCanvas& c, const Leader& leader, float width, float height) {
  const Vec2 wanted = leader.place;
  constexpr int rings = 24;
  constexpr float step = 9;
  const auto box_at = [&](float dx, float dy) {
    const Rect& all = c.content;
    const float x =
        std::clamp(wanted.x + dx - width / 2, all.x, std::max(all.x, all.right() - width));
    const float y =
        std::clamp(wanted.y + dy - height / 2, all.y, std::max(all.y, all.bottom() - height));
    return Rect{x, y, width, height};
  };
  std::optional<Rect> free;
  for (int ring = 0; ring < rings; ++ring) {
    const float away = step * static_cast<float>(ring);
    for (const float dy : {-away, away}) {
      for (float dx = 0; dx <= 2 * away; dx += 2 * step) {
        for (const float side : {-dx, dx}) {
          const Rect box = box_at(side, dy);
          if (!is_free(c, box)) continue;
          if (is_way_free(c, leader, box)) return box;
          if (!free) free = box;
        }
      }
    }
  }
  return free.value_or(box_at(0, 0));
}

/// The middle of the part of an edge that is in view; nothing where none is.
std::optional<Vec2> visible_middle(const GraphCanvas& c, int edge) {
  std::vector<Vec2> visible;
  for (const int line : lines_of(c.layout, edge)) {
    for (const Vec2 point : points_of(c.layout, c.layout.lines[at(line)])) {
      const Vec2 screen = c.view.at(point);
      if (c.content.contains(screen)) visible.push_back(screen);
    }
  }
  if (visible.empty()) return std::nullopt;
  if (visible.size() == 2) {  // a level line has only its ends
    return Vec2{(visible[0].x + visible[1].x) / 2, (visible[0].y + visible[1].y) / 2};
  }
  return visible[visible.size() / 2];
}

/// Whether the edge that is at work is drawn: it is none of the seed's, and not cut.
bool is_edge_drawn(const GraphCanvas& c) {
  return c.now.edge >= 0 && c.layout.edges[at(c.now.edge)].line >= 0;
}

/// Where a contribution belongs: the middle of its edge; the tag of one that is cut; the loss for
/// the seed.
std::optional<Vec2> contribution_place(const GraphCanvas& c) {
  if (c.now.worked < 0) return std::nullopt;
  if (is_edge_drawn(c)) return visible_middle(c, c.now.edge);
  const Rect box = c.view.at(c.layout.box(c.now.worked));
  const Vec2 beside =
      c.now.edge < 0 ? Vec2{box.right() + 24, box.center().y} : Vec2{box.x - 24, box.bottom() + 20};
  return c.content.contains(beside) ? std::optional(beside) : std::nullopt;
}

/// In its place above the first column; a long name goes on to the right of it where that is free.
void near_name(GraphCanvas& c, const GraphOutline& outline) {
  constexpr float least_height = 13;
  const Rect label = c.view.at(outline.label);
  if (label.h < least_height) return;
  const std::string& name = name_of(c, outline);
  const float width = c.b.width(name, TextStyle::small) + 1;
  const Rect beyond{label.right() + 1, label.y, width - label.w, label.h};
  const bool goes_on = width > label.w && is_free(c, beyond);
  c.word({label.x, label.center().y + 5}, name, TextStyle::small, c.b.colors.muted,
         goes_on ? width : label.w);
  if (goes_on) c.taken.push_back(beyond);
}

/// From afar in the middle, over the boxes, which have no words of their own then.
void far_name(GraphCanvas& c, const GraphOutline& outline) {
  constexpr float height = 20;
  const std::string& name = name_of(c, outline);
  const Rect all = c.view.at(bounds_of(outline));
  const float width = c.b.width(name, TextStyle::small) + 10;
  const Rect card{all.center().x - width / 2, all.center().y - height / 2, width, height};
  if (all.w < width || all.h < height || !is_free(c, card)) return;
  const Rect& view = c.content;
  const bool whole = card.x >= view.x && card.right() <= view.right() && card.y >= view.y &&
                     card.bottom() <= view.bottom();
  if (!whole) return;
  c.b.add(draw::Rectangle{card, 4, c.b.colors.card, c.b.colors.hairline, 1});
  c.word({card.x + 5, card.y + 14.5F}, name, TextStyle::small, c.b.colors.ink, width);
  c.taken.push_back(card);
}

}  // namespace

void paint_outlines(GraphCanvas& c) {
  const Color fill = mix(c.b.colors.background, c.b.colors.hairline, 0.4F);
  for (const GraphOutline& outline : c.layout.outlines) {
    if (!overlap(bounds_of(outline), c.seen)) continue;
    for (const Rect& column : outline.columns)
      c.b.add(draw::Rectangle{c.view.at(column), 0, fill});
    c.b.add(draw::Polyline{around(c, outline), 1, c.b.colors.faint, false});
  }
}

void paint_outline_names(GraphCanvas& c) {
  std::vector<const GraphOutline*> visible;
  for (const GraphOutline& outline : c.layout.outlines) {
    if (overlap(bounds_of(outline), c.seen)) visible.push_back(&outline);
  }
  if (!c.has_text()) {
    for (const GraphOutline* outline : visible)
      far_name(c, *outline);
    return;
  }
  for (const GraphOutline* outline : visible)
    c.taken.push_back(c.view.at(outline->label));
  for (const GraphOutline* outline : visible)
    near_name(c, *outline);
}

void paint_contribution(GraphCanvas& c) {
  constexpr float height = 20;
  if (!c.now.step || c.now.kind != StepKind::backward || c.state.time.term > 0) return;
  const std::optional<Vec2> place = contribution_place(c);
  if (!place) return;
  const Step& step = c.trace.step(*c.now.step);
  const Index most = c.content.w < narrow_view ? 1 : 3;
  const std::string text = contribution_text(c, step, most);
  const float width = c.b.width(text, TextStyle::small) + 12;
  const Leader leader{*place, c.view.at(c.layout.box(c.now.worked)), is_edge_drawn(c)};
  const Rect box = free_place(c, leader, width, height);
  const Entity entity = Entity::step(*c.now.step);
  // A thin line leads to it where it had to move away; from a box, where its edge is cut.
  if (std::hypot(box.center().x - place->x, box.center().y - place->y) > height)
    c.b.line(leader.begin(box), box.center(), c.direction(), 1, false, entity);
  c.b.add(draw::Rectangle{box, 5, c.b.colors.card, c.direction(), 1}, entity);
  if (c.word({box.center().x, box.y + 14.5F}, text, TextStyle::small, c.direction(), width,
             Align::center, entity) > 0) {
    const Tensor& added = c.trace.contributions[at(static_cast<int>(step.contribution))];
    if (added.size() > most)
      std::get<draw::Text>(c.b.scene.records.back().shape).whole =
          text + "\n" + listed_numbers(added.size(), c.b.words, [&](Index e) { return added[e]; });
  }
  c.taken.push_back(box);
}

}  // namespace backprop::viz
