#include "engine/program/foreign_names.h"

namespace backprop {

std::optional<Error> foreign_module(const std::string& name, Place place) {
  for (const char* module : {"torch", "F", "nn", "np", "numpy", "math", "optim", "optimizer"}) {
    if (name != module) continue;
    return Error{place, "there is no '" + name + "' here",
                 "functions are called by their names alone: sigmoid(x), sgd(lr=0.1)"};
  }
  return std::nullopt;
}

}  // namespace backprop
