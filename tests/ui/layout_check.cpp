#include "tests/ui/layout_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "viz/scene/cut.h"

namespace backprop::test {
namespace {

using viz::Rect;

constexpr float allowed = 1.5F;  // pixels: the ink is known roughly

struct Piece {
  std::string text;
  Rect rect;
  std::size_t record = 0;
};

/// The ink of a line of text, roughly: from the capitals' height to a little below the baseline.
Rect ink_of(const viz::draw::Text& text) {
  const float px = viz::font_of(text.style).px;
  const float width = viz::text_width(*resources().glyphs, text.style, text.text);
  return {text.baseline.x, text.baseline.y - 0.72F * px, width, 0.86F * px};
}

std::vector<Piece> pieces_of(const viz::Scene& scene) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < scene.records.size(); ++i) {
    const viz::Shape2D& shape = scene.records[i].shape;
    if (const auto* text = std::get_if<viz::draw::Text>(&shape)) {
      if (!text->text.empty()) pieces.push_back({text->text, ink_of(*text), i});
    } else if (const auto* math = std::get_if<viz::draw::Math>(&shape)) {
      const viz::MathBox& box = math->box;
      const Rect rect{math->baseline.x, math->baseline.y - box.ascent, box.width,
                      box.ascent + box.descent};
      pieces.push_back({"a formula", rect, i});
    }
  }
  return pieces;
}

std::string told(const Piece& piece) {
  return fmt::format("'{}' at {:.0f},{:.0f} {:.0f}x{:.0f}", piece.text, piece.rect.x, piece.rect.y,
                     piece.rect.w, piece.rect.h);
}

std::string told(const Rect& r) {
  return fmt::format("{:.0f},{:.0f} {:.0f}x{:.0f}", r.x, r.y, r.w, r.h);
}

/// How far two rectangles lie over each other, the smaller of both directions.
float overlap(const Rect& a, const Rect& b) {
  return std::min(std::min(a.right(), b.right()) - std::max(a.x, b.x),
                  std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y));
}

Rect common(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::max(0.0F, std::min(a.right(), b.right()) - x),
          std::max(0.0F, std::min(a.bottom(), b.bottom()) - y)};
}

bool inside(const Rect& inner, const Rect& outer, bool scrolls) {
  const bool across = inner.x >= outer.x - allowed && inner.right() <= outer.right() + allowed;
  const bool down = inner.y >= outer.y - allowed && inner.bottom() <= outer.bottom() + allowed;
  return across && (down || scrolls);
}

/// The framed rectangle below a piece of text: the last drawn that it stands in the middle of.
std::optional<Rect> container_of(const viz::Scene& scene, const Piece& piece) {
  std::optional<Rect> found;
  for (std::size_t i = 0; i < piece.record; ++i) {
    const auto* box = std::get_if<viz::draw::Rectangle>(&scene.records[i].shape);
    const bool framed = box != nullptr && box->border.a > 0;
    if (!framed || !box->rect.contains(piece.rect.center())) continue;
    found = box->rect;
  }
  return found;
}

/// Whether the text leaves a neuron that it stands in.
bool leaves_circle(const viz::Scene& scene, const Piece& piece) {
  const viz::Vec2 middle = piece.rect.center();
  for (std::size_t i = 0; i < piece.record; ++i) {
    const auto* circle = std::get_if<viz::draw::Circle>(&scene.records[i].shape);
    if (circle == nullptr || circle->radius < 9) continue;
    const float dx = std::abs(middle.x - circle->center.x);
    const float dy = std::abs(middle.y - circle->center.y);
    if (std::hypot(dx, dy) > circle->radius * 0.7F) continue;
    const float chord = std::sqrt(circle->radius * circle->radius - dy * dy);
    if (dx + piece.rect.w / 2 > chord + allowed) return true;
  }
  return false;
}

/// Two neurons that touch: neither lies in the other, as a mark in a ring does.
bool cut_each_other(const viz::draw::Circle& a, const viz::draw::Circle& b) {
  const float apart = std::hypot(a.center.x - b.center.x, a.center.y - b.center.y);
  return apart < a.radius + b.radius - 0.5F && apart > std::abs(a.radius - b.radius);
}

/// Whether a straight line comes into a rectangle.
bool meets(viz::Vec2 from, viz::Vec2 to, const Rect& rect) {
  return viz::cut_line(from, to, rect).has_value();
}

/// Whether a record is a line, or an outline, that goes through the rectangle.
bool crosses(const viz::Shape2D& shape, const Rect& rect) {
  if (const auto* line = std::get_if<viz::draw::Line>(&shape))
    return line->color.a > 0 && meets(line->from, line->to, rect);
  const auto* lines = std::get_if<viz::draw::Polyline>(&shape);
  if (lines == nullptr || lines->color.a == 0) return false;
  for (std::size_t i = 0; i + 1 < lines->points.size(); ++i) {
    if (meets(lines->points[i], lines->points[i + 1], rect)) return true;
  }
  return false;
}

/// Whether a record hides what is drawn below the rectangle.
bool covers(const viz::Shape2D& shape, const Rect& rect) {
  constexpr int opaque = 200;
  if (const auto* circle = std::get_if<viz::draw::Circle>(&shape)) {
    const float away =
        std::hypot(rect.center().x - circle->center.x, rect.center().y - circle->center.y);
    return circle->fill.a >= opaque && away + rect.w / 2 <= circle->radius + allowed;
  }
  const auto* box = std::get_if<viz::draw::Rectangle>(&shape);
  return box != nullptr && box->fill.a >= opaque && inside(rect, box->rect, false);
}

class Check {
 public:
  Check(const viz::Workbench& workbench, float width, float height)
      : workbench_(workbench), window_{0, 0, width, height} {}

  std::vector<std::string> faults() && {
    const auto& scenes = workbench_.scenes();
    std::vector<std::vector<Piece>> all;
    for (std::size_t s = 0; s < scenes.size(); ++s) {
      all.push_back(pieces_of(scenes[s]));
      places(s, all.back());
      within(all.back());
      struck_through(s, all.back());
      shortened(scenes[s]);
      circles(scenes[s]);
      // A scene of the whole window lies over all else by intent: a menu, a dialog, a notice.
      if (workbench_.clips()[s] == window_) continue;
      const std::size_t lowest = s >= workbench_.overlay_scenes() ? workbench_.overlay_scenes() : 0;
      for (std::size_t before = lowest; before < s; ++before)
        across(all[before], workbench_.clips()[before], all[s], workbench_.clips()[s]);
    }
    return std::move(faults_);
  }

 private:
  void places(std::size_t s, const std::vector<Piece>& pieces) {
    const viz::Scene& scene = workbench_.scenes()[s];
    const Rect& clip = workbench_.clips()[s];
    constexpr float header = 40;  // of a pane whose lower part scrolls
    const bool scrolls = scene.content_height > clip.h - header;
    for (const Piece& piece : pieces) {
      const bool hidden = scrolls && overlap(piece.rect, clip) <= 0;
      if (hidden) continue;
      if (!inside(piece.rect, common(clip, window_), scrolls))
        faults_.push_back(told(piece) + " leaves its pane " + told(clip));
      const auto box = container_of(scene, piece);
      if (box && !inside(piece.rect, *box, false))
        faults_.push_back(told(piece) + " leaves its box " + told(*box));
      if (leaves_circle(scene, piece)) faults_.push_back(told(piece) + " leaves its circle");
    }
  }

  void within(const std::vector<Piece>& pieces) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (overlap(pieces[i].rect, pieces[j].rect) > allowed)
          faults_.push_back(told(pieces[i]) + " lies over " + told(pieces[j]));
      }
    }
  }

  /// A line that goes through words: drawn over them, or below them with nothing between.
  void struck_through(std::size_t s, const std::vector<Piece>& pieces) {
    const viz::Scene& scene = workbench_.scenes()[s];
    for (const Piece& piece : pieces) {
      const Rect core = viz::inset(piece.rect, 2, piece.rect.h * 0.3F);
      if (core.w <= 0 || overlap(core, workbench_.clips()[s]) <= 0) continue;
      bool crossed = false;
      for (std::size_t i = 0; i < scene.records.size(); ++i) {
        const viz::Shape2D& shape = scene.records[i].shape;
        if (i < piece.record && crossed && covers(shape, core)) crossed = false;
        if (crosses(shape, core)) crossed = true;
      }
      if (crossed) faults_.push_back(told(piece) + " is struck through by a line");
    }
  }

  /// Words of the string tables are never cut: only names, texts and numbers of a learner are.
  void shortened(const viz::Scene& scene) {
    for (const viz::Record& record : scene.records) {
      const auto* text = std::get_if<viz::draw::Text>(&record.shape);
      const bool a_name = record.entity.kind != viz::Entity::Kind::none;
      if (text == nullptr || text->whole.empty() || a_name) continue;
      for (const auto& [language, words] : resources().words) {
        for (const auto& [key, value] : words.table()) {
          if (value == text->whole)
            faults_.push_back("'" + text->text + "' is cut, of '" + value + "' (" + key + ")");
        }
      }
    }
  }

  void circles(const viz::Scene& scene) {
    std::vector<const viz::draw::Circle*> found;
    for (const viz::Record& record : scene.records) {
      const auto* circle = std::get_if<viz::draw::Circle>(&record.shape);
      // Points of data lie where the data have them.
      if (circle != nullptr && circle->radius >= 4) found.push_back(circle);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!cut_each_other(*found[i], *found[j])) continue;
        faults_.push_back(
            fmt::format("circles touch at {:.0f},{:.0f}", found[i]->center.x, found[i]->center.y));
      }
    }
  }

  /// Of two panes, where both can be seen.
  void across(const std::vector<Piece>& below, const Rect& clip_below,
              const std::vector<Piece>& above, const Rect& clip_above) {
    if (overlap(clip_below, clip_above) <= 0) return;
    for (const Piece& a : above) {
      for (const Piece& b : below) {
        if (overlap(common(a.rect, clip_above), common(b.rect, clip_below)) > allowed)
          faults_.push_back(told(a) + " lies over another pane's " + told(b));
      }
    }
  }

  const viz::Workbench& workbench_;
  Rect window_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> layout_faults(const viz::Workbench& workbench, float width, float height) {
  return Check(workbench, width, height).faults();
}

}  // namespace backprop::test
