/// A step in words: what `trace` prints and the window shows.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/trace.h"
#include "viz/app/strings.h"

namespace backprop::viz {

/// "forward", "backward", "update" in the reader's language.
const std::string& phase_word(const Strings& words, StepKind kind);

/// "+=", or what an engine that overwrites does: "=".
std::string contribution_sign(const Trace& trace);

/// One line: "sigmoid makes h", "the gradient of h through @ into W2", "sgd writes W2".
std::string step_summary(const Trace& trace, Index step, const Strings& words);

/// The whole step: its line of the program, every element's expression in symbols and numbers, and
/// for a gradient the sum before and after. Elements beyond the first 64 are counted, not listed.
std::vector<std::string> step_in_words(const Trace& trace, Index step, const Strings& words);

/// One line of the program's text, from 1, without its comment and outer spaces.
std::string program_line(const Trace& trace, int line);

}  // namespace backprop::viz
