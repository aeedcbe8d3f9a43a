/// Up to four sessions that learn from the same data in step: what one window shows side by side.
#pragma once

#include <memory>
#include <vector>

#include "engine/train/playground/session.h"

namespace backprop::playground {

class Race {
 public:
  static constexpr std::size_t most = 4;

  /// One session for each plan. A session that is there already, with the same data and the same
  /// beginning, goes on from where the plans part; two plans may go on from one. Errors: a plan
  /// that makes no sense, or not with these data: then all stays as it was.
  std::optional<Error> follow(const std::shared_ptr<const Data>& data, std::vector<Plan> plans);

  std::size_t size() const { return sessions_.size(); }
  const Session& session(std::size_t its) const { return *sessions_[its]; }
  /// For scores: they need the session's own memory.
  Session& session(std::size_t its) { return *sessions_[its]; }

  /// Where all stand, but for those that have come to trouble before.
  std::int64_t iteration() const;
  /// The last iteration that all of these can be gone to without further ado.
  std::int64_t furthest() const;
  /// Whether every session has come to trouble: nothing goes on.
  bool stuck() const;
  bool stands_at(std::int64_t iteration) const;

  /// Goes towards an iteration: at once to one that is known, otherwise so many updates of each
  /// session at most.
  void approach(std::int64_t iteration, std::int64_t most_updates);

 private:
  std::vector<std::unique_ptr<Session>> sessions_;
};

/// Whether it can go no further from where it stands.
bool is_stuck(const Session& session);

}  // namespace backprop::playground
