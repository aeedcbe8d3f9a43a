/// What the parts of a lesson's text are written with; see lesson_text.h.
#pragma once

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "lessons/model/lesson.h"
#include "lessons/model/moments.h"
#include "lessons/model/program_runs.h"
#include "lessons/model/text_inlines.h"
#include "lessons/model/text_words.h"

namespace backprop::lessons {

struct TextContext {
  Language language = Language::english;
  std::string own_program;  ///< the lesson's
  const TextWords& words;
  Titles titles;
  ProgramRuns runs;
  std::set<std::string> listed;  ///< programs whose lines the text has shown
  int tasks = 0;                 ///< so many have been asked
  std::string answers;           ///< to them, for the end

  std::string plain(const Inlines& inlines) const {
    return lessons::plain(inlines, language, titles);
  }
};

/// A pattern of TextWords with its blanks filled.
template <class... Parts>
std::string say(std::string_view pattern, const Parts&... parts) {
  return fmt::format(fmt::runtime(pattern), parts...);
}

/// A line of text with a rule below.
std::string ruled(const std::string& text, char rule);

/// Headings, paragraphs, formulas, lists, tables; labs, maps, summaries and readings.
std::string text_of(const Heading& is, const TextContext& context);
std::string text_of(const Paragraph& is, const TextContext& context);
std::string text_of(const Formula& is, const TextContext& context);
std::string text_of(const List& is, const TextContext& context);
std::string text_of(const Table& is, const TextContext& context);
std::string text_of(const Lab& is, const TextContext& context);
std::string text_of(const ConceptMap& is, const TextContext& context);
std::string text_of(const Aside& is, const TextContext& context);

/// What shows recordings: its numbers are those of the context's runs.
std::string text_of(const Claim& is, TextContext& context);
std::string text_of(const ShowProgram& is, TextContext& context);
std::string text_of(const Figure& is, TextContext& context);
std::string text_of(const Plot& is, TextContext& context);

/// Tasks: the question here, the answer and all that helps to it into context.answers.
std::string text_of(const Predict& is, TextContext& context);
std::string text_of(const Choose& is, TextContext& context);
std::string text_of(const TypeNumber& is, TextContext& context);
std::string text_of(const Change& is, TextContext& context);
std::string text_of(const DoBackprop& is, TextContext& context);
std::string text_of(const FindFault& is, TextContext& context);

using Cells = std::vector<std::string>;

/// Columns side by side; where they do not fit, row by row with the names of the columns.
std::string table_text(const Cells& head, const std::vector<Cells>& rows,
                       const TextContext& context);

/// The lines of a program, with their numbers; a line that says where, if they were shown before.
std::string listing(const std::string& program, TextContext& context);

/// "with the program ...", where it is another than the lesson's own.
std::string program_note(const std::string& program, const TextContext& context,
                         const std::string& indent);

/// Why something has no number.
std::string error_note(const Error& error, const TextContext& context, const std::string& indent);

/// "after step 7 of 24: h has just been computed"
std::string moment_text(const Trace& trace, const Moment& moment, const TextWords& words);

}  // namespace backprop::lessons
