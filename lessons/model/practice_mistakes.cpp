#include "lessons/model/practice_mistakes.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/derivative.h"
#include "engine/trace/layers.h"

namespace backprop::lessons::practice {
namespace {

bool within(double typed, double number, double tolerance) {
  if (!std::isfinite(typed) || !std::isfinite(number)) {
    return typed == number || (std::isnan(typed) && std::isnan(number));
  }
  if (number == 0) return std::abs(typed) <= zero_within;
  return std::abs(typed - number) <= tolerance * std::abs(number);
}

/// Another argument of the product or sum than the edge's own; -1 where it has none.
int other_argument(const Edge& edge) {
  if (edge.value().arguments.size() < 2 || edge.step().edge > 1) return -1;
  return 1 - edge.step().edge;
}

const Value& argument_value(const Edge& edge, int which) {
  return edge.trace().value(edge.value().arguments[static_cast<std::size_t>(which)]);
}

bool multiplies(const Value& value) {
  return value.op->kind == OpKind::product || value.op->name == "mul";
}

/// A value before the activation that made it; null for other values.
const Tensor* before_activation(const Trace& trace, const Value& value) {
  if (value.op == nullptr || value.op->kind != OpKind::activation) return nullptr;
  return &trace.value(value.arguments[0]).data;
}

/// z where a belongs: in f'(z) written with a, or as the other factor of a product.
std::optional<Variant> with_sums(const Edge& edge) {
  Variant variant;
  if (const Tensor* sum = before_activation(edge.trace(), edge.value())) {
    variant.output = *sum;
    return variant;
  }
  const int other = other_argument(edge);
  if (other < 0 || !multiplies(edge.value())) return std::nullopt;
  const Tensor* sum = before_activation(edge.trace(), argument_value(edge, other));
  if (sum == nullptr) return std::nullopt;
  variant.arguments.emplace_back(other, *sum);
  return variant;
}

/// The other factor as it is after the next update of the parameter that it is, or is a view of.
std::optional<Variant> with_update(const Edge& edge) {
  const int other = other_argument(edge);
  if (other < 0) return std::nullopt;
  const Trace& trace = edge.trace();
  const ValueId id = edge.value().arguments[static_cast<std::size_t>(other)];
  const ValueId leaf = viewed_leaf(trace, id);
  if (leaf == no_value || trace.value(leaf).parameter < 0) return std::nullopt;
  const auto& versions =
      trace.parameters[static_cast<std::size_t>(trace.value(leaf).parameter)].versions;
  const auto next = std::upper_bound(versions.begin(), versions.end(), leaf);
  if (next == versions.end()) return std::nullopt;
  const Replaced replaced{{leaf, trace.value(*next).data}};
  Variant variant;
  variant.arguments.emplace_back(other, recompute(trace, id, replaced, [](auto, const auto&) {}));
  return variant;
}

/// The constant factor c of c * x, x / c and x ** c, which the derivative has, too.
std::optional<double> constant_factor(const Edge& edge) {
  const int other = other_argument(edge);
  if (other < 0) return std::nullopt;
  const Value& constant = argument_value(edge, other);
  if (constant.kind != ValueKind::constant || constant.data.size() != 1) return std::nullopt;
  const std::string_view op = edge.value().op->name;
  const double c = constant.data[0];
  if (c == 0) return std::nullopt;
  if (op == "mul" || (op == "pow" && other == 1)) return c;
  if (op == "div" && other == 1) return 1 / c;
  return std::nullopt;
}

/// Finds the number that each mistake gives to one question.
class Mistakes {
 public:
  Mistakes(const Edge& edge, const Question& question)
      : edge_(edge), question_(question), right_(part({})) {}

  std::vector<Wrong> all() && {
    add(Verdict::wrong_sign, -right());
    if (question_.ask == Ask::sum) add(Verdict::wrong_sign, question_.before - right_);
    if (edge_.value().op->kind == OpKind::activation)
      add_part(Verdict::missing_slope, part({Fault::missing_slope, {}, {}}));
    add_part(Verdict::missing_mean, part({Fault::missing_mean, {}, {}}));
    if (const auto factor = constant_factor(edge_)) {
      add_part(*factor == 0.5 ? Verdict::missing_half : Verdict::missing_factor, right_ / *factor,
               *factor);
    }
    if (const auto value = value_for_derivative()) add_part(Verdict::value_for_derivative, *value);
    if (const auto variant = with_sums(edge_))
      add_part(Verdict::sum_for_activation, part(*variant));
    add_upstream();
    if (question_.ask == Ask::sum) add(Verdict::overwrote, right_);
    add_terms();
    add_exchanged();
    if (const auto variant = with_update(edge_)) add_part(Verdict::updated_weight, part(*variant));
    return std::move(found_);
  }

  double right() const { return question_.ask == Ask::sum ? question_.before + right_ : right_; }

 private:
  bool is_local() const { return question_.ask == Ask::local; }

  /// The local derivative or the contribution, with something in another's place.
  double part(const Variant& variant) const {
    return is_local() ? edge_.local(question_.element, question_.output, variant)
                      : edge_.contribution(question_.element, variant);
  }

  void add(Verdict verdict, double number, double detail = 0) {
    if (!within(number, right(), rough_within)) found_.push_back({verdict, number, detail});
  }
  /// Of a sum that was asked for, a mistake in what is added.
  void add_part(Verdict verdict, double number, double detail = 0) {
    add(verdict, question_.ask == Ask::sum ? question_.before + number : number, detail);
  }

  double upstream(Index output) const { return edge_.upstream()[output]; }

  /// Sums weight(output) over the outputs that the element reaches.
  template <class Weight>
  double sum_over_outputs(const Weight& weight) const {
    double sum = 0;
    for (const Index output : edge_.outputs_of(question_.element))
      sum += weight(output);
    return sum;
  }

  std::optional<double> value_for_derivative() const {
    const Value& value = edge_.value();
    const bool activation = value.op->kind == OpKind::activation;
    if (!activation && !multiplies(value)) return std::nullopt;
    const double own = edge_.argument().data[question_.element];
    const auto number = [&](Index output) { return activation ? value.data[output] : own; };
    if (is_local()) return number(question_.output);
    return sum_over_outputs([&](Index output) { return upstream(output) * number(output); });
  }

  void add_upstream() {
    if (is_local()) {
      const double arrived = upstream(question_.output);
      add(Verdict::forgot_local, arrived);
      add(Verdict::included_upstream, arrived * right_);
      return;
    }
    const double locals =
        sum_over_outputs([&](Index output) { return edge_.local(question_.element, output); });
    add_part(Verdict::forgot_upstream, locals);
    add_part(Verdict::forgot_local,
             sum_over_outputs([&](Index output) { return upstream(output); }));
  }

  void add_terms() {
    if (is_local()) return;
    const std::vector<Index> outputs = edge_.outputs_of(question_.element);
    if (outputs.size() < 2 || outputs.size() > 64) return;
    for (const Index output : outputs) {
      add_part(Verdict::one_of_several, upstream(output) * edge_.local(question_.element, output));
    }
  }

  void add_exchanged() {
    add_part(Verdict::transposed, part({Fault::transposed_weight, {}, {}}));
    const auto other = exchanged(edge_.argument().data.shape, question_.element);
    if (!other) return;
    if (!is_local()) {
      add_part(Verdict::transposed, edge_.contribution(*other));
      return;
    }
    const std::vector<Index> outputs = edge_.outputs_of(*other);
    if (!outputs.empty()) add(Verdict::transposed, edge_.local(*other, outputs.front()));
  }

  const Edge& edge_;
  const Question& question_;
  double right_;  ///< the local derivative, or the contribution
  std::vector<Wrong> found_;
};

}  // namespace

bool stands_for(const Typed& typed, double number, double tolerance) {
  return within(typed.number, number, tolerance) ||
         std::abs(typed.number - number) <= typed.half_unit;
}

Wrong judge(double right, const std::vector<Wrong>& mistakes, const Typed& typed) {
  if (stands_for(typed, right)) return {Verdict::right, typed.number};
  if (within(typed.number, right, rough_within)) return {Verdict::more_digits, typed.number};
  const auto made = std::find_if(mistakes.begin(), mistakes.end(), [&](const Wrong& wrong) {
    return stands_for(typed, wrong.number);
  });
  return made == mistakes.end() ? Wrong{Verdict::wrong, typed.number} : *made;
}

double right_number(const Edge& edge, const Question& question) {
  return Mistakes(edge, question).right();
}

std::vector<Wrong> possible_mistakes(const Edge& edge, const Question& question) {
  return Mistakes(edge, question).all();
}

Wrong judge(const Edge& edge, const Question& question, double typed) {
  return judge(right_number(edge, question), possible_mistakes(edge, question), Typed{typed});
}

Wrong judge_seed(double loss, double typed) {
  std::vector<Wrong> mistakes{{Verdict::wrong_sign, -1}};
  if (!within(loss, 1, rough_within)) mistakes.push_back({Verdict::value_for_derivative, loss});
  return judge(1, mistakes, Typed{typed});
}

}  // namespace backprop::lessons::practice
