// The reverse sweep of the scalar tape.
#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "engine/ops/arithmetic_rules.h"
#include "engine/ops/op.h"
#include "engine/scalar/tape.h"

namespace backprop {
namespace {

[[noreturn]] void refuse_second_sweep() {
  throw std::logic_error(
      "backward() goes through an operation that an earlier one has been through");
}

}  // namespace

/// The arrays by themselves: the compiler keeps these in registers, members of the tape it would
/// read again after each write.
struct Tape::Sweep {
  explicit Sweep(Tape& swept)
      : tape(swept),
        marks(swept.marks_.data()),
        operands(swept.operands_.data()),
        values(swept.values_.data()),
        gradients(swept.gradients_.data()),
        before(swept.before_.data()),
        touched(swept.touched_.data()),
        fresh(swept.fresh_) {}

  /// Which records of a range take part: those reached, or in a block all of them.
  enum class Which { reached, all };

  /// Records [begin, end) from the last to the first.
  template <Which which>
  void records(Id begin, Id end) {
    for (Id id = end; (id = arithmetic<which>(begin, id)) > begin;) {
      --id;
      if (which == Which::all || is_reached(marks[id])) record(id);
    }
  }

  /// One record, of whatever kind.
  void record(Id id) {
    const Mark mark = marks[id];
    const TapeCode made_by = code(mark);
    if (is_leaf(made_by)) return;
    if (is_swept(mark)) refuse_second_sweep();
    marks[id] = with(mark, swept_bit);
    const double g = is_reached(mark) ? gradients[id] : 0.0;
    const auto& rule = tape.rows_[static_cast<std::size_t>(made_by)]->scalar.backward;
    const auto [a, b] = operands[id];
    const double value_b = b == none ? 0.0 : values[b];
    if (!tape.is_constant(a))
      before[id].a = tape.add(a, rule[0](g, values[a], value_b, values[id]));
    if (b != none && !tape.is_constant(b))
      before[id].b = tape.add(b, rule[1](g, values[a], value_b, values[id]));
  }

 private:
  /// What the loop over + - * / changes besides the arrays.
  struct Reached {
    Id oldest;   ///< operation
    Id touched;  ///< leaves, so many
  };

  /// The same for + - * /, as far as it goes: until `begin`, or before a record that is another op
  /// or that leads to a second sweep. Gives the end of what is left. Nothing is called from here,
  /// and a constant's gradient, which nobody sees, is added up like any other: all stays in
  /// registers.
  template <Which which>
  Id arithmetic(Id begin, Id end) {
    Reached reached{tape.oldest_, tape.touched_count_};
    Id id = end;
    while (id > begin) {
      const Id at = id - 1;
      const Mark mark = marks[at];
      if (!is_ready_arithmetic<which>(mark)) {
        if (which == Which::all || (is_reached(mark) && !is_leaf(code(mark)))) break;
        --id;
        continue;
      }
      const auto [a, b] = operands[at];
      tape.before_.prefetch(at - prefetch_distance);
      if (is_swept(marks[a]) || is_swept(marks[b])) break;
      const double g = which == Which::reached || is_reached(mark) ? gradients[at] : 0.0;
      marks[at] = with(mark, swept_bit);
      switch (code(mark)) {
        case TapeCode::add:
          edges<rule::Add>(at, g, a, b, reached);
          break;
        case TapeCode::subtract:
          edges<rule::Subtract>(at, g, a, b, reached);
          break;
        case TapeCode::multiply:
          edges<rule::Multiply>(at, g, a, b, reached);
          break;
        default:
          edges<rule::Divide>(at, g, a, b, reached);
      }
      --id;
    }
    tape.oldest_ = reached.oldest;
    tape.touched_count_ = reached.touched;
    return id;
  }

  /// One of the four, not swept yet and, unless all take part, reached.
  template <Which which>
  static bool is_ready_arithmetic(Mark mark) {
    constexpr int first = static_cast<int>(TapeCode::add);
    constexpr int count = static_cast<int>(TapeCode::first_of_table) - first;
    constexpr int ignored = which == Which::all ? reached_bit : 0;
    constexpr int wanted = which == Which::all ? 0 : reached_bit;
    const int made_by = (static_cast<int>(mark) & ~ignored) - wanted - first;
    return static_cast<unsigned>(made_by) < static_cast<unsigned>(count);
  }

  template <class Rule>
  [[gnu::always_inline]] void edges(Id id, double g, Id a, Id b, Reached& reached) {
    const double value_a = values[a];
    const double value_b = values[b];
    const double to_a = Rule::backward_a(g, value_a, value_b, values[id]);
    const double to_b = Rule::backward_b(g, value_a, value_b, values[id]);
    // Most sums are chains: their operands have no other reader.
    constexpr bool is_sum = Rule::tape_code <= TapeCode::subtract;
    add<is_sum>(a, before[id].a, to_a, reached);
    add<is_sum>(b, before[id].b, to_b, reached);
  }

  /// `first`: whether this is probably the first contribution.
  template <bool first>
  [[gnu::always_inline]] void add(Id operand, double& before_it, double contribution,
                                  Reached& reached) {
    const Mark mark = marks[operand];
    double sum = 0;
    if (__builtin_expect(is_reached(mark), !first)) {
      sum = gradients[operand];
    } else {
      marks[operand] = with(mark, reached_bit);
      if (is_leaf(code(mark)))
        touched[reached.touched++] = operand;
      else if (operand < fresh)  // the others' turn comes anyway
        reached.oldest = std::min(reached.oldest, operand);
    }
    before_it = sum;
    gradients[operand] = sum + contribution;
  }

  Tape& tape;
  Mark* marks;
  const Operands* operands;
  const double* values;
  double* gradients;
  Before* before;
  Id* touched;
  Id fresh;
};

double Tape::add(Id operand, double contribution) {
  const Mark mark = marks_[operand];
  if (is_swept(mark)) refuse_second_sweep();
  const double before = arrived(operand);
  gradients_[operand] = before + contribution;
  if (is_reached(mark)) return before;
  marks_[operand] = with(mark, reached_bit);
  if (is_leaf(code(mark))) {
    touched_[touched_count_++] = operand;
  } else {
    oldest_ = std::min(oldest_, operand);
  }
  return before;
}

void Tape::open_segment(Segment segment, bool late) {
  segment.first = time_;
  segment.late = late;
  segments_.push_back(segment);
  if (late) late_[segment.begin] = {segment.end, time_};
}

void Tape::add_listed_edge(Id record, Id operand, int which, double contribution) {
  if (is_constant(operand)) return;
  if (segments_.empty() || segments_.back().order != Segment::Order::listed) {
    Segment segment;
    segment.order = Segment::Order::listed;
    segment.first_listed = listed_.size();
    open_segment(segment, false);
  }
  listed_.push_back({record, operand, which, add(operand, contribution), contribution});
  ++time_;
}

void Tape::sweep_fresh(Id begin, Id end) {
  Segment segment;
  segment.begin = begin;
  segment.end = end;
  open_segment(segment, false);
  Sweep(*this).records<Sweep::Which::reached>(begin, end);
  time_ += 2 * static_cast<Time>(end - begin);
}

/// Among records that an earlier sweep may have visited: those that are still to do, a segment for
/// each run of them.
void Tape::sweep_late(Id begin, Id end) {
  Sweep sweep(*this);
  for (Id id = end; id > begin;) {
    Id first = id;
    while (first > begin && waits(marks_[first - 1]))
      sweep.record(--first);
    if (first == id) {
      --id;
      continue;
    }
    Segment segment;
    segment.begin = first;
    segment.end = id;
    open_segment(segment, true);
    time_ += 2 * static_cast<Time>(id - first);
    id = first;
  }
}

bool Tape::touched(const Block& block) const {
  bool any = false;
  for (Id id = block.begin; id < block.end; ++id)
    any |= waits(marks_[id]);
  return any;
}

void Tape::sweep_block(const Block& block, bool late) {
  // Either every element takes part or none, as in the tensor run: an element with a zero gradient
  // still multiplies (0 x inf is NaN).
  if (!touched(block)) return;
  if (block.fused) {
    const Id name = block.end - 1;
    if (late) late_[block.begin] = {block.end, time_};
    block.fused->sweep(*this, *block.fused, [&](Id operand, int which, double contribution) {
      add_listed_edge(name, operand, which, contribution);
    });
    for (Id id = block.begin; id < block.end; ++id)
      marks_[id] = with(marks_[id], swept_bit);
    return;
  }
  Segment segment;
  segment.order = Segment::Order::elements;
  segment.begin = block.begin;
  segment.end = block.end;
  segment.element_size = block.element_size;
  open_segment(segment, late);
  Sweep sweep(*this);
  for (Id element = block.begin; element < block.end; element += block.element_size)
    sweep.records<Sweep::Which::all>(element, element + block.element_size);
  time_ += 2 * static_cast<Time>(block.end - block.begin);
}

void Tape::make_room_for_touched() {
  if (touched_capacity_ >= leaf_count_) return;
  const Id count = std::max(leaf_count_, 2 * touched_capacity_);
  touched_.reserve(static_cast<std::size_t>(count), static_cast<std::size_t>(touched_count_));
  touched_capacity_ = count;
}

void Tape::backward(Id loss) {
  assert(!block_open_);
  make_room_for_touched();
  fresh_ = swept_to_ + 1;
  oldest_ = std::min(fresh_, loss);
  add_listed_edge(none, loss, 0, 1.0);
  const auto later = std::upper_bound(blocks_.begin(), blocks_.end(), loss,
                                      [](Id id, const Block& block) { return id < block.begin; });
  auto block = std::make_reverse_iterator(later);
  for (Id id = loss + 1; id > oldest_;) {
    const bool in_block = block != blocks_.rend() && block->end >= id;
    if (in_block) {
      swept_to_ = std::max(swept_to_, block->end - 1);
      sweep_block(*block, block->begin < fresh_);
      id = block->begin;
      ++block;
      continue;
    }
    const Id end_of_block = block == blocks_.rend() ? 0 : block->end;
    const Id begin = std::max(end_of_block, id > fresh_ ? fresh_ : oldest_);
    if (id > fresh_) {
      sweep_fresh(begin, id);
    } else {
      sweep_late(begin, id);
    }
    id = begin;
  }
  swept_to_ = std::max(swept_to_, loss);
}

}  // namespace backprop
