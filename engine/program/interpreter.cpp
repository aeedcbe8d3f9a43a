#include "engine/program/interpreter.h"

#include <algorithm>
#include <utility>

#include "engine/program/machine.h"
#include "engine/program/parser.h"
#include "engine/trace/derivative.h"
#include "engine/trace/paths.h"
#include "engine/trace/time.h"

namespace backprop {

Interpreter::Interpreter(std::shared_ptr<const ast::Program> program, Fault fault)
    : machine_(std::make_unique<Machine>(std::move(program), fault)) {}
Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;
Interpreter& Interpreter::operator=(Interpreter&&) noexcept = default;

Interpreter::Status Interpreter::advance(Index steps) {
  return machine_->advance(steps);
}

const Error& Interpreter::error() const {
  return machine_->error();
}

Trace Interpreter::take_trace() && {
  return std::move(machine_->recorder()).finish();
}

Result<std::shared_ptr<const Trace>> run_program(std::string source) {
  return run_with_fault(std::move(source), Fault::none);
}

Result<std::shared_ptr<const Trace>> run_with_fault(std::string source, Fault fault) {
  auto program = parse(std::move(source));
  if (!program) return program.error();
  Interpreter interpreter(std::move(program).value(), fault);
  while (true) {
    const auto status = interpreter.advance(10'000);
    if (status == Interpreter::Status::failed) return interpreter.error();
    if (status == Interpreter::Status::done) {
      return std::make_shared<const Trace>(std::move(interpreter).take_trace());
    }
  }
}

namespace {

/// The value that a name stands for at a time: the last assignment that has been made by then, else
/// the first one to come; of a parameter or buffer, the version that holds.
Result<ValueId> value_named(const Trace& trace, Index step, const std::string& name, Place place) {
  const auto found = trace.named.find(name);
  if (found == trace.named.end()) {
    return Error{place, "the program has no value '" + name + "'", "use one of its names"};
  }
  const std::vector<ValueId>& assigned = found->second;
  const auto made = std::find_if(assigned.rbegin(), assigned.rend(),
                                 [&](ValueId id) { return exists(trace, id, step); });
  return version_of(trace, made == assigned.rend() ? assigned.front() : *made, step);
}

Error wrong_names(const std::string& function, const std::string& names, Place place) {
  return {place, "'" + function + "' takes " + names, {}};
}

/// What each way to all gradients takes, for the last backward() that is done at that step.
template <class Define>
void define_work(const Trace& trace, Index step, const Define& define) {
  using Part = double Work::*;
  for (const auto& [name, part] : {std::pair<const char*, Part>{"work_backward", &Work::reverse},
                                   {"work_forward", &Work::forward}}) {
    define(name,
           [&trace, step, name = name, part = part](const std::vector<std::string>& names,
                                                    Place place) -> Result<Tensor> {
             if (!names.empty()) return wrong_names(name, "no names", place);
             const BackwardRun* last = nullptr;
             for (const BackwardRun& run : trace.backward_runs) {
               if (run.end_step <= step) last = &run;
             }
             const auto work = last != nullptr ? count_work(trace, *last) : std::nullopt;
             if (!work) return Error{place, "there is no backward() that could be counted", {}};
             return Tensor::scalar((*work).*part);
           });
  }
}

}  // namespace

Result<Tensor> evaluate(const Trace& trace, Index step, const std::string& expression,
                        const OtherNumbers& replaced) {
  return Interpreter::evaluate_on(trace, step, expression, replaced);
}

Result<Tensor> Interpreter::evaluate_on(const Trace& trace, Index step,
                                        const std::string& expression,
                                        const OtherNumbers& replaced) {
  auto program = parse_expression(expression);
  if (!program) return program.error();
  Machine machine(std::move(program).value());
  for (const Value& value : trace.values) {
    if (value.name.empty() || machine.knows(value.name)) continue;
    const auto id = value_named(trace, step, value.name, {});
    const auto other = replaced.find(value.name);
    const Tensor& data = other == replaced.end() ? trace.value(id.value()).data : other->second;
    const auto leaf = machine.recorder().leaf(ValueKind::data, data, {});
    if (!leaf) return leaf.error();
    machine.define(value.name, {TensorRef{leaf.value()}});
  }
  machine.define_function_of_names(
      "grad", [&](const std::vector<std::string>& names, Place place) -> Result<Tensor> {
        if (names.size() != 1) return wrong_names("grad", "one name", place);
        const auto id = value_named(trace, step, names[0], place);
        if (!id) return id.error();
        return gradient_at(trace, id.value(), step);
      });
  machine.define_function_of_names(
      "derivative", [&](const std::vector<std::string>& names, Place place) -> Result<Tensor> {
        if (names.size() != 2)
          return wrong_names("derivative", "two names: of what, by what", place);
        const auto of = value_named(trace, step, names[0], place);
        if (!of) return of.error();
        const auto by = value_named(trace, step, names[1], place);
        if (!by) return by.error();
        if (trace.value(of.value()).data.size() != 1) {
          return Error{place, "'" + names[0] + "' has more than one element", {}};
        }
        return derivative(trace, of.value(), by.value());
      });
  define_work(trace, step, [&](const char* name, auto function) {
    machine.define_function_of_names(name, std::move(function));
  });
  return machine.evaluate_single();
}

}  // namespace backprop
