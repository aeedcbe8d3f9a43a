#include "engine/trace/neurons.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/trace/ancestors.h"

namespace backprop {
namespace {

class NeuronFinder {
 public:
  NeuronFinder(const Trace& trace, StepRange steps, ValueId loss)
      : trace_(trace), steps_(steps), loss_(loss) {}

  void visit(ValueId id) {
    const Value& value = trace_.value(id);
    if (value.op == nullptr || id == loss_ || value.group >= 0) return;
    if (value.op->name == "mul" && add_product(id, value)) return;
    if (value.op->name == "add" && add_sum(id, value)) return;
    continue_neuron(id, value);
  }

  std::vector<Neuron> finish() && {
    std::vector<ValueId> losses;
    if (loss_ != no_value) losses.push_back(loss_);
    const std::set<ValueId> before_loss = ancestors(trace_, steps_, std::move(losses));
    for (Neuron& neuron : neurons_)
      choose_output(neuron, before_loss);
    return std::move(neurons_);
  }

 private:
  const Value& value(ValueId id) const { return trace_.value(id); }

  bool is_weight(ValueId id) const {
    return value(id).kind == ValueKind::parameter && value(id).data.size() == 1;
  }
  /// The neuron that the value is a part of; -1 for none.
  int neuron_of(ValueId id) const {
    const auto found = neuron_of_.find(id);
    return found == neuron_of_.end() ? -1 : found->second;
  }
  /// The same; a weighted sum that is read as a whole is one from now on.
  int neuron_with(ValueId id) {
    const auto sum = sums_.find(id);
    if (sum == sums_.end()) return neuron_of(id);
    const int place = static_cast<int>(neurons_.size());
    for (const ValueId part : sum->second.parts)
      neuron_of_[part] = place;
    neurons_.push_back(std::move(sum->second));
    sums_.erase(sum);
    return place;
  }

  /// w * x, x * w: the beginning of a weighted sum.
  bool add_product(ValueId id, const Value& product) {
    const bool first = is_weight(product.arguments[0]);
    if (first == is_weight(product.arguments[1])) return false;
    const ValueId weight = product.arguments[first ? 0 : 1];
    const ValueId input = product.arguments[first ? 1 : 0];
    const int neuron = neuron_with(input);
    if (neuron < 0 && value(input).kind != ValueKind::data) return false;
    sums_[id] = {{{id, weight, input, neuron}}, no_value, id, no_value, {id}};
    return true;
  }

  /// Two weighted sums, or one and a bias.
  bool add_sum(ValueId id, const Value& sum) {
    const auto a = sums_.find(sum.arguments[0]);
    const auto b = sums_.find(sum.arguments[1]);
    if (a == sums_.end() && b == sums_.end()) return false;
    const bool both = a != sums_.end() && b != sums_.end();
    if (both ? a == b : !is_bias(sum.arguments[a == sums_.end() ? 0 : 1])) return false;
    Neuron whole = a == sums_.end() ? b->second : a->second;
    if (both) {
      if (whole.bias != no_value && b->second.bias != no_value) return false;
      if (whole.bias == no_value) whole.bias = b->second.bias;
      whole.inputs.insert(whole.inputs.end(), b->second.inputs.begin(), b->second.inputs.end());
      whole.parts.insert(whole.parts.end(), b->second.parts.begin(), b->second.parts.end());
    } else {
      if (whole.bias != no_value) return false;
      whole.bias = sum.arguments[a == sums_.end() ? 0 : 1];
    }
    whole.weighted_sum = id;
    whole.parts.push_back(id);
    sums_.erase(sum.arguments[0]);
    sums_.erase(sum.arguments[1]);
    sums_[id] = std::move(whole);
    return true;
  }
  bool is_bias(ValueId id) const {
    return value(id).op == nullptr && value(id).kind != ValueKind::constant &&
           value(id).data.size() == 1;
  }

  /// What is computed from one neuron and from constants is part of it.
  void continue_neuron(ValueId id, const Value& made) {
    int only = -1;
    for (const ValueId argument : made.arguments) {
      if (value(argument).kind == ValueKind::constant) continue;
      const int neuron = neuron_with(argument);
      if (neuron < 0 || (only >= 0 && neuron != only)) return;
      only = neuron;
    }
    if (only < 0 || made.data.shape != value(neuron_at(only).weighted_sum).data.shape) return;
    neuron_at(only).parts.push_back(id);
    neuron_of_[id] = only;
  }
  Neuron& neuron_at(int place) { return neurons_[static_cast<std::size_t>(place)]; }

  /// What other neurons read; else the last that has a name or is an activation, of what the loss
  /// reads if it reads any of it.
  void choose_output(Neuron& neuron, const std::set<ValueId>& before_loss) const {
    neuron.output = neuron.weighted_sum;
    const auto after = std::find(neuron.parts.begin(), neuron.parts.end(), neuron.weighted_sum) + 1;
    const bool serves_loss = before_loss.contains(neuron.weighted_sum);
    for (auto part = after; part != neuron.parts.end(); ++part) {
      const Value& its = value(*part);
      if (serves_loss && !before_loss.contains(*part)) continue;
      if (!its.name.empty() || its.op->kind == OpKind::activation) neuron.output = *part;
    }
    for (const Neuron& other : neurons_) {
      for (const NeuronInput& input : other.inputs) {
        if (std::find(after, neuron.parts.end(), input.input) != neuron.parts.end())
          neuron.output = input.input;
      }
    }
  }

  const Trace& trace_;
  StepRange steps_;
  ValueId loss_;
  std::map<ValueId, Neuron> sums_;  ///< weighted sums that may still grow
  std::vector<Neuron> neurons_;
  std::map<ValueId, int> neuron_of_;
};

}  // namespace

std::vector<Neuron> scalar_neurons(const Trace& trace, StepRange steps, ValueId loss) {
  NeuronFinder finder(trace, steps, loss);
  for (Index at = steps.first; at < steps.end; ++at) {
    const Step& step = trace.step(at);
    if (step.kind == StepKind::forward && step.value != no_value) finder.visit(step.value);
  }
  return std::move(finder).finish();
}

}  // namespace backprop
