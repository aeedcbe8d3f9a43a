#include "viz/scene/playground_model.h"

#include <algorithm>
#include <cmath>

#include "engine/train/playground/program.h"

namespace backprop::viz {
namespace {

using playground::Race;
using playground::Runner;
using playground::Session;

constexpr std::int64_t updates_in_frame = 500;  // without a thread
constexpr std::size_t most_explained = 8;

/// Scores of the way up to where the session stands.
std::vector<RunPicture::Scored> curve_of(const Session& session) {
  std::vector<RunPicture::Scored> curve;
  const auto& series = session.scores();
  std::int64_t iteration = 0;
  for (const Session::Scores& scores : series.numbers()) {
    if (iteration > session.iteration()) break;
    curve.push_back({iteration, scores});
    iteration += series.every();
  }
  return curve;
}

/// Squares to each side of a run's map: fewer where there are many neurons, or where it is shown
/// small.
int map_size(const playground::Setup& setup, bool chosen) {
  if (!chosen) return 50;
  double neurons = 1;
  for (const playground::Layer& layer : setup.hidden)
    neurons += layer.neurons;
  return std::clamp(static_cast<int>(100 * std::sqrt(24 / neurons)), 50, 100);
}

void copy_run(Session& session, bool chosen, long version, RunPicture& to) {
  const playground::Setup& setup = session.setup();
  const int size = map_size(setup, chosen);
  if (to.map == nullptr || to.map->size() != size || !(to.setup == setup))
    to.map = std::make_unique<playground::Map>(setup, size);
  to.setup = setup;
  to.iteration = session.iteration();
  to.parameters = session.state().parameters;
  to.curve = curve_of(session);
  if (chosen && to.curve.back().iteration < to.iteration)
    to.curve.push_back({to.iteration, session.scores_now()});
  to.now = to.curve.back().scores;
  to.trouble = session.trouble();
  to.stuck = playground::is_stuck(session);
  to.version = version;
}

}  // namespace

void PlaygroundModel::take_points(const PlaygroundLab& lab) {
  if (data_ != nullptr && lab.points == points_) return;
  points_ = lab.points;
  data_ = std::make_shared<const playground::Data>(playground_data(lab.points));
}

/// As fast as the machine goes, it has no end; otherwise so many updates a second.
std::int64_t PlaygroundModel::goal(const PlaygroundLab& lab, double seconds) {
  if (!lab.running) {
    running_since_ = -1;
    return lab.iteration;
  }
  const double rate = updates_per_second(lab.speed);
  if (rate == 0) {
    running_since_ = -1;
    return Runner::no_end;
  }
  if (running_since_ < 0) {
    running_since_ = seconds;
    running_from_ = lab.iteration;
  }
  // Where another speed was chosen, or the machine did not keep up, it goes on from here.
  const auto due = running_from_ + std::llround((seconds - running_since_) * rate);
  if (lab.iteration > due || due > lab.iteration + static_cast<std::int64_t>(rate) + 1) {
    running_since_ = seconds;
    running_from_ = lab.iteration;
    return lab.iteration;
  }
  return due;
}

/// False where nothing can be trained.
bool PlaygroundModel::ask(const PlaygroundLab& lab) {
  take_points(lab);
  error_ = runner_.ask(data_, lab.runs, goal_);
  if (!error_) return true;
  runs_.clear();
  busy_ = stuck_ = false;
  return false;
}

void PlaygroundModel::train(const PlaygroundLab& lab, double seconds) {
  goal_ = goal(lab, seconds);
  if (!ask(lab)) return;
  if (runner_.threads() == Runner::Threads::none) runner_.work(updates_in_frame);
  runner_.look([this](const Race& race) {
    iteration_ = race.iteration();
    stuck_ = race.stuck();
  });
}

void PlaygroundModel::follow(const PlaygroundLab& lab) {
  if (!lab.running) goal_ = lab.iteration;
  if (!ask(lab)) return;
  runner_.look([&](Race& race) {
    if (race.iteration() > goal_) race.approach(goal_, 0);  // back at once
    take_over(race, lab.chosen);
    busy_ = !race.stuck() && (lab.running || !race.stands_at(goal_));
  });
  for (RunPicture& run : runs_) {
    if (run.version == version_) run.map->compute(run.parameters);
  }
}

void PlaygroundModel::take_over(Race& race, std::size_t chosen) {
  const std::vector<playground::Plan>& plans = runner_.plans();
  bool same =
      runs_.size() == race.size() && plans == plans_ && shown_data_ == data_ && chosen_ == chosen;
  for (std::size_t i = 0; same && i < runs_.size(); ++i)
    same = runs_[i].iteration == race.session(i).iteration();
  iteration_ = race.iteration();
  furthest_ = race.furthest();
  stuck_ = race.stuck();
  if (same) return;
  ++version_;
  plans_ = plans;
  shown_data_ = data_;
  chosen_ = chosen;
  runs_.resize(race.size());
  for (std::size_t i = 0; i < runs_.size(); ++i)
    copy_run(race.session(i), i == chosen, version_, runs_[i]);
  const auto points = static_cast<std::int64_t>(data_->training.size());
  const int batch = runs_[0].setup.batch;
  batches_in_epoch_ = (points + batch - 1) / batch;
}

void PlaygroundModel::finish(const PlaygroundLab& lab) {
  do {
    train(lab, 0);
    follow(lab);
  } while (busy_ && !lab.running);
}

const playground::Explanation& PlaygroundModel::explanation(std::size_t run) {
  const auto found = std::find_if(explained_.begin(), explained_.end(), [&](const Explained& its) {
    return its.data == data_ && its.plan == plans_[run];
  });
  if (found != explained_.end()) return found->explanation;
  if (explained_.size() == most_explained) explained_.erase(explained_.begin());
  auto explanation = runner_.look([&](const Race& race) {
    const Session& session = race.session(run);
    return playground::explain(session, *session.trouble());
  });
  explained_.push_back({plans_[run], data_, std::move(explanation)});
  return explained_.back().explanation;
}

std::string PlaygroundModel::iteration_program(const PlaygroundLab& lab) {
  return runner_.look([&](const Race& race) {
    const Session& session = race.session(lab.chosen);
    // What comes after trouble is not computed: the iteration in which it shows is the last.
    const std::int64_t last = session.trouble() ? session.trouble()->iteration : lab.iteration;
    return session.iteration_program(std::min({lab.iteration, last, session.furthest()}));
  });
}

std::string PlaygroundModel::setup_program(const PlaygroundLab& lab) const {
  return playground::program_of(lab.setup(), data_);
}

}  // namespace backprop::viz
