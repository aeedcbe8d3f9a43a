#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lessons/model/catalogue.h"
#include "lessons/model/claims.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/glossary_text.h"
#include "lessons/model/lesson_check.h"
#include "lessons/model/lesson_text.h"
#include "lessons/model/notation.h"
#include "viz/app/json_text.h"
#include "viz/cli/commands.h"
#include "viz/cli/lesson_setting.h"
#include "viz/platform/freetype_glyphs.h"

namespace backprop::viz {
namespace {

/// Of a file that the cause names, with the line.
int report(const Error& error) {
  fmt::print(stderr, "{}\n  {}\n", error.cause, error.advice);
  return exit_bad_input;
}

/// Of a chapter's program, by the line of the chapter.
int report_program(const Error& error) {
  fmt::print(stderr, "line {}: {}\n  {}\n", error.place.line, error.cause, error.advice);
  return exit_bad_input;
}

void print_finding(const lessons::Finding& finding, bool json) {
  if (json) {
    const nlohmann::json line{{"file", finding.file},
                              {"line", finding.line},
                              {"block", finding.block},
                              {"cause", finding.cause},
                              {"advice", finding.advice}};
    fmt::print("{}\n", to_line(line));
    return;
  }
  const std::string block = finding.block.empty() ? "" : fmt::format("[{}] ", finding.block);
  fmt::print("{}:{}: {}{}\n", finding.file, finding.line, block, finding.cause);
  if (!finding.advice.empty()) fmt::print("    {}\n", finding.advice);
}

/// Whether a finding belongs to the chapter that was asked for.
bool is_about(const lessons::Finding& finding, const std::string& id) {
  if (id.empty()) return true;
  const auto in = [&](Language language) {
    return finding.file == "lessons/" + lessons::chapter_path(id, language);
  };
  return in(Language::english) || in(Language::chinese);
}

}  // namespace

int list_lessons_command(const LessonOptions& options) {
  const auto ids = lessons::list_lessons();
  if (!ids) return report(ids.error());
  int status = exit_good;
  for (const lessons::Chapter& chapter : lessons::catalogue(options.language)) {
    fmt::print("{}  {}\n", chapter.id, chapter.title);
    if (chapter.error) status = report(*chapter.error);
  }
  return status;
}

int lesson_text_command(const LessonOptions& options) {
  const auto lesson = lessons::load_lesson(options.id, options.language);
  if (!lesson) return report(lesson.error());
  const auto traces = lessons::run_programs(lesson.value());
  if (!traces) return report_program(traces.error());
  const auto& names = lessons::notation_names;
  const auto chosen = std::find(std::begin(names), std::end(names), options.notation);
  const lessons::Lesson shown =
      chosen == std::end(names)
          ? lesson.value()
          : lessons::in_notation(lesson.value(),
                                 static_cast<lessons::Notation>(chosen - std::begin(names)));
  fmt::print("{}", lessons::lesson_as_text(shown, *traces.value().at(shown.program)));
  return exit_good;
}

int check_lessons_command(const LessonCheckOptions& options) {
  const auto library = lessons::read_library(lessons::data_dir() / "lessons");
  const auto ids = lessons::chapter_ids(library);
  if (!options.id.empty() && std::find(ids.begin(), ids.end(), options.id) == ids.end()) {
    return print_bad(fmt::format("there is no lesson '{}'", options.id),
                     fmt::format("there are: {}", fmt::join(ids, ", ")));
  }
  auto findings = lessons::check_library(library);
  const auto glyphs = FreeTypeGlyphs::open();
  if (glyphs) {
    auto more = check_setting(library, *glyphs.value());
    std::move(more.begin(), more.end(), std::back_inserter(findings));
  }
  int count = 0;
  for (const lessons::Finding& finding : findings) {
    if (!is_about(finding, options.id)) continue;
    ++count;
    print_finding(finding, options.json);
  }
  if (!options.json) {
    const std::string what = options.id.empty() ? fmt::format("{} chapters", ids.size())
                                                : fmt::format("chapter {}", options.id);
    fmt::print("{}: {}\n", what,
               count == 0 ? "nothing is wrong" : fmt::format("{} to mend", count));
  }
  if (!glyphs) {
    fmt::print(stderr, "formulas and characters could not be checked:\n");
    const int broken = print_broken(glyphs.error());
    return count == 0 ? broken : exit_check_failed;
  }
  return count == 0 ? exit_good : exit_check_failed;
}

int glossary_command(const LessonOptions& options) {
  const auto glossary = lessons::load_glossary(options.language);
  if (!glossary) return report(glossary.error());
  fmt::print("{}", lessons::glossary_as_text(glossary.value()));
  return exit_good;
}

}  // namespace backprop::viz
