/// Files that a user names or drops.
#pragma once

#include <istream>
#include <string>

#include "engine/result.h"

namespace backprop::viz {

/// A program's text. No more is read than a program may have, so that no file can fill the memory;
/// the mark that some editors put before UTF-8 text is left out. The error is of the file, not of a
/// place in it.
Result<std::string> read_program_file(const std::string& path);

/// The same from a stream.
std::string read_program(std::istream& stream);

/// The text of a file that holds the code of a shared state; no more than a code may have.
Result<std::string> read_share_file(const std::string& path);

/// What a program from that file is called: its name without ".py" or ".bptutor", as shipped ones
/// are.
std::string program_name_of(const std::string& path);

}  // namespace backprop::viz
