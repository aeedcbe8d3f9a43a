#include "viz/scene/step_text.h"

#include <algorithm>

#include "engine/trace/time.h"
#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

const std::string& phase_word(const Strings& words, StepKind kind) {
  switch (kind) {
    case StepKind::forward:
      return words["phase.forward"];
    case StepKind::backward:
      return words["phase.backward"];
    case StepKind::update:
      return words["phase.update"];
    case StepKind::clear:
      return words["phase.clear"];
  }
  return words["phase.forward"];
}

namespace {

std::string op_label(const OpRow& op) {
  return std::string(op.symbol.empty() ? op.name : op.symbol);
}

constexpr Index most_elements = 64;

void add_terms(std::vector<std::string>& lines, const Trace& trace, Index at, const TermList& terms,
               const std::string& written, const std::string& sign) {
  if (terms.empty()) return;
  const std::string symbols = plain_text(in_symbols(trace, at, terms));
  const std::string numbers = plain_text(in_numbers(trace, at, terms));
  const std::string result = shown(terms.back().result);
  lines.push_back("  " + written + " " + sign + " " + symbols);
  lines.push_back("      = " + numbers + (numbers == result ? "" : " = " + result));
}

void add_element(std::vector<std::string>& lines, const Trace& trace, Index at, Index element,
                 const std::string& written, const std::string& sign) {
  add_terms(lines, trace, at, explain(trace, at, element), written, sign);
}

/// What the optimizer keeps, and the next version from it.
void add_update(std::vector<std::string>& lines, const Trace& trace, Index at, Index element,
                const std::string& written) {
  constexpr const char* becomes = "\u2190";
  if (updates_buffer(trace.step(at))) {
    add_element(lines, trace, at, element, written, becomes);
    return;
  }
  const UpdateParts parts = explain_update_parts(trace, at, element);
  for (const UpdateParts::Kept& kept : parts.state)
    add_terms(lines, trace, at, kept.terms, {kept.what.letter}, becomes);
  add_terms(lines, trace, at, parts.next, written, becomes);
}

void add_backward(std::vector<std::string>& lines, const Trace& trace, Index at,
                  const Strings& words) {
  const Step& step = trace.step(at);
  const ValueId into = target(trace, step);
  const Tensor before = gradient_at(trace, into, at);
  const Tensor after = gradient_at(trace, into, at + 1);
  for (Index e = 0; e < std::min(before.size(), most_elements); ++e) {
    const std::string name = gradient_name(trace, into, e);
    add_element(lines, trace, at, e, name, contribution_sign(trace));
    if (step.edge < 0) lines.push_back("  " + name + " " + contribution_sign(trace) + " 1");
    lines.push_back("      " + words.format("trace.sum", shown(before[e]), shown(after[e])));
  }
}

void add_value(std::vector<std::string>& lines, const Trace& trace, Index at,
               const Strings& words) {
  const Step& step = trace.step(at);
  const Value& value = trace.value(step.value);
  for (Index e = 0; e < std::min(value.data.size(), most_elements); ++e) {
    const std::string name = element_name(trace, step.value, e);
    if (step.kind == StepKind::update) {
      add_update(lines, trace, at, e, name);
      const double old = trace.value(value.arguments[0]).data[e];
      lines.push_back("      " + words.format("trace.sum", shown(old), shown(value.data[e])));
    } else if (value.op == nullptr) {
      lines.push_back("  " + name + " = " + shown(value.data[e]));
    } else {
      add_element(lines, trace, at, e, name, "=");
    }
  }
}

}  // namespace

std::string contribution_sign(const Trace& trace) {
  return trace.fault == Fault::overwrite ? "=" : "+=";
}

std::string step_summary(const Trace& trace, Index at, const Strings& words) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return words["step.clear"];
  const Value& value = trace.value(step.value);
  const std::string name = display_name(trace, step.value);
  if (step.kind == StepKind::update) {
    return words.format(updates_buffer(step) ? "step.buffer" : "step.update",
                        writer_of(trace, step), name);
  }
  if (step.kind == StepKind::forward) {
    if (value.kind == ValueKind::parameter) return words.format("step.param", name);
    if (value.kind == ValueKind::data) return words.format("step.data", name);
    return words.format("step.forward", op_label(*value.op), name);
  }
  if (step.edge < 0) return words.format("step.seed", gradient_name(trace, step.value, -1));
  return words.format("step.backward", gradient_name(trace, target(trace, step), -1),
                      op_label(*value.op));
}

std::string program_line(const Trace& trace, int line) {
  std::size_t begin = 0;
  for (int i = 1; i < line && begin != std::string::npos; ++i) {
    begin = trace.program.find('\n', begin);
    if (begin != std::string::npos) ++begin;
  }
  if (begin == std::string::npos) return "";
  std::string text = trace.program.substr(begin, trace.program.find('\n', begin) - begin);
  const std::size_t comment = text.find('#');
  if (comment != std::string::npos) text.erase(comment);
  const std::size_t first = text.find_first_not_of(" \t");
  const std::size_t last = text.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> step_in_words(const Trace& trace, Index at, const Strings& words) {
  const Step& step = trace.step(at);
  std::vector<std::string> lines;
  std::string heading = words.format("trace.heading", at + 1, trace.step_count(),
                                     phase_word(words, step.kind), step_summary(trace, at, words));
  lines.push_back(heading);
  lines.push_back(
      "  " + words.format("trace.line", step.line, program_line(trace, step.line)) +
      (step.running_line != step.line
           ? words.format("trace.run_by", step.running_line, program_line(trace, step.running_line))
           : ""));
  if (step.kind == StepKind::backward) {
    add_backward(lines, trace, at, words);
  } else if (step.kind != StepKind::clear) {
    add_value(lines, trace, at, words);
  }
  const Index elements = element_count_of(trace, at);
  if (elements > most_elements) {
    lines.push_back("  " + words.format("trace.more", elements - most_elements));
  }
  return lines;
}

}  // namespace backprop::viz
