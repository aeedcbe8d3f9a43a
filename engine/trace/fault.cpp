#include "engine/trace/fault.h"

#include <algorithm>
#include <array>

namespace backprop {
namespace {

constexpr std::array<FaultRow, 7> rows{{
    {Fault::overwrite, "overwrite"},
    {Fault::no_order, "no-order"},
    {Fault::keeps_gradients, "keeps-gradients"},
    {Fault::missing_mean, "missing-mean"},
    {Fault::missing_slope, "missing-slope"},
    {Fault::transposed_weight, "transposed-weight"},
    {Fault::redrawn_mask, "redrawn-mask"},
}};
static_assert(rows.size() == static_cast<std::size_t>(Fault::redrawn_mask));

}  // namespace

std::span<const FaultRow> faults() {
  return rows;
}

std::string_view id_of(Fault fault) {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const FaultRow& row) { return row.fault == fault; });
  return found == rows.end() ? "none" : found->id;
}

}  // namespace backprop
