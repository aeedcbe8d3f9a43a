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

void copy_run(Session& session, long version, RunPicture& to) {
  const playground::Setup& setup = session.setup();
  if (!(to.setup == setup) || to.map == nullptr) to.map = std::make_unique<playground::Map>(setup);
  to.setup = setup;
  to.iteration = session.iteration();
  to.parameters = session.state().parameters;
  to.now = session.scores_now();
  to.curve = curve_of(session);
  if (to.curve.back().iteration < to.iteration) to.curve.push_back({to.iteration, to.now});
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

void PlaygroundModel::follow(const PlaygroundLab& lab, double seconds) {
  take_points(lab);
  const std::int64_t to = goal(lab, seconds);
  error_ = runner_.ask(data_, lab.runs, to);
  if (error_) {
    runs_.clear();
    busy_ = stuck_ = false;
    return;
  }
  if (runner_.threads() == Runner::Threads::none) runner_.work(updates_in_frame);
  runner_.look([&](Race& race) {
    take_over(race);
    busy_ = !race.stuck() && (lab.running || !race.stands_at(to));
  });
  for (RunPicture& run : runs_) {
    if (run.version == version_) run.map->compute(run.parameters);
  }
}

void PlaygroundModel::take_over(Race& race) {
  const std::vector<playground::Plan>& plans = runner_.plans();
  bool same = runs_.size() == race.size() && plans == plans_ && shown_data_ == data_;
  for (std::size_t i = 0; same && i < runs_.size(); ++i)
    same = runs_[i].iteration == race.session(i).iteration();
  iteration_ = race.iteration();
  furthest_ = race.furthest();
  stuck_ = race.stuck();
  if (same) return;
  ++version_;
  plans_ = plans;
  shown_data_ = data_;
  runs_.resize(race.size());
  for (std::size_t i = 0; i < runs_.size(); ++i)
    copy_run(race.session(i), version_, runs_[i]);
  const auto points = static_cast<std::int64_t>(data_->training.size());
  const int batch = runs_[0].setup.batch;
  batches_in_epoch_ = (points + batch - 1) / batch;
}

void PlaygroundModel::finish(const PlaygroundLab& lab) {
  follow(lab, 0);
  while (busy_ && !lab.running)
    follow(lab, 0);
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
