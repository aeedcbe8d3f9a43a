#include "engine/trace/backward_rule.h"

#include <algorithm>
#include <optional>

#include "engine/trace/layers.h"

namespace backprop {
namespace {

/// What a fault puts in the place of an op's rule: another row, other attributes, an argument read
/// in another order.
struct Altered {
  const OpRow* op = nullptr;  ///< null: nothing is altered
  std::optional<Attributes> attributes;
  int weight = -1;  ///< the argument whose matrices are read as if they were stored transposed
};

Altered without_mean(const Value& value) {
  if (value.op->name == "mean") return {&op_named("sum"), std::nullopt, -1};
  const bool takes_mean = value.op->kind == OpKind::loss && value.attributes.has("reduction") &&
                          value.attributes.choice("reduction") == "mean";
  if (!takes_mean) return {};
  Altered altered{value.op, value.attributes, -1};
  altered.attributes->set("reduction", std::string("sum"));
  return altered;
}

Altered with_next_seed(const Value& value) {
  if (value.op->name != "dropout") return {};
  Altered altered{value.op, value.attributes, -1};
  const auto seed = static_cast<std::uint64_t>(value.attributes.whole("seed"));
  altered.attributes->set("seed", static_cast<Index>(seed + 1));
  return altered;
}

Altered with_stored_weight(const Trace& trace, const Value& value, int edge) {
  if (value.op->kind != OpKind::product) return {};
  const int weight = weight_argument(trace, value);
  const bool to_input = edge == 1 - weight;
  const bool matrix =
      trace.value(value.arguments[static_cast<std::size_t>(weight)]).data.shape.size() >= 2;
  return to_input && matrix ? Altered{value.op, std::nullopt, weight} : Altered{};
}

Altered altered_rule(const Trace& trace, Fault fault, ValueId id, int edge) {
  const Value& value = trace.value(id);
  switch (fault) {
    case Fault::missing_mean:
      return without_mean(value);
    case Fault::missing_slope:
      // clone's rule passes the gradient on.
      return value.op->kind == OpKind::activation ? Altered{&op_named("clone"), std::nullopt, -1}
                                                  : Altered{};
    case Fault::redrawn_mask:
      return with_next_seed(value);
    case Fault::transposed_weight:
      return with_stored_weight(trace, value, edge);
    default:
      return {};  // these faults are in the sweep, not in a rule
  }
}

/// Where the number stands that a rule reads at `element` when it takes the matrices' transposes by
/// reading them in the order in which they are stored.
Index stored_place(const Shape& shape, Index element) {
  const Index rows = shape[shape.size() - 2];
  const Index columns = shape.back();
  const Index matrix = element / (rows * columns);
  const Index row = element / columns % rows;
  const Index column = element % columns;
  return (matrix * columns + column) * rows + row;
}

Tensor in_stored_order(const Tensor& weight) {
  Tensor read(weight.shape);
  for (Index e = 0; e < read.size(); ++e)
    read[e] = weight[stored_place(weight.shape, e)];
  return read;
}

/// Calls run(op, call) with what the altered rule sees.
template <class Run>
auto run_altered(const Altered& altered, const BackwardCall& call, const Run& run) {
  std::vector<const Tensor*> arguments(call.forward.arguments.begin(),
                                       call.forward.arguments.end());
  std::optional<Tensor> weight;
  if (altered.weight >= 0) {
    weight = in_stored_order(call.forward.argument(altered.weight));
    arguments[static_cast<std::size_t>(altered.weight)] = &*weight;
  }
  const Attributes& attributes = altered.attributes ? *altered.attributes : call.forward.attributes;
  return run(*altered.op, BackwardCall{{arguments, attributes}, call.output, call.upstream});
}

}  // namespace

Tensor contribution_of(const Trace& trace, Fault fault, ValueId id, const BackwardCall& call,
                       int edge) {
  const OpRow& op = *trace.value(id).op;
  if (fault == Fault::none) return op.backward(call, edge);
  const Altered altered = altered_rule(trace, fault, id, edge);
  if (altered.op == nullptr) return op.backward(call, edge);
  return run_altered(altered, call, [&](const OpRow& row, const BackwardCall& its) {
    return row.backward(its, edge);
  });
}

void explain_contribution(const Trace& trace, Fault fault, ValueId id, const BackwardCall& call,
                          int edge, Index element, TermList& terms) {
  const OpRow& op = *trace.value(id).op;
  const Altered altered = altered_rule(trace, fault, id, edge);
  if (altered.op == nullptr) {
    op.explain_backward(call, edge, element, terms);
    return;
  }
  run_altered(altered, call, [&](const OpRow& row, const BackwardCall& its) {
    row.explain_backward(its, edge, element, terms);
  });
  if (altered.weight < 0) return;
  const Shape& shape = call.forward.argument(altered.weight).shape;
  for (Term& term : terms) {
    for (Operand* operand : {&term.a, &term.b}) {
      if (operand->source == Operand::Source::argument && operand->which == altered.weight)
        operand->element = stored_place(shape, operand->element);
    }
  }
}

bool alters_rule(const Trace& trace, Fault fault, ValueId id) {
  const std::vector<int> edges = gradient_edges(trace, id);
  return std::any_of(edges.begin(), edges.end(),
                     [&](int edge) { return altered_rule(trace, fault, id, edge).op != nullptr; });
}

}  // namespace backprop
