/// Views: ops that move elements and change none. Each is described by where an output element
/// comes from; backward sends the gradient back there.
#include <algorithm>

#include "engine/ops/dimensions.h"
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

/// For each element of the output, the element of the argument it is. No two are the same.
using Sources = std::vector<Index>;
using SourcesFunction = Sources (*)(const Shape& from, const Shape& to, const Attributes&);

/// Elements read with these strides, in row-major order of `to`.
Sources strided(const Shape& to, const std::vector<Index>& strides, Index begin = 0) {
  Sources sources;
  sources.reserve(static_cast<std::size_t>(element_count(to)));
  for (Index position = 0; position < element_count(to); ++position) {
    Index rest = position;
    Index source = begin;
    for (std::size_t d = to.size(); d-- > 0;) {
      source += (rest % to[d]) * strides[d];
      rest /= to[d];
    }
    sources.push_back(source);
  }
  return sources;
}

// index: a[i], a[i, j], a[1:3]

std::optional<Shape> index_shape(const OpCall& call, std::string&) {
  const Shape& from = call.argument(0).shape;
  const auto& slices = call.attributes.slices;
  Shape shape;
  for (std::size_t d = 0; d < from.size(); ++d) {
    if (d >= slices.size()) {
      shape.push_back(from[d]);
    } else if (slices[d].keeps_dimension) {
      shape.push_back(slices[d].count);
    }
  }
  return shape;
}

Sources index_sources(const Shape& from, const Shape& to, const Attributes& attributes) {
  const std::vector<Index> all = strides_of(from);
  std::vector<Index> strides;
  Index begin = 0;
  for (std::size_t d = 0; d < from.size(); ++d) {
    const bool selected = d < attributes.slices.size();
    if (selected) begin += attributes.slices[d].begin * all[d];
    if (!selected || attributes.slices[d].keeps_dimension) strides.push_back(all[d]);
  }
  return strided(to, strides, begin);
}

// t: .T, all dimensions in reverse; a vector or number stays as it is
// permute: output dimension d is the argument's dimension dims[d]; transpose: two swapped

std::vector<Index> order_of(std::size_t rank, const Attributes& attributes) {
  std::vector<Index> order(rank);
  for (std::size_t d = 0; d < rank; ++d)
    order[d] = static_cast<Index>(d);
  if (attributes.has("dims")) return attributes.sizes("dims");
  if (attributes.has("dim0")) {
    std::swap(order[static_cast<std::size_t>(attributes.whole("dim0"))],
              order[static_cast<std::size_t>(attributes.whole("dim1"))]);
  } else {
    std::reverse(order.begin(), order.end());
  }
  return order;
}

std::optional<Shape> ordered_shape(const OpCall& call, std::string&) {
  const Shape& from = call.argument(0).shape;
  Shape shape;
  for (const Index d : order_of(from.size(), call.attributes))
    shape.push_back(from[static_cast<std::size_t>(d)]);
  return shape;
}

Sources ordered_sources(const Shape& from, const Shape& to, const Attributes& attributes) {
  const std::vector<Index> all = strides_of(from);
  std::vector<Index> strides;
  for (const Index d : order_of(from.size(), attributes))
    strides.push_back(all[static_cast<std::size_t>(d)]);
  return strided(to, strides);
}

// reshape, flatten, unsqueeze: the same elements in the same order

Sources same_order(const Shape&, const Shape& to, const Attributes&) {
  Sources sources(static_cast<std::size_t>(element_count(to)));
  for (std::size_t i = 0; i < sources.size(); ++i)
    sources[i] = static_cast<Index>(i);
  return sources;
}

std::optional<Shape> reshape_shape(const OpCall& call, std::string& problem) {
  Shape shape = call.attributes.sizes("shape");
  const Index count = call.argument(0).size();
  Index known = 1;
  std::ptrdiff_t open = -1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == -1 && open < 0) {
      open = static_cast<std::ptrdiff_t>(d);
    } else if (shape[d] < 0) {
      problem = "the new shape " + to_text(shape) + " may have one -1 and else no negative sizes";
      return std::nullopt;
    } else if (__builtin_mul_overflow(known, shape[d], &known)) {
      known = -1;
      break;
    }
  }
  if (open >= 0 && known > 0 && count % known == 0) {
    shape[static_cast<std::size_t>(open)] = count / known;
  } else if (open >= 0 || known != count) {
    problem = std::to_string(count) + " elements do not fit the shape " + to_text(shape);
    return std::nullopt;
  }
  return shape;
}

std::optional<Shape> flatten_shape(const OpCall& call, std::string& problem) {
  const Shape& from = call.argument(0).shape;
  if (from.empty()) return Shape{1};
  const auto first = static_cast<std::size_t>(call.attributes.whole("start_dim"));
  const auto last = static_cast<std::size_t>(call.attributes.whole("end_dim"));
  if (first > last) {
    problem = "start_dim comes after end_dim";
    return std::nullopt;
  }
  Shape shape(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(first));
  Index merged = 1;
  for (std::size_t d = first; d <= last; ++d)
    merged *= from[d];
  shape.push_back(merged);
  shape.insert(shape.end(), from.begin() + static_cast<std::ptrdiff_t>(last) + 1, from.end());
  return shape;
}

std::optional<Shape> unsqueeze_shape(const OpCall& call, std::string&) {
  Shape shape = call.argument(0).shape;
  shape.insert(shape.begin() + call.attributes.whole("dim"), 1);
  return shape;
}

/// What all views share.
template <SourcesFunction sources_of>
class View {
 public:
  View(const OpCall& call, const Shape& output)
      : sources_(sources_of(call.argument(0).shape, output, call.attributes)) {}
  Index groups(int) const { return static_cast<Index>(sources_.size()); }
  Index group_of(int which, Index element) const {
    if (which == the_output) return element;
    const auto found = std::find(sources_.begin(), sources_.end(), element);
    return found == sources_.end() ? groups(which) : found - sources_.begin();
  }

  template <class Io>
  void forward(Io& io, Index element) const {
    io.out(element, rule::copy(io.in(0, sources_[static_cast<std::size_t>(element)])));
  }
  template <class Io>
  void backward(Io& io, int which, Index group) const {
    if (group == groups(which)) return;  // an element that was not selected
    io.out(sources_[static_cast<std::size_t>(group)], rule::copy(io.g(group)));
  }

 private:
  Sources sources_;
};

template <SourcesFunction sources_of>
std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  static const OpRow& clone = op_named("clone");
  const TapeArgument& a = call.arguments[0];
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (const Index source : sources_of(a.shape, call.output_shape, call.attributes)) {
    output.push_back(tape.record(clone, a.elements[static_cast<std::size_t>(source)]));
  }
  tape.end_block(element_count(call.output_shape));
  return output;
}

constexpr char index_name[] = "index";
constexpr char t_name[] = "t";
constexpr char transpose_name[] = "transpose";
constexpr char permute_name[] = "permute";
constexpr char reshape_name[] = "reshape";
constexpr char flatten_name[] = "flatten";
constexpr char unsqueeze_name[] = "unsqueeze";
constexpr char detach_name[] = "detach";

template <SourcesFunction sources_of, const char* Name>
OpRow make_row(std::string_view formula_tex, std::vector<CallParameter> attributes,
               decltype(OpRow::shape) shape, std::vector<Example> examples) {
  OpRow row;
  kernel::lift<View<sources_of>, Name>(row);
  row.record_scalars = record_scalars<sources_of>;
  row.kind = OpKind::view;
  row.parameters = {{"input"}};
  row.parameters.insert(row.parameters.end(), attributes.begin(), attributes.end());
  row.shape = shape;
  row.formula_tex = formula_tex;
  row.derivative_tex = {"1"};
  row.examples = std::move(examples);
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow index = make_row<index_sources, index_name>(
      "y = a_i", {}, index_shape,
      {{"a[1]", {{2, 3}}}, {"a[1, 2]", {{2, 3}}}, {"a[:, 1:3]", {{2, 4}}}, {"a[-2:]", {{4}}}});
  index.symbol = "[]";
  OpRow t = make_row<ordered_sources, t_name>(
      "y = a^\\top", {}, ordered_shape,
      {{"a.T", {{2, 3}}}, {"a.T @ b", {{2, 3}, {2}}}, {"a.T", {{2, 3, 2}}}});
  t.symbol = ".T";
  OpRow detach =
      make_row<same_order, detach_name>("y = a", {}, same_shape, {{"detach(a) * a", {{3}}}});
  detach.passes_gradient = [](const OpCall&, int) { return false; };
  detach.derivative_tex = {"0"};
  detach.detaches = true;
  detach.record_scalars = [](Tape& tape, const TapeCall& call) {
    std::vector<Tape::Id> output;
    for (const Tape::Id id : call.arguments[0].elements)
      output.push_back(tape.leaf(tape.value(id)));
    return output;
  };
  const Index last = -1;
  return {
      index,
      t,
      make_row<ordered_sources, transpose_name>(
          "y = a^\\top", {{"dim0", ParameterKind::dim}, {"dim1", ParameterKind::dim}},
          ordered_shape, {{"transpose(a, 0, 2)", {{2, 3, 2}}}, {"a.transpose(-1, -2)", {{2, 3}}}}),
      make_row<ordered_sources, permute_name>(
          "y_{\\pi(i)} = a_i", {{"dims", ParameterKind::permutation}}, ordered_shape,
          {{"permute(a, (2, 0, 1))", {{2, 3, 2}}}, {"a.permute(1, 0)", {{2, 3}}}}),
      make_row<same_order, reshape_name>(
          "y = a", {{"shape", ParameterKind::sizes}}, reshape_shape,
          {{"reshape(a, (3, 2))", {{2, 3}}}, {"a.reshape(-1, 2)", {{2, 2, 2}}}}),
      make_row<same_order, flatten_name>(
          "y = a",
          {{"start_dim", ParameterKind::dim, false, Index{0}},
           {"end_dim", ParameterKind::dim, false, last}},
          flatten_shape, {{"flatten(a, 1)", {{2, 2, 3}}}, {"a.flatten()", {{2, 3}}}}),
      make_row<same_order, unsqueeze_name>("y = a", {{"dim", ParameterKind::new_dim}},
                                           unsqueeze_shape, {{"unsqueeze(a, 1) * b", {{3}, {2}}}}),
      detach,
  };
}

}  // namespace

std::span<const OpRow> view_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
