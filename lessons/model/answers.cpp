#include "lessons/model/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/program/source_lines.h"
#include "lessons/model/claims.h"
#include "lessons/model/typed_number.h"

namespace backprop::lessons {
namespace {

constexpr double rounding = 1e-9;  ///< of numbers that were worked out another way

Result<double> number_here(const Trace& trace, const std::string& expression) {
  return number_of(trace, moment_of_claims(trace), expression);
}

Result<double> typed_value(const Trace& trace, const std::string& text) {
  const std::string plain = plain_signs(text);
  if (plain.empty()) {
    return Error{{1, 1}, "nothing is written here", "write a number or an expression"};
  }
  if (const auto number = plain_number(plain)) return *number;
  if (auto error = gives_away(plain, true)) return *error;
  if (auto error = only_a_name(plain)) return *error;
  return number_here(trace, plain);
}

/// Half a unit of the last of that many significant digits.
double half_unit(double number, int digits) {
  if (number == 0) return 0.5 * std::pow(10.0, -digits);
  return 0.5 * std::pow(10.0, std::floor(std::log10(std::abs(number))) - (digits - 1));
}

/// Right in so many digits; a number between two roundings may go either way.
bool agrees(double typed, double truth, int digits) {
  const double slack = half_unit(truth, digits) + rounding * std::abs(truth);
  return std::abs(typed - truth) <= slack;
}

std::optional<Index> index_in(const std::string& given) {
  Index index = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), index);
  if (error != std::errc() || end != given.data() + given.size()) return std::nullopt;
  return index;
}

Judgement judge_predict(const Predict& predict, const Trace& trace, const std::string& given) {
  Judgement judgement;
  const PredictResult truth = check_predict(predict, trace);
  judgement.truth = truth.text;
  judgement.error = truth.error;
  const auto sign = index_in(given);
  if (!truth.error && sign && *sign == truth.sign) judgement.verdict = Verdict::right;
  return judgement;
}

Judgement judge_choice(const Choose& choose, const std::string& given) {
  Judgement judgement;
  const auto chosen = index_in(given);
  if (!chosen || *chosen < 0 || *chosen >= std::ssize(choose.options)) {
    judgement.verdict = Verdict::unreadable;
    return judgement;
  }
  const Choose::Option& option = choose.options[static_cast<std::size_t>(*chosen)];
  const bool right = static_cast<std::size_t>(*chosen) == choose.right;
  if (!option.reply.empty()) judgement.reply = &option.reply;
  judgement.verdict = right             ? Verdict::right
                      : judgement.reply ? Verdict::known_mistake
                                        : Verdict::wrong;
  return judgement;
}

const TypeNumber::Mistake* known_mistake(const TypeNumber& number, const Trace& trace, double typed,
                                         int digits) {
  for (const TypeNumber::Mistake& mistake : number.mistakes) {
    const auto value = number_here(trace, mistake.expression);
    if (value && agrees(typed, value.value(), digits)) return &mistake;
  }
  return nullptr;
}

Judgement judge_number(const TypeNumber& number, const Trace& trace, const std::string& given) {
  Judgement judgement;
  const auto truth = answer_of(number, trace);
  if (!truth) {
    judgement.verdict = Verdict::unreadable;
    judgement.error = truth.error();
    return judgement;
  }
  judgement.truth = with_minus_sign(short_text(truth.value(), number.digits));
  const auto typed = typed_value(trace, given);
  if (!typed) {
    judgement.verdict = Verdict::unreadable;
    judgement.error = typed.error();
    return judgement;
  }
  const int rough = std::max(1, number.digits - 1);
  if (agrees(typed.value(), truth.value(), number.digits)) {
    judgement.verdict = Verdict::right;
  } else if (const auto* mistake = known_mistake(number, trace, typed.value(), number.digits)) {
    judgement.verdict = Verdict::known_mistake;
    judgement.reply = &mistake->reply;
  } else if (agrees(-typed.value(), truth.value(), number.digits)) {
    judgement.verdict = Verdict::wrong_sign;
  } else if (agrees(typed.value(), truth.value(), rough)) {
    judgement.verdict = Verdict::too_rough;
  }
  return judgement;
}

/// The statement of the program that a solution's line takes the place of.
const SourceLine* replaced_by(const SourceLine& solution,
                              const std::vector<SourceLine>& statements) {
  const auto called = [](const SourceLine& line) {
    return line.code.substr(0, line.code.find('('));
  };
  for (const SourceLine& statement : statements) {
    const bool same_names = !solution.assigned.empty() && solution.assigned == statement.assigned;
    const bool same_call =
        solution.effect && statement.effect && called(solution) == called(statement);
    if (same_names || same_call) return &statement;
  }
  return nullptr;
}

std::vector<std::string> physical_lines(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

}  // namespace

Judgement judge(const Block& block, const Trace& trace, const std::string& given) {
  if (const auto* predict = std::get_if<Predict>(&block.is)) {
    return judge_predict(*predict, trace, given);
  }
  if (const auto* choose = std::get_if<Choose>(&block.is)) return judge_choice(*choose, given);
  if (const auto* number = std::get_if<TypeNumber>(&block.is)) {
    return judge_number(*number, trace, given);
  }
  return {};
}

int wrong_tries(const Answer& answer) {
  if (answer.missed) return 1;
  if (answer.given.empty()) return 0;
  const auto tries = static_cast<int>(answer.given.size());
  return answer.done && !answer.shown ? tries - 1 : tries;
}

Answer another_round(const Answer& answer) {
  Answer anew;
  anew.given_before = answer.given_before;
  anew.given_before.insert(anew.given_before.end(), answer.given.begin(), answer.given.end());
  if (anew.given_before.size() > most_tries)
    anew.given_before.erase(anew.given_before.begin(), anew.given_before.end() - most_tries);
  anew.wrong_before = answer.wrong_before + wrong_tries(answer) + (answer.shown ? 1 : 0);
  anew.hints_before = answer.hints_before + answer.hints;
  return anew;
}

Result<double> answer_of(const TypeNumber& number, const Trace& trace) {
  if (number.with.empty()) return number_here(trace, number.expression);
  auto supposed = with_lines(number.with, trace.program);
  if (!supposed) return supposed.error();
  const auto run = run_program(std::move(supposed).value());
  if (!run) return run.error();
  return number_here(*run.value(), number.expression);
}

Result<bool> reaches_goal(const Change& change, const Trace& trace) {
  return is_true(trace, moment_of_claims(trace), change.goal);
}

Result<std::string> solved_program(const Change& change, const std::string& program) {
  return with_lines(change.solution, program);
}

Result<std::string> with_lines(const std::vector<std::string>& new_lines,
                               const std::string& program) {
  const auto statements = source_lines(program);
  auto lines = physical_lines(program);
  for (const std::string& text : new_lines) {
    const auto solution = source_lines(text);
    const SourceLine* found = solution.size() == 1 ? replaced_by(solution[0], statements) : nullptr;
    if (found == nullptr) {
      return Error{
          {},
          fmt::format("no line of the program is like '{}'", text),
          "write a line that assigns a name that the program assigns, or calls what it calls"};
    }
    const auto first = static_cast<std::size_t>(found->first) - 1;
    lines[first] = std::string(static_cast<std::size_t>(found->indent), ' ') + text;
    for (auto line = first + 1; line < static_cast<std::size_t>(found->last); ++line)
      lines[line].clear();
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

LessonProgress progress_of(const std::string& lesson, const std::vector<std::string>& tasks,
                           const Answers& answers) {
  LessonProgress progress{0, static_cast<int>(tasks.size())};
  for (const std::string& block : tasks) {
    const auto found = answers.find({lesson, block});
    progress.done += found != answers.end() && found->second.done ? 1 : 0;
  }
  return progress;
}

LessonProgress progress_of(const Lesson& lesson, const Answers& answers) {
  std::vector<std::string> tasks;
  for (const Block& block : lesson.blocks) {
    if (is_task(block)) tasks.push_back(block.id);
  }
  return progress_of(lesson.id, tasks, answers);
}

}  // namespace backprop::lessons
