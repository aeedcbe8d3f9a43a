#include <fmt/format.h>

#include "lessons/model/claims.h"
#include "lessons/model/lesson_text.h"
#include "lessons/model/plots.h"
#include "viz/cli/commands.h"

namespace backprop::viz {
namespace {

int report(const Error& error) {
  fmt::print(stderr, "line {}: {}\n  {}\n", error.place.line, error.cause, error.advice);
  return exit_bad_input;
}

/// Plots whose numbers cannot be computed.
int check_plots(const lessons::Lesson& lesson, const lessons::LessonTraces& traces) {
  int wrong = 0;
  for (const lessons::Block& block : lesson.blocks) {
    const auto* plot = std::get_if<lessons::Plot>(&block.is);
    if (plot == nullptr) continue;
    const auto data =
        lessons::plot_data(*plot, [&](const std::string& name) { return traces.at(name); });
    if (data) continue;
    ++wrong;
    fmt::print("FAIL {} {} line {}: {}\n", lesson.id, lessons::code_of(lesson.language), block.line,
               data.error().cause);
  }
  return wrong;
}

/// Claims that do not do what the lesson says of them, and plots without numbers.
int check_lesson(const std::string& id, Language language) {
  const auto lesson = lessons::load_lesson(id, language);
  if (!lesson) {
    report(lesson.error());
    return 1;
  }
  const auto traces = lessons::run_programs(lesson.value());
  if (!traces) {
    report(traces.error());
    return 1;
  }
  int checked = 0;
  int wrong = 0;
  for (const lessons::Block& block : lesson.value().blocks) {
    const auto* claim = std::get_if<lessons::Claim>(&block.is);
    if (claim == nullptr) continue;
    ++checked;
    const auto result = lessons::check_claim(*claim, *traces.value().at(claim->program));
    if (!result.error && result.holds == claim->expected_to_hold) continue;
    ++wrong;
    fmt::print("FAIL {} {} line {}: {}: {} and {}\n", id, lessons::code_of(language), block.line,
               claim->tex, result.error ? result.error->cause : result.left_text,
               result.right_text);
  }
  fmt::print("{} {} {}: {} claims, {} not as stated\n", wrong == 0 ? "ok  " : "FAIL", id,
             lessons::code_of(language), checked, wrong);
  wrong += check_plots(lesson.value(), traces.value());
  return wrong;
}

}  // namespace

int list_lessons_command(const LessonOptions& options) {
  const auto ids = lessons::list_lessons();
  if (!ids) return report(ids.error());
  for (const std::string& id : ids.value()) {
    const auto lesson = lessons::load_lesson(id, options.language);
    if (!lesson) return report(lesson.error());
    fmt::print("{}  {}\n", id, lesson.value().title);
  }
  return exit_good;
}

int lesson_text_command(const LessonOptions& options) {
  const auto lesson = lessons::load_lesson(options.id, options.language);
  if (!lesson) return report(lesson.error());
  const auto traces = lessons::run_programs(lesson.value());
  if (!traces) return report(traces.error());
  fmt::print("{}",
             lessons::lesson_as_text(lesson.value(), *traces.value().at(lesson.value().program)));
  return exit_good;
}

int check_lessons_command() {
  const auto ids = lessons::list_lessons();
  if (!ids) return report(ids.error());
  int wrong = 0;
  for (const std::string& id : ids.value()) {
    for (const Language language : {Language::english, Language::chinese})
      wrong += check_lesson(id, language);
  }
  return wrong == 0 ? exit_good : exit_check_failed;
}

}  // namespace backprop::viz
