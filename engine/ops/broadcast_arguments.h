/// The arguments of an op whose result they broadcast to: which element of each is read where, and
/// how a contribution is summed back to its argument's shape.
#pragma once

#include <optional>
#include <vector>

#include "engine/ops/kernel.h"
#include "engine/tensor/grouping.h"

namespace backprop {

class BroadcastArguments {
 public:
  BroadcastArguments(const OpCall& call, Shape result) : result_(std::move(result)) {
    for (const Tensor* argument : call.arguments) {
      maps_.emplace_back(argument->shape, result_);
      shapes_.push_back(argument->shape);
    }
  }

  int count() const { return static_cast<int>(maps_.size()); }
  /// Elements of an argument; of the result for `the_output`.
  Index elements(int which) const {
    return element_count(which == the_output ? result_ : shapes_[static_cast<std::size_t>(which)]);
  }
  /// The element of the argument that element i of the result reads.
  Index source(int which, Index i) const { return maps_[static_cast<std::size_t>(which)][i]; }

  /// Writes the contribution to one element of an argument: part(i) of the element i of the result
  /// that reads it, or, where several may, their parts added up from +0.
  template <class Io, class Part>
  void contribute(Io& io, int which, Index element, const Part& part) const {
    const auto at = static_cast<std::size_t>(which);
    if (!maps_[at].repeats()) {
      io.out(element, part(element));
      return;
    }
    if (!readers_) readers_ = readers(shapes_[at], result_);
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < readers_->size(); ++k)
      sum.add(part(readers_->at(element, k)));
    io.out(element, sum.total());
  }

 private:
  Shape result_;
  std::vector<BroadcastMap> maps_;
  std::vector<Shape> shapes_;
  mutable std::optional<Grouping> readers_;  ///< of the one argument that is asked for
};

}  // namespace backprop
