#include "engine/ops/dimensions.h"

namespace backprop {

std::vector<bool> named_dimensions(std::size_t rank, const Attributes& attributes) {
  if (!attributes.has("dim")) return std::vector<bool>(rank, true);
  std::vector<bool> named(rank, false);
  for (const Index dim : attributes.list("dim"))
    named[static_cast<std::size_t>(dim)] = true;
  return named;
}

Grouping groups_along(const OpCall& call) {
  const Shape& shape = call.argument(0).shape;
  return {shape, named_dimensions(shape.size(), call.attributes)};
}

std::optional<Shape> reduced_shape(const OpCall& call, std::string&) {
  const Shape& from = call.argument(0).shape;
  const std::vector<bool> reduced = named_dimensions(from.size(), call.attributes);
  Shape shape;
  for (std::size_t d = 0; d < from.size(); ++d) {
    if (!reduced[d]) {
      shape.push_back(from[d]);
    } else if (call.attributes.flag("keepdim")) {
      shape.push_back(1);
    }
  }
  return shape;
}

std::optional<Shape> same_shape(const OpCall& call, std::string&) {
  return call.argument(0).shape;
}

std::vector<CallParameter> reduction_parameters() {
  return {{"input"},
          {"dim", ParameterKind::dims, false},
          {"keepdim", ParameterKind::flag, false, false}};
}

}  // namespace backprop
