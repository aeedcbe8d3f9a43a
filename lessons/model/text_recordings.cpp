// Blocks that show recordings, as text with the numbers of a run.
#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "lessons/model/claims.h"
#include "lessons/model/tensor_text.h"
#include "lessons/model/text_context.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

/// What the engine did in a step.
std::string step_text(const Trace& trace, const Step& step, const TextWords& words) {
  const std::string name = step.kind == StepKind::clear ? "" : display_name(trace, step.value);
  switch (step.kind) {
    case StepKind::forward:
      return trace.value(step.value).kind == ValueKind::computed ? say(words.made, name)
                                                                 : say(words.read, name);
    case StepKind::backward:
      if (step.edge < 0) return say(words.seeded, fmt::format("d{0}/d{0}", name));
      return say(words.received, display_name(trace, target(trace, step)), name);
    case StepKind::update:
      return say(words.updated, writer_of(trace, step), name);
    case StepKind::clear:
      break;
  }
  return std::string(words.cleared);
}

/// What a figure selects: a number, or a whole tensor.
struct Selection {
  std::string name;
  ValueId value = no_value;
  std::optional<Index> element;
};

std::optional<Selection> selection_of(const Trace& trace, const Figure& is, const Moment& moment) {
  const ValueId whole = is.select.empty() ? no_value : find_value(trace, is.select);
  if (whole != no_value) return Selection{is.select, whole, std::nullopt};
  if (!is.select.empty()) {
    const auto number = parse_quantity(trace, is.select);
    if (!number) return std::nullopt;
    const std::string name = is.select.starts_with("grad ") ? is.select.substr(5) : is.select;
    return Selection{name, number.value().value, number.value().element};
  }
  if (!moment.focus) return std::nullopt;
  return Selection{display_name(trace, moment.focus->value), moment.focus->value, std::nullopt};
}

std::string part_text(const Tensor& tensor, const std::optional<Index>& element) {
  return element ? tensor_text(Tensor::scalar(tensor[*element])) : tensor_text(tensor);
}

/// The selection's number, and its gradient, at a time.
std::string selection_text(const Trace& trace, const Selection& selection, Index step,
                           const TextWords& words) {
  const ValueId id = version_of(trace, selection.value, step);
  if (!exists(trace, id, step)) return say(words.not_made, selection.name);
  std::string text =
      say(words.value_is, selection.name, part_text(trace.value(id).data, selection.element));
  if (trace.backward_runs.empty()) return text;
  const bool any = contribution_count(trace, id, step) > 0;
  return text + std::string(words.semicolon) +
         (any ? say(words.gradient_is, part_text(gradient_at(trace, id, step), selection.element))
              : std::string(words.no_gradient));
}

/// The byte where a line's comment begins; its size where it has none.
std::size_t comment_in(std::string_view line) {
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '#') {
      return at;
    } else if (c == '\'' || c == '"') {
      quote = c;
    }
  }
  return line.size();
}

/// A line of a program with its number; a comment that does not fit stands below its code.
std::string program_line(const std::string& line, int number) {
  const std::string first = fmt::format("    {:>3}  ", number);
  const std::string below(first.size() + 4, ' ');
  const std::size_t comment = comment_in(line);
  const std::string code = line.substr(0, comment);
  const bool fits = width_of(first) + width_of(line) <= text_columns;
  if (fits || code.find_first_not_of(' ') == std::string::npos) return wrapped(line, first, below);
  std::string text = wrapped(code, first, below);
  if (comment < line.size()) text += wrapped(line.substr(comment), below, below + "  ");
  return text;
}

}  // namespace

std::string moment_text(const Trace& trace, const Moment& moment, const TextWords& words) {
  const Index done = moment.time.step;
  if (done <= 0) return std::string(words.at_start);
  if (done >= trace.step_count() && !moment.focus) return std::string(words.at_end);
  return say(words.after_step, done, trace.step_count(),
             step_text(trace, trace.step(done - 1), words));
}

std::string program_note(const std::string& program, const TextContext& context,
                         const std::string& indent) {
  if (program == context.own_program) return {};
  return wrapped(say(context.words.program, program), indent, indent);
}

std::string error_note(const Error& error, const TextContext& context, const std::string& indent) {
  return wrapped(fmt::format("{}: {}", context.words.error, error.cause), indent, indent);
}

std::string listing(const std::string& program, TextContext& context) {
  const auto& run = context.runs.run(program);
  const auto source = run ? Result<std::string>(run.value()->program) : context.runs.text(program);
  if (!source) return error_note(source.error(), context, "    ");
  if (!context.listed.insert(program).second) {
    return wrapped(say(context.words.listed_above, program), "    ", "    ");
  }
  std::string text = wrapped(say(context.words.listing, program), "    ", "    ");
  int number = 0;
  for (const std::string& line : lines_in(source.value()))
    text += program_line(line, ++number);
  return text;
}

std::string text_of(const Claim& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string indent = "      ";
  const std::string_view mark = is.as_printed ? words.printed : is.as_said ? words.said : "";
  std::string text = wrapped(std::string(mark) + plain_tex(is.tex), "    ", indent);
  if (!is.tex_delta.empty())
    text += wrapped(std::string(words.in_delta) + plain_tex(is.tex_delta), indent, indent);
  text += program_note(is.program, context, indent);
  const auto& run = context.runs.run(is.program);
  const ClaimResult result = run ? check_claim(is, *run.value()) : ClaimResult{};
  if (!run || result.error) {
    text += error_note(run ? *result.error : run.error(), context, indent);
  } else {
    text += wrapped(fmt::format("{}   {} {} {}", result.holds ? words.holds : words.fails,
                                result.left_text, result.holds ? "=" : "≠", result.right_text),
                    indent, "        ");
  }
  if (!is.note.empty()) text += wrapped(context.plain(is.note), indent, indent);
  return text;
}

std::string text_of(const ShowProgram& is, TextContext& context) {
  std::string text;
  if (!is.text.empty()) text += wrapped(context.plain(is.text), "    ", "    ");
  text += listing(is.program, context);
  const auto& run = context.runs.run(is.program);
  if (is.at.empty() || !run) return text;
  const auto moment = find_moment(*run.value(), is.at);
  if (!moment) return text + error_note(moment.error(), context, "    ");
  return text + wrapped(say(context.words.opens_at,
                            moment_text(*run.value(), moment.value(), context.words)),
                        "    ", "    ");
}

std::string text_of(const Figure& is, TextContext& context) {
  const TextWords& words = context.words;
  const std::string indent = "    ";
  const std::string caption = wrapped(context.plain(is.caption), indent, indent);
  const auto& run = context.runs.run(is.program);
  if (!run) return caption + error_note(run.error(), context, indent);
  const Trace& trace = *run.value();
  const auto moment = find_moment(trace, is.at);
  if (!moment) return caption + error_note(moment.error(), context, indent);
  std::string text = wrapped(say(words.figure, words_of(is.view, context.language), is.program,
                                 moment_text(trace, moment.value(), words)),
                             indent, indent + "  ") +
                     caption;
  if (const auto selection = selection_of(trace, is, moment.value())) {
    const std::string numbers = selection_text(trace, *selection, moment.value().time.step, words);
    text +=
        wrapped(is.select.empty() ? numbers : say(words.select, numbers), indent, indent + "  ");
  }
  return text;
}

}  // namespace backprop::lessons
