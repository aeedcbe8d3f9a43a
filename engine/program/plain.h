/// What an expression of a program can be while it runs: Python's plain values, or a recorded
/// value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/program/ast.h"
#include "engine/trace/trace.h"

namespace backprop {

struct Plain;

struct Nothing {};  ///< of a call that gives no value
struct None {};
/// A list or tuple. Its items are shared: copies of a list cost nothing, whatever it holds.
struct Items {
  bool tuple = false;
  std::shared_ptr<const std::vector<Plain>> list;
  Index elements = 0;  ///< numbers and other items, counted through all lists inside
  int depth = 1;       ///< of lists within lists
};
struct TensorRef {
  ValueId id = no_value;
};
/// A tensor that is not recorded yet: zeros(...), xavier_uniform(...). It becomes a data leaf or a
/// parameter where it is used.
using Numbers = std::shared_ptr<const Tensor>;
using FunctionRef = std::shared_ptr<const ast::Function>;

struct Plain {
  std::variant<Nothing, None, std::int64_t, double, bool, std::string, Items, TensorRef, Numbers,
               FunctionRef>
      is;

  bool is_number() const {
    return std::holds_alternative<std::int64_t>(is) || std::holds_alternative<double>(is);
  }
  double number() const {
    const auto* whole = std::get_if<std::int64_t>(&is);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(is);
  }
};

/// The items as a list or tuple; an error where it would be larger or deeper than a program may
/// make it.
Result<Plain> make_items(bool tuple, std::vector<Plain> list, Place place);

/// "a list", "the number 3", ...: for messages.
std::string describe(const Plain& plain);

/// Python's arithmetic on two plain numbers: whole numbers stay whole but for '/'.
Result<Plain> plain_arithmetic(const std::string& symbol, const Plain& a, const Plain& b,
                               Place place);

/// A nested list of numbers as a tensor; ragged or empty lists are errors.
Result<Tensor> tensor_of(const Plain& plain, Place place);

}  // namespace backprop
