#include "engine/nn/optimizer.h"

#include <cassert>

namespace backprop {
namespace {

template <class T>
T sgd(T parameter, T gradient, double learning_rate) {
  return parameter - T(learning_rate) * gradient;
}

}  // namespace

double updated_number(const OptimizerRun& run, double parameter, double gradient) {
  return sgd(parameter, gradient, run.learning_rate);
}

Tensor updated(const OptimizerRun& run, const Tensor& parameter, const Tensor& gradient) {
  assert(parameter.shape == gradient.shape);
  Tensor next(parameter.shape);
  for (Index i = 0; i < next.size(); ++i) {
    next[i] = updated_number(run, parameter[i], gradient[i]);
  }
  return next;
}

void explain_update(const OptimizerRun& run, const Tensor& parameter, const Tensor& gradient,
                    Index element, TermList& terms) {
  const TermNumber w({Operand::Source::argument, 0, element, parameter[element]}, terms);
  const TermNumber g({Operand::Source::upstream, 0, element, gradient[element]}, terms);
  sgd(w, g, run.learning_rate);
}

bool is_optimizer(std::string_view name) {
  return name == "sgd";
}

}  // namespace backprop
