/// Trains in the background: a race that goes towards a stated iteration in small slices, on a
/// thread of its own or, where there is none, when it is told to.
#pragma once

#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "engine/train/playground/race.h"

namespace backprop::playground {

class Runner {
 public:
  enum class Threads : std::uint8_t { none, one };
  static constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();

  explicit Runner(Threads threads);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// What is to be trained from now on, and where to; without an end it goes on until the next
  /// call. Returns within a slice's time. Errors as Race::follow has them.
  std::optional<Error> ask(const std::shared_ptr<const Data>& data, const std::vector<Plan>& plans,
                           std::int64_t goal);

  Threads threads() const { return thread_.joinable() ? Threads::one : Threads::none; }
  /// What was asked for last.
  const std::vector<Plan>& plans() const { return plans_; }

  /// Without a thread: up to so many updates of each session.
  void work(std::int64_t updates);

  /// Calls look(Race&) while no update is made.
  template <class Look>
  auto look(const Look& look) {
    const Pause pause(*this);
    return look(race_);
  }

 private:
  /// The thread lets go of the race between two slices as soon as somebody waits for it: a mutex
  /// alone would let it have it again and again.
  class Pause {
   public:
    explicit Pause(Runner& its) : runner_(its) {
      ++runner_.waiting_;
      runner_.mutex_.lock();
      --runner_.waiting_;
    }
    ~Pause() { runner_.mutex_.unlock(); }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    Runner& runner_;
  };

  void run(const std::stop_token& stop);
  bool idle() const { return race_.stands_at(goal_) || race_.stuck(); }

  std::mutex mutex_;  ///< of all that follows
  std::condition_variable_any wake_;
  Race race_;
  std::shared_ptr<const Data> data_;
  std::vector<Plan> plans_;
  std::int64_t goal_ = 0;
  std::atomic<int> waiting_ = 0;
  std::jthread thread_;  ///< the last member: it ends first
};

}  // namespace backprop::playground
