/// The functions of the activation lab by their names: the engine's, and the typed one.
#pragma once

#include <optional>

#include "viz/app/lab.h"

namespace backprop::viz {

/// All names, `mine` last.
const std::vector<std::string>& lab_function_names();

/// Nothing where there is none of that name. The typed one is that of the last good text.
std::optional<ScalarFunction> lab_function(const ActivationLab& lab, const std::string& name);

/// Its parameters as the lab has them set.
FunctionNumbers lab_numbers(const ActivationLab& lab, const std::string& name,
                            const ScalarFunction& function);

/// A number of the lab; nothing for one that it does not have.
std::optional<double> number_in(const ActivationLab& lab, const LabNumber& which);

/// Sets it, moved into its range; false, and nothing is changed, for one that the lab does not have
/// or that is not finite.
bool set_number(ActivationLab& lab, const LabNumber& which, double number);

/// A text takes the field; where it is a function, the typed function is that one from now on.
void type_function(ActivationLab& lab, const std::string& text);

}  // namespace backprop::viz
