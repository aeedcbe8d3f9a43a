#include "engine/scalar/tape.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "engine/ops/op.h"

namespace backprop {

Tape::Tape() : rows_(rows_by_tape_code()) {}

void Tape::reserve(std::size_t records) {
  const auto used = size();
  if (records <= static_cast<std::size_t>(capacity_)) return;
  const std::size_t count = std::min(records, most_records);
  marks_.reserve(count, used);
  operands_.reserve(count, used);
  values_.reserve(count, used);
  gradients_.reserve(count, used);
  before_.reserve(count, used);
  capacity_ = static_cast<Id>(count);
}

void Tape::grow() {
  if (size() >= most_records) throw std::length_error("the scalar tape is full");
  reserve(std::max<std::size_t>(1024, 2 * size()));
}

Tape::Id Tape::leaf(double value, bool constant) {
  ++leaf_count_;
  return append(constant ? TapeCode::constant : TapeCode::leaf, {}, value);
}

Tape::Id Tape::next_version(Id old, double value) {
  const Id id = leaf(value);
  make_room_for_touched();
  add_listed_edge(none, id, 0, gradient(old));
  return id;
}

Tape::Id Tape::record(const OpRow& op, Id a, Id b) {
  assert(op.scalar.forward != nullptr && a != none && (op.arity() == 1) == (b == none));
  const double value = op.scalar.forward(values_[a], b == none ? 0.0 : values_[b]);
  return append(op.scalar.code, {a, b}, value);
}

void Tape::begin_block() {
  assert(!block_open_);
  block_open_ = true;
  blocks_.push_back({size_, size_, 0, nullptr});
}

void Tape::end_block(std::int64_t elements) {
  assert(block_open_);
  block_open_ = false;
  Block& block = blocks_.back();
  block.end = size_;
  if (block.begin == block.end) {
    blocks_.pop_back();
    return;
  }
  block.element_size = static_cast<Id>((block.end - block.begin) / elements);
  assert(block.element_size * elements == block.end - block.begin);
}

void Tape::end_fused_block(Fused fused) {
  assert(block_open_);
  block_open_ = false;
  blocks_.back().end = size_;
  blocks_.back().fused = std::make_unique<const Fused>(std::move(fused));
}

void Tape::clear_gradients() {
  for (Id i = 0; i < touched_count_; ++i)
    marks_[touched_[i]] = static_cast<Mark>(code(touched_[i]));
  touched_count_ = 0;
  Segment segment;
  segment.order = Segment::Order::clearing;
  open_segment(segment, false);
  clearings_.push_back(time_++);
  cleared_to_ = swept_to_;
}

void Tape::clear() {
  size_ = 0;
  blocks_.clear();
  block_open_ = false;
  time_ = 0;
  segments_.clear();
  listed_.clear();
  leaf_count_ = 0;
  touched_count_ = 0;
  clearings_.clear();
  swept_to_ = cleared_to_ = none;
  late_.clear();
}

double Tape::gradient(Id id) const {
  if (!is_reached(marks_[id]) || is_constant(id)) return 0;
  // What arrived at an operation stays written for those who look back; a clearing after its sweep
  // has made it zero.
  if (is_leaf(code(id)) || id > cleared_to_ || !is_swept(marks_[id])) return gradients_[id];
  const LateRun* late = late_run(id);
  return late != nullptr && late->time > clearings_.back() ? gradients_[id] : 0.0;
}

const OpRow* Tape::op(Id id) const {
  return rows_[static_cast<std::size_t>(code(id))];
}

const Tape::Fused* Tape::fused_op(Id record) const {
  const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), record,
                                      [](Id id, const Block& block) { return id < block.begin; });
  if (after == blocks_.begin() || record >= std::prev(after)->end) return nullptr;
  return std::prev(after)->fused.get();
}

const Tape::LateRun* Tape::late_run(Id id) const {
  const auto after = late_.upper_bound(id);
  if (after == late_.begin()) return nullptr;
  const LateRun& run = std::prev(after)->second;
  return id < run.end ? &run : nullptr;
}

Tape::Place Tape::place_in(const Segment& segment, Time offset) {
  const auto nth = static_cast<Id>(offset / 2);
  const int which = static_cast<int>(offset % 2);
  if (segment.order == Segment::Order::descending) return {segment.end - 1 - nth, which};
  const Id element = nth / segment.element_size;
  const Id last = segment.begin + (element + 1) * segment.element_size - 1;
  return {last - nth % segment.element_size, which};
}

bool Tape::has_edge(const Segment& segment, const Place& place) const {
  const Mark mark = marks_[place.record];
  const Id operand = this->operand(place.record, place.which);
  if (!is_swept(mark) || operand == none || is_constant(operand)) return false;
  return segment.late || late_.empty() || late_run(place.record) == nullptr;
}

std::optional<Tape::Edge> Tape::edge_at(Time time) const {
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), time,
                       [](Time t, const Segment& segment) { return t < segment.first; });
  if (after == segments_.begin() || time >= time_) return std::nullopt;
  const Segment& segment = *std::prev(after);
  const Time offset = time - segment.first;
  if (segment.order == Segment::Order::clearing) return std::nullopt;
  if (segment.order == Segment::Order::listed) return listed_[segment.first_listed + offset];
  const auto [id, which] = place_in(segment, offset);
  if (!has_edge(segment, {id, which})) return std::nullopt;
  const auto [a, b] = operands_[id];
  const auto rule = op(id)->scalar.backward[static_cast<std::size_t>(which)];
  return Edge{id, which == 0 ? a : b, which, which == 0 ? before_[id].a : before_[id].b,
              rule(arrived(id), values_[a], b == none ? 0.0 : values_[b], values_[id])};
}

Tape::Time Tape::cleared_before(Time time) const {
  const auto after = std::lower_bound(clearings_.begin(), clearings_.end(), time);
  return after == clearings_.begin() ? 0 : *std::prev(after) + 1;
}

}  // namespace backprop
