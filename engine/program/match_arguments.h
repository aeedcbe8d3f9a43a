/// The arguments of a call put to the parameters that a row declares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ops/op.h"
#include "engine/result.h"

namespace backprop {

/// For each parameter the argument that it gets, -1 where it is left out. Arguments are counted
/// from 0, first those by position, then those by name. Too many, unknown names, names given twice
/// and required ones left out are errors.
Result<std::vector<int>> match_arguments(std::string_view name,
                                         const std::vector<CallParameter>& parameters,
                                         std::size_t positional,
                                         const std::vector<std::string>& keywords, Place place);

}  // namespace backprop
