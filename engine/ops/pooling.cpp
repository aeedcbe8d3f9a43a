/// max_pool2d and avg_pool2d over the last two dimensions of [N, C, H, W] or [C, H, W].
#include <cmath>

#include "engine/ops/kernel.h"
#include "engine/ops/window.h"

namespace backprop {
namespace {

std::optional<Window> window_of(const OpCall& call, std::string& problem) {
  const Shape& input = call.argument(0).shape;
  if (input.size() != 3 && input.size() != 4) {
    problem = "the input must be [N, C, H, W] or [C, H, W]";
    return std::nullopt;
  }
  const auto& size = call.attributes.sizes("kernel_size");
  const auto& stride = call.attributes.has("stride") ? call.attributes.sizes("stride") : size;
  auto window = make_window(input, size, stride, call.attributes.sizes("padding"), 2, problem);
  if (window && ((*window)[0].padding > (*window)[0].window / 2 ||
                 (*window)[1].padding > (*window)[1].window / 2)) {
    problem = "the padding must be at most half of the window";
    return std::nullopt;
  }
  return window;
}

std::optional<Shape> shape(const OpCall& call, std::string& problem) {
  const auto window = window_of(call, problem);
  if (!window) return std::nullopt;
  Shape output = call.argument(0).shape;
  output[output.size() - 2] = (*window)[0].steps();
  output[output.size() - 1] = (*window)[1].steps();
  return output;
}

/// Elements that are looked at under all windows.
Index work(const OpCall& call, const Shape& shape) {
  std::string problem;
  const Window window = *window_of(call, problem);
  return element_count(shape) * window[0].window * window[1].window;
}

/// Every plane (a channel of a sample) by itself.
class Planes {
 public:
  Planes(const OpCall& call, const Shape& output)
      : window_(make(call)), inputs_(call.argument(0).size()), outputs_(element_count(output)) {}
  Index groups(int which) const { return which == the_output ? outputs_ : inputs_; }
  Index group_of(int, Index element) const { return element; }

 protected:
  const Sliding& rows() const { return window_[0]; }
  const Sliding& columns() const { return window_[1]; }
  Index in(Index plane, Index h, Index w) const {
    return (plane * rows().size + h) * columns().size + w;
  }

  /// Calls visit(element of the input) for every place under an output's window.
  template <class Visit>
  void each_input(Index output, const Visit& visit) const {
    const Index ow = output % columns().steps();
    const Index oh = output / columns().steps() % rows().steps();
    const Index plane = output / columns().steps() / rows().steps();
    for (Index kh = 0; kh < rows().window; ++kh) {
      for (Index kw = 0; kw < columns().window; ++kw) {
        const Index h = rows().at(oh, kh);
        const Index w = columns().at(ow, kw);
        if (h >= 0 && w >= 0) visit(in(plane, h, w));
      }
    }
  }

  /// Calls visit(element of the output) for every window that covers an input.
  template <class Visit>
  void each_output(Index input, const Visit& visit) const {
    const Index w = input % columns().size;
    const Index h = input / columns().size % rows().size;
    const Index plane = input / columns().size / rows().size;
    for (Index oh = rows().first_covering(h); oh < rows().end_covering(h); ++oh) {
      for (Index ow = columns().first_covering(w); ow < columns().end_covering(w); ++ow)
        visit((plane * rows().steps() + oh) * columns().steps() + ow);
    }
  }

 private:
  static Window make(const OpCall& call) {
    std::string problem;
    return *window_of(call, problem);
  }
  Window window_;
  Index inputs_, outputs_;
};

/// The first of equal ones takes the gradient; a NaN wins, the last of several (as PyTorch has it).
class MaxPool : public Planes {
 public:
  MaxPool(const OpCall& call, const Shape& output)
      : Planes(call, output),
        a_(call.argument(0)),
        best_(static_cast<std::size_t>(element_count(output)), -1) {}

  /// Looked for once, though every input under the window asks.
  Index best(Index output) const {
    Index& found = best_[static_cast<std::size_t>(output)];
    if (found >= 0) return found;
    each_input(output, [&](Index element) {
      if (found < 0 || a_[element] > a_[found] || std::isnan(a_[element])) found = element;
    });
    return found;
  }

  template <class Io>
  void forward(Io& io, Index output) const {
    using Number = typename Io::Number;
    std::optional<Number> largest;
    each_input(output, [&](Index element) {
      const Number x = io.in(0, element);
      largest = largest ? rule::maximum(*largest, x) : x;
    });
    io.out(output, *largest);
  }
  template <class Io>
  void backward(Io& io, int, Index input) const {
    Sum<typename Io::Number> sum;
    each_output(input, [&](Index output) {
      if (best(output) == input) sum.add(io.g(output));
    });
    io.out(input, sum.total());
  }

 private:
  const Tensor& a_;
  mutable std::vector<Index> best_;  ///< of each output; -1 where it has not been asked for
};

/// Padding counts as zeros, unless count_include_pad is False.
class AveragePool : public Planes {
 public:
  AveragePool(const OpCall& call, const Shape& output)
      : Planes(call, output), includes_padding_(call.attributes.flag("count_include_pad")) {}

  template <class Io>
  void forward(Io& io, Index output) const {
    Sum<typename Io::Number> sum;
    each_input(output, [&](Index element) { sum.add(io.in(0, element)); });
    io.out(output, sum.total() / typename Io::Number(count(output)));
  }
  template <class Io>
  void backward(Io& io, int, Index input) const {
    using Number = typename Io::Number;
    Sum<Number> sum;
    each_output(input, [&](Index output) { sum.add(io.g(output) / Number(count(output))); });
    io.out(input, sum.total());
  }

 private:
  double count(Index output) const {
    if (includes_padding_) return static_cast<double>(rows().window * columns().window);
    const Index ow = output % columns().steps();
    const Index oh = output / columns().steps() % rows().steps();
    return static_cast<double>(rows().inside(oh) * columns().inside(ow));
  }
  bool includes_padding_;
};

constexpr char max_pool_name[] = "max_pool2d";
constexpr char avg_pool_name[] = "avg_pool2d";

template <class Kernel, const char* Name>
OpRow make_row(std::string_view formula_tex, std::string_view derivative_tex) {
  OpRow row;
  kernel::lift<Kernel, Name>(row);
  row.kind = OpKind::reduction;
  row.parameters = {{"input"},
                    {"kernel_size", ParameterKind::sizes},
                    {"stride", ParameterKind::sizes, false},
                    {"padding", ParameterKind::sizes, false, std::vector<Index>{0}}};
  row.shape = shape;
  row.work = work;
  row.formula_tex = formula_tex;
  row.derivative_tex = {derivative_tex};
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow max =
      make_row<MaxPool, max_pool_name>("y_{i,j} = \\max_{k,l} a_{i s + k,\\, j s + l}", "[a = y]");
  max.sides = [](const OpCall& call, std::vector<Index>& sides) {
    std::string problem;
    const Shape output = *shape(call, problem);
    const MaxPool pool(call, output);
    for (Index i = 0; i < element_count(output); ++i)
      sides.push_back(pool.best(i));
  };
  max.examples = {{"max_pool2d(a, 2)", {{2, 2, 4, 5}}},
                  {"max_pool2d(a, (3, 2), stride=1, padding=1)", {{1, 4, 4}}}};
  OpRow avg = make_row<AveragePool, avg_pool_name>(
      "y_{i,j} = \\frac{1}{N} \\sum_{k,l} a_{i s + k,\\, j s + l}", "\\frac{1}{N}");
  avg.parameters.push_back({"count_include_pad", ParameterKind::flag, false, true});
  max.pytorch = "torch.nn.functional";
  avg.pytorch =
      "def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):\n"
      "    return F.avg_pool2d(x, kernel_size, stride, padding, False, count_include_pad)\n";
  avg.examples = {{"avg_pool2d(a, 2)", {{2, 2, 4, 5}}},
                  {"avg_pool2d(a, 3, 2, 1, count_include_pad=False)", {{1, 5, 4}}}};
  return {max, avg};
}

}  // namespace

std::span<const OpRow> pooling_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
