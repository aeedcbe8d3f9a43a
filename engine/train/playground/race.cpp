#include "engine/train/playground/race.h"

#include <algorithm>

namespace backprop::playground {
namespace {

/// What a window wants of its runs: a curve from the first updates on, that soon costs little.
constexpr Session::Options options{
    .snapshot_every = 0, .snapshot_bytes = 32U << 20U, .score_every = 10, .score_room = 800};

/// How many changes two plans have in common.
std::size_t common_edits(const Plan& a, const Plan& b) {
  const auto parting =
      std::mismatch(a.edits.begin(), a.edits.end(), b.edits.begin(), b.edits.end());
  return static_cast<std::size_t>(parting.first - a.edits.begin());
}

/// The session whose way the plan goes on furthest; null where none begins like it.
const Session* nearest(const std::vector<std::unique_ptr<Session>>& sessions, const Plan& plan,
                       const std::shared_ptr<const Data>& data) {
  const Session* found = nullptr;
  for (const auto& session : sessions) {
    if (&session->data() != data.get() || !(session->plan().setup == plan.setup)) continue;
    if (session->plan() == plan) return session.get();
    if (found == nullptr || common_edits(session->plan(), plan) > common_edits(found->plan(), plan))
      found = session.get();
  }
  return found;
}

}  // namespace

bool is_stuck(const Session& session) {
  const auto trouble = session.trouble();
  return trouble && session.iteration() > trouble->iteration;
}

std::optional<Error> Race::follow(const std::shared_ptr<const Data>& data,
                                  std::vector<Plan> plans) {
  for (const Plan& plan : plans) {
    if (auto error = validate(plan, *data)) return error;
  }
  std::vector<const Session*> sources;
  for (const Plan& plan : plans)
    sources.push_back(nearest(sessions_, plan, data));
  std::vector<std::unique_ptr<Session>> next;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const Session* source = sources[i];
    if (source == nullptr) {
      auto begun = Session::start(std::move(plans[i]), data, options);
      next.push_back(std::make_unique<Session>(std::move(begun).value()));
      continue;
    }
    // The last that goes on from a session takes it over, others a copy.
    const auto later = sources.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    if (std::find(later, sources.end(), source) != sources.end()) {
      next.push_back(std::make_unique<Session>(*source));
    } else {
      const auto owner = std::find_if(sessions_.begin(), sessions_.end(),
                                      [&](const auto& its) { return its.get() == source; });
      next.push_back(std::move(*owner));
    }
    static_cast<void>(next.back()->follow(std::move(plans[i])));  // it was checked above
  }
  sessions_ = std::move(next);
  return std::nullopt;
}

std::int64_t Race::iteration() const {
  std::int64_t at = -1, last = 0;
  for (const auto& session : sessions_) {
    last = std::max(last, session->iteration());
    if (is_stuck(*session)) continue;
    at = at < 0 ? session->iteration() : std::min(at, session->iteration());
  }
  return at < 0 ? last : at;
}

std::int64_t Race::furthest() const {
  std::int64_t at = -1, last = 0;
  for (const auto& session : sessions_) {
    last = std::max(last, session->furthest());
    if (session->trouble()) continue;
    at = at < 0 ? session->furthest() : std::min(at, session->furthest());
  }
  return at < 0 ? last : at;
}

bool Race::stuck() const {
  return std::all_of(sessions_.begin(), sessions_.end(),
                     [](const auto& session) { return is_stuck(*session); });
}

bool Race::stands_at(std::int64_t iteration) const {
  return std::all_of(sessions_.begin(), sessions_.end(), [&](const auto& session) {
    return session->iteration() == iteration ||
           (session->iteration() < iteration && is_stuck(*session));
  });
}

void Race::approach(std::int64_t iteration, std::int64_t most_updates) {
  const std::int64_t from = this->iteration();
  for (const auto& session : sessions_) {
    const std::int64_t its = session->iteration();
    const bool known = iteration <= session->furthest();
    if (its > iteration || (known && iteration - its > most_updates)) {
      session->rewind_to(std::min(iteration, session->furthest()));
      continue;
    }
    // One that is behind the others catches up, one that is ahead waits for them.
    const std::int64_t goal =
        std::min(iteration, std::max(from, its - most_updates) + most_updates);
    session->advance(std::clamp<std::int64_t>(goal - its, 0, most_updates));
  }
}

}  // namespace backprop::playground
