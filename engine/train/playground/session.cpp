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

/// Whether a state under one set-up is one under the other, too.
bool same_layers(const Setup& a, const Setup& b) {
  return a.features == b.features && sizes_of(a) == sizes_of(b);
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

}  // namespace

std::optional<Error> validate(const Setup& setup, const Data& data) {
  if (auto error = validate(setup)) return error;
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

Session::Session(Setup setup, std::shared_ptr<const Data> data, Options options)
    : data_(std::move(data)),
      options_(options),
      first_{std::move(setup), 0},
      state_(first_state(first_.setup)),
      trainer_(trainer_for(0)),
      snapshots_(snapshot_distance_for(first_.setup, options), options.snapshot_bytes),
      scores_(std::max<std::int64_t>(1, options.score_every)) {
  snapshots_.offer(state_);
  scores_.add(scores_now());
}

Session::Session(const Session& other)
    : data_(other.data_),
      options_(other.options_),
      first_(other.first_),
      edits_(other.edits_),
      state_(other.state_),
      trainer_(trainer_for(state_.iteration)),
      snapshots_(other.snapshots_),
      losses_(other.losses_),
      scores_(other.scores_),
      furthest_(other.furthest_),
      first_loss_(other.first_loss_),
      trouble_(other.trouble_) {}

Result<Session> Session::start(Setup setup, std::shared_ptr<const Data> data, Options options) {
  if (auto error = validate(setup, *data)) return *error;
  return Session(std::move(setup), std::move(data), options);
}

Result<Session> Session::start(Setup setup, std::shared_ptr<const Data> data) {
  return start(std::move(setup), std::move(data), Options{});
}

const Session::SetupChange& Session::change_at(std::int64_t iteration) const {
  const SetupChange* found = &first_;
  for (const Edit& edit : edits_) {
    if (edit.iteration > iteration) break;
    if (const auto* change = std::get_if<SetupChange>(&edit.what)) found = change;
  }
  return *found;
}

const Setup& Session::setup_at(std::int64_t iteration) const {
  return change_at(iteration).setup;
}

std::unique_ptr<Trainer> Session::trainer_for(std::int64_t iteration) const {
  const SetupChange& its = change_at(iteration);
  return std::make_unique<Trainer>(its.setup, data_, its.order_from);
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
  for (const Edit& edit : edits_) {
    if (edit.iteration != state.iteration) continue;
    make(edit, state);
    if (std::holds_alternative<SetupChange>(edit.what)) trainer = trainer_for(state.iteration);
  }
}

void Session::make(const Edit& edit, State& state) const {
  if (const auto* weight = std::get_if<WeightEdit>(&edit.what)) {
    state.parameters[weight->parameter] = weight->value;
    return;
  }
  // The set-up before: of the last change that is not this one.
  const Setup* before = &first_.setup;
  for (const Edit& other : edits_) {
    if (&other == &edit) break;
    if (const auto* change = std::get_if<SetupChange>(&other.what)) before = &change->setup;
  }
  const Setup& after = std::get<SetupChange>(edit.what).setup;
  if (kept_tensors(*before) != kept_tensors(after)) begin_optimizer(after, state);
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
  for (const Edit& edit : edits_) {
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

/// Drops what came after this iteration.
void Session::leave_furthest() {
  furthest_ = state_.iteration;
  snapshots_.cut(furthest_);
  losses_.cut(furthest_);
  scores_.cut(furthest_ + 1);
  if (trouble_ && trouble_->iteration >= furthest_) trouble_.reset();
  if (furthest_ == 0) first_loss_.reset();
  std::erase_if(edits_, [&](const Edit& edit) { return edit.iteration > furthest_; });
}

void Session::add_edit(Edit edit) {
  leave_furthest();
  edits_.push_back(std::move(edit));
  make(edits_.back(), state_);
}

std::optional<Error> Session::set_weight(std::size_t parameter, double value) {
  if (parameter >= state_.parameters.size()) {
    return Error{{},
                 "there is no parameter " + std::to_string(parameter),
                 "there are " + std::to_string(state_.parameters.size()) + " parameters"};
  }
  if (!std::isfinite(value))
    return Error{{}, "a weight must be a finite number", "give it one such as 0.5"};
  // A weight that is dragged is set many times at one iteration: the last one counts.
  std::erase_if(edits_, [&](const Edit& edit) {
    const auto* weight = std::get_if<WeightEdit>(&edit.what);
    return weight != nullptr && weight->parameter == parameter &&
           edit.iteration == state_.iteration;
  });
  add_edit({state_.iteration, WeightEdit{parameter, value}});
  return std::nullopt;
}

std::optional<Error> Session::change(const Setup& setup) {
  if (auto error = validate(setup, *data_)) return error;
  const SetupChange& before = change_at(state_.iteration);
  if (!same_layers(before.setup, setup)) {
    return Error{
        {}, "a run that has begun keeps its features and layers", "begin a new one to change them"};
  }
  const bool same_order = before.setup.batch == setup.batch && before.setup.seed == setup.seed;
  const std::int64_t order_from = same_order ? before.order_from : state_.iteration;
  add_edit({state_.iteration, SetupChange{setup, order_from}});
  trainer_ = trainer_for(state_.iteration);
  return std::nullopt;
}

Result<Session> Session::fork(const Setup& changed) const {
  Session other(*this);
  if (auto error = other.change(changed)) return *error;
  return other;
}

}  // namespace backprop::playground
