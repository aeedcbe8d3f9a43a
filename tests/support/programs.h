/// The programs that tests run: those that ship, some that reach further, and random ones.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::test {

struct NamedProgram {
  std::string name;
  std::string text;
};

/// The shipped programs that are small and plain enough for every test: the tests' own plain
/// interpreter knows all of their functions. `lessons check` runs the others.
std::vector<NamedProgram> core_programs();

/// The shipped program of that file name, without its ending.
std::string shipped_program(const std::string& name);

/// Programs that use every op, broadcasting, reused values, several rounds and gradients that add
/// up.
std::vector<NamedProgram> further_programs();

/// Both lists.
std::vector<NamedProgram> all_programs();

/// A program of random composition, the same for the same seed; its numbers stay in every op's
/// domain and off the kinks.
std::string random_program(std::uint32_t seed);

/// The trace of a program that must run.
std::shared_ptr<const Trace> run_of(const std::string& text);

/// Each optimizer, with settings that matter.
std::vector<std::string> optimizer_calls();

/// Four updates of a parameter of three by that optimizer's call.
std::string training(const std::string& call);

/// The same from after `updates` (1 to 3) of them: the parameter and the optimizer's state are
/// written out.
std::string resumed_training(const std::string& call, int updates);

}  // namespace backprop::test
