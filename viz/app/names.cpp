#include "viz/app/names.h"

#include <charconv>
#include <optional>

#include "engine/limits.h"
#include "engine/trace/queries.h"

namespace backprop::viz {
namespace {

constexpr std::string_view whole = "[:]";

/// The values without a name that have that text, in order.
std::vector<ValueId> nameless(const Trace& trace, std::string_view text) {
  std::vector<ValueId> found;
  for (std::size_t id = 0; id < trace.values.size(); ++id) {
    const Value& value = trace.values[id];
    if (value.name.empty() && value.text == text) found.push_back(static_cast<ValueId>(id));
  }
  return found;
}

std::string value_name(const Trace& trace, ValueId id) {
  const Value& value = trace.value(id);
  if (!value.name.empty()) return display_name(trace, id);
  std::string name = "(" + value.text + ")";
  const std::vector<ValueId> same = nameless(trace, value.text);
  for (std::size_t i = 1; i < same.size(); ++i) {
    if (same[i] == id) name += "@" + std::to_string(i + 1);
  }
  return name;
}

std::optional<Index> whole_number(std::string_view text) {
  Index number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

ValueId find_by_name(const Trace& trace, std::string_view name) {
  if (!name.starts_with('(')) return find_value(trace, name);
  const std::size_t end = name.rfind(')');
  if (end == std::string_view::npos) return no_value;
  Index nth = 1;
  if (name.substr(end + 1).starts_with('@')) nth = whole_number(name.substr(end + 2)).value_or(0);
  const std::vector<ValueId> same = nameless(trace, name.substr(1, end - 1));
  const bool there = nth >= 1 && nth <= static_cast<Index>(same.size());
  return there ? same[static_cast<std::size_t>(nth - 1)] : no_value;
}

Entity find_value_entity(const Trace& trace, std::string_view name) {
  // The brackets of the element, not those inside of an expression or of its index.
  const std::size_t after = name.starts_with('(') ? name.rfind(')') : 0;
  if (after == std::string_view::npos) return {};
  const std::size_t bracket = name.find('[', after);
  const ValueId id = find_by_name(trace, name.substr(0, bracket));
  if (id == no_value) return {};
  const std::string_view place = bracket == std::string_view::npos ? "" : name.substr(bracket);
  if (!place.empty() && !place.ends_with(']')) return {};
  if (place == whole) return Entity::value(id);
  const auto element = parse_element(place, trace.value(id).data.shape, std::string(name));
  return element ? Entity::value(id, element.value()) : Entity{};
}

Entity numbered(Entity entity, std::string_view digits, Index least, Index most) {
  const auto number = whole_number(digits);
  if (!number || *number < least || *number > most) return {};
  entity.index = *number;
  return entity;
}

}  // namespace

std::string name_of(const Trace& trace, const Entity& entity) {
  switch (entity.kind) {
    case Entity::Kind::none:
      return {};
    case Entity::Kind::step:
      return "step " + std::to_string(entity.index + 1);
    case Entity::Kind::line:
      return "line " + std::to_string(entity.index);
    case Entity::Kind::value:
      break;
  }
  const std::string name = value_name(trace, entity.id);
  if (entity.index < 0) return name + std::string(whole);
  return name + index_text(entity.index, trace.value(entity.id).data.shape);
}

Entity find_entity(const Trace& trace, std::string_view name) {
  constexpr std::string_view step = "step ";
  constexpr std::string_view line = "line ";
  if (name.starts_with(step)) {
    Entity entity = numbered(Entity::step(0), name.substr(step.size()), 1, trace.step_count());
    if (entity.kind == Entity::Kind::step) --entity.index;
    return entity;
  }
  if (name.starts_with(line))
    return numbered(Entity::line(1), name.substr(line.size()), 1, limits::source_bytes);
  return find_value_entity(trace, name);
}

}  // namespace backprop::viz
