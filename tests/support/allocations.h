/// Counts what the program allocates.
#pragma once

#include <cstdint>

namespace backprop::test {

/// Calls of operator new so far, on all threads.
std::int64_t allocations();

}  // namespace backprop::test
