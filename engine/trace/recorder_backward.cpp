// The sweep of backward(): in reverse order of computation, or as an engine without that order
// goes.
#include "engine/trace/backward_rule.h"
#include "engine/trace/recorder.h"

namespace backprop {

std::optional<Error> Recorder::backward(ValueId loss, const Site& site) {
  loss = current(loss);
  if (auto error = check_receiver(loss, site)) return error;
  const auto reached = reach(loss, site);
  if (!reached) return reached.error();

  const int run = static_cast<int>(trace_.backward_runs.size());
  trace_.backward_runs.push_back({loss, trace_.step_count(), 0, site.place});
  const Tensor seed(trace_.value(loss).data.shape, 1.0);
  if (auto error = add_contribution(loss, -1, seed, run, site)) return error;
  if (trace_.fault == Fault::no_order) {
    if (auto error = pass_on_depth_first(loss, run, site)) return error;
  } else {
    for (const ValueId id : reached.value()) {
      if (auto error = pass_on(id, run, site)) return error;
    }
  }
  trace_.backward_runs.back().end_step = trace_.step_count();
  return std::nullopt;
}

std::optional<Error> Recorder::pass_on(ValueId id, int run, const Site& site) {
  const auto at = static_cast<std::size_t>(id);
  const Value& value = trace_.values[at];
  if (value.op == nullptr) return std::nullopt;
  used_up_[at] = true;
  const std::vector<const Tensor*> tensors = arguments_of(trace_, id);
  for (const int edge : gradient_edges(trace_, id)) {
    const BackwardCall call{{tensors, value.attributes}, value.data, gradients_[at]};
    Tensor contribution = contribution_of(trace_, trace_.fault, id, call, edge);
    if (auto error = add_contribution(id, edge, std::move(contribution), run, site)) return error;
  }
  return std::nullopt;
}

std::optional<Error> Recorder::pass_on_depth_first(ValueId loss, int run, const Site& site) {
  struct Frame {
    ValueId id;
    std::vector<int> edges;
    std::size_t next = 0;
  };
  const auto frame_of = [&](ValueId id) { return Frame{id, gradient_edges(trace_, id)}; };
  std::vector<Frame> frames{frame_of(loss)};
  used_up_[static_cast<std::size_t>(loss)] = trace_.value(loss).op != nullptr;
  while (!frames.empty()) {
    Frame& frame = frames.back();
    if (frame.next == frame.edges.size()) {
      frames.pop_back();
      continue;
    }
    const int edge = frame.edges[frame.next++];
    const ValueId id = frame.id;
    if (auto error = pass_edge(id, edge, run, site)) return error;
    const ValueId argument = trace_.value(id).arguments[static_cast<std::size_t>(edge)];
    const auto at = static_cast<std::size_t>(argument);
    if (trace_.values[at].op == nullptr || used_up_[at]) continue;
    used_up_[at] = true;
    frames.push_back(frame_of(argument));  // `frame` is not used after it
  }
  return std::nullopt;
}

std::optional<Error> Recorder::pass_edge(ValueId id, int edge, int run, const Site& site) {
  const Value& value = trace_.value(id);
  const std::vector<const Tensor*> tensors = arguments_of(trace_, id);
  const BackwardCall call{
      {tensors, value.attributes}, value.data, gradients_[static_cast<std::size_t>(id)]};
  return add_contribution(id, edge, contribution_of(trace_, trace_.fault, id, call, edge), run,
                          site);
}

}  // namespace backprop
