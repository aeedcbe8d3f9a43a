/// What takes a user several presses: a program typed, a backward() done by hand.
#pragma once

#include <string>

#include "tests/ui/desk.h"

namespace backprop::test {

/// Types over all that is in the editor, which is open.
void type_program(Desk& desk, const std::string& text);

/// Opens the editor and types over all that is in it.
void replace_program(Desk& desk, const std::string& text);

/// And has it run.
void type_and_run(Desk& desk, const std::string& text);

/// The practice that must have been begun.
const lessons::practice::Practice& practice_of(const Desk& desk);

/// Picks the first edge that can be taken, by its button.
void pick_ready(Desk& desk);

/// Types an answer to what the practice asks.
void answer(Desk& desk, const std::string& text);
void answer_right(Desk& desk);

}  // namespace backprop::test
