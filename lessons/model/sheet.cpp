#include "lessons/model/sheet.h"

#include <algorithm>

#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "lessons/model/practice_rules.h"
#include "lessons/model/sheet_blanks.h"
#include "lessons/model/sheet_numbers.h"

namespace backprop::lessons::sheet {
namespace {

/// The text of a comment that a program begins with.
std::string first_comment(const std::string& program) {
  const std::size_t begin = program.find_first_not_of("# \t\r\n");
  if (!program.starts_with('#') || begin == std::string::npos) return {};
  const std::size_t end = program.find_first_of("\r\n");
  return begin < end ? program.substr(begin, end - begin) : std::string();
}

bool is_value(const Trace& trace, ValueId id) {
  return id >= 0 && id < static_cast<ValueId>(trace.values.size());
}

bool has_element(const Trace& trace, ValueId id, Index element) {
  return is_value(trace, id) && element >= 0 && element < trace.value(id).data.size();
}

bool is_edge_of_first_run(const Trace& trace, Index step) {
  if (trace.backward_runs.empty()) return false;
  const BackwardRun& run = trace.backward_runs.front();
  return step > run.first_step && step < run.end_step;
}

/// The first run's last step that adds to a gradient; -1 where none does.
Index last_contribution(const Trace& trace, ValueId id) {
  if (trace.backward_runs.empty()) return -1;
  const auto& into = contributions_to(trace, id);
  const auto end = std::lower_bound(into.begin(), into.end(), trace.backward_runs.front().end_step);
  return end == into.begin() ? -1 : *(end - 1);
}

}  // namespace

std::optional<Error> why_not(const Trace& trace) {
  Index elements = 0;
  for (const Value& value : trace.values)
    elements += value.data.size();
  if (trace.step_count() <= most_steps && elements <= most_elements) return std::nullopt;
  return Error{{},
               "this program takes " + std::to_string(trace.step_count()) + " steps with " +
                   std::to_string(elements) + " numbers; a sheet is about at most " +
                   std::to_string(most_steps) + " steps and " + std::to_string(most_elements) +
                   " numbers",
               "take a smaller network or fewer rounds"};
}

Result<MadeSheet> make_sheet(const std::string& program, const std::string& name,
                             std::uint64_t seed, Language language) {
  const auto given = run_program(program);
  if (!given) return given.error();
  if (auto error = why_not(*given.value())) return *error;
  auto drawn = redrawn(*given.value(), seed);
  if (!drawn) return drawn.error();
  MadeSheet made;
  made.trace = drawn.value().trace;
  made.redrawn = drawn.value().changed;
  const std::string comment = first_comment(program);
  made.sheet = {comment.empty() ? name : comment, made.trace->program, seed, language,
                chosen_blanks(*made.trace, seed)};
  if (made.sheet.blanks.empty()) {
    return Error{{},
                 "this program computes nothing that a sheet could ask for",
                 "let it compute a loss, and call backward() on it"};
  }
  return made;
}

bool fits(const Trace& trace, const Blank& blank) {
  if (!has_element(trace, blank.value, blank.element)) return false;
  switch (blank.kind) {
    case BlankKind::value:
      return trace.value(blank.value).op != nullptr;
    case BlankKind::gradient:
      return last_contribution(trace, blank.value) >= 0;
    case BlankKind::update: {
      const Value& value = trace.value(blank.value);
      return value.parameter >= 0 && value.version == 2;
    }
    case BlankKind::local:
      break;
  }
  if (!is_edge_of_first_run(trace, blank.step)) return false;
  const Step& step = trace.step(blank.step);
  return step.edge >= 0 && target(trace, step) == blank.value &&
         has_element(trace, step.value, blank.output);
}

double right_number(const Trace& trace, const Blank& blank) {
  switch (blank.kind) {
    case BlankKind::gradient:
      return gradient_element_at(trace, blank.value, blank.element,
                                 trace.backward_runs.front().end_step);
    case BlankKind::local:
      return practice::Edge(trace, blank.step).local(blank.element, blank.output);
    default:
      return trace.value(blank.value).data[blank.element];
  }
}

double change_of(const Trace& trace, const Blank& update) {
  const Value& next = trace.value(update.value);
  return next.data[update.element] - trace.value(next.arguments.front()).data[update.element];
}

Index made_in(const Trace& trace, const Blank& blank) {
  if (blank.kind == BlankKind::local) return blank.step;
  if (blank.kind == BlankKind::gradient) return last_contribution(trace, blank.value);
  return trace.value(blank.value).made_by;
}

}  // namespace backprop::lessons::sheet
