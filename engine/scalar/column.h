/// Memory for elements that are written in order.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

namespace backprop {

/// Memory for so many bytes, on large pages where the system has them: a tape of millions of
/// records would otherwise spend much of its time on page faults. Throws std::bad_alloc.
std::unique_ptr<std::byte, void (*)(void*)> column_memory(std::size_t bytes);

/// An array that grows without writing to what it adds, where a vector would write zeros first.
///
/// Columns that are used side by side get different numbers for `place`: large blocks all begin at
/// the same place of a page, and a processor takes a load for one of what was just stored when
/// their addresses agree in the lowest 12 bits.
template <class T, int place = 0>
class Column {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);

 public:
  /// Room for `count` elements; the first `used` stay.
  void reserve(std::size_t count, std::size_t used) {
    auto grown = column_memory(skew + count * sizeof(T));
    if (used > 0) std::memcpy(grown.get() + skew, data(), used * sizeof(T));
    memory_ = std::move(grown);
  }

  /// Asks for the memory of an element that will be written soon; it need not exist.
  void prefetch(std::ptrdiff_t id) const {
    __builtin_prefetch(memory_.get() + skew + id * static_cast<std::ptrdiff_t>(sizeof(T)), 1);
  }

  T* data() { return reinterpret_cast<T*>(memory_.get() + skew); }
  const T* data() const { return reinterpret_cast<const T*>(memory_.get() + skew); }
  template <class Id>
  T& operator[](Id id) {
    return data()[id];
  }
  template <class Id>
  const T& operator[](Id id) const {
    return data()[id];
  }

 private:
  static constexpr std::size_t skew = static_cast<std::size_t>(place) * 704;  // 11 cache lines
  std::unique_ptr<std::byte, void (*)(void*)> memory_{nullptr, nullptr};
};

}  // namespace backprop
