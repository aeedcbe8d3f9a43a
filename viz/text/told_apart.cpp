#include "viz/text/told_apart.h"

#include <algorithm>
#include <map>

#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

constexpr std::string_view dots = "\u2026";

/// Measures and cuts labels of one style.
class Cutter {
 public:
  Cutter(const Glyphs& glyphs, TextStyle style) : glyphs_(glyphs), style_(style) {}

  bool fits(const LongLabel& label) const { return width(label.text) <= label.room; }

  std::string at_end(const LongLabel& label) const {
    return ellipsized(glyphs_, style_, label.text, label.room);
  }

  std::string in_middle(const LongLabel& label) const {
    const std::string head = beginning(label.text, (label.room - width(dots)) / 2);
    return head + std::string(dots) + ending(label.text, label.room - width(head) - width(dots));
  }

  /// A little of the beginning, then what begins at the byte `from`.
  std::string before(const LongLabel& label, std::size_t from) const {
    const std::string head =
        beginning(label.text.substr(0, from), (label.room - width(dots)) / 3) + std::string(dots);
    return head + ellipsized(glyphs_, style_, label.text.substr(from), label.room - width(head));
  }

 private:
  float width(std::string_view text) const { return text_width(glyphs_, style_, text); }

  std::string beginning(const std::string& text, float room) const {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size();) {
      next_code_point(text, at);
      if (width(std::string_view(text).substr(0, at)) > room) break;
      kept = at;
    }
    return text.substr(0, kept);
  }

  std::string ending(const std::string& text, float room) const {
    for (std::size_t at = 0; at < text.size(); next_code_point(text, at)) {
      if (width(std::string_view(text).substr(at)) <= room) return text.substr(at);
    }
    return {};
  }

  const Glyphs& glyphs_;
  TextStyle style_;
};

using Places = std::vector<std::size_t>;

/// Where a label first differs from the one of the others that is most like it; at the beginning of
/// a letter.
std::size_t first_difference(const std::vector<LongLabel>& labels, const Places& alike,
                             std::size_t i) {
  const std::string& text = labels[i].text;
  std::size_t first = 0;
  for (const std::size_t other : alike) {
    const std::string& its = labels[other].text;
    if (its == text) continue;
    const auto [end, its_end] = std::mismatch(text.begin(), text.end(), its.begin(), its.end());
    first = std::max(first, static_cast<std::size_t>(end - text.begin()));
  }
  const auto inside = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (first > 0 && inside(first))
    --first;
  return first;
}

/// Labels that are not the same must not read alike.
bool all_differ(const std::vector<LongLabel>& labels, const Places& alike,
                const std::vector<std::string>& shown) {
  std::map<std::string, std::string> whole;
  return std::all_of(alike.begin(), alike.end(), [&](std::size_t i) {
    return whole.emplace(shown[i], labels[i].text).first->second == labels[i].text;
  });
}

void tell_apart(const Cutter& cutter, const std::vector<LongLabel>& labels, const Places& alike,
                std::vector<std::string>& shown) {
  if (all_differ(labels, alike, shown)) return;
  const auto cut_each = [&](auto cut) {
    for (const std::size_t i : alike) {
      if (!cutter.fits(labels[i])) shown[i] = cut(i);
    }
  };
  cut_each([&](std::size_t i) { return cutter.in_middle(labels[i]); });
  if (all_differ(labels, alike, shown)) return;
  cut_each(
      [&](std::size_t i) { return cutter.before(labels[i], first_difference(labels, alike, i)); });
  if (all_differ(labels, alike, shown)) return;
  cut_each([&](std::size_t i) { return cutter.at_end(labels[i]); });  // there is too little room
}

/// What now reads like a label of another group is better cut as usual.
void undo_vain_cuts(const Cutter& cutter, const std::vector<LongLabel>& labels,
                    std::vector<std::string>& shown) {
  std::map<std::string, Places> alike;
  for (std::size_t i = 0; i < shown.size(); ++i)
    alike[shown[i]].push_back(i);
  for (const auto& [text, places] : alike) {
    if (all_differ(labels, places, shown)) continue;
    for (const std::size_t i : places)
      shown[i] = cutter.at_end(labels[i]);
  }
}

}  // namespace

std::vector<std::string> told_apart(const Glyphs& glyphs, TextStyle style,
                                    const std::vector<LongLabel>& labels) {
  const Cutter cutter(glyphs, style);
  std::vector<std::string> shown;
  std::map<std::string, Places> groups;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    shown.push_back(cutter.at_end(labels[i]));
    groups[shown.back()].push_back(i);
  }
  for (const auto& [text, alike] : groups) {
    if (alike.size() > 1) tell_apart(cutter, labels, alike, shown);
  }
  undo_vain_cuts(cutter, labels, shown);
  return shown;
}

}  // namespace backprop::viz
