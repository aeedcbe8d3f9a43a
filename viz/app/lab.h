/// The labs: places beside the lessons where one tries things out. Plain data, a part of the state,
/// so that undo and sharing hold for them.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "engine/function/scalar_function.h"
#include "engine/train/depth_study.h"

namespace backprop::viz {

/// Which one takes the place of the panes.
enum class Lab : std::uint8_t { none, activations, playground };

/// What the typed function is called among the others.
inline constexpr const char* mine = "mine";

inline constexpr std::size_t longest_typed_function = 4000;  ///< bytes
inline constexpr double widest_range = 1e6;                  ///< of x, to both sides

struct ActivationLab {
  /// Names of activation_functions(), or `mine`; each once, never empty.
  std::vector<std::string> shown{"sigmoid"};
  std::string chosen = "sigmoid";  ///< one of them: what the point, the neuron and the facts are of
  /// By function and parameter, where they differ from the defaults.
  std::map<std::string, FunctionNumbers> parameters;
  std::string typed = "def f(x): return x * sigmoid(1.702 * x)";  ///< as it stands in the field
  std::string good = typed;  ///< the last text that was a function
  double x = 1;              ///< of the point on the curve
  double low = -6, high = 6;
  bool second = false;  ///< the second derivative is shown, too

  // One neuron: z = w0 x0 + w1 x1 + b, a = f(z), J = (a - target)^2 / 2.
  std::array<double, 2> inputs{0.6, -1.2};
  std::array<double, 2> weights{1.4, -0.35};
  double bias = 0;
  double target = 0;

  DepthSettings depth;  ///< the stack of layers

  bool operator==(const ActivationLab&) const = default;
};

/// A number of the lab that can be edited.
struct LabNumber {
  enum class Kind : std::uint8_t {
    x,
    input,
    weight,
    bias,
    target,
    depth,
    width,
    seed,
    parameter
  } kind = Kind::x;
  int index = 0;  ///< of an input or weight
  std::string function = {}, parameter = {};
  bool operator==(const LabNumber&) const = default;
};

}  // namespace backprop::viz
