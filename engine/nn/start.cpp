#include "engine/nn/start.h"

#include <algorithm>
#include <cmath>

#include "engine/limits.h"
#include "engine/random.h"

namespace backprop {
namespace {

std::optional<Shape> checked(const Shape& shape, std::string& problem) {
  Index count = 1;
  for (const Index size : shape) {
    if (size < 0) {
      problem = "a size is negative in the shape " + to_text(shape);
      return std::nullopt;
    }
    if (__builtin_mul_overflow(count, size, &count)) count = limits::tensor_elements + 1;
    if (count > limits::tensor_elements) {
      problem = "the shape " + to_text(shape) + " has more than " +
                std::to_string(limits::tensor_elements) + " elements";
      return std::nullopt;
    }
  }
  if (shape.size() > static_cast<std::size_t>(limits::dimensions)) {
    problem = "more than " + std::to_string(limits::dimensions) + " dimensions";
    return std::nullopt;
  }
  return shape;
}

std::optional<Tensor> filled(const Shape& shape, double number, std::string& problem) {
  const auto good = checked(shape, problem);
  if (!good) return std::nullopt;
  return Tensor(*good, number);
}

template <class Draw>
std::optional<Tensor> drawn(const Attributes& attributes, std::string& problem, const Draw& draw) {
  auto tensor = filled(attributes.sizes("shape"), 0, problem);
  if (!tensor) return tensor;
  const auto seed = static_cast<std::uint64_t>(attributes.whole("seed"));
  for (Index i = 0; i < tensor->size(); ++i)
    (*tensor)[i] = draw(seed, static_cast<std::uint64_t>(i));
  return tensor;
}

std::optional<Tensor> uniform(const Attributes& attributes, std::string& problem, double low,
                              double high) {
  return drawn(attributes, problem, [&](std::uint64_t seed, std::uint64_t i) {
    return low + (high - low) * random::uniform(seed, i);
  });
}

std::optional<Tensor> normal(const Attributes& attributes, std::string& problem, double std) {
  return drawn(attributes, problem,
               [&](std::uint64_t seed, std::uint64_t i) { return std * random::normal(seed, i); });
}

struct Fans {
  double in = 0, out = 0;
};

std::optional<Fans> fans(const Attributes& attributes, std::string& problem) {
  const Shape& shape = attributes.sizes("shape");
  if (shape.size() < 2) {
    problem = "the shape " + to_text(shape) + " has no fan in and fan out: it takes [out, in]";
    return std::nullopt;
  }
  double window = 1;
  for (std::size_t d = 2; d < shape.size(); ++d)
    window *= static_cast<double>(shape[d]);
  return Fans{static_cast<double>(shape[1]) * window, static_cast<double>(shape[0]) * window};
}

std::optional<Tensor> xavier(const Attributes& a, std::string& problem, bool is_uniform) {
  const auto fan = fans(a, problem);
  if (!fan) return std::nullopt;
  const double std = a.real("gain") * std::sqrt(2 / (fan->in + fan->out));
  const double bound = std::sqrt(3.0) * std;
  return is_uniform ? uniform(a, problem, -bound, bound) : normal(a, problem, std);
}

std::optional<Tensor> kaiming(const Attributes& a, std::string& problem, bool is_uniform) {
  const auto fan = fans(a, problem);
  if (!fan) return std::nullopt;
  const double slope = a.real("a");
  const double std = std::sqrt(2 / (1 + slope * slope)) / std::sqrt(fan->in);
  const double bound = std::sqrt(3.0) * std;
  return is_uniform ? uniform(a, problem, -bound, bound) : normal(a, problem, std);
}

const CallParameter shape{"shape", ParameterKind::sizes};
const CallParameter seed{"seed", ParameterKind::whole, false, Index{0}};

CallParameter number(std::string_view name, double fallback) {
  return {name, ParameterKind::real, false, fallback};
}

std::vector<Initialiser> make_table() {
  using A = const Attributes&;
  using P = std::string&;
  return {
      {"zeros", {shape}, [](A a, P p) { return filled(a.sizes("shape"), 0, p); }, false},
      {"ones", {shape}, [](A a, P p) { return filled(a.sizes("shape"), 1, p); }, false},
      {"full",
       {shape, {"fill_value", ParameterKind::real}},
       [](A a, P p) { return filled(a.sizes("shape"), a.real("fill_value"), p); },
       false},
      {"uniform",
       {shape, number("low", 0), number("high", 1), seed},
       [](A a, P p) { return uniform(a, p, a.real("low"), a.real("high")); }},
      {"normal",
       {shape, number("std", 1), seed},
       [](A a, P p) { return normal(a, p, a.real("std")); }},
      {"xavier_uniform",
       {shape, number("gain", 1), seed},
       [](A a, P p) { return xavier(a, p, true); }},
      {"xavier_normal",
       {shape, number("gain", 1), seed},
       [](A a, P p) { return xavier(a, p, false); }},
      {"kaiming_uniform",
       {shape, number("a", 0), seed},
       [](A a, P p) { return kaiming(a, p, true); }},
      {"kaiming_normal",
       {shape, number("a", 0), seed},
       [](A a, P p) { return kaiming(a, p, false); }},
  };
}

const std::vector<Initialiser>& table() {
  static const std::vector<Initialiser> rows = make_table();
  return rows;
}

}  // namespace

const Initialiser* find_initialiser(std::string_view name) {
  const auto found = std::find_if(table().begin(), table().end(),
                                  [&](const Initialiser& row) { return row.name == name; });
  return found == table().end() ? nullptr : &*found;
}

std::vector<std::string> initialiser_names() {
  std::vector<std::string> names;
  for (const Initialiser& row : table())
    names.emplace_back(row.name);
  return names;
}

}  // namespace backprop
