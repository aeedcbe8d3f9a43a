/// Which lines of a program a task lets the learner change.
#pragma once

#include <optional>
#include <string>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// The first line of an edited program that differs where nothing may be changed, as it stands
/// there; of a line that is missing, the shipped one. Nothing where all is as the task asks.
/// Comments and spaces may differ. A line that may be changed keeps what it assigns or calls; a
/// call in which the solution changes numbers alone keeps all but its numbers.
std::optional<std::string> forbidden_edit(const Change& change, const std::string& shipped,
                                          const std::string& edited);

/// An entry of Change::only that names no line of the program; empty: all do.
std::string unknown_line(const Change& change, const std::string& shipped);

}  // namespace backprop::lessons
