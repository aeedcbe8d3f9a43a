#include <algorithm>
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

std::vector<OpRow> join_families() {
  std::vector<OpRow> rows;
  for (const auto family : {elementwise_ops(), reduction_ops(), product_ops(), view_ops()}) {
    rows.insert(rows.end(), family.begin(), family.end());
  }
  return rows;
}

}  // namespace

std::span<const OpRow> op_table() {
  static const std::vector<OpRow> rows = join_families();
  return rows;
}

const OpRow* find_op(std::string_view name) {
  const auto rows = op_table();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const OpRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

const OpRow& op_named(std::string_view name) {
  const OpRow* row = find_op(name);
  assert(row != nullptr);
  return *row;
}

}  // namespace backprop
