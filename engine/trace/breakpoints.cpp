#include "engine/trace/breakpoints.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"

namespace backprop {
namespace {

/// What the step wrote: a value, or the gradient it added to as it stands then.
Tensor written_by(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return Tensor(Shape{0});
  if (step.kind == StepKind::backward) return gradient_at(trace, target(trace, step), at + 1);
  return trace.value(step.value).data;
}

template <class Holds>
bool any(const Tensor& tensor, const Holds& holds) {
  return std::any_of(tensor.data.begin(), tensor.data.end(), holds);
}

template <class Holds>
bool gradient_holds(const Trace& trace, Index at, const Holds& holds) {
  return trace.step(at).kind == StepKind::backward && any(written_by(trace, at), holds);
}

bool dead_relu(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  const Value& value = trace.value(step.value);
  if (step.kind != StepKind::forward || value.op == nullptr || value.op->name != "relu")
    return false;
  const Tensor& output = value.data;
  const Index neurons = output.shape.empty() ? 1 : output.shape.back();
  for (Index neuron = 0; neuron < neurons; ++neuron) {
    bool off = output.size() > 0;
    for (Index i = neuron; i < output.size() && off; i += neurons)
      off = output[i] == 0;
    if (off) return true;
  }
  return false;
}

bool writes_name(const Trace& trace, Index at, const std::string& name) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return false;
  const ValueId id = step.kind == StepKind::backward ? target(trace, step) : step.value;
  const Value& value = trace.value(id);
  const std::size_t mark = name.find('@');
  return mark == std::string::npos ? value.name == name && !name.empty()
                                   : display_name(trace, id) == name;
}

struct Stops {
  const Trace& trace;
  Index at;

  bool operator()(const breakpoint::NotFinite&) const {
    return any(written_by(trace, at), [](double x) { return !std::isfinite(x); });
  }
  bool operator()(const breakpoint::GradientBelow& b) const {
    return gradient_holds(trace, at, [&](double x) { return std::abs(x) < b.bound; });
  }
  bool operator()(const breakpoint::GradientAbove& b) const {
    return gradient_holds(trace, at, [&](double x) { return std::abs(x) > b.bound; });
  }
  bool operator()(const breakpoint::DeadRelu&) const { return dead_relu(trace, at); }
  bool operator()(const breakpoint::Written& b) const { return writes_name(trace, at, b.name); }
  bool operator()(const breakpoint::Line& b) const { return trace.step(at).line == b.line; }
};

}  // namespace

bool stops(const Trace& trace, const Breakpoint& breakpoint, Index step) {
  return trace.step(step).kind == StepKind::clear &&
                 !std::holds_alternative<breakpoint::Line>(breakpoint)
             ? false
             : std::visit(Stops{trace, step}, breakpoint);
}

std::optional<Index> next_stop(const Trace& trace, const Breakpoint& breakpoint, Index from) {
  for (Index at = std::max<Index>(0, from); at < trace.step_count(); ++at) {
    if (stops(trace, breakpoint, at)) return at;
  }
  return std::nullopt;
}

std::optional<Index> previous_stop(const Trace& trace, const Breakpoint& breakpoint, Index before) {
  for (Index at = std::min(before, trace.step_count()); at-- > 0;) {
    if (stops(trace, breakpoint, at)) return at;
  }
  return std::nullopt;
}

}  // namespace backprop
