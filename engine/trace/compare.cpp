#include "engine/trace/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/trace/time.h"

namespace backprop {
namespace {

bool same_number(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

const Tensor* written_by(const Trace& trace, const Step& step) {
  if (step.kind == StepKind::clear) return nullptr;
  if (step.kind == StepKind::backward)
    return &trace.contributions[static_cast<std::size_t>(step.contribution)];
  return &trace.value(step.value).data;
}

bool same_structure(const Trace& a, const Trace& b, Index at) {
  const Step& x = a.step(at);
  const Step& y = b.step(at);
  if (x.kind != y.kind || x.edge != y.edge) return false;
  if (x.kind == StepKind::clear) return true;
  const Value& v = a.value(x.value);
  const Value& w = b.value(y.value);
  return v.op == w.op && v.kind == w.kind && v.name == w.name && v.data.shape == w.data.shape &&
         v.arguments.size() == w.arguments.size();
}

using What = TraceDifference::What;

std::optional<TraceDifference> difference_of(const Tensor& x, const Tensor& y, Index at,
                                             What what) {
  if (x.shape != y.shape) return TraceDifference{What::structure, at};
  for (Index e = 0; e < x.size(); ++e) {
    if (!same_number(x[e], y[e])) return TraceDifference{what, at, e, x[e], y[e]};
  }
  return std::nullopt;
}

/// What the step left behind, besides what it wrote: where one engine has a fault that the other
/// has not, the same contributions may leave other gradients.
std::optional<TraceDifference> difference_left(const Trace& a, const Trace& b, Index at) {
  const StepKind kind = a.step(at).kind;
  if (kind == StepKind::clear) {
    const auto cleared = [at](const Trace& trace) {
      return std::binary_search(trace.clears.begin(), trace.clears.end(), at);
    };
    const bool something = !a.backward_runs.empty() && a.backward_runs.front().first_step < at;
    if (something && cleared(a) != cleared(b)) return TraceDifference{What::clearing, at};
  }
  if (kind != StepKind::backward) return std::nullopt;
  return difference_of(gradient_at(a, target(a, a.step(at)), at + 1),
                       gradient_at(b, target(b, b.step(at)), at + 1), at, What::gradient);
}

}  // namespace

std::optional<TraceDifference> first_difference(const Trace& a, const Trace& b) {
  const Index common = std::min(a.step_count(), b.step_count());
  for (Index at = 0; at < common; ++at) {
    if (!same_structure(a, b, at)) return TraceDifference{What::structure, at};
    const Tensor* x = written_by(a, a.step(at));
    const Tensor* y = written_by(b, b.step(at));
    if (x != nullptr) {
      if (auto difference = difference_of(*x, *y, at, What::number)) return difference;
    }
    if (a.fault == b.fault) continue;
    if (auto difference = difference_left(a, b, at)) return difference;
  }
  if (a.step_count() != b.step_count()) return TraceDifference{What::structure, common};
  return std::nullopt;
}

namespace {

ValueId of_same_name(const Value& value, const Trace& b) {
  const auto named = b.named.find(value.name);
  const auto nth = static_cast<std::size_t>(value.occurrence);
  if (named == b.named.end() || nth < 1 || nth > named->second.size()) return no_value;
  const ValueId first = named->second[nth - 1];
  const Versioned* versions = versioned(b, first);
  if (value.version <= 1) return first;
  const auto version = static_cast<std::size_t>(value.version);
  return versions == nullptr || version > versions->versions.size()
             ? no_value
             : versions->versions[version - 1];
}

}  // namespace

ValueId counterpart(const Trace& a, ValueId id, const Trace& b) {
  const Value& value = a.value(id);
  ValueId other = no_value;
  if (!value.name.empty()) {
    other = of_same_name(value, b);
  } else if (static_cast<std::size_t>(id) < b.values.size() && b.value(id).name.empty() &&
             b.value(id).text == value.text && b.value(id).version == value.version) {
    other = id;
  }
  return other != no_value && b.value(other).data.shape == value.data.shape ? other : no_value;
}

}  // namespace backprop
