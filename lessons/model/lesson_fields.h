/// The lines `key: value` of a lesson: its front matter, and what stands in its fenced blocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// One `key: value`; the place is the value's.
struct Field {
  std::string key;
  std::string value;  ///< several lines are joined by '\n'
  Place key_place;
  Place place;
};
using Fields = std::vector<Field>;

struct KeyRule {
  std::string_view name;
  enum class Count { optional, once, any, some } count = Count::optional;  ///< some: at least once
};

/// What a block or the front matter may hold.
struct FieldRules {
  std::string_view what;  ///< "a claim"
  std::vector<KeyRule> keys;
};

/// The fields in `text`, whose first line is line `first_line` of the file, in their order. A line
/// that is indented continues the one above. `block` is where an error about all of it is placed.
Result<Fields> parse_fields(const FieldRules& rules, std::string_view text, int first_line,
                            Place block);

/// The first of that key; null where it is not given.
const Field* find_field(const Fields& fields, std::string_view key);

/// Its value on one line; empty where it is not given.
std::string text_of(const Fields& fields, std::string_view key);

std::string on_one_line(std::string text);
std::string_view trimmed(std::string_view text);

/// A field's value cut at " | ", each part with its place.
std::vector<Field> parts_of(const Field& field);

/// Readers of one value. Each returns what is wrong with it.
std::optional<Error> read_text(const Field& field, Inlines& text);
std::optional<Error> read_expression(const Field& field, std::string& expression);
std::optional<Error> read_whole_number(const Field& field, int least, int most, int& number);
std::optional<Error> read_number(const Field& field, double& number);

/// The place of a field's value among the names; an error that lists them where it is none.
Result<std::size_t> one_of(const Field& field, const std::vector<std::string>& names);

/// A view by its name, and the other way round: "network", "graph", "tensors", "paths".
Result<View> read_view(const Field& field);
std::string_view name_of(View view);

}  // namespace backprop::lessons
