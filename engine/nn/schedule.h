/// Learning-rate schedules in closed form: the rate at round t (from 0) of one that starts at lr.
/// torch.optim.lr_scheduler's StepLR, ExponentialLR and CosineAnnealingLR.
#pragma once

#include <string_view>
#include <vector>

#include "engine/ops/op.h"

namespace backprop {

struct Schedule {
  std::string_view name;
  std::vector<CallParameter> parameters;
  double (*rate)(const Attributes& settings) = nullptr;
  std::string_view python;  ///< the same, for exports
};

/// step_lr, exponential_lr, cosine_annealing_lr; null for any other name.
std::span<const Schedule> schedules();
const Schedule* find_schedule(std::string_view name);
std::vector<std::string> schedule_names();

}  // namespace backprop
