#include "lessons/model/lesson_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "engine/program/interpreter.h"
#include "engine/program/utf8.h"
#include "lessons/model/claims.h"
#include "lessons/model/tex_text.h"

namespace backprop::lessons {
namespace {

constexpr int columns = 78;

/// What the text says besides the chapter's own words.
struct Words {
  std::string_view holds, fails, printed, question, answers, answer, negative, zero, positive;
  std::string_view program, error;
};

const Words& words_of(Language language) {
  static constexpr Words english{.holds = "✓ holds",
                                 .fails = "✗ does not hold",
                                 .printed = "As the source prints it: ",
                                 .question = "Question",
                                 .answers = "Answers",
                                 .answer = "{} ({}). ",
                                 .negative = "− negative",
                                 .zero = "0 zero",
                                 .positive = "+ positive",
                                 .program = "with the program {}",
                                 .error = "cannot be evaluated"};
  static constexpr Words chinese{.holds = "✓ 成立",
                                 .fails = "✗ 不成立",
                                 .printed = "原文的写法：",
                                 .question = "问题",
                                 .answers = "答案",
                                 .answer = "{}（{}）。",
                                 .negative = "− 负",
                                 .zero = "0 零",
                                 .positive = "+ 正",
                                 .program = "用程序 {}",
                                 .error = "无法求值"};
  return language == Language::english ? english : chinese;
}

bool is_wide(std::string_view character) {
  // Three and four byte characters from U+2E80 on: Chinese and its punctuation.
  return character >= std::string_view("\xE2\xBA\x80");
}

int width_of(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) {
    const std::string_view character = text.substr(at, utf8_length(text, at));
    const bool combining = character >= "\u0300" && character <= "\u036F";
    width += combining ? 0 : is_wide(character) ? 2 : 1;
  }
  return width;
}

bool may_begin_line(std::string_view character) {
  return std::string_view("，。、；：！？）」』》】”’…").find(character) == std::string_view::npos;
}

bool may_end_line(std::string_view character) {
  return std::string_view("（「『《【“‘").find(character) == std::string_view::npos;
}

/// Pieces that a line may not be broken inside: words, and single Chinese characters with the
/// punctuation that must stay with them. A space is at the end of the piece before it.
std::vector<std::string> unbreakable_pieces(std::string_view text) {
  std::vector<std::string> pieces;
  bool open = false;  // the last piece takes the next character
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, utf8_length(text, at));
    at += character.size();
    const bool wide = is_wide(character);
    const bool joins = open && !(wide && may_begin_line(character));
    if (pieces.empty() || !(joins || character == " " || !may_begin_line(character))) {
      pieces.emplace_back();
    }
    pieces.back() += character;
    open = character != " " && (!wide || !may_end_line(character));
  }
  return pieces;
}

/// Lines of at most `columns`, each with `indent`, the first with `first`.
std::string wrapped(std::string_view text, const std::string& first, const std::string& indent) {
  std::string all;
  std::string line = first;
  bool fresh = true;
  const auto end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    all += line + "\n";
    line = indent;
    fresh = true;
  };
  for (const std::string& piece : unbreakable_pieces(text)) {
    const auto visible = piece.substr(0, piece.find_last_not_of(' ') + 1);
    if (!fresh && width_of(line) + width_of(visible) > columns) end_line();
    line += piece;
    fresh = false;
  }
  end_line();
  return all;
}

std::string plain_tex(const std::string& tex) {
  const auto text = tex_as_text(tex);
  return text ? text.value() : tex;
}

std::string plain(const Inlines& inlines) {
  std::string text;
  for (const Inline& run : inlines) {
    text += run.kind == Inline::Kind::math ? plain_tex(run.text) : run.text;
  }
  return text;
}

class Writer {
 public:
  Writer(const Lesson& lesson, const Trace& trace)
      : lesson_(lesson), trace_(trace), words_(words_of(lesson.language)) {}

  std::string write() {
    heading(lesson_.id + "  " + lesson_.title, '=');
    if (!lesson_.subtitle.empty()) out_ += wrapped(lesson_.subtitle, "", "");
    for (const Block& block : lesson_.blocks) {
      out_ += '\n';
      std::visit([this](const auto& is) { add(is); }, block.is);
    }
    if (questions_ > 0) {
      out_ += '\n';
      heading(std::string(words_.answers), '-');
      out_ += answers_;
    }
    return std::move(out_);
  }

 private:
  void heading(const std::string& text, char rule) {
    out_ += wrapped(text, "", "");
    out_ += std::string(static_cast<std::size_t>(std::min(width_of(text), columns)), rule) + "\n";
  }
  void add(const Heading& is) { heading(plain(is.inlines), '-'); }
  void add(const Paragraph& is) { out_ += wrapped(plain(is.inlines), "", ""); }
  void add(const Formula& is) { out_ += wrapped(plain_tex(is.tex), "    ", "      "); }
  void add(const List& is);
  void add(const Claim& is);
  void add(const Predict& is);
  template <class Other>
  void add(const Other&) {}

  /// The run that a claim is about; null and a line of text where there is none.
  const Trace* trace_of(const std::string& program);
  void add_error(const Error& error) {
    out_ += wrapped(fmt::format("{}: {}", words_.error, error.cause), "      ", "      ");
  }
  void add_program(const std::string& program) {
    if (program == lesson_.program) return;
    out_ += wrapped(fmt::format(fmt::runtime(words_.program), program), "      ", "      ");
  }

  const Lesson& lesson_;
  const Trace& trace_;
  const Words& words_;
  std::map<std::string, Result<std::shared_ptr<const Trace>>> others_;
  std::string out_;
  std::string answers_;
  int questions_ = 0;
};

const Trace* Writer::trace_of(const std::string& program) {
  if (program == lesson_.program) return &trace_;
  auto found = others_.find(program);
  if (found == others_.end()) {
    auto source = load_program(program);
    auto run = source ? run_program(std::move(source).value())
                      : Result<std::shared_ptr<const Trace>>(source.error());
    found = others_.emplace(program, std::move(run)).first;
  }
  if (found->second) return found->second.value().get();
  add_error(found->second.error());
  return nullptr;
}

void Writer::add(const List& is) {
  int number = 0;
  for (const Inlines& item : is.items) {
    const std::string mark = is.ordered ? fmt::format("{:>2}. ", ++number) : "  - ";
    out_ += wrapped(plain(item), mark, "    ");
  }
}

void Writer::add(const Claim& is) {
  const std::string lead = is.as_printed ? std::string(words_.printed) : "";
  out_ += wrapped(lead + plain_tex(is.tex), "    ", "      ");
  add_program(is.program);
  if (const Trace* trace = trace_of(is.program)) {
    const ClaimResult result = check_claim(is, *trace);
    if (result.error) {
      add_error(*result.error);
    } else {
      const std::string numbers =
          fmt::format("{} {} {}", result.left_text, result.holds ? "=" : "≠", result.right_text);
      out_ += wrapped(fmt::format("{}   {}", result.holds ? words_.holds : words_.fails, numbers),
                      "      ", "        ");
    }
  }
  if (!is.note.empty()) out_ += wrapped(plain(is.note), "      ", "      ");
}

void Writer::add(const Predict& is) {
  const std::string mark = fmt::format("{} {}. ", words_.question, ++questions_);
  out_ += wrapped(plain(is.question), "  ? " + mark, "    ");
  out_ +=
      wrapped(fmt::format("[ {} ]  [ {} ]  [ {} ]", words_.negative, words_.zero, words_.positive),
              "    ", "    ");
  add_program(is.program);
  const Trace* trace = trace_of(is.program);
  const PredictResult result = trace != nullptr ? check_predict(is, *trace) : PredictResult{};
  std::string answer = std::string(words_.error) + ". ";
  if (trace != nullptr && !result.error) {
    const std::string_view sign = result.sign < 0   ? words_.negative
                                  : result.sign > 0 ? words_.positive
                                                    : words_.zero;
    answer = fmt::format(fmt::runtime(words_.answer), sign, result.text);
  }
  answers_ += wrapped(answer + plain(is.explanation), mark, "    ");
}

}  // namespace

std::string lesson_as_text(const Lesson& lesson, const Trace& trace) {
  return Writer(lesson, trace).write();
}

}  // namespace backprop::lessons
