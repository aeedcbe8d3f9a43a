/// The scalar tape: every operation on single numbers, recorded once and never changed, and the
/// gradients that reverse sweeps add up.
///
/// Arrays, append only: operation, two operands, value; and from the sweep the gradient, and for
/// each edge the gradient before it. So a record of two operands takes 41 bytes, and the gradient
/// of any number at any time can be had (tape_history.h).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/scalar/column.h"
#include "engine/scalar/tape_code.h"

namespace backprop {

struct OpRow;

class Tape {
 public:
  using Id = std::int32_t;
  static constexpr Id none = -1;
  /// A place in the order of all sweeps. Not every place has an edge: each record that a sweep
  /// visits has two, one for each operand, whether there is one or not, and a clearing has one.
  using Time = std::uint32_t;

  /// One edge of a sweep: `operand`'s gradient became before + contribution.
  struct Edge {
    Id record = none;  ///< the operation; none for the seed dJ/dJ = 1; of a fused op its last
    Id operand = none;
    int which = 0;  ///< which operand of the operation
    double before = 0;
    double contribution = 0;
  };

  /// Few enough for Time: a record has two places, one more in a fused op for each contribution,
  /// and as many again where a sweep passes it over and a later one visits it.
  static constexpr std::size_t most_records = std::size_t{1} << 28;

  Tape();

  /// Takes memory for so many records at once, so that it need not be moved while they are made.
  void reserve(std::size_t records);

  /// A number from outside. A constant gets no gradient.
  Id leaf(double value, bool constant = false);

  /// The next version of a number that an optimizer changed: a new leaf that keeps the gradient.
  Id next_version(Id old, double value);

  /// An elementwise op of the op table on earlier numbers. `b` is none for an op of one argument.
  Id record(const OpRow& op, Id a, Id b = none);

  /// The same for one of the rules of arithmetic_rules.h, inlined.
  template <class Rule>
  Id record(Id a, Id b) {
    return append(Rule::tape_code, {a, b}, Rule::forward(values_[a], values_[b]));
  }

  /// Elements of one tensor op are independent of each other; the sweep visits them in ascending
  /// order, as the tensor kernels do, while it runs backwards through each of them. What is
  /// recorded between begin_block and end_block are `elements` such elements, of as many records
  /// each.
  void begin_block();
  void end_block(std::int64_t elements);

  /// An op whose derivatives are not those of its records one by one (softmax, say): `sweep` finds
  /// the contributions to the numbers it read.
  using AddEdge = std::function<void(Id operand, int which, double contribution)>;
  struct Fused {
    std::vector<std::vector<Id>> arguments;  ///< elements of each
    std::vector<Id> output;
    std::function<void(const Tape& tape, const Fused& fused, const AddEdge& add_edge)> sweep;
  };
  /// Instead of end_block().
  void end_fused_block(Fused fused);

  /// Adds the derivatives of `loss` by every number it depends on into their gradients. As in
  /// PyTorch, no operation may be gone through a second time (std::logic_error, and then only
  /// clear() mends the tape): what is kept of the first would be lost.
  void backward(Id loss);

  /// Sets every gradient to zero.
  void clear_gradients();

  /// Forgets everything and keeps the memory for the next recording.
  void clear();

  std::size_t size() const { return static_cast<std::size_t>(size_); }
  double value(Id id) const { return values_[id]; }
  double gradient(Id id) const;
  bool is_constant(Id id) const { return code(id) == TapeCode::constant; }
  /// Null for a leaf.
  const OpRow* op(Id id) const;
  Id operand(Id id, int which) const { return which == 0 ? operands_[id].a : operands_[id].b; }

  /// Where the next sweep will begin.
  Time time() const { return time_; }
  /// The edge at that place, where there is one.
  std::optional<Edge> edge_at(Time time) const;
  /// The fused op that a record belongs to; null where it belongs to none.
  const Fused* fused_op(Id record) const;
  /// Calls visit(time, operand) for every edge of all sweeps, in order.
  template <class Visit>
  void each_edge(const Visit& visit) const;
  /// The place after the last clearing before `time`; 0 without one.
  Time cleared_before(Time time) const;

  /// Bytes that one record takes, of any number of operands.
  static constexpr std::size_t record_bytes();

 private:
  struct Operands {
    Id a = none;
    Id b = none;
  };
  struct Before {
    double a;
    double b;
  };
  /// A record's TapeCode and, in the two highest bits: a gradient has arrived (at a leaf: since
  /// the last clearing); a sweep has gone through it. An enum of its own, since the compiler takes
  /// a byte that is a character for a possible part of any other object.
  enum class Mark : std::uint8_t {};
  static constexpr int reached_bit = 0x40;
  static constexpr int swept_bit = 0x80;
  static constexpr bool is_reached(Mark m) { return (static_cast<int>(m) & reached_bit) != 0; }
  static constexpr bool is_swept(Mark m) { return (static_cast<int>(m) & swept_bit) != 0; }
  static constexpr Mark with(Mark m, int bits) {
    return static_cast<Mark>(static_cast<int>(m) | bits);
  }
  static constexpr TapeCode code(Mark m) {
    return static_cast<TapeCode>(static_cast<int>(m) & (tape_code_count - 1));
  }
  TapeCode code(Id id) const { return code(marks_[id]); }
  static constexpr bool is_leaf(TapeCode code) { return code <= TapeCode::constant; }
  /// An operation whose gradient has arrived and which no sweep has gone through.
  static constexpr bool waits(Mark m) {
    return (static_cast<int>(m) & (reached_bit | swept_bit)) == reached_bit && !is_leaf(code(m));
  }

  /// The records of one tensor op.
  struct Block {
    Id begin = 0;
    Id end = 0;
    Id element_size = 0;                 ///< records of an element
    std::unique_ptr<const Fused> fused;  ///< null but for a fused block
  };

  /// What happened from `first` on, until the next segment's.
  struct Segment {
    enum class Order : std::uint8_t {
      descending,  ///< records [begin, end) from the last to the first, where swept
      elements,    ///< of a block: elements ascending, each from its last record to its first
      listed,      ///< edges listed_[first_listed + ...]
      clearing,    ///< a place without an edge: all gradients became zero
    };
    Time first = 0;
    Order order = Order::descending;
    bool late = false;  ///< its records are in late_
    Id begin = 0;
    Id end = 0;
    Id element_size = 0;
    std::size_t first_listed = 0;
  };
  struct Place {
    Id record;
    int which;
  };
  struct LateRun {
    Id end;
    Time time;
  };

  Id append(TapeCode code, Operands operands, double value) {
    if (size_ == capacity_) grow();
    const Id id = size_++;
    if (id % 8 == 0) {  // once for each line
      values_.prefetch(id + prefetch_distance);
      operands_.prefetch(id + prefetch_distance);
    }
    marks_[id] = static_cast<Mark>(code);
    operands_[id] = operands;
    values_[id] = value;
    return id;
  }
  void grow();

  /// In records: long enough for a line to arrive from memory.
  static constexpr Id prefetch_distance = 96;

  struct Sweep;
  void sweep_fresh(Id begin, Id end);
  void sweep_late(Id begin, Id end);
  void sweep_block(const Block& block, bool late);
  bool touched(const Block& block) const;
  void make_room_for_touched();
  void add_listed_edge(Id record, Id operand, int which, double contribution);
  /// Adds into a gradient; gives what was there before.
  double add(Id operand, double contribution);
  void open_segment(Segment segment, bool late);

  double arrived(Id id) const { return is_reached(marks_[id]) ? gradients_[id] : 0.0; }
  static Place place_in(const Segment& segment, Time offset);
  /// Whether the record at a place of this segment has an edge there.
  bool has_edge(const Segment& segment, const Place& place) const;
  const LateRun* late_run(Id id) const;
  Time end_of(std::size_t segment) const {
    return segment + 1 < segments_.size() ? segments_[segment + 1].first : time_;
  }

  std::span<const OpRow* const> rows_;  ///< by TapeCode
  Id size_ = 0;
  Id capacity_ = 0;
  Column<Mark> marks_;
  Column<Operands, 1> operands_;
  Column<double, 2> values_;
  Column<double, 3> gradients_;  ///< as they arrived; unwritten where not reached
  Column<Before, 4> before_;     ///< of each record's two edges, once swept

  std::vector<Block> blocks_;
  bool block_open_ = false;

  Time time_ = 0;
  std::vector<Segment> segments_;
  std::vector<Edge> listed_;  ///< edges that are not a record's own
  Id leaf_count_ = 0;
  Column<Id> touched_;  ///< leaves with a gradient since the last clearing
  Id touched_count_ = 0;
  Id touched_capacity_ = 0;
  std::vector<Time> clearings_;  ///< times at which all gradients became zero
  Id swept_to_ = none;           ///< no sweep has begun at a later record
  Id cleared_to_ = none;         ///< swept_to_ at the last clearing
  Id fresh_ = 0;   ///< the sweep that runs is the first to meet the records from here on
  Id oldest_ = 0;  ///< the earliest operation before fresh_ that the sweep which runs has reached
  std::map<Id, LateRun> late_;  ///< runs of records that a sweep left and a later one visited
};

constexpr std::size_t Tape::record_bytes() {
  return sizeof(Mark) + sizeof(Operands) + sizeof(double) + sizeof(double) + sizeof(Before);
}

template <class Visit>
void Tape::each_edge(const Visit& visit) const {
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const Segment& segment = segments_[s];
    for (Time time = segment.first; time < end_of(s); ++time) {
      if (segment.order == Segment::Order::clearing) continue;
      if (segment.order == Segment::Order::listed) {
        visit(time, listed_[segment.first_listed + (time - segment.first)].operand);
        continue;
      }
      const Place place = place_in(segment, time - segment.first);
      if (has_edge(segment, place)) visit(time, operand(place.record, place.which));
    }
  }
}

}  // namespace backprop
