#include "engine/trace/trace.h"

#include <cassert>
#include <charconv>

namespace backprop {

ValueId target(const Trace& trace, const Step& step) {
  assert(step.kind == StepKind::backward);
  if (step.edge < 0) return step.value;
  return trace.value(step.value).arguments[static_cast<std::size_t>(step.edge)];
}

const Versioned* versioned(const Trace& trace, ValueId id) {
  const Value& value = trace.value(id);
  if (value.parameter >= 0) return &trace.parameters[static_cast<std::size_t>(value.parameter)];
  if (value.buffer >= 0) return &trace.buffers[static_cast<std::size_t>(value.buffer)];
  return nullptr;
}

ValueId first_version(const Trace& trace, ValueId id) {
  const Versioned* tensor = versioned(trace, id);
  return tensor == nullptr ? id : tensor->versions.front();
}

ValueId newest_version(const Trace& trace, ValueId id) {
  const Versioned* tensor = versioned(trace, id);
  return tensor == nullptr ? id : tensor->versions.back();
}

std::string_view writer_of(const Trace& trace, const Step& step) {
  assert(step.kind == StepKind::update);
  if (updates_buffer(step)) return trace.value(step.by).op->name;
  return trace.optimizer_runs[static_cast<std::size_t>(step.run)].optimizer->name;
}

const std::vector<Index>& contributions_to(const Trace& trace, ValueId id) {
  return trace.contributions_into[static_cast<std::size_t>(first_version(trace, id))];
}

std::vector<int> gradient_edges(const Trace& trace, ValueId id) {
  std::vector<int> edges;
  const Value& value = trace.value(id);
  if (value.op == nullptr) return edges;
  const std::vector<const Tensor*> tensors = arguments_of(trace, id);
  for (int edge = 0; edge < static_cast<int>(value.arguments.size()); ++edge) {
    const ValueId argument = value.arguments[static_cast<std::size_t>(edge)];
    if (trace.value(argument).kind == ValueKind::constant) continue;
    if (value.op->passes_gradient({tensors, value.attributes}, edge)) edges.push_back(edge);
  }
  return edges;
}

std::vector<const Tensor*> arguments_of(const Trace& trace, ValueId id) {
  std::vector<const Tensor*> arguments;
  for (const ValueId argument : trace.value(id).arguments) {
    arguments.push_back(&trace.value(argument).data);
  }
  return arguments;
}

std::string display_name(const Trace& trace, ValueId id) {
  const Value& value = trace.value(id);
  if (value.name.empty()) return value.text;
  std::string name = value.name;
  if (trace.named.find(name)->second.size() > 1) name += "@" + std::to_string(value.occurrence);
  return name;
}

ValueId find_value(const Trace& trace, std::string_view name) {
  int wanted = 0;  // 0: the last
  const std::size_t at = name.find('@');
  if (at != std::string_view::npos) {
    const std::string_view digits = name.substr(at + 1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), wanted);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || wanted < 1) {
      return no_value;
    }
    name = name.substr(0, at);
  }
  const auto found = trace.named.find(name);
  if (found == trace.named.end()) return no_value;
  const std::vector<ValueId>& assigned = found->second;
  if (wanted == 0) return assigned.back();
  const auto nth = static_cast<std::size_t>(wanted);
  return nth <= assigned.size() ? assigned[nth - 1] : no_value;
}

}  // namespace backprop
