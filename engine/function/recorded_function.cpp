#include "engine/function/recorded_function.h"

#include <algorithm>
#include <unordered_map>

#include "engine/function/formula_text.h"
#include "engine/program/interpreter.h"
#include "engine/program/names.h"

namespace backprop {

/// Takes the operations that the result depends on out of a trace. What does not depend on x is the
/// same number for every x.
class RecordedFunction::Reading {
 public:
  explicit Reading(const Trace& trace)
      : trace_(trace), x_(trace.parameters.front().versions.front()) {
    const ValueId summed = trace_.value(trace_.loss()).arguments.front();
    result_ = trace_.value(summed).arguments.front();
  }

  RecordedFunction read() {
    find_needed();
    for (std::size_t id = 0; id <= static_cast<std::size_t>(result_); ++id) {
      if (needed_[id]) take(static_cast<ValueId>(id));
    }
    its_.result_ = slots_.at(result_);
    for (const Step& step : trace_.steps) {
      if (step.kind == StepKind::backward && step.edge >= 0) take_edge(step);
    }
    return std::move(its_);
  }

  bool reaches_x() const { return reaches_x_ || result_ == x_; }

 private:
  void find_needed() {
    needed_.assign(trace_.values.size(), false);
    needed_[static_cast<std::size_t>(result_)] = true;
    for (ValueId id = result_; id >= 0; --id) {
      if (!needed_[static_cast<std::size_t>(id)]) continue;
      for (const ValueId argument : trace_.value(id).arguments)
        needed_[static_cast<std::size_t>(argument)] = true;
    }
  }

  void take(ValueId id) {
    const Value& value = trace_.value(id);
    const bool depends =
        std::any_of(value.arguments.begin(), value.arguments.end(),
                    [&](ValueId argument) { return !slots_.at(argument).constant; });
    if (id == x_) {
      slots_[id] = {false, 0};
    } else if (!depends) {
      slots_[id] = {true, its_.constants_.size() / block};
      its_.constants_.insert(its_.constants_.end(), block, value.data[0]);
    } else {
      Operation operation{value.op, value.attributes, {}, value.arguments.size()};
      for (std::size_t i = 0; i < operation.arity; ++i)
        operation.arguments.at(i) = slots_.at(value.arguments[i]);
      its_.operations_.push_back(std::move(operation));
      slots_[id] = {false, its_.operations_.size()};
    }
  }

  void take_edge(const Step& step) {
    const auto from = slots_.find(step.value);
    if (from == slots_.end() || from->second.constant) return;  // of what comes after the result
    const ValueId argument =
        trace_.value(step.value).arguments[static_cast<std::size_t>(step.edge)];
    if (slots_.at(argument).constant) return;
    reaches_x_ = reaches_x_ || argument == x_;
    its_.edges_.push_back({from->second.index - 1, step.edge});
  }

  const Trace& trace_;
  ValueId x_;
  ValueId result_ = no_value;
  std::vector<bool> needed_;
  std::unordered_map<ValueId, Slot> slots_;
  RecordedFunction its_;
  bool reaches_x_ = false;
};

Result<RecordedFunction> RecordedFunction::of(const std::string& definition,
                                              const ScalarFunction& function,
                                              const FunctionNumbers& numbers) {
  const std::string name = free_name("its", names_in(definition));
  const std::string call = call_text(function, numbers, name, "param([0.5])");
  // With a second parameter, so that there is a backward() whatever the function is.
  const auto trace = run_program(renamed_definition(definition, name) + "\nsum(" + call +
                                 " + param([0])).backward()\n");
  if (!trace) return trace.error();
  Reading reading(*trace.value());
  RecordedFunction recorded = reading.read();
  if (reading.reaches_x()) return recorded;
  return Error{{},
               "no gradient passes through '" + function.name + "' to " + function.variable,
               "use a function that changes smoothly with " + function.variable};
}

const double* RecordedFunction::column(Slot slot, const double* columns) const {
  return (slot.constant ? constants_.data() : columns) + slot.index * block;
}

RecordedFunction::Pointers RecordedFunction::arguments_of(const Operation& operation,
                                                          const double* columns) const {
  Pointers arguments{};
  for (std::size_t i = 0; i < operation.arity; ++i)
    arguments.at(i) = column(operation.arguments.at(i), columns);
  return arguments;
}

/// Fills the columns for as many x as a block has, at most.
void RecordedFunction::run(std::span<const double> x, double* columns) const {
  std::copy(x.begin(), x.end(), columns);
  for (std::size_t k = 0; k < operations_.size(); ++k) {
    const Operation& its = operations_[k];
    const Pointers arguments = arguments_of(its, columns);
    its.op->map({arguments.data(), its.arity}, its.attributes,
                {columns + (k + 1) * block, x.size()});
  }
}

/// From the result's gradient to all others; a gradient starts at +0.
void RecordedFunction::pass_back(std::size_t count, const double* columns, double* gradients,
                                 double* part) const {
  for (const Edge& edge : edges_) {
    const Operation& its = operations_[edge.operation];
    const Pointers arguments = arguments_of(its, columns);
    const std::size_t at = (edge.operation + 1) * block;
    its.op->map_backward({arguments.data(), its.arity}, its.attributes, edge.argument,
                         {gradients + at, count}, columns + at, part);
    const Slot to_slot = its.arguments.at(static_cast<std::size_t>(edge.argument));
    double* const to = gradients + to_slot.index * block;
    for (std::size_t i = 0; i < count; ++i)
      to[i] = to[i] + part[i];
  }
}

void RecordedFunction::forward(std::span<const double> x, double* results,
                               std::span<double> scratch) const {
  for (std::size_t begin = 0; begin < x.size(); begin += block) {
    const std::size_t count = std::min(block, x.size() - begin);
    run(x.subspan(begin, count), scratch.data());
    std::copy_n(column(result_, scratch.data()), count, results + begin);
  }
}

void RecordedFunction::backward(std::span<const double> x, double* gradient,
                                std::span<double> scratch) const {
  const std::size_t all = (operations_.size() + 1) * block;
  double* const columns = scratch.data();
  double* const gradients = columns + all;
  for (std::size_t begin = 0; begin < x.size(); begin += block) {
    const std::size_t count = std::min(block, x.size() - begin);
    run(x.subspan(begin, count), columns);
    std::fill_n(gradients, all, 0.0);
    double* const of_result = gradients + result_.index * block;
    for (std::size_t i = 0; i < count; ++i)
      of_result[i] = of_result[i] + gradient[begin + i];
    pass_back(count, columns, gradients, gradients + all);
    std::copy_n(gradients, count, gradient + begin);
  }
}

}  // namespace backprop
