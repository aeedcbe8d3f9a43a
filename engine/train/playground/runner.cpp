#include "engine/train/playground/runner.h"

namespace backprop::playground {
namespace {

/// Under half a millisecond of the usual network: so long a look may have to wait.
constexpr std::int64_t slice = 100;

}  // namespace

Runner::Runner(Threads threads) {
  if (threads == Threads::one)
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Runner::~Runner() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  wake_.notify_all();
}

std::optional<Error> Runner::ask(const std::shared_ptr<const Data>& data,
                                 const std::vector<Plan>& plans, std::int64_t goal) {
  const Pause pause(*this);
  if (data != data_ || plans != plans_) {
    if (auto error = race_.follow(data, plans)) return error;
    data_ = data;
    plans_ = plans;
  }
  goal_ = goal;
  wake_.notify_all();
  return std::nullopt;
}

void Runner::work(std::int64_t updates) {
  const Pause pause(*this);
  if (race_.size() > 0) race_.approach(goal_, updates);
}

void Runner::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!wake_.wait(lock, stop, [this] { return race_.size() > 0 && !idle(); })) return;
    race_.approach(goal_, slice);
    if (waiting_ == 0) continue;
    lock.unlock();
    while (waiting_ > 0)
      std::this_thread::yield();
    lock.lock();
  }
}

}  // namespace backprop::playground
