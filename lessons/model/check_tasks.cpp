// Tasks of a chapter: the engine's answer is the one that the lesson has in mind.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "lessons/model/answers.h"
#include "lessons/model/check_block.h"
#include "lessons/model/claims.h"
#include "lessons/model/fault_difference.h"
#include "lessons/model/practice.h"
#include "lessons/model/task_edits.h"

namespace backprop::lessons {
namespace {

Error not_finite(const std::string& expression, double number) {
  return {{}, fmt::format("'{}' is {}", expression, exact_text(number)), "ask for a number"};
}

/// An expression that must be one finite number.
Result<double> finite_number(const Trace& trace, const std::string& expression) {
  auto number = number_of(trace, moment_of_claims(trace), expression);
  if (!number || std::isfinite(number.value())) return number;
  return not_finite(expression, number.value());
}

class TaskCheck {
 public:
  TaskCheck(const Block& block, ProgramRuns& runs, const BlockFindings& findings)
      : block_(block), runs_(runs), findings_(findings) {}

  void operator()(const Predict& is) {
    const Trace* trace = findings_.run(runs_, is.program);
    if (trace == nullptr) return;
    const PredictResult result = check_predict(is, *trace);
    if (result.error) findings_.add("expression", 0, *result.error);
  }

  void operator()(const Choose& is) {
    for (std::size_t i = 0; i < is.options.size(); ++i) {
      const auto same = [&](const auto& other) { return other.text == is.options[i].text; };
      const auto here = is.options.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(is.options.begin(), here, same))
        findings_.add("question", "two options are the same", "write another or delete one");
    }
  }

  void operator()(const TypeNumber& is) {
    const Trace* trace = findings_.run(runs_, is.program);
    if (trace == nullptr) return;
    const auto truth = answer_of(is, *trace);
    if (!truth || !std::isfinite(truth.value())) {
      findings_.add("expression", 0,
                    truth ? not_finite(is.expression, truth.value()) : truth.error());
      return;
    }
    for (std::size_t i = 0; i < is.mistakes.size(); ++i)
      check_mistake(is, i, *trace);
  }

  void operator()(const Change& is) {
    const Trace* trace = findings_.run(runs_, is.program);
    if (trace == nullptr) return;
    const auto before = reaches_goal(is, *trace);
    if (!before) {
      findings_.add("goal", 0, before.error());
      return;
    }
    if (before.value()) {
      findings_.add("goal", fmt::format("the goal '{}' holds before anything is changed", is.goal),
                    "ask for what the program does not do yet");
    }
    check_solution(is);
  }

  void operator()(const DoBackprop& is) {
    const Trace* trace = findings_.run(runs_, is.program);
    if (trace == nullptr) return;
    if (const auto error = practice::why_not(*trace, is.run)) findings_.add("run", 0, *error);
  }

  void operator()(const FindFault& is);

  template <class Other>
  void operator()(const Other&) {}

 private:
  void check_mistake(const TypeNumber& is, std::size_t which, const Trace& trace);
  void check_solution(const Change& is);
  void check_lines(const Change& is, const std::string& shipped, const std::string& solved);

  const Block& block_;
  ProgramRuns& runs_;
  const BlockFindings& findings_;
};

/// Typed by a learner, a mistake must get its own reply.
void TaskCheck::check_mistake(const TypeNumber& is, std::size_t which, const Trace& trace) {
  const TypeNumber::Mistake& mistake = is.mistakes[which];
  const int nth = static_cast<int>(which);
  const auto value = finite_number(trace, mistake.expression);
  if (!value) {
    findings_.add("mistake", nth, value.error());
    return;
  }
  const Judgement judgement = judge(block_, trace, exact_text(value.value()));
  if (judgement.verdict == Verdict::right) {
    findings_.add("mistake", nth,
                  fmt::format("the mistake '{}' is the right answer in {} digits: {}",
                              mistake.expression, is.digits, short_text(value.value())),
                  "ask for more digits, or choose other numbers");
  } else if (judgement.reply != &mistake.reply) {
    findings_.add("mistake", nth,
                  fmt::format("the mistake '{}' is the same number as one above: {}",
                              mistake.expression, short_text(value.value())),
                  "choose other numbers, or delete one of them");
  }
}

/// What may be changed is there, and is enough for the solution.
void TaskCheck::check_lines(const Change& is, const std::string& shipped,
                            const std::string& solved) {
  const std::string unknown = unknown_line(is, shipped);
  if (!unknown.empty()) {
    findings_.add("only", fmt::format("no line of the program assigns or calls '{}'", unknown),
                  "name what the line assigns or calls, as in b3 or sgd");
  } else if (const auto line = forbidden_edit(is, shipped, solved)) {
    findings_.add("only", fmt::format("the solution changes what may not be changed: '{}'", *line),
                  "add it to the lines that may be changed, or mend the solution");
  }
}

void TaskCheck::check_solution(const Change& is) {
  const auto source = runs_.text(is.program);
  if (!source) return;
  auto solved = solved_program(is, source.value());
  if (!solved) {
    findings_.add("solution", 0, solved.error());
    return;
  }
  check_lines(is, source.value(), solved.value());
  const auto trace = run_program(std::move(solved).value());
  if (!trace) {
    findings_.add("solution",
                  fmt::format("the program with the solution fails in line {}: {}",
                              trace.error().place.line, trace.error().cause),
                  trace.error().advice);
    return;
  }
  const auto after = reaches_goal(is, *trace.value());
  if (!after) {
    findings_.add("goal", 0, after.error());
  } else if (!after.value()) {
    findings_.add("solution", fmt::format("the solution does not reach the goal '{}'", is.goal),
                  "mend one of them");
  }
}

void TaskCheck::operator()(const FindFault& is) {
  const Trace* trace = findings_.run(runs_, is.program);
  const auto source = runs_.text(is.program);
  if (trace == nullptr || !source) return;
  const auto broken = run_with_fault(source.value(), is.fault);
  if (!broken) {
    findings_.add("fault",
                  fmt::format("the program does not run to its end with the fault '{}': {}",
                              id_of(is.fault), broken.error().cause),
                  "choose another fault or program");
  } else if (fault_differences(*trace, *broken.value()).empty()) {
    findings_.add("fault",
                  fmt::format("the fault '{}' changes no gradient of a parameter of '{}'",
                              id_of(is.fault), is.program),
                  "choose another fault or program");
  }
}

}  // namespace

void check_task(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                std::vector<Finding>& all) {
  const BlockFindings findings(file, block, all);
  std::visit(TaskCheck(block, runs, findings), block.is);
}

}  // namespace backprop::lessons
