#include "engine/nn/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace backprop {
namespace {

/// lr gamma^floor(t / step_size)
double step_lr(const Attributes& s) {
  const Index period = std::max<Index>(1, s.whole("step_size"));
  return s.real("lr") * std::pow(s.real("gamma"), static_cast<double>(s.whole("t") / period));
}

/// lr gamma^t
double exponential_lr(const Attributes& s) {
  return s.real("lr") * std::pow(s.real("gamma"), s.real("t"));
}

/// eta_min + (lr - eta_min) (1 + cos(pi t / T_max)) / 2
double cosine_annealing_lr(const Attributes& s) {
  const double low = s.real("eta_min");
  const double turn = std::cos(std::numbers::pi * s.real("t") / s.real("T_max"));
  return low + (s.real("lr") - low) * (1 + turn) / 2;
}

const std::vector<Schedule>& table() {
  const CallParameter lr{"lr", ParameterKind::real};
  const CallParameter t{"t", ParameterKind::whole};
  static const std::vector<Schedule> rows = {
      {"step_lr",
       {lr, t, {"step_size", ParameterKind::whole}, {"gamma", ParameterKind::real, false, 0.1}},
       step_lr,
       "def step_lr(lr, t, step_size, gamma=0.1):\n    return lr * gamma ** (t // step_size)\n"},
      {"exponential_lr",
       {lr, t, {"gamma", ParameterKind::real}},
       exponential_lr,
       "def exponential_lr(lr, t, gamma):\n    return lr * gamma ** t\n"},
      {"cosine_annealing_lr",
       {lr, t, {"T_max", ParameterKind::whole}, {"eta_min", ParameterKind::real, false, 0.0}},
       cosine_annealing_lr,
       "def cosine_annealing_lr(lr, t, T_max, eta_min=0.0):\n"
       "    return eta_min + (lr - eta_min) * (1 + math.cos(math.pi * t / T_max)) / 2\n"},
  };
  return rows;
}

}  // namespace

const Schedule* find_schedule(std::string_view name) {
  const auto found = std::find_if(table().begin(), table().end(),
                                  [&](const Schedule& row) { return row.name == name; });
  return found == table().end() ? nullptr : &*found;
}

std::span<const Schedule> schedules() {
  return table();
}

std::vector<std::string> schedule_names() {
  std::vector<std::string> names;
  for (const Schedule& row : table())
    names.emplace_back(row.name);
  return names;
}

}  // namespace backprop
