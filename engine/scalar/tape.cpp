#include "engine/scalar/tape.h"

#include <algorithm>
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {

Tape::Id Tape::leaf(double value, bool constant) {
  ops_.push_back(nullptr);
  operands_.push_back({});
  values_.push_back(value);
  gradients_.push_back(0);
  constant_.push_back(constant);
  return static_cast<Id>(values_.size()) - 1;
}

Tape::Id Tape::next_version(Id old, double value) {
  const Id id = leaf(value);
  reached_.resize(values_.size(), false);
  add_edge(none, id, 0, gradient(old));
  return id;
}

Tape::Id Tape::record(const OpRow& op, Id a, Id b) {
  assert(op.scalar.forward != nullptr && a != none && (op.arity() == 1) == (b == none));
  const double value = op.scalar.forward(this->value(a), b == none ? 0.0 : this->value(b));
  ops_.push_back(&op);
  operands_.push_back({a, b});
  values_.push_back(value);
  gradients_.push_back(0);
  constant_.push_back(false);
  return static_cast<Id>(values_.size()) - 1;
}

void Tape::begin_block() {
  assert(!block_open_);
  block_open_ = true;
  const Id here = static_cast<Id>(values_.size());
  blocks_.push_back({here, here, {}, nullptr});
}

void Tape::begin_element() {
  assert(block_open_);
  blocks_.back().elements.push_back(static_cast<Id>(values_.size()));
}

void Tape::end_block() {
  assert(block_open_);
  block_open_ = false;
  blocks_.back().end = static_cast<Id>(values_.size());
}

void Tape::end_fused_block(FusedSweep sweep) {
  end_block();
  blocks_.back().fused = std::move(sweep);
}

void Tape::add_edge(Id record, Id operand, int which, double contribution) {
  const auto at = static_cast<std::size_t>(operand);
  if (edges_into_.size() <= at) edges_into_.resize(values_.size());
  edges_into_[at].push_back(static_cast<std::uint32_t>(edges_.size()));
  edges_.push_back({record, operand, which, gradients_[at], contribution});
  gradients_[at] += contribution;
  reached_[at] = true;
}

void Tape::sweep_record(Id id) {
  const OpRow* row = op(id);
  if (row == nullptr) return;
  const Operands operands = operands_[static_cast<std::size_t>(id)];
  const double a = value(operands.a);
  const double b = operands.b == none ? 0.0 : value(operands.b);
  for (int which = 0; which < row->arity(); ++which) {
    const Id operand = operands[which];
    if (constant_[static_cast<std::size_t>(operand)]) continue;
    const auto rule = row->scalar.backward[static_cast<std::size_t>(which)];
    add_edge(id, operand, which, rule(gradient(id), a, b, value(id)));
  }
}

bool Tape::touched(const Block& block) const {
  return std::find(reached_.begin() + block.begin, reached_.begin() + block.end, true) !=
         reached_.begin() + block.end;
}

void Tape::sweep_block(const Block& block) {
  // Either every element takes part or none, as in the tensor run: an element with a zero gradient
  // still multiplies (0 x inf is NaN).
  if (!touched(block)) return;
  if (block.fused) {
    block.fused(*this, [&](Id operand, int which, double contribution) {
      if (!constant_[static_cast<std::size_t>(operand)])
        add_edge(block.end - 1, operand, which, contribution);
    });
    return;
  }
  for (std::size_t e = 0; e < block.elements.size(); ++e) {
    const Id begin = block.elements[e];
    const Id end = e + 1 < block.elements.size() ? block.elements[e + 1] : block.end;
    for (Id id = end; id-- > begin;)
      sweep_record(id);
  }
}

void Tape::backward(Id loss) {
  reached_.assign(values_.size(), false);
  add_edge(none, loss, 0, 1.0);
  auto block = blocks_.rbegin();
  for (Id id = static_cast<Id>(values_.size()); id > 0;) {
    if (block != blocks_.rend() && block->end == id) {
      if (block->begin <= loss) sweep_block(*block);
      id = block->begin;
      ++block;
    } else {
      --id;
      if (reached_[static_cast<std::size_t>(id)]) sweep_record(id);
    }
  }
}

void Tape::clear_gradients() {
  std::fill(gradients_.begin(), gradients_.end(), 0.0);
  clearings_.push_back(edges_.size());
}

double Tape::gradient_at(Id id, std::size_t time) const {
  const auto at = static_cast<std::size_t>(id);
  if (at >= edges_into_.size()) return 0;
  const auto& edges = edges_into_[at];
  const auto next = std::lower_bound(edges.begin(), edges.end(), time);
  if (next == edges.begin()) return 0;
  const std::size_t last = *(next - 1);
  // A clearing between that edge and `time` has zeroed it.
  const auto cleared = std::upper_bound(clearings_.begin(), clearings_.end(), last);
  if (cleared != clearings_.end() && *cleared <= time) return 0;
  return edges_[last].before + edges_[last].contribution;
}

}  // namespace backprop
