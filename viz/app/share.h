/// A state as a short text: to be pasted, to be kept in a .bptutor file, to come back to. It holds
/// the program's text and what is looked at, by names that survive edits; never a path of this
/// computer.
#pragma once

#include <string>
#include <string_view>

#include "engine/result.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// What a code holds.
struct SharedState {
  State state;                     ///< without a recording; its time is of the program that ran
  std::optional<std::string> ran;  ///< the program that ran, where the draft has another text
  std::string selection;           ///< by name, see name_of()
};

inline constexpr std::string_view share_file_ending = ".bptutor";

/// The state's code: "BPT1:" and one long word. The state has a trace.
std::string share_text(const State& state);

/// What a code holds, whose spaces and line breaks do not matter. Errors say what is wrong: no code
/// at all, damaged, of a newer version of the program.
Result<SharedState> read_share(std::string_view text);

/// Whether a text means to be a code.
bool looks_like_share(std::string_view text);

/// The text whose recording the code is about.
const std::string& program_that_ran(const SharedState& shared);

// The two halves of opening it; between them the program is run.

/// Takes over all that needs no recording.
void begin_opening(State& state, const std::shared_ptr<const SharedState>& shared);

/// With the recording in place: time, selection and the like.
void restore(State& state, const SharedState& shared);

}  // namespace backprop::viz
