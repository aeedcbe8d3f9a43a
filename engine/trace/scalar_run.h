/// The same program, element by element on the scalar tape: every multiplication and addition is a
/// record of its own, and every value and gradient has the very same bits as in the tensor trace.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"
#include "engine/scalar/tape.h"
#include "engine/trace/trace.h"

namespace backprop {

struct ScalarRun {
  /// What one program event did on the tape: records [first_record, end_record), and edges at the
  /// tape's times [first_time, end_time).
  struct Event {
    StepKind kind = StepKind::forward;
    Index step = 0;  ///< the trace's step it stands for; of a backward run, its first
    Tape::Id first_record = 0, end_record = 0;
    Tape::Time first_time = 0, end_time = 0;
  };

  Tape tape;
  std::vector<std::vector<Tape::Id>>
      elements;  ///< per value of the trace: its elements on the tape
  std::vector<Event> events;
};

/// Runs the program's recorded operations on single numbers, starting from its leaves alone; an
/// error where that would take more than limits::scalar_records, or where the trace is of an engine
/// with a fault, which the tape has not.
Result<ScalarRun> run_scalars(const Trace& trace);

/// "h[0]" for an element of a named value, "t17" for a number in between.
std::vector<std::string> record_names(const Trace& trace, const ScalarRun& run);

}  // namespace backprop
