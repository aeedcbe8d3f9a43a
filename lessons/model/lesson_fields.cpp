#include "lessons/model/lesson_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/program/parser.h"
#include "engine/program/suggest.h"
#include "lessons/model/markdown.h"

namespace backprop::lessons {
namespace {

using Count = KeyRule::Count;

std::vector<std::string> names_of(const FieldRules& rules) {
  std::vector<std::string> names;
  for (const KeyRule& key : rules.keys)
    names.emplace_back(key.name);
  return names;
}

std::optional<Error> add_field(const FieldRules& rules, std::string_view line, int number,
                               Fields& fields) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    const bool full_width = line.find("：") != std::string_view::npos;
    return Error{{number, 1},
                 fmt::format("a line of {} that is no 'key: value'", rules.what),
                 full_width
                     ? "write ':' for '：'"
                     : "begin it with a key and ':'; indent it if it continues the line above"};
  }
  const std::string key(trimmed(line.substr(0, colon)));
  const auto names = names_of(rules);
  if (std::find(names.begin(), names.end(), key) == names.end()) {
    const std::string nearest = nearest_name(key, names);
    return Error{{number, 1},
                 fmt::format("{} has no key '{}'", rules.what, key),
                 nearest.empty() ? fmt::format("its keys are {}", fmt::join(names, ", "))
                                 : fmt::format("did you mean '{}'?", nearest)};
  }
  const auto rule = std::find_if(rules.keys.begin(), rules.keys.end(),
                                 [&](const KeyRule& known) { return known.name == key; });
  const bool once = rule->count == Count::optional || rule->count == Count::once;
  if (once && find_field(fields, key) != nullptr) {
    return Error{{number, 1}, fmt::format("'{}' is there twice", key), "keep one of them"};
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  const auto column = value.empty() ? colon + 2 : value.data() - line.data() + 1;
  fields.push_back({key, std::string(value), {number, 1}, {number, static_cast<int>(column)}});
  return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Result<Fields> parse_fields(const FieldRules& rules, std::string_view text, int first_line,
                            Place block) {
  Fields fields;
  for (int number = first_line; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed(line).empty()) continue;
    if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
      fields.back().value += '\n';
      fields.back().value += trimmed(line);
    } else if (auto error = add_field(rules, line, number, fields)) {
      return *std::move(error);
    }
  }
  for (const Field& field : fields) {
    if (field.value.empty()) {
      return Error{field.key_place, fmt::format("'{}' has no value", field.key), "write it"};
    }
  }
  for (const KeyRule& key : rules.keys) {
    const bool required = key.count == Count::once || key.count == Count::some;
    if (required && find_field(fields, key.name) == nullptr) {
      return Error{block, fmt::format("{} lacks '{}'", rules.what, key.name),
                   fmt::format("add a line '{}: ...'", key.name)};
    }
  }
  return fields;
}

const Field* find_field(const Fields& fields, std::string_view key) {
  for (const Field& field : fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

std::string text_of(const Fields& fields, std::string_view key) {
  const Field* field = find_field(fields, key);
  return field != nullptr ? on_one_line(field->value) : std::string();
}

std::vector<Field> parts_of(const Field& field) {
  constexpr std::string_view mark = " | ";
  std::vector<Field> parts;
  std::string_view rest = field.value;
  Place place = field.place;
  while (true) {
    const auto end = rest.find(mark);
    const std::string_view part = rest.substr(0, end);
    parts.push_back({field.key, std::string(trimmed(part)), field.key_place, place});
    if (end == std::string_view::npos) return parts;
    const std::string_view gone = rest.substr(0, end + mark.size());
    const auto lines = std::count(gone.begin(), gone.end(), '\n');
    place = lines > 0 ? Place{place.line + static_cast<int>(lines), 1}
                      : Place{place.line, place.column + static_cast<int>(gone.size())};
    rest.remove_prefix(gone.size());
  }
}

std::optional<Error> read_text(const Field& field, Inlines& text) {
  auto parsed = parse_inlines(field.value, field.place);
  if (!parsed) return parsed.error();
  text = std::move(parsed).value();
  return std::nullopt;
}

std::optional<Error> read_expression(const Field& field, std::string& expression) {
  expression = on_one_line(field.value);
  const auto parsed = parse_expression(expression);
  if (parsed) return std::nullopt;
  Error error = parsed.error();
  error.place = {field.place.line, field.place.column + error.place.column - 1};
  error.cause = fmt::format("'{}' is no expression: {}", field.key, error.cause);
  return error;
}

std::optional<Error> read_whole_number(const Field& field, int least, int most, int& number) {
  double read = 0;
  const auto error = read_number(field, read);
  if (!error && read >= least && read <= most && read == static_cast<int>(read)) {
    number = static_cast<int>(read);
    return std::nullopt;
  }
  return Error{field.place, fmt::format("'{}' is '{}'", field.key, on_one_line(field.value)),
               fmt::format("write a whole number from {} to {}", least, most)};
}

std::optional<Error> read_number(const Field& field, double& number) {
  const char* begin = field.value.c_str();
  char* end = nullptr;
  number = std::strtod(begin, &end);
  // strtod() would take an empty text and hexadecimal digits, too.
  const bool decimal = field.value.find_first_of("0123456789") != std::string::npos &&
                       field.value.find_first_not_of("0123456789.+-eE") == std::string::npos;
  if (decimal && end == begin + field.value.size() && std::isfinite(number)) return std::nullopt;
  return Error{field.place, fmt::format("'{}' is '{}'", field.key, on_one_line(field.value)),
               "write a number, as in 0.5"};
}

Result<std::size_t> one_of(const Field& field, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), field.value);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string nearest = nearest_name(field.value, names);
  return Error{field.place, fmt::format("there is no {} '{}'", field.key, field.value),
               nearest.empty() ? fmt::format("write one of {}", fmt::join(names, ", "))
                               : fmt::format("did you mean '{}'?", nearest)};
}

namespace {

const std::vector<std::string> view_names = {"network", "graph", "tensors", "paths"};

}  // namespace

std::string_view name_of(View view) {
  return view_names[static_cast<std::size_t>(view)];
}

Result<View> read_view(const Field& field) {
  const auto view = one_of(field, view_names);
  if (!view) return view.error();
  return static_cast<View>(view.value());
}

}  // namespace backprop::lessons
