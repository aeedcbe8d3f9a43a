#include "engine/scalar/column.h"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace backprop {

std::unique_ptr<std::byte, void (*)(void*)> column_memory(std::size_t bytes) {
  constexpr std::size_t large_page = std::size_t{1} << 21;
  const bool large = bytes >= large_page;
  const std::size_t unit = large ? large_page : 64;
  const std::size_t size = (bytes + unit - 1) / unit * unit;
  void* const memory = std::aligned_alloc(unit, size);
  if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (large) static_cast<void>(madvise(memory, size, MADV_HUGEPAGE));  // only a hint
#endif
  return {static_cast<std::byte*>(memory), std::free};
}

}  // namespace backprop
