/// What the losses of classes share: logits of shape [N, C], [N, C, ...] or [C] taken apart into
/// samples, targets to be ignored, weights of the classes, and the reduction.
#pragma once

#include <cmath>
#include <optional>
#include <type_traits>

#include "engine/ops/class_index.h"
#include "engine/ops/kernel.h"
#include "engine/tensor/grouping.h"

namespace backprop {

inline std::size_t class_dimension(const Shape& logits) {
  return logits.size() == 1 ? 0 : 1;
}

inline Grouping samples_of(const Shape& logits) {
  std::vector<bool> within(logits.size(), false);
  within[class_dimension(logits)] = true;
  return {logits, within};
}

class ClassSamples {
 public:
  static constexpr int weight_parameter = 2;

  explicit ClassSamples(const OpCall& call)
      : grouping_(samples_of(call.argument(0).shape)),
        target_(call.argument(1)),
        weight_(call.attributes.slot(weight_parameter)),
        ignore_index_(static_cast<double>(call.attributes.whole("ignore_index"))),
        mean_(call.attributes.choice("reduction") == "mean"),
        each_(call.attributes.choice("reduction") == "none"),
        probabilities_(call.argument(0).shape == call.argument(1).shape) {}

  /// The contributions to all weights are one group: each takes all samples.
  Index groups(int which) const {
    const bool one = which == the_output ? !each_ : which == weight_parameter;
    return one ? 1 : grouping_.groups();
  }
  Index group_of(int which, Index element) const {
    if (which == weight_parameter) return 0;
    return which == the_output ? element : grouping_.group_of(element);
  }

 protected:
  Index classes() const { return grouping_.size(); }
  Index target_class(Index sample) const { return index_at(target_, sample, classes()); }
  bool ignored(Index sample) const {
    return !probabilities_ && std::round(target_[sample]) == ignore_index_;
  }

  /// A number that belongs to a class, times the weight of that class.
  template <class Io>
  typename Io::Number weighed(Io& io, Index of_class, const typename Io::Number& number) const {
    return weight_ < 0 ? number : number * io.in(weight_, of_class);
  }

  /// Adds up loss(sample), or gives it for one sample.
  template <class Io, class Loss>
  auto reduced(Io& io, Index group, const Loss& loss) const {
    using Reduced = decltype(loss(group));
    if (each_) return ignored(group) ? Reduced(0.0) : loss(group);
    Sum<Reduced> sum;
    for (Index sample = 0; sample < grouping_.groups(); ++sample) {
      if (!ignored(sample)) sum.add(loss(sample));
    }
    return mean_ ? sum.total() / divisor(io) : sum.total();
  }

  /// The gradient that arrives at one sample's loss.
  template <class Io>
  auto arriving(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const Number g = io.g(each_ ? sample : 0);
    return mean_ ? g / divisor(io) : g;
  }

  Grouping grouping_;
  const Tensor& target_;
  int weight_;  ///< where the weights stand among the arguments, or -1
  double ignore_index_;
  bool mean_, each_;
  bool probabilities_;

 private:
  /// What the mean divides by. Of plain numbers it is kept: every sample's gradient needs it.
  template <class Io>
  typename Io::Number divisor(Io& io) const {
    if constexpr (std::is_same_v<typename Io::Number, double>) {
      if (!divisor_) divisor_ = sum_of_weights(io);
      return *divisor_;
    } else {
      return sum_of_weights(io);
    }
  }

  /// Of the targets that are not ignored; probabilities count one for each sample.
  template <class Io>
  typename Io::Number sum_of_weights(Io& io) const {
    const bool weighs = weight_ >= 0 && !probabilities_;
    double count = 0;
    Sum<typename Io::Number> sum;
    for (Index sample = 0; sample < grouping_.groups(); ++sample) {
      if (ignored(sample)) continue;
      ++count;
      if (weighs) sum.add(io.in(weight_, target_class(sample)));
    }
    return weighs ? sum.total() : count;
  }

  mutable std::optional<double> divisor_;
};

}  // namespace backprop
