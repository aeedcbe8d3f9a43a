/// What the activation lab shows of its functions, worked out from the engine when the lab's data
/// change, and not in every frame.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/function/facts.h"
#include "engine/trace/trace.h"
#include "engine/train/depth_run.h"
#include "viz/app/lab_functions.h"

namespace backprop::viz {

/// A function with its derivatives.
struct FunctionModel {
  ScalarFunction function;
  FunctionAt at;                           ///< with the numbers of its parameters
  FormulaPtr first, second;                ///< derivatives, simplified
  std::string tex, first_tex, second_tex;  ///< "f(x) = ..." without the left side
  FunctionFacts facts;
  std::optional<Range> range;  ///< over all that is looked at
};

/// A function over the x that are shown. Points are rising in x; where a line must not be joined
/// the y of a point is not a number.
struct CurveModel {
  std::vector<double> x, y, first, second;
  DerivativeCheck check;  ///< over the same x
};

/// A study of a stack of layers.
struct StudyModel {
  const DepthStudy& study;
  bool outdated = false;  ///< an earlier one: the new one is being worked out
};

class ActivationModels {
 public:
  /// Studies go on by about a millisecond from one frame to the next; or to their ends, for
  /// pictures.
  void begin_frame(bool to_the_end);
  /// Whether one that is shown needs another frame.
  bool is_busy() const { return busy_; }

  /// Null where the lab has no function of that name.
  const FunctionModel* function(const ActivationLab& lab, const std::string& name);
  /// Of a function that is there.
  const CurveModel& curve(const ActivationLab& lab, const std::string& name);
  StudyModel study(const ActivationLab& lab, const std::string& name);
  /// The neuron's program, run; null where it cannot be.
  std::shared_ptr<const Trace> neuron(const ActivationLab& lab);

  /// f, f' and f'' at a point.
  static std::array<double, 3> at(const FunctionModel& function, double x);

  /// Why the typed text is no function; nothing where it is one.
  const std::optional<Error>& typed_error(const ActivationLab& lab);

 private:
  /// What a function depends on.
  struct Key {
    FunctionNumbers numbers;
    std::string text;
    bool operator==(const Key&) const = default;
  };
  struct Kept {
    Key key;
    FunctionModel model;
    double low = 0, high = 0;
    std::optional<CurveModel> curve;
    std::optional<DepthSettings> depth;  ///< of `run`, else of `study`
    std::optional<DepthRun> run;         ///< that is under way
    std::optional<DepthStudy> study;     ///< the last whole one
  };
  static Key key_of(const ActivationLab& lab, const std::string& name,
                    const ScalarFunction& function);
  Kept* kept(const ActivationLab& lab, const std::string& name);

  void go_on(Kept& its);

  std::map<std::string, Kept> kept_;
  double work_left_ = 0;  ///< in this frame
  bool busy_ = false;
  std::string neuron_program_;
  std::shared_ptr<const Trace> neuron_;
  std::string typed_;
  std::optional<Error> typed_error_;
  std::optional<ScalarFunction> typed_function_;
  std::string typed_good_;
};

}  // namespace backprop::viz
