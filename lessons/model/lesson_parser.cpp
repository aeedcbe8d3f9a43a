#include "lessons/model/lesson_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "lessons/model/lesson_fences.h"
#include "lessons/model/lesson_fields.h"
#include "lessons/model/markdown.h"
#include "lessons/model/notation.h"

namespace backprop::lessons {
namespace {

const FieldRules& front_matter_rules() {
  constexpr KeyRule::Count once = KeyRule::Count::once;
  static const FieldRules rules{"the front matter",
                                {{"id", once},
                                 {"title", once},
                                 {"subtitle"},
                                 {"program", once},
                                 {"view"},
                                 {"order"},
                                 {"minutes"},
                                 {"indices"},
                                 {"source_letters"},
                                 {"written_out"}}};
  return rules;
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
  std::optional<Error> add(Place place, Table& is) { return push("table", place, std::move(is)); }
  std::optional<Error> add(Place place, Fence& is) {
    auto block = parse_fence(is, place, lesson_.program);
    if (!block) return block.error();
    const std::optional<Field>& id = block.value().id;
    auto error = push(block.value().kind, place, std::move(block.value().is), id ? &*id : nullptr);
    if (!error) lesson_.blocks.back().checks = std::move(block.value().checks);
    return error;
  }

  std::optional<Error> push(const std::string& kind, Place place, decltype(Block::is) is,
                            const Field* id = nullptr);

  Lesson lesson_;
  std::map<std::string, int> counts_;
  std::set<std::string> ids_;
};

std::optional<Error> LessonBuilder::push(const std::string& kind, Place place,
                                         decltype(Block::is) is, const Field* id) {
  std::string name = fmt::format("{}-{}", kind, ++counts_[kind]);
  if (id != nullptr) name = id->value;
  if (!ids_.insert(name).second) {
    return Error{id != nullptr ? id->place : place,
                 fmt::format("another block has the id '{}'", name), "choose an id of its own"};
  }
  lesson_.blocks.push_back({std::move(name), place.line, std::move(is)});
  return std::nullopt;
}

std::optional<Error> read_indices(const Fields& fields, Lesson& lesson) {
  const Field* field = find_field(fields, "indices");
  if (field == nullptr) return std::nullopt;
  constexpr std::pair<std::string_view, Indices> values[] = {
      {"1", Indices::from_one}, {"0", Indices::from_zero}, {"none", Indices::none}};
  for (const auto& [text, indices] : values) {
    if (field->value != text) continue;
    lesson.indices = indices;
    return std::nullopt;
  }
  return Error{field->place, fmt::format("'{}' is no way to count elements", field->value),
               "write 1, 0 or none"};
}

std::optional<Error> read_rules(const Fields& fields, std::string_view key,
                                std::vector<Letter>& rules) {
  const Field* field = find_field(fields, key);
  if (field == nullptr) return std::nullopt;
  auto read = read_letters(*field);
  if (!read) return read.error();
  rules = std::move(read).value();
  return std::nullopt;
}

std::optional<Error> read_notation(const Fields& fields, Lesson& lesson) {
  if (auto error = read_rules(fields, "source_letters", lesson.source_letters)) return error;
  return read_rules(fields, "written_out", lesson.written_out);
}

std::optional<Error> read_front_numbers(const Fields& fields, Lesson& lesson) {
  if (auto error = read_indices(fields, lesson)) return error;
  if (const Field* order = find_field(fields, "order")) {
    if (auto error = read_number(*order, lesson.order)) return error;
  }
  const Field* minutes = find_field(fields, "minutes");
  return minutes != nullptr ? read_whole_number(*minutes, 1, 120, lesson.minutes) : std::nullopt;
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
  if (const Field* field = find_field(front.value().fields, "view")) {
    const auto view = read_view(*field);
    if (!view) return view.error();
    lesson.view = view.value();
  }
  if (auto error = read_front_numbers(front.value().fields, lesson)) return *std::move(error);
  if (auto error = read_notation(front.value().fields, lesson)) return *std::move(error);
  auto blocks = parse_markdown(source, front.value().end);
  if (!blocks) return blocks.error();
  return LessonBuilder(std::move(lesson)).build(std::move(blocks).value());
}

}  // namespace backprop::lessons
