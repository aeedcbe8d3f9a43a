#include <algorithm>
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

std::vector<OpRow> join_families() {
  std::vector<OpRow> rows;
  for (const auto family :
       {arithmetic_ops(), activation_ops(), comparison_ops(), reduction_ops(), extreme_ops(),
        softmax_ops(), loss_ops(), cross_entropy_ops(), product_ops(), convolution_ops(),
        pooling_ops(), normalization_ops(), lookup_ops(), view_ops(), join_ops()}) {
    rows.insert(rows.end(), family.begin(), family.end());
  }
  int next = static_cast<int>(TapeCode::first_of_table);
  for (OpRow& row : rows) {
    if (row.scalar.forward == nullptr || row.scalar.code != TapeCode::leaf) continue;
    assert(next < tape_code_count);
    row.scalar.code = static_cast<TapeCode>(next++);
  }
  return rows;
}

std::vector<const OpRow*> order_by_tape_code() {
  std::vector<const OpRow*> by_code(tape_code_count);
  for (const OpRow& row : op_table()) {
    if (row.scalar.forward != nullptr) by_code[static_cast<std::size_t>(row.scalar.code)] = &row;
  }
  return by_code;
}

}  // namespace

int OpRow::arity() const {
  return static_cast<int>(std::count_if(parameters.begin(), parameters.end(), [](const auto& p) {
    return p.kind == ParameterKind::tensor || p.kind == ParameterKind::indices;
  }));
}

std::string signature(std::string_view name, const std::vector<CallParameter>& parameters) {
  std::string text = std::string(name) + "(";
  for (const CallParameter& parameter : parameters) {
    if (text.back() != '(') text += ", ";
    text += parameter.name;
    if (!parameter.required) text += "=" + value_text(parameter.fallback);
  }
  return text + ")";
}

std::string OpRow::signature() const {
  return backprop::signature(name, parameters);
}

std::span<const OpRow> op_table() {
  static const std::vector<OpRow> rows = join_families();
  return rows;
}

std::span<const OpRow* const> rows_by_tape_code() {
  static const std::vector<const OpRow*> by_code = order_by_tape_code();
  return by_code;
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

std::vector<int> written_arguments(const OpRow& row, const OpCall& call) {
  std::vector<int> written;
  if (row.buffers.updates == nullptr || !row.buffers.updates(call)) return written;
  for (const int parameter : row.buffers.parameters) {
    if (call.attributes.slot(parameter) >= 0) written.push_back(call.attributes.slot(parameter));
  }
  return written;
}

Attributes default_attributes(const OpRow& row) {
  Attributes attributes;
  for (const CallParameter& parameter : row.parameters)
    attributes.set(parameter.name, parameter.fallback);
  return attributes;
}

const OpRow* find_operator(std::string_view symbol, int arity) {
  const auto rows = op_table();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const OpRow& row) {
    return row.symbol == symbol && row.arity() == arity;
  });
  return found == rows.end() ? nullptr : &*found;
}

OpFormula formula_of(const OpRow& op, const OpCall& call) {
  if (op.formula_for != nullptr) return op.formula_for(call);
  return {op.formula_tex, op.derivative_tex};
}

OpNotation notation_of(const OpRow& op, const Attributes& attributes) {
  if (op.notation_for != nullptr) return op.notation_for(attributes);
  return {op.formula, op.derivative};
}

}  // namespace backprop
