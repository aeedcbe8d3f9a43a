#include <fmt/format.h>

#include <algorithm>

#include "engine/io/json.h"
#include "engine/io/pytorch.h"
#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "lessons/model/data_dir.h"
#include "viz/cli/commands.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/why_text.h"

namespace backprop::viz {
namespace {

std::shared_ptr<const Trace> run_or_print(const ProgramOptions& options) {
  const auto text = read_text(options.path);
  if (!text) {
    fmt::print(stderr, "{}\n  {}\n", text.error().cause, text.error().advice);
    return nullptr;
  }
  auto trace = run_program(text.value());
  if (!trace) {
    if (options.json)
      fmt::print(stderr, "{}\n", error_json(trace.error()));
    else
      print_error(options.path, text.value(), trace.error());
    return nullptr;
  }
  return std::move(trace).value();
}

void append_nested(std::string& text, const Tensor& tensor, std::size_t dimension, Index& next) {
  if (dimension == tensor.shape.size()) {
    text += exact_text(tensor[next++]);
    return;
  }
  text += "[";
  for (Index i = 0; i < tensor.shape[dimension]; ++i) {
    if (i > 0) text += ", ";
    append_nested(text, tensor, dimension + 1, next);
  }
  text += "]";
}

std::string nested(const Tensor& tensor) {
  std::string text;
  Index next = 0;
  append_nested(text, tensor, 0, next);
  return text;
}

/// The last binding of each name, as it was at the last backward().
struct Named {
  std::string name;
  ValueId value = no_value;
};

std::vector<Named> named_values(const Trace& trace, Index step) {
  std::vector<Named> list;
  for (const Value& value : trace.values) {
    const auto same = [&](const Named& named) { return named.name == value.name; };
    if (value.name.empty() || std::any_of(list.begin(), list.end(), same)) continue;
    list.push_back({value.name, version_of(trace, find_value(trace, value.name), step)});
  }
  return list;
}

void print_scalar_trace(const Trace& trace, const ScalarRun& run) {
  const auto names = record_names(trace, run);
  const auto name = [&](Tape::Id id) -> const std::string& {
    return names[static_cast<std::size_t>(id)];
  };
  for (const ScalarRun::Event& event : run.events) {
    fmt::print("line {}: {}\n", trace.step(event.step).line,
               program_line(trace, trace.step(event.step).running_line));
    for (Tape::Id id = event.first_record; id < event.end_record; ++id) {
      const OpRow* op = run.tape.op(id);
      if (op == nullptr) {
        fmt::print("  {} = {}\n", name(id), exact_text(run.tape.value(id)));
      } else {
        const Tape::Id b = run.tape.operand(id, 1);
        fmt::print("  {} = {}({}{}) = {}\n", name(id), op->name, name(run.tape.operand(id, 0)),
                   b == Tape::none ? "" : ", " + name(b), exact_text(run.tape.value(id)));
      }
    }
    for (Tape::Time time = event.first_time; time < event.end_time; ++time) {
      const auto edge = run.tape.edge_at(time);
      if (!edge) continue;
      const std::string through =
          edge->record == Tape::none
              ? ""
              : fmt::format(" (through {} of {})", run.tape.op(edge->record)->name,
                            name(edge->record));
      fmt::print("  grad {}: {} + {} = {}{}\n", name(edge->operand), exact_text(edge->before),
                 exact_text(edge->contribution), exact_text(edge->before + edge->contribution),
                 through);
    }
  }
}

int scalar_trace(const Trace& trace, const ProgramOptions& options) {
  const auto run = run_scalars(trace);
  if (!run) {
    const Error& error = run.error();
    if (options.json)
      fmt::print(stderr, "{}\n", error_json(error));
    else
      fmt::print(stderr, "{}\n  {}\n", error.cause, error.advice);
    return exit_bad_input;
  }
  if (options.json)
    fmt::print("{}\n", scalar_trace_json(trace, run.value()));
  else
    print_scalar_trace(trace, run.value());
  return exit_good;
}

}  // namespace

int grad_command(const ProgramOptions& options) {
  const auto trace = run_or_print(options);
  if (!trace) return exit_bad_input;
  if (options.json) {
    fmt::print("{}\n", gradients_json(*trace));
    return exit_good;
  }
  const bool ran = !trace->backward_runs.empty();
  const Index step = ran ? trace->backward_runs.back().end_step : trace->step_count();
  for (const Named& named : named_values(*trace, step)) {
    fmt::print("{} = {}\n", named.name, nested(trace->value(named.value).data));
    if (ran) fmt::print("  grad = {}\n", nested(gradient_at(*trace, named.value, step)));
    const ValueId newest = newest_version(*trace, named.value);
    if (newest != named.value)
      fmt::print("  after the update = {}\n", nested(trace->value(newest).data));
  }
  if (ran)
    fmt::print("loss {} = {}\n", loss_name(*trace),
               exact_text(trace->value(trace->loss()).data[0]));
  else
    fmt::print("no backward() ran, so there are no gradients\n");
  return exit_good;
}

int why_command(const WhyOptions& options) {
  const auto trace = run_or_print(options.program);
  if (!trace) return exit_bad_input;
  const auto quantity = parse_quantity(*trace, options.entity);
  if (!quantity) return print_bad(quantity.error().cause, quantity.error().advice);
  const std::vector<WhyLine> lines = why(*trace, quantity.value(), options.lines);
  if (options.program.json) {
    fmt::print("{}\n", why_json(*trace, lines));
    return exit_good;
  }
  const auto words = Strings::load(lessons::data_dir() / "assets", options.program.language);
  if (!words) return print_broken(words.error());
  for (const std::string& line : why_in_words(*trace, lines, words.value()))
    fmt::print("{}\n", line);
  if (lines.size() == options.lines) fmt::print("      {}\n", words.value()["why.more"]);
  return exit_good;
}

int export_command(const ExportOptions& options) {
  const auto trace = run_or_print({options.path});
  if (!trace) return exit_bad_input;
  if (options.to == "pytorch") {
    fmt::print("{}", pytorch_script(*trace));
  } else {
    fmt::print("{}\n", trace_json(*trace));
  }
  return exit_good;
}

int trace_command(const ProgramOptions& options) {
  const auto trace = run_or_print(options);
  if (!trace) return exit_bad_input;
  if (options.scalar) return scalar_trace(*trace, options);
  if (options.json) {
    fmt::print("{}\n", trace_json(*trace));
    return exit_good;
  }
  const auto words = Strings::load(lessons::data_dir() / "assets", options.language);
  if (!words) {
    fmt::print(stderr, "{}\n  {}\n", words.error().cause, words.error().advice);
    return exit_broken;
  }
  for (Index at = 0; at < trace->step_count(); ++at) {
    for (const std::string& line : step_in_words(*trace, at, words.value()))
      fmt::print("{}\n", line);
  }
  return exit_good;
}

int check_command(const ProgramOptions& options) {
  const auto trace = run_or_print(options);
  if (!trace) return exit_bad_input;
  const GradientCheck check = check_gradients(*trace);
  if (options.json) {
    fmt::print("{}\n", check_json(check));
    return check.passed() ? exit_good : exit_check_failed;
  }
  if (check.parameters.empty()) {
    fmt::print("there is nothing to check: no backward() reached a parameter\n");
  }
  for (const CheckedParameter& row : check.parameters) {
    const std::string kinks =
        row.at_kinks == 0 ? "" : fmt::format(", {} at kinks not compared", row.at_kinks);
    fmt::print(
        "{} {} (backward() {}, line {}): {} of {} elements{}; largest difference {}: exact {}, "
        "numeric {}\n",
        row.passed ? "ok  " : "FAIL", row.name, row.run + 1, row.line, row.checked, row.elements,
        kinks, short_text(row.difference, 3), short_text(row.exact, 9), short_text(row.numeric, 9));
  }
  return check.passed() ? exit_good : exit_check_failed;
}

}  // namespace backprop::viz
