// For teachers: a sheet for each student, and its marking.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "engine/program/interpreter.h"
#include "engine/program/utf8.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/sheet_answers.h"
#include "lessons/model/sheet_grade.h"
#include "viz/cli/commands.h"
#include "viz/platform/files.h"
#include "viz/scene/grade_text.h"
#include "viz/scene/sheet_page.h"

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;
using lessons::sheet::Grade;
using lessons::sheet::MadeSheet;

/// A program's text and what it is called.
struct NamedText {
  std::string name;
  std::string text;
};

/// A file, standard input, or one of the programs that the lessons run, by its name.
Result<NamedText> program_text(const std::string& path, Language language) {
  std::error_code ignored;
  const bool shipped = path != "-" && !fs::exists(path, ignored);
  if (shipped) {
    if (auto text = lessons::load_program(path, language))
      return NamedText{path, std::move(text).value()};
  }
  auto text = read_text(path);
  if (!text) return text.error();
  return NamedText{path == "-" ? "program" : program_name_of(path), std::move(text).value()};
}

bool ends_with_html(const std::string& path) {
  return path.ends_with(".html") || path.ends_with(".htm");
}

std::string page_text(const MadeSheet& made, const SheetOptions& options, const Strings& words) {
  const SheetPage page = sheet_page(made, words, options.answers);
  const bool html = options.format.empty() ? ends_with_html(options.out) : options.format == "html";
  return html ? sheet_html(page) : sheet_markdown(page);
}

int write_out(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    fmt::print("{}", text);
    return exit_good;
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return exit_good;
  return print_bad("cannot write " + path, "choose a folder that exists and may be written to");
}

}  // namespace

int sheet_command(const SheetOptions& options) {
  const auto program = program_text(options.program, options.language);
  if (!program) return print_bad(program.error().cause, program.error().advice);
  const auto words = Strings::load(lessons::data_dir() / "assets", options.language);
  if (!words) return print_broken(words.error());
  const auto made = lessons::sheet::make_sheet(program.value().text, program.value().name,
                                               options.seed, options.language);
  if (!made) {
    print_error(options.program, program.value().text, made.error());
    return exit_bad_input;
  }
  if (!made.value().redrawn) fmt::print(stderr, "{}\n", words.value()["sheet.same-numbers"]);
  return write_out(options.out, page_text(made.value(), options, words.value()));
}

namespace {

/// What a graded sheet is about.
struct Marking {
  CodedSheet coded;
  std::shared_ptr<const Trace> trace;
  Grade grade;
};

Error other_sheet(const CodedSheet& sheet, const CodedSheet& answers) {
  return {{1, 1},
          "these answers are to another sheet: '" + answers.sheet.title + "', seed " +
              std::to_string(answers.sheet.seed) + ", not '" + sheet.sheet.title + "', seed " +
              std::to_string(sheet.sheet.seed),
          "grade them with the sheet of that seed"};
}

/// The sheet's own recording, with its blanks where it says they are.
Result<std::shared_ptr<const Trace>> trace_of(const CodedSheet& coded) {
  const Error changed{{1, 1},
                      "this sheet's blanks are not where this version of the program has them",
                      "make it again with the same program and seed"};
  auto trace = run_program(coded.sheet.program);
  if (!trace || lessons::sheet::why_not(*trace.value())) return changed;
  const auto words = Strings::load(lessons::data_dir() / "assets", coded.sheet.language);
  for (std::size_t i = 0; i < coded.names.size(); ++i) {
    const Blank& blank = coded.sheet.blanks[i];
    if (!fits(*trace.value(), blank)) return changed;
    if (words && blank_name(*trace.value(), blank, words.value()).whole != coded.names[i])
      return changed;
  }
  return trace;
}

/// Nothing where it has been said what is wrong, of which file.
std::optional<Marking> mark(const GradeOptions& options) {
  const auto bad = [](const std::string& path, const std::string& text, const Error& error) {
    print_error(path, text, error);
    return std::nullopt;
  };
  const auto unread = [](const Error& error) {
    print_bad(error.cause, error.advice);
    return std::nullopt;
  };
  const auto sheet = read_text(options.sheet);
  if (!sheet) return unread(sheet.error());
  const auto coded = read_sheet(sheet.value());
  if (!coded) return bad(options.sheet, {}, coded.error());
  const auto trace = trace_of(coded.value());
  if (!trace) return bad(options.sheet, {}, trace.error());

  const std::string& path = options.answers.empty() ? options.sheet : options.answers;
  const auto text = options.answers.empty() ? sheet : read_text(path);
  if (!text) return unread(text.error());
  if (has_sheet_code(text.value())) {
    const auto own = read_sheet_code(text.value());
    if (!own) return bad(path, {}, own.error());
    if (sheet_code(own.value()) != sheet_code(coded.value()))
      return bad(path, {}, other_sheet(coded.value(), own.value()));
  }
  if (const auto at = find_invalid_utf8(text.value())) {
    return bad(path, {},
               {place_of(text.value(), *at), "this is no text (UTF-8)", "save it as plain text"});
  }
  const auto answers = lessons::sheet::read_answers(text.value(), coded.value().names);
  if (!answers) return bad(path, text.value(), answers.error());
  return Marking{coded.value(), trace.value(),
                 graded(*trace.value(), coded.value().sheet.blanks, answers.value())};
}

}  // namespace

int grade_command(const GradeOptions& options) {
  const auto marking = mark(options);
  if (!marking) return exit_bad_input;
  const auto words = Strings::load(lessons::data_dir() / "assets",
                                   options.language.value_or(marking->coded.sheet.language));
  if (!words) return print_broken(words.error());
  const Grade& grade = marking->grade;
  if (options.json) {
    fmt::print("{}\n", grade_json(*marking->trace, marking->coded, grade, words.value()));
  } else {
    for (const std::string& line :
         grade_in_words(*marking->trace, marking->coded, grade, words.value()))
      fmt::print("{}\n", line);
  }
  const double share = 100.0 * static_cast<double>(grade.count(lessons::sheet::Mark::right)) /
                       static_cast<double>(grade.answers.size());
  return share >= options.pass ? exit_good : exit_check_failed;
}

}  // namespace backprop::viz
