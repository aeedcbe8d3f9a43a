/// One element of one backward edge, as practice asks for it: which outputs it reaches, the local
/// derivative by each, and the contribution; by the engine's own rules.
#pragma once

#include <optional>
#include <vector>

#include "engine/ops/terms.h"
#include "engine/trace/trace.h"

namespace backprop::lessons::practice {

/// How the rule is asked: as it is, or with something in the place of what it reads.
struct Variant {
  Fault fault = Fault::none;
  std::optional<Tensor> output;                   ///< in place of the op's output
  std::vector<std::pair<int, Tensor>> arguments;  ///< in place of arguments
};

/// An edge of the recording, not the seed, with the whole upstream gradient as it stands when all
/// contributions are in.
class Edge {
 public:
  Edge(const Trace& trace, Index step);

  const Trace& trace() const { return trace_; }
  const Step& step() const { return step_; }
  const Value& value() const { return trace_.value(step_.value); }
  const Value& argument() const { return trace_.value(into_); }
  ValueId into() const { return into_; }
  const Tensor& upstream() const { return upstream_; }

  /// The elements of the output through which an element of the argument acts, ascending.
  std::vector<Index> outputs_of(Index element) const;

  /// The terms of d output / d element, simplified: what the rule computes from an upstream
  /// gradient of 1 at that output and 0 elsewhere. At least one term.
  TermList local_terms(Index element, Index output, const Variant& variant = {}) const;
  double local(Index element, Index output, const Variant& variant = {}) const;

  /// Upstream x local, summed over the outputs.
  double contribution(Index element, const Variant& variant = {}) const;

 private:
  TermList terms(Index element, const Tensor& upstream, const Variant& variant) const;

  const Trace& trace_;
  const Step& step_;
  ValueId into_;
  Tensor upstream_;
};

/// The element that is done by hand: one that tells mistakes apart if there is one, in another
/// place for each edge; and the first output that it reaches with a derivative other than zero.
struct Asked {
  Index element = 0;
  Index output = 0;
};
Asked element_to_ask(const Edge& edge);

/// Where an element of a matrix stands when its indices are exchanged; nothing on the diagonal,
/// past the matrix's end and for other shapes.
std::optional<Index> exchanged(const Shape& shape, Index element);

}  // namespace backprop::lessons::practice
