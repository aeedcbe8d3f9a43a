/// A lesson: a chapter as blocks of plain data, read from lessons/content/<language>/<id>.md.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/result.h"
#include "engine/trace/fault.h"

namespace backprop::lessons {

enum class Language { english, chinese };

/// A run of text in one style.
struct Inline {
  enum class Kind { text, strong, emphasis, code, math, link };
  Kind kind = Kind::text;
  std::string text;  ///< math: TeX, without the dollar signs
  /// link: "lesson:4.2", "term:delta" (an entry of the glossary), "step:z" (a moment of the
  /// chapter's program) or "https://..."
  std::string address = {};
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
  /// The same in the delta notation and in the source's letters; empty: as Lesson says.
  std::string tex_delta = {}, tex_source = {};
};

struct List {
  bool ordered = false;
  std::vector<Inlines> items;
};

/// Every row has as many cells as the head.
struct Table {
  std::vector<Inlines> head;
  std::vector<std::vector<Inlines>> rows;
};

/// An equation of the derivation. The engine evaluates both sides on a program's own numbers.
struct Claim {
  std::string tex;                    ///< the equation as it is shown
  std::string tex_delta, tex_source;  ///< as in Formula
  std::string left;                   ///< its sides in the program notation
  std::string right;
  Inlines note;                  ///< may be empty
  bool as_printed = false;       ///< the source document prints it so
  bool as_said = false;          ///< it follows from what the source says in words
  bool expected_to_hold = true;  ///< what the lesson says about it; tests hold the lesson to it
  std::string program;           ///< the program it is about: a name in lessons/programs
  std::string at;                ///< what to look at, as for a Figure; empty: follows from `left`
  double within = 0;             ///< what the sides may differ by, besides rounding of their size
};

/// A question to answer before the number is shown: which sign does the expression have?
struct Predict {
  Inlines question;
  std::string expression;  ///< in the program notation; one element
  Inlines explanation;     ///< shown after the answer
  std::string program;     ///< as in Claim
};

/// A question with some answers to choose from, one of them right.
struct Choose {
  struct Option {
    Inlines text;
    Inlines reply;  ///< what is said to who chose it; may be empty
  };
  Inlines question;
  std::vector<Option> options;
  std::size_t right = 0;  ///< index into options
  Inlines explanation;    ///< after the right answer; may be empty
  std::string program;
};

/// A number to work out and type; an expression may be typed as well.
struct TypeNumber {
  /// What a learner who makes a known mistake gets: recognized by its value.
  struct Mistake {
    std::string expression;
    Inlines reply;
  };
  Inlines question;
  std::string expression;  ///< in the program notation; one element: the answer
  /// What the question supposes: lines that take the place of the program's, as those of a
  /// Change::solution do, before the answer is computed. Mistakes are those of the program itself.
  std::vector<std::string> with;
  int digits = 3;  ///< significant digits that are asked for
  std::vector<Inlines> hints;
  std::vector<Mistake> mistakes;
  Inlines explanation;  ///< after the answer; may be empty
  std::string program;
};

/// The learner edits a program and runs it until a condition holds on their own run.
struct Change {
  Inlines question;
  std::string goal;  ///< a condition in the program notation; does not hold on the program as given
  std::vector<Inlines> hints;
  /// Lines that reach the goal: each takes the place of the program's statement that assigns the
  /// same name. Shown on request, and what tests hold the task to.
  std::vector<std::string> solution;
  /// The lines that may be changed, each by what it assigns or calls: "b3", "sgd"; or, with its
  /// brackets, as it must then be written: "adam(lr=0.001)". Empty: any line.
  std::vector<std::string> only;
  Inlines explanation;  ///< when the goal is reached; may be empty
  std::string program;  ///< that is edited
};

/// "You are backprop" on one backward() of a program.
struct DoBackprop {
  Inlines text;
  std::string program;
  int run = 0;  ///< which backward(), from 0
};

/// A broken engine runs the program; the learner finds the fault.
struct FindFault {
  Inlines text;
  std::string program;
  Fault fault = Fault::none;
};

/// What the middle of the window shows of a recording.
enum class View { network, graph, tensors, paths };

/// A program, listed, that a click opens with its recording.
struct ShowProgram {
  std::string program;
  Inlines text;                ///< may be empty
  std::optional<View> view{};  ///< that it opens in; none: stays as it is
  std::string at;  ///< where its time stands when it is opened, as for a Figure; empty: the start
};

/// A view of a recording at one moment, as a picture that a click opens in the window.
struct Figure {
  using View = lessons::View;
  View view = View::network;
  std::string program;
  /// The moment: a step's number, "end", a quantity that has just been computed ("z", "grad
  /// W2[0,0]", "h@2"), or an edge "a -> z" as backward goes along it. See moments.h.
  std::string at;
  std::string select;  ///< a value or an element of one; empty: nothing
  Inlines caption;
};

/// A diagram of what the engine computes when it runs programs again with other numbers, or of what
/// they recorded. See plots.h.
struct Plot {
  enum class Kind {
    curve,      ///< expressions over one number of a program
    landscape,  ///< one expression over two numbers, as heights, with the path of the runs
    series,     ///< expressions over the rounds of training
    plane,      ///< an output over the plane of two inputs, with the data
  };
  /// One swept number and its range.
  struct Axis {
    std::string entity;  ///< "w", "W1[0,1]"; of a plane: the column of the data, "X[0]"
    double low = 0;
    double high = 1;
  };
  /// What is drawn: of a curve or series one line each, of a landscape one path each.
  struct Line {
    std::string expression;  ///< in the program notation
    std::string label;
    std::string program;
  };
  Kind kind = Kind::curve;
  Axis x, y;  ///< y of landscapes and planes alone
  std::vector<Line> lines;
  std::string points;      ///< plane: the data, a name of shape [N, 2]
  std::string classes;     ///< plane: their classes, a name of N elements
  bool log_scale = false;  ///< of the drawn numbers: y of curves and series, height of landscapes
  std::string program;
  Inlines caption;
};

/// A laboratory, opened from the lesson with its settings.
struct Lab {
  std::string name;      ///< "activations", "playground", "mnist"
  std::string settings;  ///< "function=relu; depth=10"
  Inlines text;
};

/// The concepts and how they hang together; each leads to a chapter and shows its progress.
struct ConceptMap {
  struct Node {
    std::string id;
    Inlines text;
    std::string lesson;  ///< a chapter's id; empty: none yet
    int column = 0;      ///< its place on the map
    int row = 0;
  };
  struct Edge {
    std::string from, to;
    std::string label;  ///< may be empty
    /// The source draws it, but it is not so: shown crossed out, with the label as the reason.
    bool printed_wrong = false;
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

/// Text set apart: what to keep, or where to read on.
struct Aside {
  enum class Kind { summary, reading };
  Kind kind = Kind::summary;
  std::vector<std::variant<Paragraph, List>> parts;
};

/// What the words of a block rest on: a condition that the engine must find true, such as
/// "abs(grad(w)[0]) < abs(grad(w)[1])". Of a Choose it is what makes the right option right.
struct Check {
  std::string condition;  ///< in the program notation
  std::string program;
  /// Evaluated after that backward() of the program, counted from 1; 0: the last, as claims are.
  int round = 0;
};

struct Block {
  /// The same in every language: "claim-3" for the third claim, or the `id:` that a block states.
  /// Unique in its lesson.
  std::string id;
  int line = 1;  ///< in the Markdown file
  std::variant<Heading, Paragraph, Formula, List, Table, Claim, Predict, Choose, TypeNumber, Change,
               DoBackprop, FindFault, ShowProgram, Figure, Plot, Lab, ConceptMap, Aside>
      is;
  std::vector<Check> checks{};
};

/// Whether the learner has something to do there: what progress counts.
bool is_task(const Block& block);

/// What a subscript of the chapter's formulas picks: z_1 is the first element of z, the second, or
/// none (it counts updates, for instance).
enum class Indices : std::uint8_t { from_one, from_zero, none };

/// A symbol, in TeX, and what is written in its place: "z_#" and "y_#", where # is the subscript
/// that stands there; "z" alone has none.
struct Letter {
  std::string ours, theirs;
};

struct Lesson {
  std::string id;  ///< "4.2": the section of the source document; words where there is none
  Language language = Language::english;
  std::string title;
  std::string subtitle;       ///< the section of the source that it mirrors; may be empty
  std::string program;        ///< the program that the lesson opens with: "neuron-mse"
  View view = View::network;  ///< that it opens in
  double order = 1e6;         ///< chapters are read in this order
  int minutes = 0;            ///< that it takes; 0: not said
  Indices indices = Indices::from_one;
  std::vector<Letter> source_letters;  ///< the source's; see notation.h
  std::vector<Letter> written_out;     ///< what short symbols such as delta stand for
  std::vector<Block> blocks;
};

/// Where a chapter's file stands.
std::filesystem::path lesson_path(std::string_view id, Language language);

/// Reads a chapter. Errors: an unknown id, or what is wrong in the file; the cause then names the
/// file and the line: "content/en/4.2.md, line 12: ...".
Result<Lesson> load_lesson(std::string_view id, Language language);

/// The ids of all chapters: section numbers first, then words. Reading order is the catalogue's.
Result<std::vector<std::string>> lesson_ids();

/// The text of lessons/programs/<name>.py, its comments in that language.
Result<std::string> load_program(std::string_view name, Language language = Language::english);

/// The names of all programs, sorted.
std::vector<std::string> program_names();

/// "en" or "zh": the language's folder of chapters and its name on the command line.
std::string_view code_of(Language language);

}  // namespace backprop::lessons
