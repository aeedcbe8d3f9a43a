/// What can be on screen: every view and mode, menu and dialog of the window, each reached as a
/// user reaches it. Tests look at them all, and `pictures_test.cpp` draws them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/ui/desk.h"
#include "viz/ui/workbench.h"

namespace backprop::test {

/// A window that a situation is arranged in, whatever it is drawn with.
struct Stage {
  viz::App& app;
  viz::Workbench& workbench;
  std::function<void()> frames;  ///< a few without input

  /// Does what a click on the widget does, which must be there, and shows it.
  void press(const std::string& widget) const;
  void dispatch(const viz::Command& command) const;
};

/// A test's window, which outlives it.
Stage stage_of(Desk& desk);

struct Situation {
  std::string name;
  std::string program;
  std::function<void(const Stage&)> arrange;
};

const std::vector<Situation>& situations();

/// What a learner does next who makes no mistakes: picks an edge, or answers.
void practise(viz::App& app);

}  // namespace backprop::test
