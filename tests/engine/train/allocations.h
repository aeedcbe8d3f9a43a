/// Counts what the program allocates. Not under AddressSanitizer, which has its own operator new.
#pragma once

#include <cstdint>
#include <optional>

namespace backprop::test {

/// Calls of operator new so far, on all threads; nothing where they are not counted.
std::optional<std::int64_t> allocations();

}  // namespace backprop::test
