#include "viz/scene/sheet_page.h"

#include <algorithm>
#include <set>
#include <span>

#include "engine/trace/time.h"
#include "lessons/model/practice_rules.h"
#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"
#include "viz/scene/sheet_code.h"

namespace backprop::viz {
namespace {

using lessons::practice::Edge;
using lessons::sheet::BlankKind;
using lessons::sheet::MadeSheet;

/// "∂z[0]"
std::string differential(const Trace& trace, ValueId id, Index element) {
  const std::string gradient = gradient_name(trace, id, element);
  return gradient.substr(gradient.rfind("\u2202"));
}

/// A working that goes on for ever helps nobody.
std::string cut(const std::string& text) {
  constexpr std::size_t longest = 400;
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end) + " \u2026";
}

/// Formulas in symbols and in numbers, and below them how what has no name of its own comes about.
class Working {
 public:
  Working(const Trace& trace, std::span<const Blank> known) : trace_(trace), known_(known) {}

  void add(Index step, const TermList& terms, const std::string& left) {
    const std::string symbols = plain_text(in_symbols(trace_, step, terms));
    const std::string numbers = plain_text(in_numbers(trace_, step, terms));
    std::string line = left + cut(symbols);
    if (numbers != symbols) line += " = " + cut(numbers);
    lines_.push_back(line);
    for (const Term& term : terms) {
      note(operand_place(trace_, step, term.a));
      if (operand_count(term.op) == 2) note(operand_place(trace_, step, term.b));
    }
  }

  std::vector<std::string> all() && {
    // What is noted is worked out in turn, and may note more.
    for (std::size_t i = 0; i < noted_.size() && lines_.size() < most_lines; ++i)
      work_out(OperandPlace(noted_[i]));
    return std::move(lines_);
  }

 private:
  static constexpr std::size_t most_lines = 12;

  void note(const OperandPlace& place) {
    if (place.value == no_value) return;
    const Value& value = trace_.value(place.value);
    if (value.op == nullptr || !value.name.empty()) return;
    const auto same = [&](const OperandPlace& other) {
      return other.value == place.value && other.element == place.element &&
             other.gradient == place.gradient;
    };
    const BlankKind kind = place.gradient ? BlankKind::gradient : BlankKind::value;
    const Blank asked{kind, place.value, place.element, -1, 0};
    const bool known = std::find(known_.begin(), known_.end(), asked) != known_.end();
    if (!known && std::none_of(noted_.begin(), noted_.end(), same)) noted_.push_back(place);
  }

  void work_out(const OperandPlace& place) {
    if (!place.gradient) {
      const Index at = trace_.value(place.value).made_by;
      add(at, explain(trace_, at, place.element),
          element_name(trace_, place.value, place.element) + " = ");
      return;
    }
    std::string left = gradient_name(trace_, place.value, place.element) + " = ";
    for (const Index at : contributions_to(trace_, place.value)) {
      if (at >= trace_.backward_runs.front().end_step || trace_.step(at).edge < 0) break;
      add(at, explain(trace_, at, place.element), left);
      left = "+ ";
    }
  }

  const Trace& trace_;
  std::span<const Blank> known_;  ///< asked for before
  std::vector<OperandPlace> noted_;
  std::vector<std::string> lines_;
};

}  // namespace

BlankName blank_name(const Trace& trace, const Blank& blank, const Strings& words) {
  const std::string own = element_name(trace, blank.value, blank.element);
  if (blank.kind == BlankKind::value) return {own};
  if (blank.kind == BlankKind::update) return {words.format("sheet.updated", own)};
  const std::string above = blank.kind == BlankKind::gradient
                                ? "\u2202" + loss_name(trace)
                                : differential(trace, trace.step(blank.step).value, blank.output);
  const std::string below = differential(trace, blank.value, blank.element);
  return {above + "/" + below, above, below};
}

std::vector<std::string> blank_working(const Trace& trace, const std::vector<Blank>& blanks,
                                       std::size_t which) {
  const Blank& blank = blanks[which];
  Working working(trace, std::span(blanks).first(which));
  if (blank.kind == BlankKind::local) {
    const Edge edge(trace, blank.step);
    working.add(blank.step, edge.local_terms(blank.element, blank.output), "= ");
  } else if (blank.kind == BlankKind::gradient) {
    std::string left = "= ";
    for (const Index at : contributions_to(trace, blank.value)) {
      if (at >= trace.backward_runs.front().end_step) break;
      working.add(at, explain(trace, at, blank.element), left);
      left = "+ ";
    }
  } else {
    const Index at = trace.value(blank.value).made_by;
    working.add(at, explain(trace, at, blank.element), "= ");
  }
  return std::move(working).all();
}

namespace {

/// Sums and what is written as in mathematics need no formula.
bool needs_formula(const OpRow& op) {
  return op.symbol.empty() && !op.formula_tex.empty() && op.kind != OpKind::view &&
         op.name != "sum";
}

/// "sigmoid(a)": with the letters of its formula.
std::string called(const OpRow& op) {
  std::string letters;
  for (int i = 0; i < op.arity(); ++i)
    letters += (i == 0 ? "" : ", ") + std::string(1, static_cast<char>('a' + i));
  return std::string(op.name) + "(" + letters + ")";
}

std::vector<SheetFormula> formulas_of(const Trace& trace, const Strings& words) {
  std::vector<SheetFormula> formulas;
  std::set<const void*> seen;
  for (const Value& value : trace.values) {
    if (value.op == nullptr || !needs_formula(*value.op) || !seen.insert(value.op).second) continue;
    formulas.push_back({called(*value.op), std::string(value.op->formula_tex)});
  }
  for (const OptimizerRun& run : trace.optimizer_runs) {
    if (!seen.insert(run.optimizer).second) continue;
    formulas.push_back({std::string(run.optimizer->name),
                        "\\text{" + words.format("sheet.updated", "") +
                            "} w = " + run.optimizer->formula_tex(run.settings)});
  }
  return formulas;
}

std::string part_key(BlankKind kind) {
  if (kind == BlankKind::value) return "sheet.part.forward";
  return kind == BlankKind::update ? "sheet.part.update" : "sheet.part.backward";
}

std::vector<SheetPart> parts_of(const MadeSheet& made, const std::vector<BlankName>& names,
                                const Strings& words, bool answers) {
  std::vector<SheetPart> parts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Blank& blank = made.sheet.blanks[i];
    const std::string& heading = words[part_key(blank.kind)];
    if (parts.empty() || parts.back().heading != heading) parts.push_back({heading, {}});
    SheetItem item{i + 1, names[i], {}, {}};
    if (answers) {
      item.answer = shown(right_number(*made.trace, blank));
      item.working = blank_working(*made.trace, made.sheet.blanks, i);
    }
    parts.back().items.push_back(std::move(item));
  }
  return parts;
}

bool mentions(const std::vector<std::string>& names, std::string_view what) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.find(what) != std::string::npos; });
}

/// Whether a name says which of several assignments is meant: "h@2", not "W @ x".
bool counts_assignments(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    for (std::size_t at = name.find('@'); at != std::string::npos; at = name.find('@', at + 1)) {
      if (at > 0 && name[at - 1] != ' ' && at + 1 < name.size() && name[at + 1] != ' ') return true;
    }
    return false;
  });
}

std::vector<std::string> notes_of(const MadeSheet& made, const std::vector<std::string>& names,
                                  const Strings& words) {
  std::vector<std::string> notes{words["sheet.note.indices"]};
  const std::string& program = made.sheet.program;
  const bool product = program.find(" @ ") != std::string::npos;
  if (product) notes.push_back(words["sheet.note.product"]);
  if (program.find("log") != std::string::npos || program.find("entropy") != std::string::npos)
    notes.push_back(words["sheet.note.log"]);
  if (!made.trace->optimizer_runs.empty()) notes.push_back(words["sheet.note.optimizer"]);
  if (counts_assignments(names)) notes.push_back(words["sheet.note.assignments"]);
  if (mentions(names, "\u2202")) notes.push_back(words["sheet.note.gradient"]);
  return notes;
}

}  // namespace

SheetPage sheet_page(const MadeSheet& made, const Strings& words, bool answers) {
  std::vector<BlankName> blanks;
  std::vector<std::string> names;
  for (const Blank& blank : made.sheet.blanks) {
    blanks.push_back(blank_name(*made.trace, blank, words));
    names.push_back(blanks.back().whole);
  }
  SheetPage page;
  page.title = made.sheet.title;
  page.subtitle = words.format(answers ? "sheet.key" : "sheet.number", made.sheet.seed);
  if (!answers) page.lines = {words["sheet.name"], words["sheet.date"]};
  page.program = made.sheet.program;
  page.notes = notes_of(made, names, words);
  page.formulas = formulas_of(*made.trace, words);
  page.task = {words["sheet.task"], words["sheet.digits"]};
  if (made.trace->backward_runs.size() > 1) page.task.push_back(words["sheet.first-round"]);
  page.parts = parts_of(made, blanks, words, answers);
  page.code_note = words["sheet.code"];
  page.code = sheet_code({made.sheet, names});
  page.program_heading = words["sheet.program"];
  page.formulas_heading = words["sheet.formulas"];
  page.task_heading = words["sheet.task.heading"];
  page.language = lessons::code_of(made.sheet.language);
  return page;
}

}  // namespace backprop::viz
