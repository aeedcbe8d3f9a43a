/// What a session keeps of the way that it has come, in bounded memory.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/train/playground/trainer.h"

namespace backprop::playground {

/// Numbers at even distances: of every iteration first; where they fill the room, every second is
/// dropped and the distance doubles. Takes its memory once.
template <class Number>
class Series {
 public:
  static constexpr std::size_t usual_room = 16'384;

  /// `room`: an even number.
  explicit Series(std::int64_t every = 1, std::size_t room = usual_room)
      : every_(every), room_(room) {
    numbers_.reserve(room);
  }
  Series(const Series& other) : Series(other.every_, other.room_) { numbers_ = other.numbers_; }
  Series& operator=(Series other) noexcept {
    every_ = other.every_;
    room_ = other.room_;
    numbers_.swap(other.numbers_);
    return *this;
  }
  ~Series() = default;

  /// Number i is that of iteration i * every().
  std::int64_t every() const { return every_; }
  std::span<const Number> numbers() const { return numbers_; }

  /// Whether the iteration is the next that the series wants.
  bool wants(std::int64_t iteration) const {
    return iteration == every_ * static_cast<std::int64_t>(numbers_.size());
  }
  void add(const Number& number) {
    if (numbers_.size() == room_) thin();
    if (numbers_.size() < room_) numbers_.push_back(number);
  }
  /// Drops what is of iteration `end` or later.
  void cut(std::int64_t end) {
    const auto count = static_cast<std::size_t>((end + every_ - 1) / every_);
    if (count < numbers_.size()) numbers_.resize(count);
  }

 private:
  void thin() {
    for (std::size_t i = 0; 2 * i < room_; ++i)
      numbers_[i] = numbers_[2 * i];
    numbers_.resize(room_ / 2);
    every_ *= 2;
  }

  std::int64_t every_;
  std::size_t room_;
  std::vector<Number> numbers_;
};

/// States at even distances, within a budget: where they fill it, every second is dropped and the
/// distance doubles. They stand in one array, each as long as the others.
class Snapshots {
 public:
  Snapshots(std::int64_t every, std::size_t budget_bytes) : every_(every), budget_(budget_bytes) {}

  std::int64_t every() const { return every_; }
  std::size_t count() const { return places_.size(); }
  std::size_t bytes() const;  ///< that they take

  /// Keeps the state where it is one of those that are wanted and not yet there.
  void offer(const State& state);
  /// Writes the last one at or before the iteration.
  void restore(std::int64_t iteration, State& state) const;
  /// Drops those after the iteration.
  void cut(std::int64_t last);

 private:
  struct Place {
    std::int64_t iteration = 0;
    Index updates = 0;
    std::size_t first = 0, parameters = 0, kept = 0;  ///< in numbers_
  };
  void thin();

  std::int64_t every_;
  std::size_t budget_;
  std::vector<Place> places_;  ///< ascending
  std::vector<double> numbers_;
};

}  // namespace backprop::playground
