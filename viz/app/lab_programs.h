/// What the lab shows, as programs that can be run, stepped through and edited.
#pragma once

#include "engine/result.h"
#include "viz/app/lab.h"

namespace backprop::viz {

/// The call of a function of the lab, with those of its parameters that differ from their defaults:
/// "leaky_relu(z, negative_slope=0.2)"; of the typed one by position.
std::string lab_call(const ActivationLab& lab, const std::string& name,
                     const std::string& argument);

/// The neuron of the lab with the chosen function: names x, y, w, b, z, a, J.
std::string neuron_program(const ActivationLab& lab);

/// A stack as the lab's with that function, small enough to be looked at: up to `layer` layers, and
/// at most eight, of four neurons, on three samples.
std::string stack_program(const ActivationLab& lab, const std::string& name, int layer);

/// The program with the chosen function, as the lab has its parameters set, in the place of its
/// activations: the typed one by its own def, another by what its name stands for, as "my_relu".
/// See engine/function/use_function.h.
Result<std::string> program_with_chosen(const ActivationLab& lab, const std::string& program);

}  // namespace backprop::viz
