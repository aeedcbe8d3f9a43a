/// The parts of the check of chapters: see lesson_check.h. Each adds what it finds.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/lesson.h"
#include "lessons/model/lesson_check.h"
#include "lessons/model/program_runs.h"

namespace backprop::lessons {

inline constexpr std::array<Language, 2> languages{Language::english, Language::chinese};

/// One chapter in one language.
struct ChapterFile {
  std::string path;       ///< in the library
  std::string_view text;  ///< of the file
  Lesson lesson;
};

/// Adds a finding about a block: at its line of that key, see line_of().
class BlockFindings {
 public:
  BlockFindings(const ChapterFile& file, const Block& block, std::vector<Finding>& findings)
      : file_(file), block_(block), findings_(findings) {}

  void add(std::string_view key, int nth, std::string cause, std::string advice) const;
  void add(std::string_view key, int nth, const Error& error) const {
    add(key, nth, error.cause, error.advice);
  }
  void add(std::string_view key, std::string cause, std::string advice) const {
    add(key, 0, std::move(cause), std::move(advice));
  }

  std::size_t count() const { return findings_.size(); }

  /// The run of the block's program; null where there is none. That is a finding here if the block
  /// names a program which does not exist; what else is wrong with it is told of the program.
  const Trace* run(ProgramRuns& runs, const std::string& program, std::string_view key = "program",
                   int nth = 0) const;

 private:
  const ChapterFile& file_;
  const Block& block_;
  std::vector<Finding>& findings_;
};

/// What texts and chapters may point to.
struct LinkTargets {
  std::set<std::string> lessons;
  std::optional<std::set<std::string>> terms;  ///< nothing: there is no glossary yet
};

/// Why a link leads nowhere; nothing where it is good. Addresses outside are checked for form.
std::optional<Error> bad_link(const std::string& address, const LinkTargets& targets);

/// Words: links, marks left over, punctuation; formulas as text.
void check_texts(const ChapterFile& file, const Block& block, const LinkTargets& targets,
                 std::vector<Finding>& findings);
/// Mathematics as one line of text.
void check_tex(const std::string& tex, const BlockFindings& findings, std::string_view key,
               int nth);

/// Tasks: what the engine answers, and that it is what the lesson says.
void check_task(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                std::vector<Finding>& findings);

/// What the words of a block rest on.
void check_conditions(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                      std::vector<Finding>& findings);

/// Claims, programs, figures, plots, labs, maps.
void check_shown(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                 const LinkTargets& targets, std::vector<Finding>& findings);

/// That both languages have the same blocks, with the same formulas, expressions and programs.
void check_languages(const ChapterFile& english, const ChapterFile& chinese,
                     std::vector<Finding>& findings);

}  // namespace backprop::lessons
