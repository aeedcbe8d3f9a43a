/// A table by a small whole number, of which few are used: pages are made when first written to.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace backprop::viz {

/// Faster than a hash table by what an index is faster than a hash: for what every letter of every
/// frame is asked. Holds keys up to 0x10FFFF, the last code point; references stay valid.
template <class T>
class PagedTable {
 public:
  /// Null where nothing has been put.
  const T* find(std::uint32_t key) const {
    const std::size_t page = key / page_size;
    if (page >= pages_.size() || !pages_[page]) return nullptr;
    const std::optional<T>& entry = (*pages_[page])[key % page_size];
    return entry ? &*entry : nullptr;
  }

  const T& put(std::uint32_t key, T value) {
    const std::size_t page = key / page_size;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (!pages_[page]) pages_[page] = std::make_unique<Page>();
    std::optional<T>& entry = (*pages_[page])[key % page_size];
    entry = std::move(value);
    return *entry;
  }

 private:
  static constexpr std::size_t page_size = 256;
  using Page = std::array<std::optional<T>, page_size>;
  std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace backprop::viz
