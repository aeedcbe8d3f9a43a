/// What ops that work along dimensions share: `dim` and `keepdim`; and plain shapes.
#pragma once

#include "engine/ops/op.h"
#include "engine/tensor/grouping.h"

namespace backprop {

/// Which dimensions of a tensor of `rank` dimensions the attribute `dim` (one or several) names;
/// all where it is None.
std::vector<bool> named_dimensions(std::size_t rank, const Attributes& attributes);

/// The argument's elements in groups along `dim`.
Grouping groups_along(const OpCall& call);

/// The shape without the dimensions `dim`, or with size 1 there (`keepdim`).
std::optional<Shape> reduced_shape(const OpCall& call, std::string& problem);

/// The shape of the first argument.
std::optional<Shape> same_shape(const OpCall& call, std::string& problem);

/// The parameters input, dim (one or several), keepdim.
std::vector<CallParameter> reduction_parameters();

}  // namespace backprop
