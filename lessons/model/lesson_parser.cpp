#include "lessons/model/lesson_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "engine/program/parser.h"
#include "engine/program/suggest.h"
#include "lessons/model/markdown.h"

namespace backprop::lessons {
namespace {

/// One `key: value`; the place is the value's.
struct Field {
  std::string key;
  std::string value;  ///< several lines are joined by '\n'
  Place key_place;
  Place place;
};
using Fields = std::vector<Field>;

struct KeyRule {
  std::string name;
  bool required = false;
};

/// What a block or the front matter may hold.
struct FieldRules {
  std::string what;  ///< "a claim"
  std::vector<KeyRule> keys;
};

const FieldRules& front_matter_rules() {
  static const FieldRules rules{"the front matter",
                                {{"id", true}, {"title", true}, {"subtitle"}, {"program", true}}};
  return rules;
}

const FieldRules& claim_rules() {
  static const FieldRules rules{
      "a claim", {{"tex", true}, {"left", true}, {"right", true}, {"note"}, {"program"}, {"id"}}};
  return rules;
}

const FieldRules& predict_rules() {
  static const FieldRules rules{
      "a question",
      {{"question", true}, {"expression", true}, {"answer_note", true}, {"program"}, {"id"}}};
  return rules;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> names_of(const FieldRules& rules) {
  std::vector<std::string> names;
  for (const KeyRule& key : rules.keys)
    names.push_back(key.name);
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
  if (std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; })) {
    return Error{{number, 1}, fmt::format("'{}' is there twice", key), "keep one of them"};
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  const auto column = value.empty() ? colon + 2 : value.data() - line.data() + 1;
  fields.push_back({key, std::string(value), {number, 1}, {number, static_cast<int>(column)}});
  return std::nullopt;
}

/// The fields in `text`, whose first line is line `first_line` of the file.
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
    const bool given = std::any_of(fields.begin(), fields.end(),
                                   [&](const Field& field) { return field.key == key.name; });
    if (key.required && !given) {
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

/// The value on one line; empty where the key is not given.
std::string text_of(const Fields& fields, std::string_view key) {
  const Field* field = find_field(fields, key);
  std::string text = field != nullptr ? field->value : std::string();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

struct FrontMatter {
  Fields fields;
  std::size_t end = 0;  ///< the byte after it
};

Result<FrontMatter> parse_front_matter(std::string_view source) {
  constexpr std::string_view advice =
      "begin the file with '---', then id:, title:, subtitle: and program: lines, then '---'";
  std::size_t at = 0;
  std::size_t begin = 0;
  for (int number = 1; at < source.size(); ++number) {
    const auto end = std::min(source.find('\n', at), source.size());
    const bool is_rule = trimmed(source.substr(at, end - at)) == "---";
    if (number == 1 && !is_rule) break;
    const std::size_t next = std::min(end + 1, source.size());
    if (number == 1) {
      begin = next;
    } else if (is_rule) {
      auto fields = parse_fields(front_matter_rules(), source.substr(begin, at - begin), 2, {});
      if (!fields) return fields.error();
      return FrontMatter{std::move(fields).value(), next};
    }
    at = next;
  }
  return Error{
      {},
      at == 0 ? "the file does not begin with front matter" : "the front matter is never closed",
      std::string(advice)};
}

/// Makes the blocks of one file.
class LessonBuilder {
 public:
  explicit LessonBuilder(Lesson lesson) : lesson_(std::move(lesson)) {}

  Result<Lesson> build(std::vector<MarkdownBlock> blocks) {
    for (MarkdownBlock& block : blocks) {
      auto error = std::visit([&](auto& is) { return add(block.place, is); }, block.is);
      if (error) return *std::move(error);
    }
    return std::move(lesson_);
  }

 private:
  std::optional<Error> add(Place place, Heading& is) {
    return push("heading", place, std::move(is));
  }
  std::optional<Error> add(Place place, Paragraph& is) {
    return push("paragraph", place, std::move(is));
  }
  std::optional<Error> add(Place place, Formula& is) {
    return push("formula", place, std::move(is));
  }
  std::optional<Error> add(Place place, List& is) { return push("list", place, std::move(is)); }
  std::optional<Error> add(Place place, Fence& is);
  std::optional<Error> add_claim(Place place, const Fence& fence, bool printed, bool holds);
  std::optional<Error> add_predict(Place place, const Fence& fence);

  template <class Is>
  std::optional<Error> push(const std::string& kind, Place place, Is is, const Field* id = nullptr);
  std::optional<Error> read_inlines(const Fields& fields, std::string_view key, Inlines& inlines);
  std::optional<Error> read_expression(const Fields& fields, std::string_view key,
                                       std::string& expression);
  std::string program_of(const Fields& fields) const {
    const std::string own = text_of(fields, "program");
    return own.empty() ? lesson_.program : own;
  }

  Lesson lesson_;
  std::map<std::string, int> counts_;
  std::set<std::string> ids_;
};

template <class Is>
std::optional<Error> LessonBuilder::push(const std::string& kind, Place place, Is is,
                                         const Field* id) {
  std::string name = fmt::format("{}-{}", kind, ++counts_[kind]);
  if (id != nullptr) name = id->value;
  if (!ids_.insert(name).second) {
    return Error{id != nullptr ? id->place : place,
                 fmt::format("another block has the id '{}'", name), "choose an id of its own"};
  }
  lesson_.blocks.push_back({std::move(name), place.line, std::move(is)});
  return std::nullopt;
}

std::optional<Error> LessonBuilder::add(Place place, Fence& is) {
  if (is.info == "claim") return add_claim(place, is, false, true);
  if (is.info == "claim printed") return add_claim(place, is, true, false);
  if (is.info == "claim printed holds") return add_claim(place, is, true, true);
  if (is.info == "predict") return add_predict(place, is);
  const std::string nearest =
      nearest_name(is.info, {"claim", "claim printed", "claim printed holds", "predict"});
  return Error{place, fmt::format("lessons have no fenced block '{}'", is.info),
               nearest.empty()
                   ? "write 'claim', 'claim printed', 'claim printed holds' or 'predict'"
                   : fmt::format("did you mean '{}'?", nearest)};
}

std::optional<Error> LessonBuilder::add_claim(Place place, const Fence& fence, bool printed,
                                              bool holds) {
  auto parsed = parse_fields(claim_rules(), fence.text, place.line + 1, place);
  if (!parsed) return parsed.error();
  const Fields& fields = parsed.value();
  Claim claim;
  claim.tex = text_of(fields, "tex");
  claim.as_printed = printed;
  claim.expected_to_hold = holds;
  claim.program = program_of(fields);
  if (auto error = read_expression(fields, "left", claim.left)) return error;
  if (auto error = read_expression(fields, "right", claim.right)) return error;
  if (auto error = read_inlines(fields, "note", claim.note)) return error;
  return push("claim", place, std::move(claim), find_field(fields, "id"));
}

std::optional<Error> LessonBuilder::add_predict(Place place, const Fence& fence) {
  auto parsed = parse_fields(predict_rules(), fence.text, place.line + 1, place);
  if (!parsed) return parsed.error();
  const Fields& fields = parsed.value();
  Predict predict;
  predict.program = program_of(fields);
  if (auto error = read_expression(fields, "expression", predict.expression)) return error;
  if (auto error = read_inlines(fields, "question", predict.question)) return error;
  if (auto error = read_inlines(fields, "answer_note", predict.explanation)) return error;
  return push("predict", place, std::move(predict), find_field(fields, "id"));
}

std::optional<Error> LessonBuilder::read_inlines(const Fields& fields, std::string_view key,
                                                 Inlines& inlines) {
  const Field* field = find_field(fields, key);
  if (field == nullptr) return std::nullopt;
  auto parsed = parse_inlines(field->value, field->place);
  if (!parsed) return parsed.error();
  inlines = std::move(parsed).value();
  return std::nullopt;
}

std::optional<Error> LessonBuilder::read_expression(const Fields& fields, std::string_view key,
                                                    std::string& expression) {
  expression = text_of(fields, key);
  const auto parsed = parse_expression(expression);
  if (parsed) return std::nullopt;
  Error error = parsed.error();
  const Place at = find_field(fields, key)->place;
  error.place = {at.line, at.column + error.place.column - 1};
  error.cause = fmt::format("'{}' is no expression: {}", key, error.cause);
  return error;
}

}  // namespace

Result<Lesson> parse_lesson(std::string_view source, Language language) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (source.starts_with(byte_order_mark)) source.remove_prefix(byte_order_mark.size());
  auto front = parse_front_matter(source);
  if (!front) return front.error();
  Lesson lesson;
  lesson.id = text_of(front.value().fields, "id");
  lesson.language = language;
  lesson.title = text_of(front.value().fields, "title");
  lesson.subtitle = text_of(front.value().fields, "subtitle");
  lesson.program = text_of(front.value().fields, "program");
  auto blocks = parse_markdown(source, front.value().end);
  if (!blocks) return blocks.error();
  return LessonBuilder(std::move(lesson)).build(std::move(blocks).value());
}

}  // namespace backprop::lessons
