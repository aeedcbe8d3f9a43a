#include "lessons/model/program_runs.h"

#include <utility>

#include "engine/program/interpreter.h"

namespace backprop::lessons {

const Result<std::shared_ptr<const Trace>>& ProgramRuns::run(const std::string& name) {
  const auto found = runs_.find(name);
  if (found != runs_.end()) return found->second;
  auto source = load_(name);
  auto run = source ? run_program(std::move(source).value())
                    : Result<std::shared_ptr<const Trace>>(source.error());
  return runs_.emplace(name, std::move(run)).first->second;
}

void ProgramRuns::put(const std::string& name, std::shared_ptr<const Trace> trace) {
  runs_.insert_or_assign(name, Result<std::shared_ptr<const Trace>>(std::move(trace)));
}

}  // namespace backprop::lessons
