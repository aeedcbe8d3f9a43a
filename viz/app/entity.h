/// What a number, shape or line of text on screen stands for. Hover and selection are entities, so
/// that formula, graph, code line and timeline light up together.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

#include "engine/trace/queries.h"

namespace backprop::viz {

struct Entity {
  enum class Kind : std::uint8_t {
    none,
    value,  ///< element `index` of value `id`; index -1: all of it
    step,   ///< step `index`
    line,   ///< program line `index`
  };
  Kind kind = Kind::none;
  ValueId id = no_value;
  Index index = -1;
  auto operator<=>(const Entity&) const = default;

  static Entity value(ValueId id, Index element = -1) { return {Kind::value, id, element}; }
  static Entity step(Index step) { return {Kind::step, no_value, step}; }
  static Entity line(Index line) { return {Kind::line, no_value, line}; }
};

/// The value that a number belongs to; of a parameter its first version, which stands for all.
inline Entity entity_of(const Trace& trace, const Quantity& quantity) {
  return Entity::value(first_version(trace, quantity.value), quantity.element);
}

/// Whether both are the same number; of a parameter or buffer in whichever version.
inline bool is_same(const Trace& trace, const Entity& a, const Entity& b) {
  if (a == b) return true;
  const auto values = static_cast<ValueId>(trace.values.size());
  const bool known = std::min(a.id, b.id) >= 0 && std::max(a.id, b.id) < values;
  return a.kind == Entity::Kind::value && b.kind == a.kind && a.index == b.index && known &&
         first_version(trace, a.id) == first_version(trace, b.id);
}

}  // namespace backprop::viz
