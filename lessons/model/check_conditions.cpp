// The `check:` lines of blocks: conditions that their words rest on.
#include <fmt/format.h>

#include "lessons/model/check_block.h"
#include "lessons/model/claims.h"

namespace backprop::lessons {
namespace {

/// When the condition must be true. Error: there is no such round.
Result<Index> moment_of(const Check& check, const Trace& trace) {
  if (check.round == 0) return moment_of_claims(trace);
  const auto round = static_cast<std::size_t>(check.round);
  if (round <= trace.backward_runs.size()) return trace.backward_runs[round - 1].end_step;
  return Error{{},
               fmt::format("'{}' has {} rounds: there is no round {}", check.program,
                           trace.backward_runs.size(), check.round),
               "rounds are counted from 1"};
}

void check_condition(const Check& check, int nth, const Trace& trace,
                     const BlockFindings& findings) {
  const auto moment = moment_of(check, trace);
  if (!moment) {
    findings.add("check", nth, moment.error());
    return;
  }
  const auto holds = is_true(trace, moment.value(), check.condition);
  if (!holds) {
    findings.add("check", nth, holds.error());
  } else if (!holds.value()) {
    findings.add("check", nth,
                 fmt::format("'{}' is not true of '{}'", check.condition, check.program),
                 "mend the words of the block that rest on it, or the condition");
  }
}

}  // namespace

void check_conditions(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                      std::vector<Finding>& all) {
  const BlockFindings findings(file, block, all);
  int nth = 0;
  for (const Check& check : block.checks) {
    if (const Trace* trace = findings.run(runs, check.program, "check", nth))
      check_condition(check, nth, *trace, findings);
    ++nth;
  }
}

}  // namespace backprop::lessons
