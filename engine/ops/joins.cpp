/// cat and stack: several tensors put together along a dimension, an old or a new one.
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

/// An element of one of the arguments.
struct Source {
  std::size_t argument;
  Index element;
};

/// Seen as [outer, along, inner], the arguments' rows of `along * inner` elements follow each
/// other.
std::vector<Source> sources(const std::vector<Shape>& shapes, std::size_t dim, bool stacks) {
  Index outer = 1;
  for (std::size_t d = 0; d < dim; ++d)
    outer *= shapes[0][d];
  std::vector<Source> list;
  for (Index o = 0; o < outer; ++o) {
    for (std::size_t argument = 0; argument < shapes.size(); ++argument) {
      Index run = 1;
      for (std::size_t d = dim; d < shapes[argument].size(); ++d)
        run *= shapes[argument][d];
      if (!stacks && dim >= shapes[argument].size()) run = 0;
      for (Index i = 0; i < run; ++i)
        list.push_back({argument, o * run + i});
    }
  }
  return list;
}

template <bool stacks>
class Join {
 public:
  Join(const OpCall& call, const Shape&) {
    std::vector<Shape> shapes;
    for (const Tensor* argument : call.arguments) {
      shapes.push_back(argument->shape);
      places_.emplace_back(static_cast<std::size_t>(argument->size()), 0);
    }
    sources_ = sources(shapes, static_cast<std::size_t>(call.attributes.whole("dim")), stacks);
    for (std::size_t i = 0; i < sources_.size(); ++i)
      places_[sources_[i].argument][static_cast<std::size_t>(sources_[i].element)] =
          static_cast<Index>(i);
  }
  Index groups(int which) const {
    return static_cast<Index>(
        which == the_output ? sources_.size() : places_[static_cast<std::size_t>(which)].size());
  }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index element) const {
    const Source& source = sources_[static_cast<std::size_t>(element)];
    io.out(element, rule::copy(io.in(static_cast<int>(source.argument), source.element)));
  }
  template <class Io>
  void backward(Io& io, int which, Index element) const {
    const auto& places = places_[static_cast<std::size_t>(which)];
    io.out(element, rule::copy(io.g(places[static_cast<std::size_t>(element)])));
  }

 private:
  std::vector<Source> sources_;
  std::vector<std::vector<Index>> places_;  ///< of each argument's elements in the output
};

template <bool stacks>
std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  static const OpRow& clone = op_named("clone");
  std::vector<Shape> shapes;
  for (const TapeArgument& argument : call.arguments)
    shapes.push_back(argument.shape);
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (const Source& source :
       sources(shapes, static_cast<std::size_t>(call.attributes.whole("dim")), stacks)) {
    output.push_back(tape.record(
        clone, call.arguments[source.argument].elements[static_cast<std::size_t>(source.element)]));
  }
  tape.end_block(element_count(call.output_shape));
  return output;
}

std::optional<Shape> cat_shape(const OpCall& call, std::string& problem) {
  Shape shape = call.argument(0).shape;
  const auto dim = static_cast<std::size_t>(call.attributes.whole("dim"));
  if (shape.empty()) {
    problem = "single numbers cannot be joined end to end; stack([a, b]) makes a vector of them";
    return std::nullopt;
  }
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    Shape other = call.arguments[i]->shape;
    if (other.size() == shape.size()) {
      const Index along = other[dim];
      other[dim] = shape[dim];
      if (other == shape) {
        shape[dim] += along;
        continue;
      }
    }
    problem = "joined along dimension " + std::to_string(dim) +
              ", all other dimensions must agree: " + to_text(call.argument(0).shape) + " and " +
              to_text(call.arguments[i]->shape);
    return std::nullopt;
  }
  return shape;
}

std::optional<Shape> stack_shape(const OpCall& call, std::string& problem) {
  Shape shape = call.argument(0).shape;
  for (const Tensor* argument : call.arguments) {
    if (argument->shape == shape) continue;
    problem =
        "all must have the same shape: " + to_text(shape) + " and " + to_text(argument->shape);
    return std::nullopt;
  }
  shape.insert(shape.begin() + call.attributes.whole("dim"),
               static_cast<Index>(call.arguments.size()));
  return shape;
}

constexpr char cat_name[] = "cat";
constexpr char stack_name[] = "stack";

template <bool stacks, const char* Name>
OpRow make_row() {
  OpRow row;
  kernel::lift<Join<stacks>, Name>(row);
  row.record_scalars = record_scalars<stacks>;
  row.kind = OpKind::lookup;
  row.parameters = {{"tensors", ParameterKind::tensors},
                    {"dim", stacks ? ParameterKind::new_dim : ParameterKind::dim, false, Index{0}}};
  row.shape = stacks ? stack_shape : cat_shape;
  row.formula_tex = "y = [a, b, \\dots]";
  row.derivative_tex = {"1"};
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow cat = make_row<false, cat_name>();
  cat.examples = {{"cat([a, b], dim=1)", {{2, 3}, {2, 1}}}, {"cat((a, b, a))", {{2}, {3}}}};
  OpRow stack = make_row<true, stack_name>();
  stack.examples = {{"stack([a, b], dim=1)", {{3}, {3}}},
                    {"stack([a, b, a], -1)", {{2, 2}, {2, 2}}}};
  return {cat, stack};
}

}  // namespace

std::span<const OpRow> join_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
