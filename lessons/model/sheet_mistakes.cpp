#include "lessons/model/sheet_mistakes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/nn/optimizer.h"
#include "engine/trace/derivative.h"
#include "engine/trace/layers.h"
#include "engine/trace/time.h"
#include "lessons/model/sheet_carry.h"

namespace backprop::lessons::sheet {
namespace {

using practice::Ask;
using practice::Edge;
using practice::Question;
using practice::Verdict;
using practice::Wrong;

class Mistakes {
 public:
  Mistakes(const Trace& trace, const Blank& blank)
      : trace_(trace), blank_(blank), right_(right_number(trace, blank)) {}

  std::vector<Wrong> all() && {
    switch (blank_.kind) {
      case BlankKind::value:
        of_value();
        break;
      case BlankKind::local:
        take(practice::possible_mistakes(Edge(trace_, blank_.step),
                                         {Ask::local, blank_.element, blank_.output, 0}));
        break;
      case BlankKind::gradient:
        of_gradient();
        break;
      case BlankKind::update:
        of_update();
        break;
    }
    return std::move(found_);
  }

 private:
  void add(Verdict verdict, double number, double detail = 0) {
    const bool near = blank_.kind == BlankKind::update
                          ? std::abs(number - right_) <= practice::rough_within * change()
                          : practice::stands_for({number}, right_, practice::rough_within);
    if (!near) found_.push_back({verdict, number, detail});
  }
  double change() const { return std::abs(change_of(trace_, blank_)); }
  void take(const std::vector<Wrong>& others) {
    for (const Wrong& other : others)
      add(other.verdict, other.number, other.detail);
  }

  const Value& value() const { return trace_.value(blank_.value); }
  const Value& argument(std::size_t which) const { return trace_.value(value().arguments[which]); }

  // Values.

  void of_value() {
    add(Verdict::wrong_sign, -right_);
    const Value& its = value();
    if (its.op->kind == OpKind::activation && argument(0).data.size() == its.data.size())
      add(Verdict::missing_activation, argument(0).data[blank_.element]);
    without_bias();
    without_mean();
    without_factor();
    exchanged_element();
    with_other_logarithm();
  }

  double recomputed(const Replaced& replaced) const {
    return recompute(trace_, blank_.value, replaced, [](auto, const auto&) {})[blank_.element];
  }

  void without_bias() {
    for (const Layer& layer : layers(trace_)) {
      if (layer.bias == no_value) continue;
      const bool here = layer.weighted_sum == blank_.value || layer.output() == blank_.value;
      if (!here) continue;
      add(Verdict::missing_bias,
          recomputed({{layer.bias, Tensor(trace_.value(layer.bias).data.shape)}}));
    }
  }

  void without_mean() {
    const Value& its = value();
    const auto call = [&](const OpRow& op, const Attributes& attributes) {
      const auto arguments = arguments_of(trace_, blank_.value);
      return op.forward({arguments, attributes}, its.data.shape)[blank_.element];
    };
    if (its.op->name == "mean") add(Verdict::missing_mean, call(op_named("sum"), its.attributes));
    const bool takes_mean = its.op->kind == OpKind::loss && its.attributes.has("reduction") &&
                            its.attributes.choice("reduction") == "mean";
    if (!takes_mean) return;
    Attributes sum = its.attributes;
    sum.set("reduction", std::string("sum"));
    add(Verdict::missing_mean, call(*its.op, sum));
  }

  /// The constant number that multiplies or divides the value last.
  void without_factor() {
    const Value& its = value();
    if (its.op->name != "mul" && its.op->name != "div") return;
    for (std::size_t i = 0; i < 2; ++i) {
      const Value& constant = argument(i);
      if (constant.kind != ValueKind::constant || constant.data.size() != 1) continue;
      if (its.op->name == "div" && i == 0) continue;
      const double factor = its.op->name == "div" ? 1 / constant.data[0] : constant.data[0];
      if (factor == 0 || !std::isfinite(factor)) continue;
      add(factor == 0.5 ? Verdict::missing_half : Verdict::missing_factor, right_ / factor, factor);
    }
  }

  /// The transpose of a layer's weight, or the element on the other side of the diagonal.
  void exchanged_element() {
    for (const Layer& layer : layers(trace_)) {
      const bool here = layer.weighted_sum == blank_.value || layer.output() == blank_.value;
      if (!here || layer.weight == no_value) continue;
      const Tensor& weight = trace_.value(layer.weight).data;
      if (weight.shape.size() != 2 || weight.shape[0] != weight.shape[1]) continue;
      Tensor transposed(weight.shape);
      for (Index row = 0; row < weight.shape[0]; ++row) {
        for (Index column = 0; column < weight.shape[1]; ++column)
          transposed[row * weight.shape[1] + column] = weight[column * weight.shape[1] + row];
      }
      add(Verdict::transposed, recomputed({{layer.weight, transposed}}));
    }
    if (const auto other = practice::exchanged(value().data.shape, blank_.element))
      add(Verdict::transposed, value().data[*other]);
  }

  /// Whether logarithms are all that the value is made of: a sum of them, weighted.
  bool is_logarithmic(ValueId id, int depth = 0) const {
    const Value& its = trace_.value(id);
    if (its.op == nullptr || depth > 16) return false;
    const std::string_view name = its.op->name;
    if (name == "log" || name == "log1p" || name == "log_softmax" || name == "cross_entropy" ||
        name == "binary_cross_entropy" || name == "binary_cross_entropy_with_logits")
      return true;
    constexpr std::array<std::string_view, 8> linear{"neg", "mul",  "div", "add",
                                                     "sub", "mean", "sum", "nll_loss"};
    if (std::find(linear.begin(), linear.end(), name) == linear.end()) return false;
    const auto its_own = [&](ValueId argument) { return is_logarithmic(argument, depth + 1); };
    return name == "add" || name == "sub"
               ? std::all_of(its.arguments.begin(), its.arguments.end(), its_own)
               : std::any_of(its.arguments.begin(), its.arguments.end(), its_own);
  }

  void with_other_logarithm() {
    if (is_logarithmic(blank_.value)) add(Verdict::other_logarithm, right_ / std::log(10.0));
  }

  // Gradients.

  const BackwardRun& run() const { return trace_.backward_runs.front(); }

  std::vector<Index> contributions() const {
    std::vector<Index> steps;
    for (const Index at : contributions_to(trace_, blank_.value)) {
      if (at < run().end_step && trace_.step(at).edge >= 0) steps.push_back(at);
    }
    return steps;
  }

  void of_gradient() {
    constexpr std::size_t most_edges = 16;
    std::vector<Index> steps = contributions();
    if (steps.size() > most_edges) steps.resize(most_edges);
    for (const Index at : steps) {
      const Edge edge(trace_, at);
      const double before = right_ - edge.contribution(blank_.element);
      const Ask ask = steps.size() > 1 ? Ask::sum : Ask::contribution;
      const Index output = 0;  // of a local derivative only
      take(practice::possible_mistakes(edge, {ask, blank_.element, output, before}));
    }
    without_slopes();
    of_engine(Fault::missing_mean, Verdict::missing_mean);
    without_loss_factors();
    of_engine(Fault::transposed_weight, Verdict::transposed);
  }

  /// What an engine with that fault comes to.
  void of_engine(Fault fault, Verdict verdict, ValueId only = no_value) {
    const auto other = carried_on(trace_, {}, {fault, only});
    if (other) add(verdict, right_number(*other, blank_));
  }

  /// f' left out everywhere, or in one place.
  void without_slopes() {
    constexpr int most = 8;
    of_engine(Fault::missing_slope, Verdict::missing_slope);
    int count = 0;
    for (ValueId id = 0; id <= run().loss; ++id) {
      const OpRow* op = trace_.value(id).op;
      if (op == nullptr || op->kind != OpKind::activation || ++count > most) continue;
      of_engine(Fault::missing_slope, Verdict::missing_slope, id);
    }
  }

  /// Constant factors and exponents on the way from the network's output to the loss: what is left
  /// out there is missing in every gradient.
  void without_loss_factors() {
    for (ValueId id = run().loss; id >= 0 && layer_key(trace_, id) < 0; --id) {
      const Value& its = trace_.value(id);
      const bool reached =
          std::any_of(contributions_to(trace_, id).begin(), contributions_to(trace_, id).end(),
                      [&](Index at) { return at < run().end_step; });
      if (its.op == nullptr || !reached || id < blank_.value) continue;
      const std::string_view name = its.op->name;
      if (name != "mul" && name != "div" && name != "pow") continue;
      for (std::size_t i = 0; i < 2; ++i) {
        const Value& constant = trace_.value(its.arguments[i]);
        if (constant.kind != ValueKind::constant || constant.data.size() != 1) continue;
        if (name != "mul" && i == 0) continue;
        const double factor = name == "div" ? 1 / constant.data[0] : constant.data[0];
        if (factor == 0 || !std::isfinite(factor)) continue;
        add(factor == 0.5 ? Verdict::missing_half : Verdict::missing_factor, right_ / factor,
            factor);
      }
    }
  }

  // Updates.

  void of_update() {
    const ValueId old = value().arguments.front();
    const double before = trace_.value(old).data[blank_.element];
    const double change = change_of(trace_, blank_);
    add(Verdict::not_updated, before);
    add(Verdict::wrong_direction, before - change);
    add(Verdict::change_alone, change);
    add(Verdict::change_alone, -change);
    with_rate_of_one(old);
    add(Verdict::wrong_sign, -right_);
    without_slopes();
    of_engine(Fault::missing_mean, Verdict::missing_mean);
  }

  void with_rate_of_one(ValueId old) {
    const Step& step = trace_.step(value().made_by);
    const OptimizerRun& run = trace_.optimizer_runs[static_cast<std::size_t>(step.run)];
    Attributes settings = run.settings;
    if (!settings.has("lr") || !run.optimizer->problem(settings).empty()) return;
    settings.set("lr", 1.0);
    OptimizerState state = trace_.optimizer_states[static_cast<std::size_t>(step.state_before)];
    const Tensor next = updated(*run.optimizer, settings, trace_.value(old).data,
                                gradient_at(trace_, old, value().made_by), state);
    add(Verdict::missing_rate, next[blank_.element]);
  }

  const Trace& trace_;
  const Blank& blank_;
  double right_;
  std::vector<Wrong> found_;
};

}  // namespace

std::vector<Wrong> possible_mistakes(const Trace& trace, const Blank& blank) {
  return Mistakes(trace, blank).all();
}

}  // namespace backprop::lessons::sheet
