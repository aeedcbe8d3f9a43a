#include "viz/scene/indexed_name.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr TextStyle index_style = TextStyle::caption;
constexpr float lowered = 4;
constexpr float gap = 1;

float index_width(const Builder& b, const IndexedName& name) {
  return name.index.empty() ? 0 : gap + b.width(name.index, index_style);
}

}  // namespace

SplitName split_name(const std::string& name) {
  const std::size_t letters = name.find_last_not_of("0123456789") + 1;
  const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c >= 0x80;
  });
  if (!plain || letters == 0) return {name, ""};
  return {name.substr(0, letters), name.substr(letters)};
}

float width_of(const Builder& b, const IndexedName& name) {
  return b.width(name.name, name.style) + index_width(b, name);
}

float indexed_name(Builder& b, Vec2 left, const IndexedName& name, Color ink, float room,
                   Entity entity) {
  const float index = index_width(b, name);
  const float for_name = room > 0 ? std::max(1.0F, room - index) : 0;
  const float used = b.text(left, name.name, name.style, ink, Align::left, for_name, entity);
  if (name.index.empty()) return used;
  b.text({left.x + used + gap, left.y + lowered}, name.index, index_style, ink, Align::left, 0,
         entity);
  return used + index;
}

}  // namespace backprop::viz
