#include "lessons/model/lesson_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>

#include "lessons/model/block_parts.h"
#include "lessons/model/check_block.h"
#include "lessons/model/check_glossary.h"
#include "lessons/model/lesson_parser.h"
#include "lessons/model/notation.h"
#include "lessons/model/reading_time.h"
#include "lessons/model/tex_text.h"

namespace backprop::lessons {

void BlockFindings::add(std::string_view key, int nth, std::string cause,
                        std::string advice) const {
  findings_.push_back({"lessons/" + file_.path, line_of(file_.text, block_.line, key, nth),
                       block_.id, std::move(cause), std::move(advice)});
}

const Trace* BlockFindings::run(ProgramRuns& runs, const std::string& program, std::string_view key,
                                int nth) const {
  const auto& run = runs.run(program);
  if (run) return run.value().get();
  const auto text = runs.text(program);
  const bool told = text || program == file_.lesson.program;  // of the program, or of the chapter
  if (!told) add(key, nth, text.error());
  return nullptr;
}

namespace {

std::vector<std::string> formulas_of(const Lesson& lesson) {
  std::vector<std::string> all;
  for (const Block& block : lesson.blocks) {
    for (BlockTex& part : tex_of(block))
      all.push_back(std::move(part.tex));
  }
  return all;
}

constexpr std::string_view orientation = "welcome";  ///< two minutes with the window

class LibraryCheck {
 public:
  explicit LibraryCheck(const Library& library)
      : library_(library),
        runs_([this](const std::string& name) { return find_program(library_, name); }) {}

  std::vector<Finding> check() {
    const auto ids = chapter_ids(library_);
    targets_.lessons = {ids.begin(), ids.end()};
    GlossaryCheck glossary(library_);
    targets_.terms = glossary.terms();
    if (ids.empty()) add_to_file("content/en", 1, "there are no chapters", "write one: README.md");
    for (const std::string& id : ids)
      check_chapter(id);
    check_programs();
    glossary.check(targets_, findings_);
    return std::move(findings_);
  }

 private:
  void add_to_file(const std::string& path, int line, std::string cause, std::string advice) {
    findings_.push_back({"lessons/" + path, line, "", std::move(cause), std::move(advice)});
  }
  void add_to_file(const std::string& path, const Error& error) {
    add_to_file(path, error.place.line, error.cause, error.advice);
  }

  void check_chapter(const std::string& id);
  std::optional<ChapterFile> read_chapter(const std::string& id, Language language);
  void check_front(const ChapterFile& file);
  void check_kinds_of_tasks(const ChapterFile& file);
  void check_minutes(const ChapterFile& file);
  void check_notations(const ChapterFile& file);
  void check_programs();

  const Library& library_;
  ProgramRuns runs_;
  LinkTargets targets_;
  std::vector<Finding> findings_;
};

std::optional<ChapterFile> LibraryCheck::read_chapter(const std::string& id, Language language) {
  const std::string path = chapter_path(id, language);
  const auto file = library_.files.find(path);
  if (file == library_.files.end()) {
    add_to_file(path, 1, "this file lacks", "every chapter is there in English and in Chinese");
    return std::nullopt;
  }
  auto lesson = parse_lesson(file->second, language);
  if (!lesson) {
    add_to_file(path, lesson.error());
    return std::nullopt;
  }
  return ChapterFile{path, file->second, std::move(lesson).value()};
}

void LibraryCheck::check_chapter(const std::string& id) {
  std::array<std::optional<ChapterFile>, 2> files;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    files[i] = read_chapter(id, languages[i]);
    if (!files[i]) continue;
    if (files[i]->lesson.id != id) {
      add_to_file(files[i]->path, line_of(files[i]->text, 1, "id"),
                  fmt::format("the id is '{}'", files[i]->lesson.id),
                  fmt::format("write 'id: {}', as the file is named", id));
    }
    check_front(*files[i]);
    check_notations(*files[i]);
    for (const Block& block : files[i]->lesson.blocks)
      check_texts(*files[i], block, targets_, findings_);
  }
  // The numbers are those of one language: what differs in the other is a finding of its own.
  const auto& first = files[0] ? files[0] : files[1];
  if (!first) return;
  check_kinds_of_tasks(*first);
  check_minutes(*first);
  for (const Block& block : first->lesson.blocks) {
    check_task(*first, block, runs_, findings_);
    check_conditions(*first, block, runs_, findings_);
    check_shown(*first, block, runs_, targets_, findings_);
  }
  if (files[0] && files[1]) check_languages(*files[0], *files[1], findings_);
}

void LibraryCheck::check_front(const ChapterFile& file) {
  const Lesson& lesson = file.lesson;
  const bool is_section =
      !lesson.id.empty() && std::isdigit(static_cast<unsigned char>(lesson.id.front())) != 0;
  if (is_section && lesson.subtitle.find("§" + lesson.id) == std::string::npos) {
    add_to_file(file.path, line_of(file.text, 1, "subtitle"),
                fmt::format("the subtitle does not name the section §{} of the source", lesson.id),
                fmt::format("write 'subtitle: mirrors §{} ...'", lesson.id));
  }
  if (lesson.minutes == 0) {
    add_to_file(file.path, 1, "the chapter does not say how many minutes it takes",
                "add a line 'minutes: 15' to the front matter");
  }
  if (lesson.order >= Lesson{}.order) {
    add_to_file(file.path, 1, "the chapter has no place among the others",
                "add a line 'order: 42' to the front matter");
  }
  const auto program = find_program(library_, lesson.program);
  if (!program) {
    add_to_file(file.path, line_of(file.text, 1, "program"), program.error().cause,
                program.error().advice);
  }
}

/// Formulas can be read in every notation, and rules are there for something.
void LibraryCheck::check_notations(const ChapterFile& file) {
  const auto check = [&](std::string_view key, std::vector<Letter> Lesson::*rules,
                         Notation notation) {
    if ((file.lesson.*rules).empty()) return;
    Lesson bare = file.lesson;
    (bare.*rules).clear();
    const auto before = formulas_of(in_notation(std::move(bare), notation));
    const auto after = formulas_of(in_notation(file.lesson, notation));
    const int line = line_of(file.text, 1, key);
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (tex_as_text(after[i]) || !tex_as_text(before[i])) continue;
      add_to_file(file.path, line,
                  fmt::format("{} becomes {}, which cannot be set", before[i], after[i]),
                  "mend the rule that says so");
    }
    if (before == after) {
      add_to_file(file.path, line, fmt::format("the rules of '{}' change no formula", key),
                  "write symbols as the formulas have them, or delete the line");
    }
  };
  check("written_out", &Lesson::written_out, Notation::written_out);
  check("source_letters", &Lesson::source_letters, Notation::source);
}

/// A chapter is one sitting, and takes about as long as it says.
void LibraryCheck::check_minutes(const ChapterFile& file) {
  constexpr double leeway = 2.5;  // of an estimate
  const double needed = minutes_for(file.lesson);
  const int said = file.lesson.minutes;
  const int line = line_of(file.text, 1, "minutes");
  if (needed >= most_minutes + 0.5 || said > most_minutes) {
    add_to_file(file.path, line,
                fmt::format("the chapter takes {:.0f} minutes, and says {}", needed, said),
                fmt::format("shorten it to {}, or make two chapters of it", most_minutes));
  } else if (said != 0 && std::abs(needed - said) > leeway) {
    add_to_file(file.path, line,
                fmt::format("the chapter says that it takes {} minutes; it takes about {:.0f}",
                            said, needed),
                fmt::format("write 'minutes: {:.0f}'", needed));
  } else if (said != 0 && said < least_minutes && file.lesson.id != orientation) {
    add_to_file(file.path, line,
                fmt::format("the chapter takes {:.0f} minutes, and says {}", needed, said),
                fmt::format("give it a task or a figure more, for {} at least, or put it into "
                            "another chapter",
                            least_minutes));
  }
}

/// Something to answer and something to change.
void LibraryCheck::check_kinds_of_tasks(const ChapterFile& file) {
  bool responds = false;
  bool changes = false;
  for (const Block& block : file.lesson.blocks) {
    responds = responds || std::holds_alternative<Predict>(block.is) ||
               std::holds_alternative<Choose>(block.is) ||
               std::holds_alternative<TypeNumber>(block.is);
    changes = changes || std::holds_alternative<Change>(block.is);
  }
  if (!responds) {
    add_to_file(file.path, 1, "the chapter asks nothing", "add a predict, choose or number block");
  }
  if (!changes && file.lesson.id != orientation) {
    add_to_file(file.path, 1, "the chapter lets the reader change nothing", "add a change block");
  }
}

void LibraryCheck::check_programs() {
  constexpr std::string_view folder = "programs/";
  for (const auto& [path, text] : library_.files) {
    if (!path.starts_with(folder)) continue;
    const auto& run = runs_.run(std::filesystem::path(path).stem().string());
    if (!run) add_to_file(path, run.error());
  }
}

}  // namespace

std::vector<Finding> check_library(const Library& library) {
  return LibraryCheck(library).check();
}

}  // namespace backprop::lessons
