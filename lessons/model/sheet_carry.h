/// A recording as it would be, had a student computed it who put their own numbers in the place of
/// some of its: what follows from a mistake, when all after it is done right.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "lessons/model/sheet.h"

namespace backprop::lessons::sheet {

/// A blank and the number that a student gave.
struct Given {
  Blank blank;
  double number = 0;
};

/// A fault in the rules of backward(), of all values or of one.
struct FaultAt {
  Fault fault = Fault::none;
  ValueId only = no_value;
};

/// The first round of a trace, computed again with the given numbers, each from where it stands; by
/// an engine that has a fault. All questions about the first round can
/// be asked of it: what follows later is left as it was. Nothing where an op refuses the numbers.
std::optional<Trace> carried_on(const Trace& trace, std::span<const Given> given,
                                FaultAt fault = {});

}  // namespace backprop::lessons::sheet
