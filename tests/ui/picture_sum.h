/// A number that stands for what a window shows.
#pragma once

#include <cstdint>

#include "tests/ui/desk.h"

namespace backprop::test {

/// Over the SVG of the last frame's draw records, without the outlines of letters, which are the
/// fonts' own.
std::uint64_t picture_sum(const Desk& desk);

}  // namespace backprop::test
