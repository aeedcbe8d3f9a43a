#include "engine/data/points_csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/number_text.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Field {
  std::string text;
  std::size_t begin = 0;  ///< its first byte in the line
};

struct Line {
  std::string_view text;
  int number = 1;

  /// Columns count characters.
  Place at(std::size_t byte) const {
    return {number, place_of(text, std::min(byte, text.size())).column};
  }
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

/// Without those that hold no point. Ends of lines: LF, CR LF, or CR alone.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  int number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::string_view content = trimmed(line);
    if (!content.empty() && content.front() != '#') lines.push_back({line, number});
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return lines;
}

/// The first of these that stands in the line outside of quotes; spaces where none does.
char separator_of(std::string_view line) {
  for (const char wanted : {';', '\t', ','}) {
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == wanted && !quoted) return c;
    }
  }
  return ' ';
}

class LineReader {
 public:
  LineReader(const Line& line, char separator) : line_(line), separator_(separator) {}

  Result<std::vector<Field>> fields() {
    std::vector<Field> all;
    while (true) {
      skip_blanks();
      if (at_ == line_.text.size() && separator_ == ' ') break;
      auto field = next();
      if (!field) return field.error();
      all.push_back(std::move(field).value());
      skip_blanks();
      if (at_ == line_.text.size()) break;
      if (separator_ != ' ') ++at_;  // next() has stopped there
    }
    return all;
  }

 private:
  void skip_blanks() {
    while (at_ < line_.text.size() && is_blank(line_.text[at_]) &&
           line_.text[at_] != separator_of_tabs())
      ++at_;
  }
  /// A tab is no blank where it separates.
  char separator_of_tabs() const { return separator_ == '\t' ? '\t' : '\0'; }

  Result<Field> next() {
    if (at_ < line_.text.size() && line_.text[at_] == '"') return quoted();
    const std::size_t begin = at_;
    while (at_ < line_.text.size() && !ends_field(line_.text[at_]))
      ++at_;
    return Field{std::string(trimmed(line_.text.substr(begin, at_ - begin))), begin};
  }
  bool ends_field(char c) const { return separator_ == ' ' ? is_blank(c) : c == separator_; }

  Result<Field> quoted() {
    const std::size_t begin = at_++;
    std::string text;
    while (at_ < line_.text.size()) {
      const char c = line_.text[at_++];
      if (c != '"') {
        text += c;
      } else if (at_ < line_.text.size() && line_.text[at_] == '"') {
        text += line_.text[at_++];  // two quotes mean one
      } else {
        return closed({std::string(trimmed(text)), begin});
      }
    }
    return Error{line_.at(begin), "a quote without its partner", "close it or delete it"};
  }
  Result<Field> closed(Field field) {
    skip_blanks();
    const bool more = at_ < line_.text.size() && !ends_field(line_.text[at_]);
    const bool apart = separator_ == ' ' && is_blank(line_.text[at_ - 1]);
    if (more && !apart) {
      return Error{line_.at(at_), "text after the closing quote of a field",
                   "put a separator between them"};
    }
    return field;
  }

  const Line& line_;
  char separator_;
  std::size_t at_ = 0;
};

std::optional<double> number_in(std::string text, char separator) {
  if (separator != ',' && text.find('.') == std::string::npos)
    std::replace(text.begin(), text.end(), ',', '.');
  for (const std::string minus : {"\u2212", "\uFF0D"}) {
    if (text.starts_with(minus)) text.replace(0, minus.size(), "-");
  }
  if (text.starts_with('+')) text.erase(0, 1);
  const bool begins = !text.empty() && text.find_first_not_of("0123456789.-") != 0;
  return begins ? parse_number(text) : std::nullopt;
}

/// What the field is called.
std::string name_of(std::size_t field) {
  constexpr std::array<std::string_view, 3> names{"x1", "x2", "the label"};
  return std::string(names[field]);
}

Error wrong_count(const Line& line, const std::vector<Field>& fields) {
  const std::size_t count = fields.size();
  return {line.at(count > 3 ? fields[3].begin : line.text.size()),
          std::to_string(count) + (count == 1 ? " field" : " fields") +
              " in a line where a point has 3",
          "write x1, x2 and the label, such as 0.5, -1.2, 1"};
}

Result<double> number_of(const Line& line, const Field& field, std::size_t which, char separator) {
  const Place place = line.at(field.begin);
  if (field.text.empty()) return Error{place, name_of(which) + " is missing", "give it a number"};
  const auto number = number_in(field.text, separator);
  if (!number) {
    return Error{place, "'" + shortened(field.text) + "' is not a number",
                 "numbers look like 0.5, -2 or 1e-3"};
  }
  if (!std::isfinite(*number) || std::abs(*number) > PointsCsv::largest) {
    return Error{place, name_of(which) + " is the number " + shortened(field.text),
                 "numbers go from -1000000 to 1000000; scale them"};
  }
  return *number;
}

/// None of its fields is a number, as in "x1, x2, label".
bool is_header(const std::vector<Field>& fields, char separator) {
  return std::none_of(fields.begin(), fields.end(), [&](const Field& field) {
    return field.text.empty() || number_in(field.text, separator).has_value();
  });
}

Result<Point> point_of(const Line& line, const std::vector<Field>& fields, char separator) {
  if (fields.size() != 3) return wrong_count(line, fields);
  std::array<double, 3> numbers{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = number_of(line, fields[i], i, separator);
    if (!number) return number.error();
    numbers[i] = number.value();
  }
  return Point{numbers[0], numbers[1], numbers[2]};
}

std::optional<Error> why_no_text(std::string_view text) {
  if (text.size() > PointsCsv::most_bytes) {
    return Error{{},
                 "the text is longer than " + std::to_string(PointsCsv::most_bytes) + " bytes",
                 "give fewer points"};
  }
  const auto invalid = find_invalid_utf8(text);
  const std::size_t control = text.find('\0');
  if (!invalid && control == std::string_view::npos) return std::nullopt;
  const std::size_t byte = std::min(invalid.value_or(text.size()), control);
  return Error{place_of(text, byte), "this is not text in UTF-8", "save the file as CSV in UTF-8"};
}

/// 0 and 1 become -1 and 1.
PointsCsv with_classes(Points points) {
  const auto all = [&](double one, double other) {
    return std::all_of(points.begin(), points.end(), [&](const Point& point) {
      return point.label == one || point.label == other;
    });
  };
  if (all(0, 1)) {
    for (Point& point : points)
      point.label = point.label == 0 ? -1 : 1;
  }
  const bool classes = all(-1, 1);
  return {std::move(points), classes};
}

}  // namespace

Result<PointsCsv> parse_points(std::string_view text) {
  if (auto error = why_no_text(text)) return *error;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::vector<Line> lines = lines_of(text);
  const char separator = lines.empty() ? ',' : separator_of(lines.front().text);
  Points points;
  for (const Line& line : lines) {
    const auto fields = LineReader(line, separator).fields();
    if (!fields) return fields.error();
    if (&line == &lines.front() && is_header(fields.value(), separator)) continue;
    const auto point = point_of(line, fields.value(), separator);
    if (!point) return point.error();
    if (points.size() == PointsCsv::most_points) {
      return Error{{line.number, 1},
                   "more than " + std::to_string(PointsCsv::most_points) + " points",
                   "give fewer points"};
    }
    points.push_back(point.value());
  }
  if (points.empty())
    return Error{{}, "there are no points", "write one a line: x1, x2 and the label"};
  return with_classes(std::move(points));
}

std::string points_csv(const Points& points) {
  std::string text = "x1,x2,label\n";
  for (const Point& point : points)
    text +=
        exact_text(point.x1) + "," + exact_text(point.x2) + "," + exact_text(point.label) + "\n";
  return text;
}

}  // namespace backprop
