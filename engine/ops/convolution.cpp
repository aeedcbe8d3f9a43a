/// conv1d and conv2d: input [N, C, (H,) W] or without N, weight [O, C, (KH,) KW], bias [O]. As in
/// PyTorch the kernel is not flipped.
#include "engine/ops/kernel.h"
#include "engine/ops/window.h"

namespace backprop {
namespace {

struct Geometry {
  Index samples, channels, outputs;
  Window window;
  Index in(Index n, Index c, Index h, Index w) const {
    return ((n * channels + c) * window[0].size + h) * window[1].size + w;
  }
  Index weight(Index o, Index c, Index kh, Index kw) const {
    return ((o * channels + c) * window[0].window + kh) * window[1].window + kw;
  }
  Index out(Index n, Index o, Index oh, Index ow) const {
    return ((n * outputs + o) * window[0].steps() + oh) * window[1].steps() + ow;
  }
};

template <std::size_t dimensions>
std::optional<Geometry> geometry(const OpCall& call, std::string& problem) {
  const Shape& input = call.argument(0).shape;
  const Shape& weight = call.argument(1).shape;
  const std::string names = dimensions == 1 ? "W]" : "H, W]";
  if (weight.size() != dimensions + 2 ||
      (input.size() != dimensions + 2 && input.size() != dimensions + 1)) {
    problem =
        "the input must be [N, C, " + names + " or [C, " + names + ", the weight [O, C, " + names;
    return std::nullopt;
  }
  const Index channels = input[input.size() - dimensions - 1];
  if (channels != weight[1]) {
    problem = "the input has " + std::to_string(channels) + " channels, the weight takes " +
              std::to_string(weight[1]);
    return std::nullopt;
  }
  if (call.arguments.size() > 2 && call.argument(2).shape != Shape{weight[0]}) {
    problem = "the bias must have one number for each output channel, shape [" +
              std::to_string(weight[0]) + "], not " + to_text(call.argument(2).shape);
    return std::nullopt;
  }
  const auto window =
      make_window(input, Shape(weight.begin() + 2, weight.end()), call.attributes.sizes("stride"),
                  call.attributes.sizes("padding"), dimensions, problem);
  if (!window) return std::nullopt;
  return Geometry{input.size() == dimensions + 2 ? input[0] : 1, channels, weight[0], *window};
}

template <std::size_t dimensions>
class Convolution {
 public:
  Convolution(const OpCall& call, const Shape& output)
      : g_(make(call)), outputs_(element_count(output)), bias_(call.arguments.size() > 2) {
    for (const Tensor* argument : call.arguments)
      elements_.push_back(argument->size());
  }
  Index groups(int which) const {
    return which == the_output ? outputs_ : elements_[static_cast<std::size_t>(which)];
  }
  Index group_of(int, Index element) const { return element; }

  /// The window at one place: every input under it times its weight.
  template <class Io>
  void forward(Io& io, Index element) const {
    const auto [n, o, oh, ow] = place_out(element);
    Sum<typename Io::Number> sum;
    for (Index c = 0; c < g_.channels; ++c) {
      for (Index kh = 0; kh < rows().window; ++kh) {
        const Index h = rows().at(oh, kh);
        for (Index kw = 0; kw < columns().window; ++kw) {
          const Index w = columns().at(ow, kw);
          if (h >= 0 && w >= 0)
            sum.add(io.in(0, g_.in(n, c, h, w)) * io.in(1, g_.weight(o, c, kh, kw)));
        }
      }
    }
    io.out(element, bias_ ? sum.total() + io.in(2, o) : sum.total());
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    if (which == 0) to_input(io, element);
    if (which == 1) to_weight(io, element);
    if (which == 2) to_bias(io, element);
  }

 private:
  /// The scatter-add, gathered: from every window that covers the input element.
  template <class Io>
  void to_input(Io& io, Index element) const {
    const Index w = element % columns().size;
    const Index h = element / columns().size % rows().size;
    const Index c = element / columns().size / rows().size % g_.channels;
    const Index n = element / columns().size / rows().size / g_.channels;
    Sum<typename Io::Number> sum;
    for (Index o = 0; o < g_.outputs; ++o) {
      for (Index oh = rows().first_covering(h); oh < rows().end_covering(h); ++oh) {
        for (Index ow = columns().first_covering(w); ow < columns().end_covering(w); ++ow) {
          sum.add(io.g(g_.out(n, o, oh, ow)) *
                  io.in(1, g_.weight(o, c, rows().place(oh, h), columns().place(ow, w))));
        }
      }
    }
    io.out(element, sum.total());
  }

  template <class Io>
  void to_weight(Io& io, Index element) const {
    const Index kw = element % columns().window;
    const Index kh = element / columns().window % rows().window;
    const Index c = element / columns().window / rows().window % g_.channels;
    const Index o = element / columns().window / rows().window / g_.channels;
    Sum<typename Io::Number> sum;
    for (Index n = 0; n < g_.samples; ++n) {
      for (Index oh = 0; oh < rows().steps(); ++oh) {
        const Index h = rows().at(oh, kh);
        for (Index ow = 0; ow < columns().steps(); ++ow) {
          const Index w = columns().at(ow, kw);
          if (h >= 0 && w >= 0) sum.add(io.g(g_.out(n, o, oh, ow)) * io.in(0, g_.in(n, c, h, w)));
        }
      }
    }
    io.out(element, sum.total());
  }

  template <class Io>
  void to_bias(Io& io, Index o) const {
    Sum<typename Io::Number> sum;
    for (Index n = 0; n < g_.samples; ++n) {
      for (Index oh = 0; oh < rows().steps(); ++oh) {
        for (Index ow = 0; ow < columns().steps(); ++ow)
          sum.add(io.g(g_.out(n, o, oh, ow)));
      }
    }
    io.out(o, sum.total());
  }

  std::array<Index, 4> place_out(Index element) const {
    const Index ow = element % columns().steps();
    const Index oh = element / columns().steps() % rows().steps();
    const Index o = element / columns().steps() / rows().steps() % g_.outputs;
    return {element / columns().steps() / rows().steps() / g_.outputs, o, oh, ow};
  }

  static Geometry make(const OpCall& call) {
    std::string problem;
    return *geometry<dimensions>(call, problem);
  }
  const Sliding& rows() const { return g_.window[0]; }
  const Sliding& columns() const { return g_.window[1]; }

  Geometry g_;
  Index outputs_;
  bool bias_;
  std::vector<Index> elements_;
};

template <std::size_t dimensions>
std::optional<Shape> shape(const OpCall& call, std::string& problem) {
  const auto g = geometry<dimensions>(call, problem);
  if (!g) return std::nullopt;
  Shape output = call.argument(0).shape;
  output[output.size() - dimensions - 1] = g->outputs;
  for (std::size_t d = 0; d < dimensions; ++d)
    output[output.size() - dimensions + d] = g->window[2 - dimensions + d].steps();
  return output;
}

Index multiplications(const OpCall& call, const Shape& shape) {
  const Tensor& weight = call.argument(1);
  return weight.shape[0] == 0 ? 0 : element_count(shape) * (weight.size() / weight.shape[0]);
}

constexpr char conv1d_name[] = "conv1d";
constexpr char conv2d_name[] = "conv2d";

template <std::size_t dimensions, const char* Name>
OpRow make_row(std::string_view formula_tex, std::vector<std::string_view> derivative_tex) {
  OpRow row;
  kernel::lift<Convolution<dimensions>, Name>(row);
  row.kind = OpKind::convolution;
  row.parameters = {{"input"},
                    {"weight"},
                    {"bias", ParameterKind::optional_tensor, false},
                    {"stride", ParameterKind::sizes, false, std::vector<Index>{1}},
                    {"padding", ParameterKind::sizes, false, std::vector<Index>{0}}};
  row.shape = shape<dimensions>;
  row.work = multiplications;
  row.pytorch = "torch.nn.functional";
  row.formula_tex = formula_tex;
  row.derivative_tex = std::move(derivative_tex);
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow conv1d =
      make_row<1, conv1d_name>("y_{o,i} = c_o + \\sum_{c,k} b_{o,c,k}\\, a_{c,\\, i s - p + k}",
                               {"\\sum_o b_{o,c,k}", "a_{c,\\, i s - p + k}", "1"});
  conv1d.examples = {{"conv1d(a, b, c)", {{2, 2, 6}, {3, 2, 3}, {3}}},
                     {"conv1d(a, b, stride=2, padding=1)", {{1, 7}, {2, 1, 3}}}};
  OpRow conv2d = make_row<2, conv2d_name>(
      "y_{o,i,j} = c_o + \\sum_{c,k,l} b_{o,c,k,l}\\, a_{c,\\, i s - p + k,\\, j s - p + l}",
      {"\\sum_o b_{o,c,k,l}", "a_{c,\\, i s - p + k,\\, j s - p + l}", "1"});
  conv2d.examples = {{"conv2d(a, b, c)", {{2, 2, 4, 5}, {3, 2, 3, 2}, {3}}},
                     {"conv2d(a, b, stride=2, padding=(1, 0))", {{2, 1, 5, 4}, {2, 1, 3, 3}}},
                     {"conv2d(a, b, c, 3, 2)", {{1, 5, 5}, {1, 1, 2, 2}, {1}}}};
  return {conv1d, conv2d};
}

}  // namespace

std::span<const OpRow> convolution_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
