#include "engine/train/playground/session.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "engine/train/playground/program.h"

namespace backprop::playground {
namespace {

/// By their exponents: a sum of floating-point numbers would be one slow chain.
bool all_finite(std::span<const double> numbers) {
  constexpr std::uint64_t exponent = 0x7FF0'0000'0000'0000U;
  std::uint64_t any = 0;
  for (const double number : numbers)
    any |=
        static_cast<std::uint64_t>((std::bit_cast<std::uint64_t>(number) & exponent) == exponent);
  return any == 0;
}

/// An update takes some 20 ns for each neuron and 0.6 ns for each parameter, for each point.
std::int64_t snapshot_distance_for(const Setup& setup, const Session::Options& options) {
  if (options.snapshot_every > 0) return options.snapshot_every;
  double neurons = 1;
  for (const Layer& layer : setup.hidden)
    neurons += layer.neurons;
  const auto parameters = static_cast<double>(layers_of(setup).back().end());
  const double update = setup.batch * (20 * neurons + 0.6 * parameters);
  return static_cast<std::int64_t>(std::clamp(20e6 / update, 16.0, 256.0));
}

std::vector<std::string_view> kept_tensors(const Setup& setup) {
  std::vector<std::string_view> names{setup.optimizer.row->name};
  for (const StateTensor& tensor : setup.optimizer.row->state(setup.optimizer.settings))
    names.push_back(tensor.name);
  return names;
}

std::optional<Error> wrong_data(const Setup& setup, const Data& data) {
  if (data.training.empty()) {
    return Error{{}, "there are no points to train with", "give some, or a larger share of them"};
  }
  if (setup.loss == Loss::cross_entropy && !data.classes) {
    return Error{
        {},
        "the cross-entropy needs classes, and these labels are other numbers than -1 and 1",
        "use the squared error"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> validate(const Setup& setup, const Data& data) {
  if (auto error = validate(setup)) return error;
  return wrong_data(setup, data);
}

std::optional<Error> validate(const Plan& plan, const Data& data) {
  if (auto error = validate(plan)) return error;
  if (auto error = wrong_data(plan.setup, data)) return error;
  for (const Edit& edit : plan.edits) {
    const auto* setup = std::get_if<Setup>(&edit.what);
    if (setup == nullptr) continue;
    if (auto error = wrong_data(*setup, data)) return error;
  }
  return std::nullopt;
}

Session::Session(Plan plan, std::shared_ptr<const Data> data, Options options)
    : data_(std::move(data)),
      options_(options),
      plan_(std::move(plan)),
      state_(first_state(plan_.setup)),
      trainer_(trainer_for(0)),
      snapshots_(snapshot_distance_for(plan_.setup, options), options.snapshot_bytes),
      scores_(std::max<std::int64_t>(1, options.score_every), options.score_room) {
  snapshots_.offer(state_);
  arrive(state_, trainer_);
  scores_.add(scores_now());
}

Session::Session(const Session& other)
    : data_(other.data_),
      options_(other.options_),
      plan_(other.plan_),
      state_(other.state_),
      trainer_(trainer_for(state_.iteration)),
      snapshots_(other.snapshots_),
      losses_(other.losses_),
      scores_(other.scores_),
      furthest_(other.furthest_),
      first_loss_(other.first_loss_),
      trouble_(other.trouble_) {}

Result<Session> Session::start(Setup setup, std::shared_ptr<const Data> data, Options options) {
  return start(Plan{std::move(setup), {}}, std::move(data), options);
}

Result<Session> Session::start(Plan plan, std::shared_ptr<const Data> data, Options options) {
  if (auto error = validate(plan, *data)) return *error;
  return Session(std::move(plan), std::move(data), options);
}

Result<Session> Session::start(Setup setup, std::shared_ptr<const Data> data) {
  return start(std::move(setup), std::move(data), Options{});
}

std::int64_t Session::order_from(std::int64_t iteration) const {
  const Setup* before = &plan_.setup;
  std::int64_t from = 0;
  for (const Edit& edit : plan_.edits) {
    if (edit.iteration > iteration) break;
    const auto* setup = std::get_if<Setup>(&edit.what);
    if (setup == nullptr) continue;
    if (before->batch != setup->batch || before->seed != setup->seed) from = edit.iteration;
    before = setup;
  }
  return from;
}

std::unique_ptr<Trainer> Session::trainer_for(std::int64_t iteration) const {
  return std::make_unique<Trainer>(setup_at(iteration), data_, order_from(iteration));
}

std::int64_t Session::advance(std::int64_t count) {
  std::int64_t done = 0;
  while (done < count && !(trouble_ && state_.iteration > trouble_->iteration)) {
    const double loss = trainer_->step(state_);
    ++done;
    if (state_.iteration > furthest_) record(loss);
    arrive(state_, trainer_);
  }
  return done;
}

/// What is new of the iteration that was made last.
void Session::record(double loss) {
  furthest_ = state_.iteration;
  if (losses_.wants(state_.iteration - 1)) losses_.add(loss);
  if (!first_loss_) first_loss_ = loss;
  snapshots_.offer(state_);
  if (scores_.wants(state_.iteration)) scores_.add(scores_now());
  find_trouble(loss);
}

void Session::find_trouble(double loss) {
  const std::int64_t last = state_.iteration - 1;
  if (!std::isfinite(loss) || !all_finite(state_.parameters)) {
    trouble_ = Trouble{TroubleKind::not_finite, last, loss};
  } else if (loss > diverged_beyond * std::max(1.0, *first_loss_)) {
    trouble_ = Trouble{TroubleKind::diverged, last, loss};
  }
}

void Session::arrive(State& state, std::unique_ptr<Trainer>& trainer) const {
  const Setup* before = &plan_.setup;
  for (const Edit& edit : plan_.edits) {
    if (edit.iteration > state.iteration) break;
    const auto* setup = std::get_if<Setup>(&edit.what);
    if (edit.iteration < state.iteration) {
      if (setup != nullptr) before = setup;
    } else if (setup == nullptr) {
      const auto& weight = std::get<WeightEdit>(edit.what);
      state.parameters[weight.parameter] = weight.value;
    } else {
      if (kept_tensors(*before) != kept_tensors(*setup)) begin_optimizer(*setup, state);
      before = setup;
      trainer = trainer_for(state.iteration);
    }
  }
}

void Session::replay_to(std::int64_t iteration, State& state,
                        std::unique_ptr<Trainer>& trainer) const {
  snapshots_.restore(iteration, state);
  trainer = trainer_for(state.iteration);
  arrive(state, trainer);
  while (state.iteration < iteration) {
    trainer->step(state);
    arrive(state, trainer);
  }
}

void Session::rewind_to(std::int64_t iteration) {
  assert(iteration >= 0 && iteration <= furthest_);
  replay_to(iteration, state_, trainer_);
}

State Session::state_at(std::int64_t iteration) const {
  assert(iteration >= 0 && iteration <= furthest_);
  State state;
  std::unique_ptr<Trainer> trainer;
  replay_to(iteration, state, trainer);
  return state;
}

Points Session::batch_at(std::int64_t iteration) const {
  Points batch;
  const auto trainer = trainer_for(iteration);
  for (const std::uint32_t point : trainer->batch(iteration))
    batch.push_back(data_->training[point]);
  return batch;
}

double Session::loss_at(std::int64_t iteration) const {
  State state = state_at(iteration);
  return trainer_for(iteration)->step(state);
}

std::optional<std::int64_t> Session::last_edit(std::int64_t iteration) const {
  std::optional<std::int64_t> last;
  for (const Edit& edit : plan_.edits) {
    if (edit.iteration <= iteration) last = edit.iteration;
  }
  return last;
}

std::string Session::iteration_program(std::int64_t iteration) const {
  return program_at(setup_at(iteration), batch_at(iteration), state_at(iteration));
}

Session::Scores Session::scores_now() {
  return {trainer_->score_training(state_), trainer_->score_test(state_)};
}

void Session::cut(std::int64_t iteration) {
  furthest_ = iteration;
  snapshots_.cut(iteration);
  losses_.cut(iteration);
  scores_.cut(iteration + 1);
  if (trouble_ && trouble_->iteration >= iteration) trouble_.reset();
  if (iteration == 0) first_loss_.reset();
}

std::optional<Error> Session::follow(Plan plan) {
  if (auto error = validate(plan, *data_)) return error;
  if (!(plan.setup == plan_.setup)) {
    return Error{{},
                 "a run that has begun keeps the set-up of its beginning",
                 "begin a new one to change it"};
  }
  const auto [old_edit, new_edit] =
      std::mismatch(plan_.edits.begin(), plan_.edits.end(), plan.edits.begin(), plan.edits.end());
  std::int64_t parting = furthest_;  // what is still to come changes nothing that was
  if (old_edit != plan_.edits.end()) parting = std::min(parting, old_edit->iteration);
  if (new_edit != plan.edits.end()) parting = std::min(parting, new_edit->iteration);
  const bool same = old_edit == plan_.edits.end() && new_edit == plan.edits.end();
  if (same) return std::nullopt;
  plan_ = std::move(plan);
  cut(parting);
  if (state_.iteration >= parting) replay_to(parting, state_, trainer_);
  return std::nullopt;
}

std::optional<Error> Session::set_weight(std::size_t parameter, double value) {
  return follow(with_weight(plan_, state_.iteration, {parameter, value}));
}

std::optional<Error> Session::change(const Setup& setup) {
  if (state_.iteration > 0) return follow(with_setup(plan_, state_.iteration, setup));
  // At the beginning it is another one, with the same weights.
  Plan plan = with_setup(plan_, 0, plan_.setup);
  plan.edits.push_back({0, setup});
  return follow(std::move(plan));
}

Result<Session> Session::fork(const Setup& changed) const {
  Session other(*this);
  if (auto error = other.change(changed)) return *error;
  return other;
}

}  // namespace backprop::playground
