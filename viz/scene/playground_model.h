/// What the playground shows of its runs: made by the runner in the background, copied from it when
/// it has come further, and worked out for pictures then, not in every frame.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/train/playground/map.h"
#include "engine/train/playground/runner.h"
#include "engine/train/playground/trouble.h"
#include "viz/app/playground.h"

namespace backprop::viz {

/// A run as it stands.
struct RunPicture {
  playground::Setup setup;
  std::int64_t iteration = 0;
  std::vector<double> parameters;
  playground::Session::Scores now;  ///< of the chosen run; of others those at the curve's end
  /// Scores on the way so far, no more than can be told apart: iterations and losses.
  struct Scored {
    std::int64_t iteration = 0;
    playground::Session::Scores scores;
  };
  std::vector<Scored> curve;
  std::optional<playground::Trouble> trouble;
  bool stuck = false;  ///< at it
  std::unique_ptr<playground::Map> map;
  long version = 0;  ///< changes with the parameters
};

class PlaygroundModel {
 public:
  explicit PlaygroundModel(playground::Runner::Threads threads) : runner_(threads) {}

  /// Asks for what the lab wants; `seconds`: the clock of the program, for speeds. Without a thread
  /// it trains a little.
  void train(const PlaygroundLab& lab, double seconds);
  /// Takes over what is new, of this very lab: before it is shown.
  void follow(const PlaygroundLab& lab);
  /// Trains to where the lab stands before it returns: for pictures.
  void finish(const PlaygroundLab& lab);

  const playground::Data& data() const { return *data_; }
  const std::vector<RunPicture>& runs() const { return runs_; }
  const RunPicture& run(const PlaygroundLab& lab) const { return runs_[lab.chosen]; }
  /// Where all runs stand; behind the lab's iteration while they catch up.
  std::int64_t iteration() const { return iteration_; }
  std::int64_t furthest() const { return furthest_; }
  std::int64_t batches_in_epoch() const { return batches_in_epoch_; }
  /// Whether another frame is wanted soon: it trains.
  bool busy() const { return busy_; }
  /// Every run has come to trouble.
  bool stuck() const { return stuck_; }

  /// Why nothing can be trained; nothing where it can. There are no runs then.
  const std::optional<Error>& error() const { return error_; }

  /// Why a run came to trouble, in words; of one that did.
  const playground::Explanation& explanation(std::size_t run);

  /// The next update of the chosen run as a program.
  std::string iteration_program(const PlaygroundLab& lab);
  /// The chosen set-up's first update as one.
  std::string setup_program(const PlaygroundLab& lab) const;

 private:
  std::int64_t goal(const PlaygroundLab& lab, double seconds);
  void take_points(const PlaygroundLab& lab);
  bool ask(const PlaygroundLab& lab);
  void take_over(playground::Race& race, std::size_t chosen);

  playground::Runner runner_;
  PlaygroundPoints points_;
  std::shared_ptr<const playground::Data> data_;
  std::vector<playground::Plan> plans_;
  std::vector<RunPicture> runs_;
  std::int64_t iteration_ = 0, furthest_ = 0, batches_in_epoch_ = 1;
  bool busy_ = false, stuck_ = false;
  std::optional<Error> error_;
  std::shared_ptr<const playground::Data> shown_data_;  ///< of which runs_ are
  std::size_t chosen_ = 0;                              ///< of which runs_ has all numbers
  std::int64_t goal_ = 0;                               ///< asked for last
  double running_since_ = -1;                           ///< seconds; less than 0: it does not run
  std::int64_t running_from_ = 0;
  long version_ = 0;
  struct Explained {
    playground::Plan plan;
    std::shared_ptr<const playground::Data> data;
    playground::Explanation explanation;
  };
  std::vector<Explained> explained_;  ///< the latest last
};

}  // namespace backprop::viz
