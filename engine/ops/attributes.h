/// What a call gives beside its tensors: `dim`, `keepdim`, `stride`, ..., by PyTorch's names.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/tensor/shape.h"

namespace backprop {

/// None is std::monostate.
using AttributeValue = std::variant<std::monostate, bool, Index, double, std::string,
                                    std::vector<Index>, std::vector<double>>;

/// A selection along one dimension: elements begin .. begin + count - 1.
struct Slice {
  Index begin = 0;
  Index count = 1;
  bool keeps_dimension = true;  ///< false for a plain index, which removes its dimension
};

/// The attributes of one call. Those that a row declares are always there, by default if need be;
/// asking for one that is not declared is a bug.
class Attributes {
 public:
  std::vector<Slice> slices;  ///< of `index`: one for each leading dimension
  /// Of an op with optional tensors: for each of its tensor parameters in order, where its tensor
  /// stands among the arguments, -1 where it was left out. Empty: each at its own place.
  std::vector<int> slots;

  void set(std::string_view name, AttributeValue value);

  /// Whether it was given, by the call or by default, as something else than None.
  bool has(std::string_view name) const;
  bool flag(std::string_view name) const;
  Index whole(std::string_view name) const;
  double real(std::string_view name) const;  ///< whole numbers too
  const std::string& choice(std::string_view name) const;
  const std::vector<Index>& sizes(std::string_view name) const;
  const std::vector<double>& reals(std::string_view name) const;
  std::vector<Index> list(std::string_view name) const;  ///< of one whole number or several

  /// Where the tensor parameter `parameter` stands among the arguments; -1 where it was left out.
  int slot(int parameter) const {
    return slots.empty() ? parameter : slots[static_cast<std::size_t>(parameter)];
  }

  const std::vector<std::pair<std::string_view, AttributeValue>>& named() const { return named_; }

 private:
  const AttributeValue& get(std::string_view name) const;
  /// Few, so that a search is quick. The names are the rows' own, which live for ever.
  std::vector<std::pair<std::string_view, AttributeValue>> named_;
};

/// As the program notation writes it: None, True, 0.5, 'mean', (1, 2).
std::string value_text(const AttributeValue& value);

}  // namespace backprop
