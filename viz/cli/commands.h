/// The subcommands. Each returns the exit status.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "viz/app/state.h"

namespace backprop::viz {

enum ExitStatus { exit_good = 0, exit_check_failed = 1, exit_bad_input = 2, exit_broken = 3 };

struct ProgramOptions {
  std::string path;  ///< "-" is standard input
  bool json = false;
  bool scalar = false;
  Language language = Language::english;
};

int grad_command(const ProgramOptions& options);
int trace_command(const ProgramOptions& options);
int check_command(const ProgramOptions& options);

struct WhyOptions {
  ProgramOptions program;
  std::string entity;  ///< "grad W2[0,0]"
  std::size_t lines = 200;
};

int why_command(const WhyOptions& options);

struct ExportOptions {
  std::string path;  ///< "-" is standard input
  std::string to;    ///< "pytorch" or "json"
};

int export_command(const ExportOptions& options);

struct LessonOptions {
  std::string id;
  Language language = Language::english;
  std::string notation;  ///< one of lessons::notation_names; empty: as the chapter is written
};

int list_lessons_command(const LessonOptions& options);
int lesson_text_command(const LessonOptions& options);
int glossary_command(const LessonOptions& options);

struct LessonCheckOptions {
  std::string id;  ///< of the chapter that is checked; empty: all
  bool json = false;
};

int check_lessons_command(const LessonCheckOptions& options);

struct ReportOptions {
  std::string progress;  ///< the file of a learner's answers; empty: this user's own
  std::string name;      ///< the learner's; empty: a blank to write on
  std::string out;       ///< empty: standard output
  Language language = Language::english;
};

int report_command(const ReportOptions& options);

struct SheetOptions {
  std::string program;  ///< a file, "-", or the name of a shipped one
  std::uint64_t seed = 0;
  bool answers = false;  ///< the key
  Language language = Language::english;
  std::string format;  ///< "md" or "html"; empty: by the ending of `out`
  std::string out;     ///< empty: standard output
};

int sheet_command(const SheetOptions& options);

struct GradeOptions {
  std::string sheet;
  std::string answers;  ///< empty: the sheet itself is filled in
  bool json = false;
  std::optional<Language> language;  ///< without one the sheet's own
  double pass = 0;                   ///< per cent that must be right for exit status 0
};

int grade_command(const GradeOptions& options);

struct RenderOptions {
  std::string program;  ///< a file; empty: the lesson's own
  std::string lesson = "4.2";
  std::string lab;           ///< one that is opened: "activations"; empty: none
  std::string lab_settings;  ///< as in a lesson: "functions=relu,mish"
  std::string step;          ///< how many steps are done: "3"; empty: the start
  std::string steps;         ///< for a GIF: "3..9"; empty: all
  std::string view;          ///< which view the middle shows
  std::string select;        ///< a number that is selected: "W2[0,0]"
  std::string why;           ///< a number that is asked why: "grad W2[0,0]"
  std::string size = "1440x900";
  std::string out;
  float scale = 1;
  Language language = Language::english;
  Theme theme = Theme::light;
};

int render_command(const RenderOptions& options);

struct WindowCommandOptions {
  std::string settings;  ///< their file; empty: the user's own; "none": they are not kept
  std::string program;   ///< a file to open; empty: the first lesson
  std::optional<Language> language;  ///< else as it was the last time; at first the environment's
  double close_after = 0;            ///< seconds; 0: stays open
  std::string
      report;  ///< a file to write, when it closes, the number of frames and the text on screen
};

int window_command(const WindowCommandOptions& options);

/// "program.py:3:7: cause", the line with a caret, and the advice, on standard error.
void print_error(const std::string& name, const std::string& text, const Error& error);

/// A sentence and what to do, on standard error; the exit status for bad input, or for a display,
/// font or file of the program that is missing.
int print_bad(const std::string& cause, const std::string& advice);
int print_broken(const Error& error);

/// The state that a program (a file, "-", or empty: the chapter's own) opens with; nothing where
/// the input was bad, which has been said then.
/// A .bptutor file, too, can be the program: then its own language and theme hold.
std::optional<State> first_state(const std::string& program, const std::string& lesson,
                                 Language language);

/// Whether a file is, by its name, a code of a shared state.
bool is_share_file(const std::string& path);

/// A whole file or standard input. The error is of the file, not of a place in it.
Result<std::string> read_text(const std::string& path);

}  // namespace backprop::viz
