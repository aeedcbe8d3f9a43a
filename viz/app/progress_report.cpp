#include "viz/app/progress_report.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "lessons/model/program_runs.h"
#include "lessons/model/task_text.h"
#include "viz/app/progress.h"

namespace backprop::viz {
namespace {

using lessons::Answer;
using lessons::Answers;
using lessons::Block;
using lessons::Chapter;

/// What someone typed, as code: nothing in it can become a mark of Markdown.
std::string as_typed(const std::string& given) {
  std::string code = "`";
  for (const char c : given)
    code += c == '`' ? '\'' : static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return code + "`";
}

/// A try in words.
struct TryWords {
  const std::string& given;
  const Strings& words;

  std::string operator()(const lessons::Predict&) const {
    const char* key = given == "-1"  ? "lesson.negative"
                      : given == "0" ? "lesson.zero"
                      : given == "1" ? "lesson.positive"
                                     : nullptr;
    return key == nullptr ? as_typed(given) : words.format("report.option", words[key]);
  }
  std::string operator()(const lessons::Choose& choose) const {
    std::size_t index = choose.options.size();
    std::from_chars(given.data(), given.data() + given.size(), index);
    if (index >= choose.options.size()) return as_typed(given);
    return words.format("report.option", lessons::plain_words(choose.options[index].text));
  }
  std::string operator()(const lessons::Change&) const { return words["report.reached"]; }
  std::string operator()(const lessons::DoBackprop&) const {
    std::string text = words["report.backprop"];
    for (const std::string& detail : details_of(given)) {
      const std::size_t space = detail.find(' ');
      if (space == std::string::npos) continue;
      text += words.format("report.detail", words["practice.kind." + detail.substr(0, space)],
                           words["practice.mistake." + detail.substr(space + 1)]);
    }
    return text;
  }
  std::string operator()(const lessons::FindFault&) const {
    std::string text = words["report.found"];
    for (const std::string& detail : details_of(given)) {
      constexpr std::string_view denied = "not ";
      if (detail.starts_with(denied))
        text += words.format("report.guess", words["hunt.fault." + detail.substr(denied.size())]);
    }
    return text;
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return as_typed(given);
  }
};

class Report {
 public:
  Report(const Answers& answers, const std::vector<Chapter>& chapters, lessons::Language language,
         const Strings& words)
      : answers_(answers), chapters_(chapters), language_(language), words_(words) {}

  std::string write(const ReportHead& head) && {
    line("# " + words_["report.title"] + "\n");
    const std::string name = head.name.empty() ? "____________________" : head.name;
    line(words_.format("report.head", name, head.date) + "\n");
    for (const Chapter& chapter : chapters_) {
      const auto [done, all] = lessons::progress_of(chapter, answers_);
      line(words_.format("report.chapter", chapter.title, done, all));
    }
    write_troubles();
    write_steps();
    write_answers();
    return std::move(text_);
  }

 private:
  void line(const std::string& words) { text_ += words + "\n"; }
  void heading(const std::string& key) { line("\n## " + words_[key] + "\n"); }

  void write_troubles() {
    const auto all = troubles(answers_, chapters_);
    if (!all.empty()) heading("report.troubles");
    for (const Trouble& one : all) {
      const Chapter* chapter = lessons::find_chapter(chapters_, one.task.lesson);
      std::string text = words_.format("report.trouble", chapter->question(one.task.block),
                                       chapter->title, one.wrong, one.hints);
      if (one.shown) text += words_["report.shown"];
      if (one.well_since) text += words_["report.well"];
      if (!one.done) text += words_["report.open"];
      line(text);
    }
  }

  void write_steps() {
    const StepMistakes mistakes = step_mistakes(answers_);
    if (!mistakes.empty()) heading("report.steps");
    for (const auto& [kind, kinds] : mistakes) {
      for (const auto& [mistake, count] : kinds)
        line(words_.format("report.step", words_["practice.kind." + kind],
                           words_["practice.mistake." + mistake], count));
    }
  }

  void write_answers() {
    bool first = true;
    for (const Chapter& chapter : chapters_) {
      const auto tried = [&](const std::string& task) {
        return answers_.count({chapter.id, task}) > 0;
      };
      if (std::none_of(chapter.tasks.begin(), chapter.tasks.end(), tried)) continue;
      if (std::exchange(first, false)) heading("report.answers");
      line((text_.ends_with("\n\n") ? "### " : "\n### ") + chapter.title + "\n");
      const auto lesson = lessons::load_lesson(chapter.id, language_);
      for (const std::string& task : chapter.tasks) {
        const auto answer = answers_.find({chapter.id, task});
        if (answer == answers_.end()) continue;
        line(words_.format("report.task", chapter.question(task), task));
        write_answer(answer->second, lesson ? block_of(lesson.value(), task) : nullptr);
      }
    }
  }

  static const Block* block_of(const lessons::Lesson& lesson, const std::string& id) {
    const auto found = std::find_if(lesson.blocks.begin(), lesson.blocks.end(),
                                    [&](const Block& block) { return block.id == id; });
    return found == lesson.blocks.end() ? nullptr : &*found;
  }

  void write_answer(const Answer& answer, const Block* block) {
    for (const std::string& given : answer.given_before)
      write_try("report.try.before", given, block, was_right(block, given));
    for (std::size_t i = 0; i < answer.given.size(); ++i) {
      // Whatever else was given is wrong: the right answer ends the round.
      const bool last = i + 1 == answer.given.size();
      write_try("report.try", answer.given[i], block,
                last && answer.done && !answer.shown && !answer.missed);
    }
    const int hints = answer.hints + answer.hints_before;
    if (hints > 0) line(words_.format("report.hints", hints));
    if (answer.shown) line(words_["report.was-shown"]);
    if (!answer.done) line(words_["report.is-open"]);
  }

  void write_try(const char* key, const std::string& given, const Block* block,
                 std::optional<bool> right) {
    const std::string its =
        block == nullptr ? as_typed(given) : std::visit(TryWords{given, words_}, block->is);
    const bool says_it_itself = block != nullptr && !is_judged(*block);  // "the goal was reached"
    if (says_it_itself) right.reset();
    line(words_.format(key, its) +
         (right ? words_[*right ? "report.right" : "report.wrong"] : std::string()));
  }

  static bool is_judged(const Block& block) {
    return std::holds_alternative<lessons::Predict>(block.is) ||
           std::holds_alternative<lessons::Choose>(block.is) ||
           std::holds_alternative<lessons::TypeNumber>(block.is);
  }

  /// Of an earlier round, whose end is not known: judged on the program as it is shipped.
  std::optional<bool> was_right(const Block* block, const std::string& given) {
    if (block == nullptr || !is_judged(*block)) return std::nullopt;
    const std::string program = std::visit(
        [](const auto& is) -> std::string {
          if constexpr (requires { is.program; }) return is.program;
          return {};
        },
        block->is);
    const auto& run = runs_.run(program);
    if (!run) return std::nullopt;
    return lessons::judge(*block, *run.value(), given).verdict == lessons::Verdict::right;
  }

  const Answers& answers_;
  const std::vector<Chapter>& chapters_;
  lessons::Language language_;
  const Strings& words_;
  lessons::ProgramRuns runs_{[](const std::string& name) { return lessons::load_program(name); }};
  std::string text_;
};

}  // namespace

std::string progress_report(const ReportHead& head, const Answers& answers,
                            const std::vector<Chapter>& chapters, lessons::Language language,
                            const Strings& words) {
  return Report(answers, chapters, language, words).write(head);
}

}  // namespace backprop::viz
