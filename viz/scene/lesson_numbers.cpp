#include "viz/scene/lesson_numbers.h"

#include <fmt/format.h>

#include "lessons/model/task_edits.h"

namespace backprop::viz {
namespace {

using lessons::Answer;
using lessons::Block;

/// What went wrong, by kind, and that it is done: "activation missing-slope".
std::string practice_report(const State& state) {
  std::string report = "done";
  namespace practice = lessons::practice;
  for (const practice::LogEntry& entry : state.practice->log) {
    if (!practice::is_mistake(entry.verdict)) continue;
    const practice::Kind kind = practice::kind_of(*state.trace, *state.practice, entry.step);
    const std::string mistake =
        fmt::format("; {} {}", practice::id_of(kind), practice::id_of(entry.verdict));
    if (report.size() + mistake.size() > 390) break;
    report += mistake;
  }
  return report;
}

/// A line of the learner's run that the task does not let them change.
std::optional<std::string> forbidden_line(const LessonContent& content, const State& state,
                                          const lessons::Change& change) {
  const auto shipped = content.traces.find(change.program);
  const auto own = shown_run(content, state, change.program);
  if (shipped == content.traces.end() || own == nullptr) return std::nullopt;
  return lessons::forbidden_edit(change, shipped->second->program, own->program);
}

/// What is wrong with the learner's run as a try at a change; nothing where it is as shipped.
void add_try(const LessonContent& content, const State& state, const lessons::Change& change,
             std::size_t block, LessonNumbers& numbers) {
  const auto shipped = content.traces.find(change.program);
  const auto own = shown_run(content, state, change.program);
  if (shipped == content.traces.end() || own->program == shipped->second->program) return;
  if (const auto line = forbidden_line(content, state, change)) {
    numbers.forbidden.emplace(block, *line);
    return;
  }
  const auto reached = lessons::reaches_goal(change, *own);
  if (!reached) {
    numbers.missed.emplace(block, reached.error());
  } else if (!reached.value()) {
    numbers.missed.emplace(block, std::nullopt);
  }
}

struct Completed {
  const LessonContent& content;
  const State& state;

  std::optional<std::string> operator()(const lessons::Change& change) const {
    const bool own = change.program == state.program_name && state.ran_name == change.program;
    if (!own || state.running || state.edited()) return std::nullopt;
    if (forbidden_line(content, state, change)) return std::nullopt;
    const auto reached = lessons::reaches_goal(change, *state.trace);
    if (!reached || !reached.value()) return std::nullopt;
    return "reached";
  }
  std::optional<std::string> operator()(const lessons::DoBackprop& task) const {
    const bool own = state.practice && task.program == state.ran_name;
    if (!own || state.practice->run != task.run) return std::nullopt;
    if (state.practice->ask != lessons::practice::Ask::finished) return std::nullopt;
    return practice_report(state);
  }
  std::optional<std::string> operator()(const lessons::FindFault& task) const {
    const bool own = state.hunt && task.program == state.ran_name;
    if (!own || !state.hunt->found || state.hunt->fault != task.fault) return std::nullopt;
    std::string report = "found";
    for (const Fault wrong : state.hunt->wrong_guesses)
      report += fmt::format("; not {}", id_of(wrong));
    return report;
  }
  template <class Other>
  std::optional<std::string> operator()(const Other&) const {
    return std::nullopt;
  }
};

template <class Is>
const std::string& program_of(const Is& is) {
  static const std::string none;
  if constexpr (requires { is.program; }) return is.program;
  return none;
}

}  // namespace

std::shared_ptr<const Trace> shown_run(const LessonContent& content, const State& state,
                                       const std::string& program) {
  const bool own = program == state.program_name && program == state.ran_name && state.trace;
  if (own && state.trace->fault == Fault::none) return state.trace;
  const auto found = content.traces.find(program);
  return found == content.traces.end() ? nullptr : found->second;
}

const Answer* answer_to(const LessonContent& content, const State& state, std::size_t block) {
  const auto found = state.answers.find({content.lesson.id, content.lesson.blocks[block].id});
  return found == state.answers.end() ? nullptr : &found->second;
}

LessonNumbers numbers_of(const LessonContent& content, const State& state, int digits) {
  LessonNumbers numbers;
  for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
    const Block& block = content.lesson.blocks[i];
    const std::string& program =
        std::visit([](const auto& is) -> const std::string& { return program_of(is); }, block.is);
    const auto trace = shown_run(content, state, program);
    if (trace == nullptr) continue;
    if (const auto* claim = std::get_if<lessons::Claim>(&block.is)) {
      numbers.claims.emplace(i, lessons::check_claim(*claim, *trace, digits));
    }
    if (const auto* predict = std::get_if<lessons::Predict>(&block.is)) {
      numbers.predicts.emplace(i, lessons::check_predict(*predict, *trace));
    }
    if (const auto* change = std::get_if<lessons::Change>(&block.is))
      add_try(content, state, *change, i, numbers);
    const Answer* answer = answer_to(content, state, i);
    if (answer != nullptr && (!answer->given.empty() || answer->shown)) {
      const std::string last = answer->given.empty() ? std::string() : answer->given.back();
      numbers.judgements.emplace(i, lessons::judge(block, *trace, last));
    }
  }
  return numbers;
}

std::vector<command::AnswerTask> completed_tasks(const LessonContent& content, const State& state) {
  std::vector<command::AnswerTask> completed;
  for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
    const Answer* answer = answer_to(content, state, i);
    if (answer != nullptr && answer->done) continue;
    const Block& block = content.lesson.blocks[i];
    if (const auto given = std::visit(Completed{content, state}, block.is))
      completed.push_back({block.id, *given, true});
  }
  return completed;
}

}  // namespace backprop::viz
