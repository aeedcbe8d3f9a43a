#include "engine/ops/elementwise.h"

namespace backprop::elementwise {

std::optional<Shape> broadcast_shape(const OpCall& call, std::string& problem) {
  Shape shape = call.argument(0).shape;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const auto wider = broadcast_shapes(shape, call.arguments[i]->shape);
    if (!wider) {
      problem = why_not_broadcast(shape, call.arguments[i]->shape);
      return std::nullopt;
    }
    shape = *wider;
  }
  return shape;
}

namespace {

std::vector<Tape::Id> element_copies(Tape& tape, const TapeArgument& argument) {
  static const OpRow& clone = op_named("clone");
  std::vector<Tape::Id> copies;
  tape.begin_block();
  for (const Tape::Id id : argument.elements)
    copies.push_back(tape.record(clone, id));
  tape.end_block(element_count(argument.shape));
  return copies;
}

}  // namespace

std::vector<Tape::Id> record_elements(const OpRow& row, Tape& tape, const TapeCall& call) {
  // An argument that several elements read is copied first, so that its contributions are added up
  // from zero and then into its gradient once: what the tensor kernel does. The copies of the
  // second argument come first, since the sweep meets them in reverse.
  std::array<std::vector<Tape::Id>, 2> sources;
  std::vector<BroadcastMap> maps;
  for (const TapeArgument& argument : call.arguments)
    maps.emplace_back(argument.shape, call.output_shape);
  for (std::size_t which = call.arguments.size(); which-- > 0;) {
    const TapeArgument& argument = call.arguments[which];
    sources[which] = maps[which].repeats() ? element_copies(tape, argument)
                                           : std::vector<Tape::Id>(argument.elements.begin(),
                                                                   argument.elements.end());
  }
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index i = 0; i < element_count(call.output_shape); ++i) {
    const auto source = [&](std::size_t which) {
      return sources[which][static_cast<std::size_t>(maps[which][i])];
    };
    output.push_back(call.arguments.size() == 1 ? tape.record(row, source(0))
                                                : tape.record(row, source(0), source(1)));
  }
  tape.end_block(element_count(call.output_shape));
  return output;
}

}  // namespace backprop::elementwise
