/// Composites: calls that are recorded as a group of primitive ops, which folds into one step of
/// the size `layer`: rnn_cell, lstm_cell, gru_cell, scaled_dot_product_attention.
#pragma once

#include "engine/trace/recorder.h"

namespace backprop {

/// Records ops one after the other; after an error it records nothing more.
class Composer {
 public:
  Composer(Recorder& recorder, Site site) : recorder_(recorder), site_(std::move(site)) {}

  ValueId op(std::string_view name, std::vector<ValueId> arguments,
             const std::vector<std::pair<std::string_view, AttributeValue>>& attributes = {});
  ValueId number(double value);
  ValueId numbers(Tensor values);
  /// `count` elements of the last dimension, from `begin` on.
  ValueId last_dimension(ValueId id, Index begin, Index count);
  const Shape& shape(ValueId id) const { return recorder_.trace().value(id).data.shape; }
  void fail(std::string cause);

  const std::optional<Error>& error() const { return error_; }

 private:
  Recorder& recorder_;
  Site site_;
  std::optional<Error> error_;
};

struct Composite {
  std::string_view name;
  std::vector<CallParameter> parameters;
  /// Records it; gives its results, more than one as a tuple.
  std::vector<ValueId> (*compose)(Composer& composer, const std::vector<ValueId>& tensors,
                                  const Attributes& attributes) = nullptr;
  std::string_view pytorch;  ///< as in OpRow
};

std::span<const Composite> composites();
const Composite* find_composite(std::string_view name);
std::vector<std::string> composite_names();

}  // namespace backprop
