/// Random programs over the whole op table.
#pragma once

#include <cstdint>
#include <string>

namespace backprop::test {

/// The same for the same seed. Every value is squashed into [-1.5, 1.5], so that numbers stay in
/// every op's domain however deep the program is.
std::string composite_program(std::uint32_t seed);

}  // namespace backprop::test
