/// A training run of the playground: forward in slices, back to any iteration, on another way from
/// there. All in float64, and every iteration, reopened as a program, shows the same bits.
///
/// Iteration i is the update that takes the state at i to the state at i + 1. States are kept every
/// so many iterations; one between is replayed from the one before, exactly.
#pragma once

#include <variant>

#include "engine/train/playground/history.h"
#include "engine/train/playground/plan.h"

namespace backprop::playground {

/// Why training came to its end.
enum class TroubleKind : std::uint8_t {
  not_finite,  ///< the iteration's loss, or a parameter that it wrote, is NaN or infinite
  diverged     ///< the loss is finite, but beyond all measure
};
struct Trouble {
  TroubleKind kind = TroubleKind::not_finite;
  std::int64_t iteration = 0;  ///< in which it shows first
  double loss = 0;
};

class Session {
 public:
  struct Options {
    /// 0: as many as are replayed in some 20 ms, 16 to 256.
    std::int64_t snapshot_every = 0;
    std::size_t snapshot_bytes = 64U << 20U;
    /// Iterations from one score to the next. A score goes through all points, as 50 updates do.
    std::int64_t score_every = 500;
    /// Scores that are kept: where there are more, every second is dropped, and from then on half
    /// as many are made.
    std::size_t score_room = Series<double>::usual_room;
  };
  /// A loss of so many times the first one (or 1, where that is less) counts as diverged.
  static constexpr double diverged_beyond = 1e9;

  /// Errors: a set-up that makes no sense, or not with these data.
  static Result<Session> start(Setup setup, std::shared_ptr<const Data> data, Options options);
  static Result<Session> start(Setup setup, std::shared_ptr<const Data> data);
  /// With the plan's changes still to come.
  static Result<Session> start(Plan plan, std::shared_ptr<const Data> data, Options options);

  Session(Session&&) noexcept = default;
  Session& operator=(Session&&) noexcept = default;
  Session(const Session& other);
  Session& operator=(const Session&) = delete;
  ~Session() = default;

  std::int64_t iteration() const { return state_.iteration; }
  /// The last iteration that it has come to: it can be gone to without further ado.
  std::int64_t furthest() const { return furthest_; }
  const State& state() const { return state_; }
  const Plan& plan() const { return plan_; }
  const Setup& setup() const { return setup_at(state_.iteration); }
  const Setup& setup_at(std::int64_t iteration) const {
    return playground::setup_at(plan_, iteration);
  }
  const Data& data() const { return *data_; }

  /// Runs so many iterations; fewer, where there is trouble, at the state after it. Gives how many.
  std::int64_t advance(std::int64_t count);
  std::optional<Trouble> trouble() const { return trouble_; }

  /// To any iteration from 0 to furthest().
  void rewind_to(std::int64_t iteration);

  /// Takes another plan with the same first set-up. What came after the iteration at which the two
  /// part is dropped, and a session that stood beyond stands there. Errors: a plan that makes no
  /// sense; another first set-up.
  std::optional<Error> follow(Plan plan);

  // Another way from here, by a plan with one change more.

  /// Errors: no such parameter; a number that is not finite.
  std::optional<Error> set_weight(std::size_t parameter, double value);
  /// Errors: a set-up that makes no sense, or with other layers, features or starts. Where the
  /// optimizer keeps other tensors than before, its state begins anew; where batch size or seed
  /// differ, an epoch begins.
  std::optional<Error> change(const Setup& setup);

  /// A copy that goes on from here with another set-up; this session stays as it is.
  Result<Session> fork(const Setup& changed) const;

  /// The state at an iteration from 0 to furthest(); this session stays where it is.
  State state_at(std::int64_t iteration) const;
  Points batch_at(std::int64_t iteration) const;
  /// The loss of that iteration's batch, below furthest(), computed again.
  double loss_at(std::int64_t iteration) const;
  /// The last iteration up to this one at whose beginning something was changed.
  std::optional<std::int64_t> last_edit(std::int64_t iteration) const;
  /// That iteration as a program.
  std::string iteration_program(std::int64_t iteration) const;

  // Curves.
  const Series<double>& losses() const { return losses_; }  ///< of the batches, with the penalty
  struct Scores {
    Score training, test;
  };
  const Series<Scores>& scores() const { return scores_; }
  Scores scores_now();

  std::size_t edit_count() const { return plan_.edits.size(); }
  std::size_t snapshot_bytes() const { return snapshots_.bytes(); }
  std::int64_t snapshot_distance() const { return snapshots_.every(); }

 private:
  Session(Plan plan, std::shared_ptr<const Data> data, Options options);
  /// The iteration at which the first epoch of its order begins.
  std::int64_t order_from(std::int64_t iteration) const;
  /// A machine for the updates from that iteration on.
  std::unique_ptr<Trainer> trainer_for(std::int64_t iteration) const;
  /// Makes the edits of the iteration at which the state has arrived; the trainer follows.
  void arrive(State& state, std::unique_ptr<Trainer>& trainer) const;
  void make(const Edit& edit, State& state) const;
  /// From the snapshot before; the trainer is made for it.
  void replay_to(std::int64_t iteration, State& state, std::unique_ptr<Trainer>& trainer) const;
  void record(double loss);
  void find_trouble(double loss);
  /// Forgets what came after.
  void cut(std::int64_t iteration);

  std::shared_ptr<const Data> data_;
  Options options_;
  Plan plan_;
  State state_;
  std::unique_ptr<Trainer> trainer_;
  Snapshots snapshots_;
  Series<double> losses_;
  Series<Scores> scores_;
  std::int64_t furthest_ = 0;
  std::optional<double> first_loss_;
  std::optional<Trouble> trouble_;
};

/// Why a set-up, or a plan, makes no sense or does not go with these data; nothing where it does.
std::optional<Error> validate(const Setup& setup, const Data& data);
std::optional<Error> validate(const Plan& plan, const Data& data);

}  // namespace backprop::playground
