// Tasks as text: questions where they are asked, and for the end their answers, hints and known
// mistakes, with the engine's numbers.
#include <algorithm>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "lessons/model/answers.h"
#include "lessons/model/claims.h"
#include "lessons/model/fault_difference.h"
#include "lessons/model/practice.h"
#include "lessons/model/tensor_text.h"
#include "lessons/model/text_context.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

const std::string indent = "    ";
constexpr std::size_t longest_goal = 100;  // characters

/// "Question 3. ", counted on.
std::string next_mark(std::string_view pattern, TextContext& context) {
  return say(pattern, ++context.tasks) + " ";
}

/// Two texts of a paragraph; Chinese needs no space between.
std::string joined(std::string first, const std::string& second, Language language) {
  if (first.empty() || second.empty()) return first + second;
  return first + (language == Language::chinese ? "" : " ") + second;
}

void add_answer(TextContext& context, const std::string& mark, const std::string& answer) {
  context.answers += wrapped(answer, mark, indent);
}

void add_hints(TextContext& context, const std::vector<Inlines>& hints) {
  int number = 0;
  for (const Inlines& hint : hints)
    context.answers +=
        wrapped(say(context.words.hint, ++number) + context.plain(hint), indent, "      ");
}

std::string option_letter(std::size_t index) {
  return std::string(1, static_cast<char>('a' + index % 26));
}

/// In the digits that are asked for; in more where that many would need a power of ten.
std::string number_text(double number, int digits) {
  const std::string text = short_text(number, digits);
  return with_minus_sign(text.find('e') == std::string::npos ? text : short_text(number));
}

/// "dJ/dw", for a value without a name "dJ/d(a - y)".
std::string gradient_name(const Trace& trace, ValueId of, ValueId loss) {
  const std::string name = display_name(trace, of);
  const bool bracketed = name.starts_with('(') && name.find(')') == name.size() - 1;
  const bool plain = bracketed || name.find_first_of(" +-*/(") == std::string::npos;
  return fmt::format("d{}/d{}", display_name(trace, loss), plain ? name : "(" + name + ")");
}

/// The edges that a learner goes along, each with what it adds.
std::string edges_text(const Trace& trace, const practice::Practice& start,
                       const TextWords& words) {
  constexpr int most = 40;
  const BackwardRun& run = trace.backward_runs[static_cast<std::size_t>(start.run)];
  std::string text;
  int number = 0;
  for (Index at = run.first_step; at < run.end_step; ++at) {
    if (!start.needed[static_cast<std::size_t>(at - run.first_step)]) continue;
    if (++number > most) continue;
    const Step& step = trace.step(at);
    const ValueId to = target(trace, step);
    const Tensor& added = trace.contributions[static_cast<std::size_t>(step.contribution)];
    const std::string way =
        step.edge < 0 ? ""
                      : display_name(trace, step.value) + " → " + display_name(trace, to) + ": ";
    text += wrapped(fmt::format("{}{} {} {}", way, gradient_name(trace, to, run.loss),
                                step.edge < 0 ? "=" : "+=", tensor_text(added)),
                    fmt::format("    {:>2}. ", number), "        ");
  }
  if (number > most) text += wrapped(say(words.more, number - most), indent, indent);
  return text;
}

std::string sign_text(int sign, const TextWords& words) {
  return std::string(sign < 0 ? words.negative : sign > 0 ? words.positive : words.zero);
}

/// Whether the solution does what is asked: found out by running it.
std::string solution_text(const Change& is, const std::string& program, TextContext& context) {
  const TextWords& words = context.words;
  std::string text = wrapped(words.one_solution, indent, indent);
  for (const std::string& line : is.solution)
    text += wrapped(line, "        ", "            ");
  auto solved = solved_program(is, program);
  if (!solved) return text + error_note(solved.error(), context, indent);
  const auto run = run_program(std::move(solved).value());
  if (!run) return text + error_note(run.error(), context, indent);
  const auto reached = reaches_goal(is, *run.value());
  if (!reached) return text + error_note(reached.error(), context, indent);
  return text + wrapped(reached.value() ? words.goal_reached : words.goal_missed, indent, indent);
}

}  // namespace

std::string text_of(const Predict& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string mark = next_mark(words.question, context);
  std::string text = wrapped(context.plain(is.question), "  ? " + mark, indent);
  text += wrapped(fmt::format("[ {} ]  [ {} ]  [ {} ]", words.negative, words.zero, words.positive),
                  indent, indent);
  text += program_note(is.program, context, "      ");
  const auto& run = context.runs.run(is.program);
  const PredictResult result = run ? check_predict(is, *run.value()) : PredictResult{};
  const bool known = run && !result.error;
  const std::string answer = known ? say(words.answer, sign_text(result.sign, words), result.text)
                                   : std::string(words.error) + ".";
  add_answer(context, mark, joined(answer, context.plain(is.explanation), context.language));
  return text;
}

std::string text_of(const Choose& is, TextContext& context) {
  const std::string mark = next_mark(context.words.question, context);
  std::string text = wrapped(context.plain(is.question), "  ? " + mark, indent);
  for (std::size_t i = 0; i < is.options.size(); ++i) {
    text +=
        wrapped(context.plain(is.options[i].text), "      " + option_letter(i) + ") ", "         ");
  }
  text += program_note(is.program, context, "      ");
  if (is.right < is.options.size()) {
    add_answer(context, mark,
               option_letter(is.right) + ") " + context.plain(is.options[is.right].text));
  }
  if (!is.explanation.empty())
    context.answers += wrapped(context.plain(is.explanation), indent, indent);
  for (std::size_t i = 0; i < is.options.size(); ++i) {
    if (is.options[i].reply.empty()) continue;
    context.answers += wrapped(
        say(context.words.for_option, option_letter(i)) + context.plain(is.options[i].reply),
        indent, "      ");
  }
  return text;
}

std::string text_of(const TypeNumber& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string mark = next_mark(words.question, context);
  std::string text = wrapped(context.plain(is.question), "  ? " + mark, indent);
  text += wrapped(say(words.digits, is.digits), indent, indent);
  text += program_note(is.program, context, "      ");
  const auto& run = context.runs.run(is.program);
  const auto shown = [&](const Result<double>& value) {
    return value ? number_text(value.value(), is.digits) : std::string(words.error);
  };
  const auto number = [&](const std::string& expression) {
    return shown(run ? number_of(*run.value(), moment_of_claims(*run.value()), expression)
                     : Result<double>(run.error()));
  };
  const auto answer = run ? answer_of(is, *run.value()) : Result<double>(run.error());
  add_answer(context, mark,
             joined(shown(answer) + (context.language == Language::chinese ? "。" : "."),
                    context.plain(is.explanation), context.language));
  add_hints(context, is.hints);
  for (const TypeNumber::Mistake& mistake : is.mistakes) {
    context.answers +=
        wrapped(say(words.for_number, number(mistake.expression)) + context.plain(mistake.reply),
                indent, "      ");
  }
  return text;
}

std::string text_of(const Change& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string mark = next_mark(words.task, context);
  std::string text = wrapped(context.plain(is.question), "  > " + mark, indent);
  if (is.goal.size() <= longest_goal)  // a longer one says less than the question does
    text += wrapped(say(words.goal, is.goal), indent, "      ");
  if (!is.only.empty())
    text += wrapped(say(words.only, fmt::format("{}", fmt::join(is.only, ", "))), indent, "      ");
  text += listing(is.program, context);
  add_answer(context, mark, context.plain(is.explanation));
  add_hints(context, is.hints);
  const auto& run = context.runs.run(is.program);
  context.answers += run ? solution_text(is, run.value()->program, context)
                         : error_note(run.error(), context, indent);
  return text;
}

std::string text_of(const DoBackprop& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string mark = next_mark(words.task, context);
  std::string text = wrapped(context.plain(is.text), "  > " + mark, indent);
  text += wrapped(say(words.by_hand, is.run + 1, is.program), indent, indent);
  text += listing(is.program, context);
  const auto& run = context.runs.run(is.program);
  const auto start =
      run ? practice::start(*run.value(), is.run) : Result<practice::Practice>(run.error());
  context.answers += wrapped("", mark, indent);
  context.answers += start ? edges_text(*run.value(), start.value(), words)
                           : error_note(start.error(), context, indent);
  return text;
}

std::string text_of(const FindFault& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string mark = next_mark(words.task, context);
  std::string text = wrapped(context.plain(is.text), "  > " + mark, indent);
  text += wrapped(say(words.broken, is.program), indent, indent);
  text += listing(is.program, context);
  add_answer(context, mark, say(words.fault_is, words_of(is.fault, context.language)));
  const auto& run = context.runs.run(is.program);
  const auto broken = run ? run_with_fault(run.value()->program, is.fault) : run;
  if (!broken) {
    context.answers += error_note(broken.error(), context, indent);
    return text;
  }
  const Trace& trace = *run.value();
  for (const GradientDifference& found : fault_differences(trace, *broken.value())) {
    const std::string loss = display_name(trace, trace.backward_runs[found.run].loss);
    const std::string right = tensor_text(found.right);
    const std::string wrong = tensor_text(found.broken);
    if (right == wrong) continue;  // they differ in digits that are not shown
    context.answers += wrapped(say(context.words.gradient_pair,
                                   fmt::format("d{}/d{}", loss, found.parameter), right, wrong),
                               indent, "      ");
  }
  return text;
}

}  // namespace backprop::lessons
