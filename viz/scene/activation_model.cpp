#include "viz/scene/activation_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/function/formula_tex.h"
#include "engine/function/points.h"
#include "engine/function/typed_function.h"
#include "engine/program/interpreter.h"
#include "viz/app/lab_programs.h"

namespace backprop::viz {
namespace {

constexpr int samples = 401;
constexpr double work_of_frame = 2e6;  // about a millisecond
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

FunctionModel model_of(const ScalarFunction& function, FunctionNumbers numbers) {
  FunctionModel model;
  model.function = function;
  model.at = {function.formula, function.variable, std::move(numbers)};
  model.first = function.derivative;
  model.second = function.second_derivative;
  model.tex = formula_tex(function.definition ? function.definition : function.formula);
  model.first_tex = formula_tex(model.first);
  model.second_tex = formula_tex(model.second);
  model.facts = facts_of(model.at, model.first);
  model.range = whole_range(model.at);
  return model;
}

/// The points at which the function is looked at: even ones, every kink and both sides of it, and
/// where it is not finite, so that no line is drawn across.
std::vector<double> points_of(const DerivativeCheck& check, double low, double high) {
  std::vector<double> x = even_points(low, high, samples);
  const double beside = (high - low) * 1e-9;
  for (const Kink& kink : check.kinks) {
    for (const double at : {kink.x - beside, kink.x, kink.x + beside})
      x.push_back(at);
  }
  for (const NonFiniteStretch& stretch : check.stretches) {
    x.push_back(stretch.from);
    x.push_back(stretch.to);
  }
  std::sort(x.begin(), x.end());
  x.erase(std::unique(x.begin(), x.end()), x.end());
  return x;
}

/// A line is broken between the two sides of a jump.
void break_jumps(CurveModel& curve, std::vector<double>& y, bool of_slope) {
  for (const Kink& kink : curve.check.kinks) {
    const double below = of_slope ? kink.slope_below : kink.value_below;
    const double above = of_slope ? kink.slope_above : kink.value_above;
    if (below == above) continue;
    const auto after = std::lower_bound(curve.x.begin(), curve.x.end(), kink.x);
    if (after == curve.x.end() || *after != kink.x) continue;
    y[static_cast<std::size_t>(after - curve.x.begin())] = no_number;
  }
}

CurveModel curve_of(const FunctionModel& model, double low, double high) {
  CurveModel curve;
  curve.check = check_derivative(model.at, model.first, low, high);
  curve.x = points_of(curve.check, low, high);
  curve.y.resize(curve.x.size());
  curve.first.resize(curve.x.size());
  curve.second.resize(curve.x.size());
  const FormulaPtr all[] = {model.at.formula, model.first, model.second};
  const CompiledFormulas run(all, model.at.variable, model.at.numbers);
  const std::span<double> results[] = {curve.y, curve.first, curve.second};
  run(curve.x, results);
  break_jumps(curve, curve.y, false);
  break_jumps(curve, curve.first, true);
  break_jumps(curve, curve.second, true);
  return curve;
}

}  // namespace

ActivationModels::Key ActivationModels::key_of(const ActivationLab& lab, const std::string& name,
                                               const ScalarFunction& function) {
  return {lab_numbers(lab, name, function), name == mine ? lab.good : std::string()};
}

ActivationModels::Kept* ActivationModels::kept(const ActivationLab& lab, const std::string& name) {
  std::optional<ScalarFunction> function;
  if (name == mine) {
    if (!typed_function_ || typed_good_ != lab.good) typed_function_ = lab_function(lab, name);
    typed_good_ = lab.good;
    function = typed_function_;
  } else {
    function = lab_function(lab, name);
  }
  if (!function) return nullptr;
  Key key = key_of(lab, name, *function);
  const auto found = kept_.find(name);
  if (found != kept_.end() && found->second.key == key) return &found->second;
  Kept fresh;
  fresh.model = model_of(*function, key.numbers);
  fresh.key = std::move(key);
  if (found != kept_.end()) fresh.study = std::move(found->second.study);
  return &(kept_[name] = std::move(fresh));
}

const FunctionModel* ActivationModels::function(const ActivationLab& lab, const std::string& name) {
  const Kept* its = kept(lab, name);
  return its == nullptr ? nullptr : &its->model;
}

const CurveModel& ActivationModels::curve(const ActivationLab& lab, const std::string& name) {
  Kept& its = *kept(lab, name);
  if (!its.curve || its.low != lab.low || its.high != lab.high) {
    its.curve = curve_of(its.model, lab.low, lab.high);
    its.low = lab.low;
    its.high = lab.high;
  }
  return *its.curve;
}

void ActivationModels::begin_frame(bool to_the_end) {
  work_left_ = to_the_end ? std::numeric_limits<double>::infinity() : work_of_frame;
  busy_ = false;
}

/// At least one layer, so that it ends; the first time all, since there is no picture before it.
void ActivationModels::go_on(Kept& its) {
  bool done = false;
  do {
    done = its.run->advance();
    work_left_ -= its.run->work_of_layer();
  } while (!done && (work_left_ > 0 || !its.study));
  if (!done) return;
  its.study = its.run->study();
  its.run.reset();
}

StudyModel ActivationModels::study(const ActivationLab& lab, const std::string& name) {
  Kept& its = *kept(lab, name);
  const bool begins = its.depth != lab.depth;
  if (begins) {
    its.run.emplace(its.model.at, its.model.first, lab.depth);
    its.depth = lab.depth;
  }
  // What changes in every frame, as while a number is dragged, has enough to do in it.
  const bool waits = begins && its.study && !std::isinf(work_left_);
  if (its.run && !waits) go_on(its);
  busy_ = busy_ || its.run.has_value();
  return {*its.study, its.run.has_value()};
}

std::shared_ptr<const Trace> ActivationModels::neuron(const ActivationLab& lab) {
  const std::string program = neuron_program(lab);
  if (program == neuron_program_) return neuron_;
  neuron_program_ = program;
  neuron_.reset();
  const auto run = run_program(program);
  if (run) neuron_ = run.value();
  return neuron_;
}

std::array<double, 3> ActivationModels::at(const FunctionModel& function, double x) {
  const FormulaPtr all[] = {function.at.formula, function.first, function.second};
  const CompiledFormulas run(all, function.at.variable, function.at.numbers);
  return {run.at(x, 0), run.at(x, 1), run.at(x, 2)};
}

const std::optional<Error>& ActivationModels::typed_error(const ActivationLab& lab) {
  if (typed_ == lab.typed && !typed_.empty()) return typed_error_;
  typed_ = lab.typed;
  typed_error_.reset();
  const auto function = typed_function(lab.typed);
  if (!function) typed_error_ = function.error();
  return typed_error_;
}

}  // namespace backprop::viz
