/// A lesson: a chapter as blocks of plain data, read from lessons/content/<language>/<id>.md.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/result.h"

namespace backprop::lessons {

enum class Language { english, chinese };

/// A run of text in one style.
struct Inline {
  enum class Kind { text, strong, emphasis, code, math };
  Kind kind = Kind::text;
  std::string text;  ///< math: TeX, without the dollar signs
  bool operator==(const Inline&) const = default;
};
using Inlines = std::vector<Inline>;

struct Heading {
  int level = 2;  ///< 1 to 6; the lesson's title is not among its blocks
  Inlines inlines;
};

struct Paragraph {
  Inlines inlines;
};

/// Mathematics on a line of its own.
struct Formula {
  std::string tex;
};

struct List {
  bool ordered = false;
  std::vector<Inlines> items;
};

/// An equation of the derivation. The engine evaluates both sides on a program's own numbers.
struct Claim {
  std::string tex;   ///< the equation as it is shown
  std::string left;  ///< its sides in the program notation
  std::string right;
  Inlines note;                  ///< may be empty
  bool as_printed = false;       ///< the source document prints it so
  bool expected_to_hold = true;  ///< what the lesson says about it; tests hold the lesson to it
  std::string program;           ///< the program it is about: a name in lessons/programs
};

/// A question to answer before the number is shown: which sign does the expression have?
struct Predict {
  Inlines question;
  std::string expression;  ///< in the program notation; one element
  Inlines explanation;     ///< shown after the answer
  std::string program;     ///< as in Claim
};

struct Block {
  /// The same in every language: "claim-3" for the third claim, or the `id:` that a claim or
  /// question states. Unique in its lesson.
  std::string id;
  int line = 1;  ///< in the Markdown file
  std::variant<Heading, Paragraph, Formula, List, Claim, Predict> is;
};

struct Lesson {
  std::string id;  ///< "4.2": the section of the source document
  Language language = Language::english;
  std::string title;
  std::string subtitle;  ///< may be empty
  std::string program;   ///< the program that the lesson opens with: "neuron-mse"
  std::vector<Block> blocks;
};

/// Reads a chapter. Errors: an unknown id (line 1), or what is wrong in the file, with its line.
Result<Lesson> load_lesson(std::string_view id, Language language);

/// The ids of all chapters in reading order: section numbers first, then words.
Result<std::vector<std::string>> list_lessons();

/// The text of lessons/programs/<name>.py.
Result<std::string> load_program(std::string_view name);

/// "en" or "zh": the language's folder of chapters and its name on the command line.
std::string_view code_of(Language language);

}  // namespace backprop::lessons
