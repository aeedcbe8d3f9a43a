/// The settings that a lesson opens the activation lab with: "functions=sigmoid,relu; depth=10".
#pragma once

#include "engine/result.h"
#include "viz/app/lab.h"

namespace backprop::viz {

/// The lab with them; without any as it is at first. Keys: functions (names with commas between,
/// the last one chosen), typed, x, low, high, depth, width, start (xavier, kaiming, small, large),
/// seed. Errors: unknown keys, names and values.
Result<ActivationLab> read_lab_settings(const std::string& settings);

/// The names of starts, by DepthStart.
inline constexpr std::array<const char*, 4> depth_start_names = {"xavier", "kaiming", "small",
                                                                 "large"};

}  // namespace backprop::viz
