#include "lessons/model/practice_rules.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/backward_rule.h"
#include "engine/trace/local_derivative.h"
#include "engine/trace/time.h"

namespace backprop::lessons::practice {
namespace {

/// The gradient of the value when it has all its contributions of that run.
Tensor whole_gradient(const Trace& trace, const Step& step) {
  const BackwardRun& run = trace.backward_runs[static_cast<std::size_t>(step.run)];
  return gradient_at(trace, step.value, run.end_step);
}

}  // namespace

Edge::Edge(const Trace& trace, Index step)
    : trace_(trace),
      step_(trace.step(step)),
      into_(target(trace, step_)),
      upstream_(whole_gradient(trace, step_)) {}

TermList Edge::terms(Index element, const Tensor& upstream, const Variant& variant) const {
  std::vector<const Tensor*> arguments = arguments_of(trace_, step_.value);
  for (const auto& [which, tensor] : variant.arguments)
    arguments[static_cast<std::size_t>(which)] = &tensor;
  const Tensor& output = variant.output ? *variant.output : value().data;
  TermList terms;
  explain_contribution(trace_, variant.fault, step_.value,
                       {{arguments, value().attributes}, output, upstream}, step_.edge, element,
                       terms);
  return terms;
}

std::vector<Index> Edge::outputs_of(Index element) const {
  std::vector<Index> outputs;
  // Ones, so that no rule takes the branch of a gradient that is zero.
  const Tensor ones(upstream_.shape, 1.0);
  for (const Term& term : terms(element, ones, {})) {
    for (const Operand* operand : {&term.a, &term.b}) {
      if (operand->source == Operand::Source::upstream) outputs.push_back(operand->element);
    }
  }
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  return outputs;
}

TermList Edge::local_terms(Index element, Index output, const Variant& variant) const {
  Tensor one(upstream_.shape);
  one[output] = 1;
  return without_upstream(terms(element, one, variant));
}

double Edge::local(Index element, Index output, const Variant& variant) const {
  return local_terms(element, output, variant).back().result;
}

double Edge::contribution(Index element, const Variant& variant) const {
  const TermList list = terms(element, upstream_, variant);
  return list.empty() ? 0 : list.back().result;
}

std::optional<Index> exchanged(const Shape& shape, Index element) {
  if (shape.size() != 2) return std::nullopt;
  const Index row = element / shape[1];
  const Index column = element % shape[1];
  if (row == column || column >= shape[0] || row >= shape[1]) return std::nullopt;
  return column * shape[1] + row;
}

namespace {

constexpr Index most_tried = 24;

/// How well an element tells mistakes apart: whether its numbers are finite and not zero, whether
/// its indices can be exchanged, and whether no mistake is hidden by a 1.
int worth(const Edge& edge, Index element) {
  const double contribution = edge.contribution(element);
  int worth = 0;
  if (std::isfinite(contribution)) worth += 8;
  if (contribution != 0) worth += 4;
  if (exchanged(edge.argument().data.shape, element)) worth += 2;
  const std::vector<Index> outputs = edge.outputs_of(element);
  const auto counts = [&](Index output) {
    return std::abs(edge.upstream()[output]) != 1 && edge.local(element, output) != 0;
  };
  if (outputs.size() <= 64 && std::any_of(outputs.begin(), outputs.end(), counts)) worth += 1;
  return worth;
}

}  // namespace

Asked element_to_ask(const Edge& edge) {
  const Index size = edge.argument().data.size();
  const Index first = (edge.step().contribution * 7 + 1) % size;
  Asked best{first, 0};
  int most = -1;
  for (Index i = 0; i < std::min(size, most_tried); ++i) {
    const Index element = (first + i) % size;
    const int its = worth(edge, element);
    if (its <= most) continue;
    most = its;
    best.element = element;
  }
  const std::vector<Index> outputs = edge.outputs_of(best.element);
  const auto acts = [&](Index output) { return edge.local(best.element, output) != 0; };
  const auto found = std::find_if(outputs.begin(), outputs.end(), acts);
  if (found != outputs.end()) {
    best.output = *found;
  } else if (!outputs.empty()) {
    best.output = outputs.front();
  }
  return best;
}

}  // namespace backprop::lessons::practice
