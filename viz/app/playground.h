/// The playground: networks that learn points of the plane while one watches. Plain data, a part of
/// the state; what the networks have learnt follows from it (see engine/train/playground/plan.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/data/points_csv.h"
#include "engine/data/toy_sets.h"
#include "engine/train/playground/race.h"

namespace backprop::viz {

/// Which points.
struct PlaygroundPoints {
  ToySet set = ToySet::circle;
  bool own = false;  ///< those that were drawn or pasted, and not the set's
  int count = 500;   ///< of the set's, as are noise and seed
  double noise = 0;
  double train_share = 0.5;
  std::uint64_t seed = 1;  ///< of the set's points, and of the division in two
  /// Drawn or pasted; null: none yet.
  std::shared_ptr<const PointsCsv> drawn;
  bool operator==(const PlaygroundPoints&) const = default;
};

/// How many updates a second.
enum class PlaygroundSpeed : std::uint8_t { slow, steady, quick, fastest };
inline constexpr std::size_t playground_speeds = 4;
/// 0 for as many as the machine makes.
double updates_per_second(PlaygroundSpeed speed);

struct PlaygroundLab {
  PlaygroundPoints points;
  /// One to four set-ups that learn from the same points in step, each with what was changed on its
  /// way. They have seed, batch size and start in common.
  std::vector<playground::Plan> runs{1};
  std::size_t chosen = 0;      ///< the run that is shown and edited
  std::int64_t iteration = 0;  ///< that is looked at: so many updates were made
  bool running = false;
  /// Slow enough that one sees it learn.
  PlaygroundSpeed speed = PlaygroundSpeed::quick;
  bool show_test = false;   ///< the points for testing, too
  bool two_colors = false;  ///< the map shows the side of 0 alone
  /// The neuron whose map is shown large, by layer and place; none: the output.
  std::optional<std::pair<int, int>> neuron;
  std::optional<std::size_t> parameter;  ///< that is open to be edited
  double brush = 1;                      ///< the label of a point that is drawn: -1 or 1

  const playground::Plan& run() const { return runs[chosen]; }
  /// Of the run that is shown, at this iteration.
  const playground::Setup& setup() const { return playground::setup_at(run(), iteration); }
  bool operator==(const PlaygroundLab&) const = default;
};

inline constexpr std::size_t most_drawn_points = 2000;
inline constexpr double plane_reach = 6;  ///< the plane is shown from -6 to 6

/// The points that are trained and tested with; no training point where none were drawn yet.
playground::Data playground_data(const PlaygroundPoints& points);

/// A number of the playground that can be edited.
struct PlaygroundNumber {
  enum class Kind : std::uint8_t {
    count,
    noise,
    train_share,
    data_seed,
    seed,
    batch,
    penalty_rate,
    dropout,
    setting,      ///< of the optimizer, by name; of several numbers, that of the index
    parameter,    ///< a weight or bias, by its index among all
    activation,   ///< of the activation of the layer `index`, by name: "negative_slope"
    activations,  ///< of those of all hidden layers that have one of that name
  } kind = Kind::noise;
  std::string setting = {};
  std::size_t index = 0;
  bool operator==(const PlaygroundNumber&) const = default;
};

/// What else a user changes there.
namespace playground_change {
struct Set {
  ToySet set;
};
struct Own {};  ///< the points that were drawn
struct Draw {
  double x1, x2;
};  ///< one more point, with the brush's label
struct Erase {
  double x1, x2, reach;
};  ///< the drawn points near by
struct Paste {
  std::shared_ptr<const PointsCsv> points;  ///< not null; the drawn ones from now on
};
struct Brush {
  double label;
};
struct ToggleFeature {
  Feature feature;
};
struct Layers {
  int count;
};  ///< hidden ones
struct Neurons {
  std::size_t layer;
  int count;
};
/// A typed function: its def, and those of its parameters that are set.
struct Typed {
  std::string text;
  FunctionNumbers numbers;
};
/// Of a hidden layer, or of the output (its number is that of the hidden layers); "" for none. The
/// name of a row, or a typed function in its place.
struct Activation {
  std::size_t layer;
  std::string name;
  std::optional<Typed> typed{};
};
struct Activations {
  std::string name;
  std::optional<Typed> typed{};
};  ///< of all hidden layers
struct Loss {
  playground::Loss loss;
};
struct Penalty {
  playground::Penalty penalty;
};
struct Optimizer {
  std::string name;
};
struct Flag {
  std::string setting;  ///< of the optimizer: "nesterov"
  bool on;
};
struct Start {
  std::string name;
};
struct Anew {};   ///< from iteration 0 with the present set-ups
struct Run {};    ///< goes on without end
struct Pause {};  ///< where it stands
/// It has come so far by itself.
struct Trained {
  std::int64_t iteration;
};
struct GoTo {
  std::int64_t iteration;
};
struct Speed {
  PlaygroundSpeed speed;
};
struct Choose {
  std::size_t run;
};
struct Fork {};  ///< one run more, like this one up to here
struct Drop {
  std::size_t run;
};
struct ShowTest {
  bool shown;
};
struct TwoColors {
  bool on;
};
/// Its map is shown large; the one that is shown goes back to the output.
struct Look {
  int layer, neuron;
};
struct Open {
  std::optional<std::size_t> parameter;
};
}  // namespace playground_change

using PlaygroundChange =
    std::variant<playground_change::Set, playground_change::Own, playground_change::Draw,
                 playground_change::Erase, playground_change::Paste, playground_change::Brush,
                 playground_change::ToggleFeature, playground_change::Layers,
                 playground_change::Neurons, playground_change::Activation,
                 playground_change::Activations, playground_change::Loss,
                 playground_change::Penalty, playground_change::Optimizer, playground_change::Flag,
                 playground_change::Start, playground_change::Anew, playground_change::Run,
                 playground_change::Pause, playground_change::Trained, playground_change::GoTo,
                 playground_change::Speed, playground_change::Choose, playground_change::Fork,
                 playground_change::Drop, playground_change::ShowTest, playground_change::TwoColors,
                 playground_change::Look, playground_change::Open>;

/// Errors: the set-up that it would give makes no sense; the playground is as it was then.
Result<PlaygroundLab> changed(PlaygroundLab lab, const PlaygroundChange& change);
/// The same for a number, which is moved into its range.
Result<PlaygroundLab> changed(PlaygroundLab lab, const PlaygroundNumber& which, double number);

/// Nothing for a number that the playground does not have, and for parameters: what they have
/// become is not in its data.
std::optional<double> number_in(const PlaygroundLab& lab, const PlaygroundNumber& which);

}  // namespace backprop::viz
