#include "engine/train/playground/trouble.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/trace/breakpoints.h"

namespace backprop::playground {
namespace {

/// Growth that says that the updates are too large.
constexpr double much = 10;

Index first_not_finite(const Tensor& tensor) {
  const auto found = std::find_if(tensor.data.begin(), tensor.data.end(),
                                  [](double number) { return !std::isfinite(number); });
  return found == tensor.data.end() ? 0 : found - tensor.data.begin();
}

/// What the step wrote, and who made it.
void name_step(const Trace& trace, Explanation& to) {
  const Step& step = trace.step(to.step);
  const Value& value = trace.value(step.value);
  const bool backward = step.kind == StepKind::backward;
  const ValueId written = backward ? target(trace, step) : step.value;
  const Tensor& numbers =
      backward ? trace.contributions[static_cast<std::size_t>(step.contribution)] : value.data;
  const Index element = first_not_finite(numbers);
  to.quantity =
      (backward ? "grad " : "") + display_name(trace, written) + index_text(element, numbers.shape);
  to.number = numbers[element];
  if (step.kind == StepKind::update) {
    to.made_by = std::string(writer_of(trace, step));
  } else if (value.op != nullptr) {
    to.made_by = std::string(value.op->name);
  }
}

std::size_t largest(std::span<const double> numbers) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (std::isnan(numbers[i])) return i;
    if (std::abs(numbers[i]) > std::abs(numbers[at])) at = i;
  }
  return at;
}

/// How much loss and largest weight grew on the way to the state before the iteration.
void measure_growth(const Session& session, Explanation& to) {
  const std::int64_t last = to.trouble.iteration;
  to.looked_back = std::min(last, look_back);
  const std::int64_t first = last - to.looked_back;
  const State begin = session.state_at(first);
  const double weight_before = std::abs(begin.parameters[largest(begin.parameters)]);
  const double weight = std::abs(to.its_value);
  const double loss_before = session.loss_at(first);
  const double loss = last > first ? session.loss_at(last - 1) : loss_before;
  const double by_loss = loss / std::max(loss_before, 1e-3);
  const double by_weight = weight / std::max(weight_before, 1e-3);
  to.growth =
      std::max({1.0, std::isnan(by_loss) ? 1.0 : by_loss, std::isnan(by_weight) ? 1.0 : by_weight});
}

Reason reason_of(const Session& session, const Explanation& its) {
  const std::int64_t at = its.trouble.iteration;
  const auto edit = session.last_edit(at);
  if (edit && *edit > at - look_back) return Reason::edit;
  if (at == 0) return Reason::start;
  return its.growth >= much ? Reason::rate : Reason::overflow;
}

std::string advice_for(const Explanation& its) {
  switch (its.reason) {
    case Reason::edit:
      return "take back what was changed shortly before";
    case Reason::start:
      return "start with smaller weights";
    case Reason::rate:
      return "the learning rate is too large: every update overshoots more than the one before; "
             "try a tenth of it";
    case Reason::overflow:
      break;
  }
  return "look at the step: its numbers leave what a float64 can hold";
}

}  // namespace

Explanation explain(const Session& session, const Trouble& trouble) {
  Explanation its;
  its.trouble = trouble;
  const State before = session.state_at(trouble.iteration);
  its.parameter = largest(before.parameters);
  its.its_value = before.parameters[its.parameter];
  its.program = session.iteration_program(trouble.iteration);
  const auto run = run_program(its.program);
  assert(run.ok());
  const Trace& trace = *run.value();
  const auto stop = next_stop(trace, breakpoint::NotFinite{}, 0);
  its.step = stop.value_or(trace.value(trace.loss()).made_by);
  name_step(trace, its);
  measure_growth(session, its);
  its.reason = reason_of(session, its);
  return its;
}

Error words_of(const Explanation& its, const Setup& setup) {
  const std::string number = short_text(its.number);
  const std::string where = "update " + std::to_string(its.trouble.iteration + 1) + ": " +
                            its.quantity + ", made by " + its.made_by + ", is " + number +
                            "; the largest weight is " + parameter_name(setup, its.parameter) +
                            " with " + short_text(its.its_value);
  return {{}, where, advice_for(its)};
}

}  // namespace backprop::playground
