#include "tests/support/recording_checks.h"

#include <doctest/doctest.h>

#include "engine/scalar/tape_history.h"
#include "engine/trace/explain.h"
#include "engine/trace/scalar_run.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

double read(const Operand& operand, const std::vector<double>& earlier) {
  if (operand.source != Operand::Source::term) return operand.value;
  return earlier.at(static_cast<std::size_t>(operand.which));
}

/// The number at the place that the operand names, looked up in the trace and not in the term.
void check_place(const Trace& trace, Index at, const Operand& operand) {
  const OperandPlace place = operand_place(trace, at, operand);
  if (place.value == no_value) return;
  const Tensor tensor =
      place.gradient ? gradient_at(trace, place.value, at) : trace.value(place.value).data;
  CHECK(same_bits(tensor[place.element], operand.value));
}

const Tensor& written(const Trace& trace, const Step& step) {
  if (step.kind == StepKind::backward) {
    return trace.contributions[static_cast<std::size_t>(step.contribution)];
  }
  return trace.value(step.value).data;
}

}  // namespace

double evaluate_terms(const Trace& trace, Index at, const TermList& terms) {
  std::vector<double> results;
  for (const Term& term : terms) {
    const bool two = operand_count(term.op) == 2;
    check_place(trace, at, term.a);
    if (two) check_place(trace, at, term.b);
    results.push_back(apply(term.op, read(term.a, results), two ? read(term.b, results) : 0.0));
    CHECK(same_bits(results.back(), term.result));
  }
  return results.back();
}

Index check_terms(const std::string& text) {
  CAPTURE(text);
  return check_terms_of(*run_of(text));
}

Index check_terms_of(const Trace& trace) {
  Index opened = 0;
  for (Index at = 0; at < trace.step_count(); ++at) {
    const Step& step = trace.step(at);
    if (step.kind == StepKind::clear) continue;
    CAPTURE(at);
    const Tensor& tensor = written(trace, step);
    REQUIRE(element_count_of(trace, at) == tensor.size());
    Index terms_of_step = 0;
    for (Index element = 0; element < tensor.size(); ++element) {
      const TermList terms = explain(trace, at, element);
      terms_of_step += static_cast<Index>(terms.size());
      if (terms.empty()) continue;
      CHECK(same_bits(evaluate_terms(trace, at, terms), tensor[element]));
      ++opened;
    }
    CHECK(term_count(trace, at) == terms_of_step);
  }
  return opened;
}

Index check_value_bits(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  const ScalarRun run = run_scalars(*trace).value();
  REQUIRE(run.elements.size() == trace->values.size());
  Index numbers = 0;
  for (std::size_t id = 0; id < trace->values.size(); ++id) {
    const Value& value = trace->values[id];
    CAPTURE(display_name(*trace, static_cast<ValueId>(id)));
    REQUIRE(run.elements[id].size() == value.data.data.size());
    for (std::size_t i = 0; i < run.elements[id].size(); ++i) {
      CHECK(same_bits(run.tape.value(run.elements[id][i]), value.data.data[i]));
      ++numbers;
    }
  }
  return numbers;
}

Index check_gradient_bits(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  const ScalarRun run = run_scalars(*trace).value();
  const TapeHistory history(run.tape);
  Index numbers = 0;
  for (std::size_t e = 0; e < run.events.size(); ++e) {
    const ScalarRun::Event& event = run.events[e];
    const Index step = e + 1 < run.events.size() ? run.events[e + 1].step : trace->step_count();
    if (event.kind != StepKind::backward) continue;
    for (std::size_t id = 0; id < trace->values.size(); ++id) {
      const auto value = static_cast<ValueId>(id);
      if (!exists(*trace, value, step) || trace->value(value).kind == ValueKind::constant) continue;
      if (version_of(*trace, value, step) != value) continue;  // replaced
      CAPTURE(display_name(*trace, value));
      const Tensor gradient = gradient_at(*trace, value, step);
      for (std::size_t i = 0; i < run.elements[id].size(); ++i) {
        const double on_tape = history.gradient_at(run.elements[id][i], event.end_time);
        CHECK(same_bits(on_tape, gradient.data[i]));
        ++numbers;
      }
    }
  }
  return numbers;
}

}  // namespace backprop::test
