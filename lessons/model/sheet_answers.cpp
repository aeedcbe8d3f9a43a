#include "lessons/model/sheet_answers.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "lessons/model/typed_number.h"

namespace backprop::lessons::sheet {
namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// A line that begins with a number and what parts it from an answer.
struct NumberedLine {
  int number = 0;
  std::string rest;
};

std::size_t skip(const std::string& text, std::size_t at, std::string_view what) {
  return std::min(text.find_first_not_of(what, at), text.size());
}

/// "1. x", "(1) x", "1: x", "1,x", "#1 = x", "- 1) x"; not "1.5".
std::optional<NumberedLine> numbered(const std::string& line) {
  constexpr std::size_t most_digits = 4;
  const std::size_t first = skip(line, 0, " \t-*>#(\"");
  std::size_t at = first;
  while (at < line.size() && is_digit(line[at]))
    ++at;
  if (at == first || at - first > most_digits) return std::nullopt;
  NumberedLine found{std::stoi(line.substr(first, at - first)), {}};
  const std::size_t separator = skip(line, at, " \"");
  if (separator >= line.size() ||
      std::string_view(".:),;=\t").find(line[separator]) == std::string_view::npos)
    return std::nullopt;
  const bool point = line[separator] == '.';
  if (point && separator + 1 < line.size() && is_digit(line[separator + 1])) return std::nullopt;
  found.rest = line.substr(skip(line, separator, " \"\t.:),;="));
  // What belongs to the answer was passed over with the separators: ".59".
  if (!found.rest.empty() && is_digit(found.rest.front())) {
    const std::size_t begin = line.size() - found.rest.size();
    if (begin > separator + 1 && line[begin - 1] == '.') found.rest.insert(0, ".");
  }
  return found;
}

std::string without(std::string text, std::string_view letters) {
  text.erase(std::remove_if(text.begin(), text.end(),
                            [&](char c) { return letters.find(c) != std::string_view::npos; }),
             text.end());
  return text;
}

/// What is left of a line behind the name of its blank and behind the last "=".
std::string answer_in(const std::string& rest, const std::string& label) {
  std::string text = without(rest, "`\"");
  const std::string name = without(plain_signs(label), "`\"");
  if (!name.empty() && text.starts_with(name)) text.erase(0, name.size());
  const std::size_t equals = text.rfind('=');
  if (equals != std::string::npos) text.erase(0, equals + 1);
  text.erase(0, skip(text, 0, " \t:,;"));
  text = without(text, "_\r");
  const std::size_t end = text.find_last_not_of(" \t");
  text.erase(end == std::string::npos ? 0 : end + 1);
  return text == "?" || text == "-" ? std::string() : text;
}

class AnswerReader {
 public:
  explicit AnswerReader(const std::vector<std::string>& labels)
      : labels_(labels), answers_(labels.size()), lines_(labels.size(), 0) {}

  std::optional<Error> read(const std::string& line, int number) {
    const std::string plain = plain_signs(line);
    if (plain.starts_with("```")) fenced_ = !fenced_;
    if (fenced_ || plain.starts_with("```")) return std::nullopt;
    const auto found = numbered(plain);
    if (!found) return std::nullopt;
    const auto blanks = static_cast<int>(labels_.size());
    if (found->number < 1 || found->number > blanks) {
      return Error{{number, 1},
                   "there is no blank " + std::to_string(found->number) + "; the sheet has " +
                       std::to_string(blanks),
                   "begin each answer with the number of its blank, as in '1: 0.5933'"};
    }
    const auto at = static_cast<std::size_t>(found->number) - 1;
    const std::string answer = answer_in(found->rest, labels_[at]);
    if (!answers_[at].empty() && !answer.empty() && answer != answers_[at]) {
      return Error{{number, 1},
                   "blank " + std::to_string(found->number) +
                       " is answered twice, here and in line " + std::to_string(lines_[at]),
                   "keep the one that is meant"};
    }
    if (lines_[at] == 0 || !answer.empty()) lines_[at] = number;
    if (!answer.empty()) answers_[at] = answer;
    any_ = true;
    return std::nullopt;
  }

  Result<std::vector<std::string>> all() && {
    if (any_) return std::move(answers_);
    return Error{{1, 1},
                 "there are no answers in it",
                 "fill in the sheet, or write one answer a line: '1: 0.5933'"};
  }

 private:
  const std::vector<std::string>& labels_;
  std::vector<std::string> answers_;
  std::vector<int> lines_;
  bool fenced_ = false;
  bool any_ = false;
};

}  // namespace

Result<std::vector<std::string>> read_answers(std::string_view text,
                                              const std::vector<std::string>& labels) {
  AnswerReader reader(labels);
  int number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\n\r", at), text.size());
    if (auto error = reader.read(std::string(text.substr(at, end - at)), number)) return *error;
    const bool both = text.substr(end, 2) == "\r\n";
    at = end + (both ? 2 : 1);
  }
  return std::move(reader).all();
}

}  // namespace backprop::lessons::sheet
