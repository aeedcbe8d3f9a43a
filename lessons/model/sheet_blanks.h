/// What a sheet asks for: a page of numbers, of all kinds, along the whole way to the loss and
/// back.
#pragma once

#include <cstdint>
#include <vector>

#include "lessons/model/sheet.h"

namespace backprop::lessons::sheet {

/// Blanks in the order of computation, at most 16: weighted sums, activations and the loss; local
/// derivatives of activations; gradients of weighted sums, activations and parameters; an updated
/// parameter. The seed chooses among the elements, those first that tell mistakes apart. Of a
/// program without backward() only values; none where nothing finite is computed.
std::vector<Blank> chosen_blanks(const Trace& trace, std::uint64_t seed);

}  // namespace backprop::lessons::sheet
