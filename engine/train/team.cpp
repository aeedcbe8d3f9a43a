#include "engine/train/team.h"

#include <algorithm>

namespace backprop {
namespace {

constexpr int spins =
    100'000;  // some tens of microseconds: longer than what lies between two tasks

/// Waits until the number is no longer `old`.
void wait_for_change(const std::atomic<int>& number, int old) {
  for (int i = 0; i < spins; ++i) {
    if (number.load(std::memory_order_acquire) != old) return;
  }
  number.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(int size) : size_(std::max(1, size)) {
  for (int part = 1; part < size_; ++part)
    threads_.emplace_back([this, part] { serve(part); });
}

Team::~Team() {
  over_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& thread : threads_)
    thread.join();
}

void Team::run_task(Task task) {
  if (size_ > 1) {
    task_ = task;
    busy_.store(size_ - 1, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
  }
  task.call(task.work, 0);
  for (int left = busy_.load(std::memory_order_acquire); left != 0;
       left = busy_.load(std::memory_order_acquire)) {
    wait_for_change(busy_, left);
  }
}

void Team::serve(int part) {
  int seen = 0;
  while (true) {
    wait_for_change(round_, seen);
    seen = round_.load(std::memory_order_acquire);
    if (over_.load()) return;
    task_.call(task_.work, part);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_all();
  }
}

}  // namespace backprop
