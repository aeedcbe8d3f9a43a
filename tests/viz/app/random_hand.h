/// A hand that gives random commands, for tests.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "viz/app/command.h"

namespace backprop::test {

/// Commands as a hasty user would give them, and some that no widget gives.
class RandomHand {
 public:
  explicit RandomHand(std::uint32_t seed);

  viz::Command next(const viz::State& state);

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

 private:
  Index any(Index end);
  const std::string& any_program();
  double number();
  viz::Entity entity(const Trace& trace);
  Breakpoint breakpoint();
  viz::Command in_time(const Trace& trace);
  viz::Command stop();
  viz::Command asked(const Trace& trace);
  viz::Command program();
  viz::Command lesson();
  viz::Command task();
  viz::Command look();
  viz::Command edit(const Trace& trace);
  viz::Command kept();
  viz::Command shared(const viz::State& state);
  viz::Command practice(const viz::State& state);
  viz::Command hunt();
  viz::Command lab();
  viz::Command lab_number();
  viz::Command playground(const viz::State& state);
  viz::PlaygroundChange playground_change(const viz::State& state);

  std::mt19937 random_;
  std::vector<std::string> programs_;
};

}  // namespace backprop::test
