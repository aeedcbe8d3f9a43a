#include "viz/cli/cli.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iterator>
#include <map>

#include "lessons/model/notation.h"
#include "viz/cli/commands.h"

namespace backprop::viz {
namespace {

const std::map<std::string, Language> languages = {{"en", Language::english},
                                                   {"zh", Language::chinese}};
const std::map<std::string, Theme> themes = {{"light", Theme::light}, {"dark", Theme::dark}};

/// An option whose value is one of a few words.
template <class T>
void add_choice(CLI::App& command, const std::string& name, const std::map<std::string, T>& choices,
                const std::function<void(T)>& choose, const std::string& about) {
  const auto read = [name, &choices, choose](const std::string& word) {
    const auto found = choices.find(word);
    if (found != choices.end()) return choose(found->second);
    std::string known;
    for (const auto& [choice, value] : choices)
      known += (known.empty() ? "" : " or ") + choice;
    throw CLI::ValidationError(name, "'" + word + "' is not known here; give " + known);
  };
  command.add_option_function<std::string>(name, read, about);
}

void add_language(CLI::App& command, Language& language) {
  add_choice<Language>(
      command, "--lang", languages, [&](Language its) { language = its; }, "en or zh");
}

CLI::App* add_program_command(CLI::App& app, const std::string& name, const std::string& about,
                              ProgramOptions& options) {
  CLI::App* command = app.add_subcommand(name, about);
  command->add_option("PROGRAM", options.path, "a program file; - is standard input")->required();
  command->add_flag("--json", options.json, "one JSON object on standard output");
  return command;
}

void add_sheet_command(CLI::App& app, SheetOptions& options, int& status) {
  CLI::App* sheet = app.add_subcommand("sheet", "homework from a program, with numbers of its own");
  sheet
      ->add_option("PROGRAM", options.program,
                   "a program file, or the name of a lesson's program; - is standard input")
      ->required();
  sheet->add_option("--seed", options.seed, "draws the numbers: one seed for each student")
      ->required();
  sheet->add_flag("--answers", options.answers, "the key, with every number worked out");
  add_language(*sheet, options.language);
  sheet
      ->add_option("--format", options.format,
                   "md: to be filled in; html: to be printed. Without it by the ending of --out")
      ->check(CLI::IsMember({"md", "html"}));
  sheet->add_option("--out", options.out, "the file to write; without it standard output");
  sheet->callback([&] { status = sheet_command(options); });
}

void add_grade_command(CLI::App& app, GradeOptions& options, int& status) {
  CLI::App* grade = app.add_subcommand("grade",
                                       "marks answers to a sheet.\nExit status 0 when it is "
                                       "graded, whatever the score; 1 below --pass; 2 "
                                       "where sheet or answers cannot be read.");
  grade
      ->add_option("SHEET", options.sheet,
                   "the sheet or its key, .md or .html; - is standard input")
      ->required();
  grade->add_option("ANSWERS", options.answers,
                    "the sheet filled in, or lines such as '1: 0.5933', or CSV. Without it SHEET "
                    "itself is filled in");
  grade->add_flag("--json", options.json, "one JSON object on standard output");
  add_choice<Language>(
      *grade, "--lang", languages, [&](Language its) { options.language = its; },
      "en or zh; without it the sheet's own");
  grade->add_option("--pass", options.pass, "per cent that must be right for exit status 0")
      ->check(CLI::Range(0, 100));
  grade->callback([&] { status = grade_command(options); });
}

CLI::App* add_render_command(CLI::App& app, RenderOptions& options) {
  CLI::App* render =
      app.add_subcommand("render", "a picture of the window, with no display needed");
  render->add_option("PROGRAM", options.program,
                     "a program file, or a .bptutor file with a shared state; - is standard input");
  render->add_option("--lesson", options.lesson, "a chapter's id");
  render->add_option("--lab", options.lab,
                     "a lab in the place of the panes: activations, playground");
  render->add_option("--settings", options.lab_settings,
                     "of the lab: \"functions=sigmoid,relu; depth=10\"");
  render->add_option("--step", options.step, "how many steps are done");
  render->add_option("--steps", options.steps,
                     "for a GIF or a folder of pictures, from where to where: 3..9");
  render->add_option("--view", options.view,
                     "what the middle shows: network, graph, tensors or paths");
  render->add_option("--select", options.select, "a number to select: W2[0,0]");
  render->add_option("--why", options.why, "a number to ask why: 'grad W2[0,0]'");
  add_language(*render, options.language);
  render->add_option("--size", options.size, "WxH in logical pixels");
  render->add_option("--scale", options.scale, "device pixels in one logical pixel");
  add_choice<Theme>(
      *render, "--theme", themes, [&](Theme its) { options.theme = its; }, "light or dark");
  render
      ->add_option("--out", options.out,
                   "the picture's file: .png, .svg or .gif; or a folder, with a / at its end, for "
                   "one PNG per "
                   "step")
      ->required();
  return render;
}

void add_lesson_commands(CLI::App& app, LessonOptions& options, LessonCheckOptions& checked,
                         ReportOptions& progress, int& status) {
  CLI::App* lessons = app.add_subcommand("lessons", "the chapters");
  lessons->require_subcommand(1);
  CLI::App* list = lessons->add_subcommand("list", "their ids and titles");
  add_language(*list, options.language);
  list->callback([&] { status = list_lessons_command(options); });
  CLI::App* text = lessons->add_subcommand("text", "one chapter as text");
  text->add_option("ID", options.id, "a chapter's id")->required();
  add_language(*text, options.language);
  text->add_option("--notation", options.notation, "of the formulas")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(lessons::notation_names),
                                                     std::end(lessons::notation_names))));
  text->callback([&] { status = lesson_text_command(options); });
  CLI::App* glossary =
      lessons->add_subcommand("glossary", "the terms, and the symbols of formulas");
  add_language(*glossary, options.language);
  glossary->callback([&] { status = glossary_command(options); });
  CLI::App* report = lessons->add_subcommand("report", "a learner's progress, for a teacher");
  report->add_option("--progress", progress.progress,
                     "the file of answers; your own where it is left out");
  report->add_option("--name", progress.name,
                     "the learner's; a blank to write on where it is left out");
  report->add_option("--out", progress.out, "a Markdown file to write");
  add_language(*report, progress.language);
  report->callback([&] { status = report_command(progress); });
  CLI::App* check = lessons->add_subcommand(
      "check", "both languages, claims, tasks, plots, programs, links, formulas and characters");
  check->add_option("ID", checked.id, "a chapter's id; all chapters where none is given");
  check->add_flag("--json", checked.json, "one JSON object per thing to mend");
  check->callback([&] { status = check_lessons_command(checked); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app(
      "Backprop Tutor: watch, rewind and do backpropagation.\nWithout a subcommand it opens the "
      "window.");
  app.set_version_flag("--version", "backprop-tutor " BACKPROP_VERSION);
  app.require_subcommand(0, 1);
  WindowCommandOptions window;
  app.add_option("--open", window.program, "a program or .bptutor file to open in the window");
  add_choice<Language>(
      app, "--lang", languages, [&](Language its) { window.language = its; },
      "en or zh; without it as it was the last time, and at first as the environment has it");
  app.add_option("--settings", window.settings,
                 "the file where the window's settings are kept, in place of the user's own; none: "
                 "they are not kept");
  app.add_option("--close-after", window.close_after, "close the window after that many seconds");
  app.add_option("--frame-report", window.report,
                 "write the number of frames drawn, when the first was shown, and the text on "
                 "screen to a file");

  int status = exit_good;
  ProgramOptions program;
  add_program_command(app, "grad", "run a program; print values, loss and gradients", program)
      ->callback([&] { status = grad_command(program); });
  CLI::App* trace = add_program_command(app, "trace", "every step in words", program);
  trace->add_flag("--scalar", program.scalar, "element by element, on the scalar tape");
  add_language(*trace, program.language);
  trace->callback([&] { status = trace_command(program); });
  add_program_command(app, "check", "every parameter's gradient against central differences",
                      program)
      ->callback([&] { status = check_command(program); });

  WhyOptions why;
  CLI::App* why_number =
      add_program_command(app, "why", "where a number comes from, down to the leaves", why.program);
  why_number->add_option("ENTITY", why.entity, "h[1], or 'grad W2[0,0]'")->required();
  why_number->add_option("--lines", why.lines, "how many lines at most")
      ->check(CLI::Range(1, 1'000'000));
  add_language(*why_number, why.program.language);
  why_number->callback([&] { status = why_command(why); });

  ExportOptions exported;
  CLI::App* export_to = app.add_subcommand("export", "a program for other tools");
  export_to->add_option("PROGRAM", exported.path, "a program file; - is standard input")
      ->required();
  export_to
      ->add_option("--to", exported.to,
                   "pytorch: a script that runs as it is and prints the same gradients; "
                   "json: the trace")
      ->required()
      ->check(CLI::IsMember({"pytorch", "json"}));
  export_to->callback([&] { status = export_command(exported); });

  LessonOptions lesson;
  LessonCheckOptions lesson_check;
  ReportOptions progress;
  add_lesson_commands(app, lesson, lesson_check, progress, status);

  SheetOptions sheet;
  add_sheet_command(app, sheet, status);
  GradeOptions grade;
  add_grade_command(app, grade, status);

  RenderOptions render;
  add_render_command(app, render)->callback([&] { status = render_command(render); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_good : exit_bad_input;
  }
  if (app.get_subcommands().empty()) return window_command(window);
  return status;
}

}  // namespace backprop::viz
