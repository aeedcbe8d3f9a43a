#include "viz/app/reduce_lab.h"

#include <algorithm>
#include <cmath>

#include "viz/app/lab_functions.h"

namespace backprop::viz {
namespace {

void take(State& state, Result<PlaygroundLab> lab) {
  if (lab)
    state.playground = std::make_shared<const PlaygroundLab>(std::move(lab).value());
  else
    state.refused = lab.error();
}

}  // namespace

void stop_training(State& state) {
  if (!state.playground->running) return;
  PlaygroundLab still = *state.playground;
  still.running = false;
  state.playground = std::make_shared<const PlaygroundLab>(std::move(still));
}

void leave_lab(State& state) {
  state.lab = Lab::none;
  stop_training(state);
}

void apply(State& state, const command::OpenLab& open) {
  state.lab = open.lab;
  state.playing = false;
  if (open.settings) state.activations = *open.settings;
  if (open.playground) state.playground = open.playground;
  if (open.lab != Lab::playground) stop_training(state);
}

/// One that is not there yet joins the others, and is chosen; the chosen one goes, where it is not
/// the last.
void apply(State& state, const command::PickFunction& pick) {
  ActivationLab& lab = state.activations;
  const auto& names = lab_function_names();
  if (std::find(names.begin(), names.end(), pick.name) == names.end()) return;
  if (pick.alone) {
    lab.shown = {pick.name};
    lab.chosen = pick.name;
    return;
  }
  const auto found = std::find(lab.shown.begin(), lab.shown.end(), pick.name);
  if (found == lab.shown.end()) {
    lab.shown.push_back(pick.name);
    lab.chosen = pick.name;
  } else if (lab.chosen != pick.name) {
    lab.chosen = pick.name;
  } else if (lab.shown.size() > 1) {
    lab.shown.erase(found);
    lab.chosen = lab.shown.back();
  }
}

void apply(State& state, const command::TypeFunction& type) {
  type_function(state.activations, type.text);
}

void apply(State& state, const command::EditLabNumber& edit) {
  set_number(state.activations, edit.which, edit.number);
}

void apply(State& state, const command::SetLabRange& set) {
  constexpr double narrowest = 1e-6;
  const double low = std::max(set.low, -widest_range);
  const double high = std::min(set.high, widest_range);
  if (!(high - low >= narrowest)) return;
  state.activations.low = low;
  state.activations.high = high;
}

void apply(State& state, const command::ShowSecondDerivative& show) {
  state.activations.second = show.shown;
}

void apply(State& state, const command::SetDepthStart& set) {
  state.activations.depth.start = set.start;
}

void apply(State& state, const command::ChangePlayground& change) {
  take(state, changed(*state.playground, change.what));
}

void apply(State& state, const command::EditPlaygroundNumber& edit) {
  take(state, changed(*state.playground, edit.which, edit.number));
}

}  // namespace backprop::viz
