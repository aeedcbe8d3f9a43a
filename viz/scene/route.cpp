#include "viz/scene/route.h"

#include <algorithm>
#include <set>

#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

static_assert(most_paths <= 64);  // the bits of a set of them

float width_of(const std::vector<RoutePart>& parts, const Builder& b) {
  float width = -Routes::gap;
  for (const RoutePart& part : parts)
    width += b.width(part.text, Routes::style) + Routes::gap;
  return width;
}

}  // namespace

Routes::Routes(const Trace& trace, const std::vector<Path>& paths) : trace_(trace), paths_(paths) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    for (const Quantity& q : paths[i].elements)
      users_[{q.value, q.element}] |= std::uint64_t{1} << i;
  }
}

/// The ends, and what the program names between them.
Routes::Places Routes::named(const Path& path) const {
  Places places;
  for (std::size_t i = 0; i < path.elements.size(); ++i) {
    const bool end = i == 0 || i + 1 == path.elements.size();
    if (end || !trace_.value(path.elements[i].value).name.empty()) places.push_back(i);
  }
  return places;
}

std::uint64_t Routes::users(const Quantity& number) const {
  return users_.at({number.value, number.element});
}

/// In which order names are left out: what the same paths go through as through one before it, the
/// ends, which all paths have, then the others from the last. The first of them stays.
Routes::Places Routes::least_telling(const Path& path, const Places& names) const {
  Places order;
  Places telling;
  std::set<std::uint64_t> seen{users(path.elements.front())};
  for (std::size_t i = 1; i + 1 < names.size(); ++i) {
    const bool is_new = seen.insert(users(path.elements[names[i]])).second;
    (is_new ? telling : order).push_back(names[i]);
  }
  if (names.size() > 1) order.push_back(names.back());
  if (!telling.empty()) {
    order.push_back(names.front());
    order.insert(order.end(), telling.rbegin(), telling.rend() - 1);
  }
  return order;
}

std::vector<RoutePart> Routes::parts(const Path& path, const Places& kept,
                                     const Places& names) const {
  const std::string arrow = "\u2192 ";
  std::vector<RoutePart> parts;
  for (const std::size_t place : names) {
    if (std::find(kept.begin(), kept.end(), place) != kept.end()) {
      const Quantity& q = path.elements[place];
      const std::string name = element_name(trace_, q.value, q.element);
      parts.push_back({(parts.empty() ? "" : arrow) + name, place});
    } else if (parts.empty() || parts.back().element) {
      parts.push_back({"\u2026", std::nullopt});
    }
  }
  return parts;
}

std::string Routes::whole(std::size_t path) const {
  const Places names = named(paths_[path]);
  std::string text;
  for (const RoutePart& part : parts(paths_[path], names, names))
    text += (text.empty() ? "" : " ") + part.text;
  return text;
}

std::vector<RoutePart> Routes::fitting(std::size_t path, float room, const Builder& b) const {
  const Path& its = paths_[path];
  const Places names = named(its);
  Places kept = names;
  std::vector<RoutePart> shown = parts(its, kept, names);
  for (const std::size_t place : least_telling(its, names)) {
    if (width_of(shown, b) <= room) break;
    std::erase(kept, place);
    shown = parts(its, kept, names);
  }
  return shown;
}

}  // namespace backprop::viz
