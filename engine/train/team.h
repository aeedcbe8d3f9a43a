/// A few threads that work on parts of one task and wait for each other. Between tasks they look
/// for the next one for a moment and then sleep.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace backprop {

class Team {
 public:
  /// `size` parts; the caller does the first, so that size - 1 threads are made.
  explicit Team(int size);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  /// Calls work(part) for every part from 0 to size - 1, and returns when all are done.
  template <class Work>
  void run(const Work& work) {
    run_task({&work, [](const void* what, int part) { (*static_cast<const Work*>(what))(part); }});
  }

 private:
  struct Task {
    const void* work = nullptr;
    void (*call)(const void* work, int part) = nullptr;
  };
  void run_task(Task task);
  void serve(int part);

  int size_;
  Task task_;
  std::atomic<int> round_{0};
  std::atomic<int> busy_{0};
  std::atomic<bool> over_{false};
  std::vector<std::thread> threads_;
};

}  // namespace backprop
