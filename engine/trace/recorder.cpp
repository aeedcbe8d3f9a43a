#include "engine/trace/recorder.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "engine/limits.h"
#include "engine/number_text.h"

namespace backprop {

Recorder::Recorder(std::string program, Fault fault) {
  trace_.program = std::move(program);
  trace_.fault = fault;
}

ValueId Recorder::add_value(Value value) {
  value.group = group_;
  trace_.values.push_back(std::move(value));
  trace_.contributions_into.emplace_back();
  trace_.gradient_sums.emplace_back();
  trace_.used_by.emplace_back();
  gradients_.emplace_back();
  has_gradient_.push_back(false);
  used_up_.push_back(false);
  return static_cast<ValueId>(trace_.values.size()) - 1;
}

void Recorder::add_step(Step step) {
  if (step.kind == StepKind::forward && iteration_over_) {
    iteration_over_ = false;
    backward_since_start_ = false;
    step.iteration = trace_.steps.back().iteration + 1;
  } else {
    step.iteration = trace_.steps.empty() ? 0 : trace_.steps.back().iteration;
  }
  if (step.kind == StepKind::backward) backward_since_start_ = true;
  if ((step.kind == StepKind::update && !updates_buffer(step)) || step.kind == StepKind::clear) {
    iteration_over_ = iteration_over_ || backward_since_start_;
  }
  trace_.steps.push_back(step);
}

std::optional<Error> Recorder::count_elements(Index elements, const Site& site) {
  if (elements > limits::tensor_elements) {
    return Error{site.place,
                 "a tensor of " + std::to_string(elements) + " elements; at most " +
                     std::to_string(limits::tensor_elements) + " are allowed",
                 "use smaller sizes"};
  }
  elements_ += elements;
  if (elements_ > limits::recorded_elements) {
    return Error{site.place,
                 "the recording would hold more than " + std::to_string(limits::recorded_elements) +
                     " numbers",
                 "use smaller tensors or fewer rounds"};
  }
  if (trace_.step_count() >= limits::recorded_steps) {
    return Error{site.place,
                 "the recording has reached " + std::to_string(limits::recorded_steps) + " steps",
                 "use fewer rounds of the loop"};
  }
  return std::nullopt;
}

ValueId Recorder::constant(Tensor numbers, const Site& site) {
  Value value;
  value.kind = ValueKind::constant;
  value.data = std::move(numbers);
  value.place = site.place;
  value.text = site.text;
  return add_value(std::move(value));
}

Result<ValueId> Recorder::leaf(ValueKind kind, Tensor data, const Site& site) {
  if (auto error = count_elements(data.size(), site)) return *error;
  Value value;
  value.kind = kind;
  value.data = std::move(data);
  value.place = site.place;
  value.text = site.text;
  value.made_by = trace_.step_count();
  if (kind == ValueKind::parameter) {
    value.version = 1;
    value.parameter = static_cast<int>(trace_.parameters.size());
  }
  const ValueId id = add_value(std::move(value));
  if (kind == ValueKind::parameter) trace_.parameters.push_back({"", {id}});
  Step step;
  step.value = id;
  step.line = site.place.line;
  step.running_line = site.running_line;
  add_step(step);
  return id;
}

std::optional<Error> Recorder::note_drawn(const Tensor& tensor, const Site& site) {
  if (auto error = count_elements(tensor.size(), site)) return error;
  trace_.drawn.push_back(tensor);
  return std::nullopt;
}

std::string Recorder::operand_text(ValueId id) const {
  const Value& value = trace_.value(id);
  const std::string name = value.name.empty() ? value.text : value.name;
  return (name.size() > 24 ? "(...)" : name) + " " + to_text(value.data.shape);
}

std::optional<Error> Recorder::check_size(const OpRow& op, const OpCall& call, const Shape& shape,
                                          const Site& site) {
  if (shape.size() > static_cast<std::size_t>(limits::dimensions)) {
    return Error{site.place, "more than " + std::to_string(limits::dimensions) + " dimensions",
                 "a tensor has at most that many"};
  }
  if (auto error = count_elements(element_count(shape), site)) return error;
  if (op.work != nullptr) {
    work_ += op.work(call, shape);
    if (work_ > limits::work) {
      return Error{site.place,
                   "the products and windows of this program take more than " +
                       std::to_string(limits::work) + " operations on single numbers",
                   "use smaller sizes or fewer rounds"};
    }
  }
  return std::nullopt;
}

Error Recorder::does_not_fit(const OpRow& op, const std::vector<ValueId>& arguments,
                             const std::string& problem, const Site& site) const {
  const bool infix = !op.symbol.empty() && arguments.size() == 2;
  std::string expression = infix ? "" : std::string(op.name) + " of ";
  for (std::size_t i = 0; i < arguments.size() && i < 5; ++i) {
    if (i > 0) expression += infix ? " " + std::string(op.symbol) + " " : ", ";
    expression += operand_text(arguments[i]);
  }
  return {site.place, expression + ": " + problem,
          infix                   ? "give both sides sizes that fit"
          : arguments.size() == 1 ? "give it a tensor of that shape"
                                  : "give them sizes that fit"};
}

Result<ValueId> Recorder::apply(const OpRow& op, std::vector<ValueId> arguments,
                                Attributes attributes, const Site& site) {
  std::vector<const Tensor*> tensors;
  for (ValueId& id : arguments) {
    id = current(id);
    tensors.push_back(&trace_.value(id).data);
  }
  std::string problem;
  const OpCall call{tensors, attributes};
  const std::optional<Shape> shape = op.shape(call, problem);
  if (!shape) return does_not_fit(op, arguments, problem, site);
  if (auto error = check_buffers(op, call, arguments, site)) return *error;
  if (auto error = check_size(op, call, *shape, site)) return *error;

  Value value;
  value.op = &op;
  value.data = op.forward(call, *shape);
  value.text = group_ < 0 ? site.text : part_text(op, arguments, attributes);
  value.arguments = std::move(arguments);
  value.attributes = std::move(attributes);
  value.place = site.place;
  value.made_by = trace_.step_count();
  const ValueId id = add_value(std::move(value));
  const Value& made = trace_.values.back();
  for (const ValueId argument : made.arguments) {
    auto& uses = trace_.used_by[static_cast<std::size_t>(argument)];
    if (uses.empty() || uses.back() != made.made_by) uses.push_back(made.made_by);
  }
  Step step;
  step.value = id;
  step.line = site.place.line;
  step.running_line = site.running_line;
  add_step(step);
  if (auto error = update_buffers(id, site)) return *error;
  return id;
}

std::optional<Error> Recorder::check_receiver(ValueId loss, const Site& site) const {
  const Value& value = trace_.value(loss);
  if (value.kind == ValueKind::constant) {
    return Error{site.place, "backward() of a plain number",
                 "call it on a value that was computed from tensors"};
  }
  if (value.data.size() != 1) {
    return Error{site.place,
                 "backward() needs a value of one element; " + operand_text(loss) + " has " +
                     std::to_string(value.data.size()),
                 "reduce it first with sum(...) or mean(...)"};
  }
  if (value.op != nullptr && gradient_edges(trace_, loss).empty()) {
    return Error{site.place, "no gradient passes through " + std::string(value.op->name),
                 "call backward() on a value that changes smoothly with the parameters"};
  }
  return std::nullopt;
}

std::optional<Error> Recorder::check_passable(ValueId id, const Site& site) const {
  const Value& value = trace_.value(id);
  // What hands nothing back, as detach() does, is never used up: several losses may start from it.
  const bool hands_back = !gradient_edges(trace_, id).empty();
  if (hands_back && used_up_[static_cast<std::size_t>(id)]) {
    return Error{site.place,
                 "a second backward() through " + operand_text(id) + ", made in line " +
                     std::to_string(value.place.line),
                 "compute the loss again before the next backward()"};
  }
  if (current(id) != id) return outdated(id, site);
  const ValueId argument = outdated_argument(id);
  if (argument != no_value) return outdated(argument, site);
  return std::nullopt;
}

ValueId Recorder::outdated_argument(ValueId id) const {
  const Value& value = trace_.value(id);
  if (value.op == nullptr) return no_value;
  for (std::size_t i = 0; i < value.arguments.size(); ++i) {
    const ValueId argument = value.arguments[i];
    if (current(argument) == argument) continue;
    const std::vector<const Tensor*> tensors = arguments_of(trace_, id);
    const std::vector<int> own = written_arguments(*value.op, {tensors, value.attributes});
    const bool by_itself = std::find(own.begin(), own.end(), static_cast<int>(i)) != own.end();
    if (!by_itself && !gradient_edges(trace_, id).empty()) return argument;
  }
  return no_value;
}

Error Recorder::outdated(ValueId id, const Site& site) const {
  const Step& step = trace_.step(trace_.value(current(id)).made_by);
  const std::string writer =
      updates_buffer(step) ? std::string(writer_of(trace_, step)) : "the optimizer";
  return {site.place,
          "this loss was computed with " + trace_.value(id).name + " as it was before " + writer +
              " changed it",
          "compute the loss again after the update"};
}

Result<std::vector<ValueId>> Recorder::reach(ValueId loss, const Site& site) const {
  std::vector<bool> seen(trace_.values.size(), false);
  std::vector<ValueId> reached{loss};
  seen[static_cast<std::size_t>(loss)] = true;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const Value& value = trace_.value(reached[next]);
    for (const int edge : gradient_edges(trace_, reached[next])) {
      const ValueId argument = value.arguments[static_cast<std::size_t>(edge)];
      if (seen[static_cast<std::size_t>(argument)]) continue;
      seen[static_cast<std::size_t>(argument)] = true;
      reached.push_back(argument);
    }
  }
  std::sort(reached.begin(), reached.end(), std::greater<>());
  for (const ValueId id : reached) {
    if (auto error = check_passable(id, site)) return *error;
  }
  return reached;
}

std::optional<Error> Recorder::add_contribution(ValueId value, int edge, Tensor contribution,
                                                int run, const Site& site) {
  if (auto error = count_elements(contribution.size(), site)) return error;
  Step step;
  step.kind = StepKind::backward;
  step.value = value;
  step.edge = edge;
  step.line = trace_.value(value).place.line;
  step.running_line = site.running_line;
  step.contribution = static_cast<Index>(trace_.contributions.size());
  step.run = run;
  const auto into = static_cast<std::size_t>(target(trace_, step));
  if (!has_gradient_[into]) {
    has_gradient_[into] = true;
    gradients_[into] = Tensor(contribution.shape);
  }
  if (trace_.fault == Fault::overwrite) gradients_[into] = Tensor(contribution.shape);
  add_into(gradients_[into], contribution);
  touched_.push_back(target(trace_, step));
  const auto home = static_cast<std::size_t>(first_version(trace_, target(trace_, step)));
  std::vector<Index>& contributions = trace_.contributions_into[home];
  contributions.push_back(trace_.step_count());
  if (contributions.size() % GradientSum::every == 0)
    trace_.gradient_sums[home].push_back({contributions.size(), gradients_[into]});
  trace_.contributions.push_back(std::move(contribution));
  add_step(step);
  return std::nullopt;
}

void Recorder::begin_group(std::string name, const Site& site) {
  assert(group_ < 0);
  group_ = static_cast<int>(trace_.groups.size());
  const auto first = static_cast<ValueId>(trace_.values.size());
  trace_.groups.push_back({std::move(name), first, first, site.place});
}

void Recorder::end_group(std::span<const ValueId> results, const Site& site) {
  trace_.groups.back().end_value = static_cast<ValueId>(trace_.values.size());
  group_ = -1;
  for (const ValueId id : results) {
    if (id >= trace_.groups.back().first_value)
      trace_.values[static_cast<std::size_t>(id)].text = site.text;
  }
}

/// A part of a composite call inside another part: "linear(...)" for all of it.
std::string Recorder::part_operand(ValueId id) const {
  const Value& value = trace_.value(id);
  if (!value.name.empty()) return value.name;
  if (value.kind == ValueKind::constant) {
    return value.data.size() == 1 ? short_text(value.data[0]) : to_text(value.data.shape);
  }
  if (value.group == group_ && value.op != nullptr)
    return (value.op->symbol.empty() ? std::string(value.op->name) : "") + "(...)";
  return value.text.size() > 24 ? "(...)" : value.text;
}

std::string Recorder::part_text(const OpRow& op, const std::vector<ValueId>& arguments,
                                const Attributes& attributes) const {
  if (op.name == "index" && !attributes.slices.empty()) {
    const Slice& last = attributes.slices.back();
    return part_operand(arguments[0]) + "[" + std::to_string(last.begin) + ":" +
           std::to_string(last.begin + last.count) + "]";
  }
  const bool infix = !op.symbol.empty() && arguments.size() == 2;
  if (arguments.size() == 1 && part_operand(arguments[0]) == "(...)")
    return std::string(op.name) + "(...)";
  std::string text = infix ? "" : std::string(op.name) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) text += infix ? " " + std::string(op.symbol) + " " : ", ";
    text += part_operand(arguments[i]);
  }
  return infix ? text : text + ")";
}

void Recorder::name(ValueId id, const std::string& name) {
  Value& value = trace_.values[static_cast<std::size_t>(id)];
  if (!value.name.empty() || value.kind == ValueKind::constant) return;
  std::vector<ValueId>& assigned = trace_.named[name];
  assigned.push_back(first_version(trace_, id));
  const auto occurrence = static_cast<int>(assigned.size());
  if (value.parameter >= 0) {
    name_versions(trace_.parameters[static_cast<std::size_t>(value.parameter)], name, occurrence);
  } else if (value.buffer >= 0) {
    name_versions(trace_.buffers[static_cast<std::size_t>(value.buffer)], name, occurrence);
  } else {
    value.name = name;
    value.occurrence = occurrence;
  }
}

void Recorder::name_versions(Versioned& tensor, const std::string& name, int occurrence) {
  tensor.name = name;
  for (const ValueId version : tensor.versions) {
    Value& value = trace_.values[static_cast<std::size_t>(version)];
    value.name = name;
    value.occurrence = occurrence;
  }
}

ValueId Recorder::current(ValueId id) const {
  return newest_version(trace_, id);
}

Trace Recorder::finish() && {
  int unnamed = 0;
  for (Parameter& parameter : trace_.parameters) {
    if (!parameter.name.empty()) continue;
    name(parameter.versions.front(), "param_" + std::to_string(++unnamed));
  }
  return std::move(trace_);
}

}  // namespace backprop
