/// The settings that lessons and the command line open a lab with: "functions=sigmoid,relu;
/// depth=10".
#pragma once

#include "engine/result.h"
#include "viz/app/command.h"

namespace backprop::viz {

/// The lab with them; without any as it is at first. Keys: functions (names with commas between,
/// the last one chosen), typed, x, low, high, depth, width, start (xavier, kaiming, small, large),
/// seed. Errors: unknown keys, names and values.
Result<ActivationLab> read_lab_settings(const std::string& settings);

/// The playground with them. Keys: data (a toy set's name), count, noise, share (of the points, for
/// training), points (their seed); features (x1,x2,x1 ** 2,...), layers (sizes), activation (one
/// for all or one for each), output (a name or none), loss (mse, cross_entropy), penalty (none, l1,
/// l2) and its rate, dropout; optimizer and its settings by their names; batch, start, seed;
/// iteration. Errors: unknown keys, names and values.
Result<PlaygroundLab> read_playground_settings(const std::string& settings);

/// The lab as these settings have it; without any, as it was left.
Result<command::OpenLab> lab_opening(Lab lab, const std::string& settings);

// What settings are made of.

struct LabSetting {
  std::string key, value;
  std::string text;  ///< as it is written
};
/// Those between semicolons; without a '=', the key is empty.
std::vector<LabSetting> lab_settings(const std::string& settings);

/// What stands between the signs, without spaces around it; empty parts are left out.
std::vector<std::string> list_of(const std::string& text, char between);

/// The names of starts, by DepthStart.
inline constexpr std::array<const char*, 4> depth_start_names = {"xavier", "kaiming", "small",
                                                                 "large"};

}  // namespace backprop::viz
