/// "Who uses this?" and "what made this?": the steps that read and write a value, and its gradient.
#pragma once

#include <optional>
#include <string_view>

#include "engine/trace/trace.h"

namespace backprop {

/// One number of a trace: an element of a value, or of its gradient when `step` steps are done; or
/// a local derivative, which is a factor of what a backward step multiplies.
struct Quantity {
  ValueId value = no_value;
  Index element = 0;
  bool gradient = false;
  Index step = 0;      ///< of a gradient
  Index through = -1;  ///< of a local derivative by the element: the backward step of that edge
  Index output = 0;    ///< and which element of the op's output it is of
  auto operator<=>(const Quantity&) const = default;
};

inline bool is_local(const Quantity& quantity) {
  return quantity.through >= 0;
}

/// Whether the trace has it: every index is one of the trace's.
bool has(const Trace& trace, const Quantity& quantity);

/// The number itself.
double number_at(const Trace& trace, const Quantity& quantity);

/// "grad W2[0,0]", "h@2[1]", "J": the names of display_name(). A gradient is the one at the end, or
/// of a name with more versions than one, as the last backward() left it. Errors name what is
/// known.
Result<Quantity> parse_quantity(const Trace& trace, std::string_view text);

/// "[0,1]" as a position in a tensor of that shape; "" is the only element of one that has no more.
/// Errors call it `name`.
Result<Index> parse_element(std::string_view text, const Shape& shape, const std::string& name);

/// The steps that read the value: forward and backward steps whose terms use it, and updates
/// that replace it or use it for a buffer; ascending.
std::vector<Index> reads(const Trace& trace, ValueId id);
/// The step that made the value; nothing for a constant.
std::vector<Index> writes(const Trace& trace, ValueId id);
/// The steps that read its gradient: its own backward edges, and optimizers' updates; ascending.
std::vector<Index> gradient_reads(const Trace& trace, ValueId id);
/// The steps that add to its gradient or clear what was added; ascending.
std::vector<Index> gradient_writes(const Trace& trace, ValueId id);

/// All four questions at once, of a parameter or buffer over all its versions: what a timeline
/// marks. Each ascending.
struct Accesses {
  std::vector<Index> reads, writes, gradient_reads, gradient_writes;
};
Accesses accesses(const Trace& trace, ValueId id);

}  // namespace backprop
