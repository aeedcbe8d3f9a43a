/// Runs of programs by name, each made once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/trace/trace.h"

namespace backprop::lessons {

class ProgramRuns {
 public:
  using Load = std::function<Result<std::string>(const std::string& name)>;
  explicit ProgramRuns(Load load) : load_(std::move(load)) {}

  /// The program's text. Error: there is no such program.
  Result<std::string> text(const std::string& name) const { return load_(name); }

  /// Its run, from now on. Errors: there is no such program, or its own, placed in its text.
  const Result<std::shared_ptr<const Trace>>& run(const std::string& name);

  /// Takes the place of a run: of a program that was edited.
  void put(const std::string& name, std::shared_ptr<const Trace> trace);

 private:
  Load load_;
  std::map<std::string, Result<std::shared_ptr<const Trace>>> runs_;
};

}  // namespace backprop::lessons
