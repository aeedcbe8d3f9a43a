/// Programs that must be refused, each with where and why. They serve the engine's tests, the
/// command line's and the window's.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"

namespace backprop::test {

struct MalformedProgram {
  std::string text;
  Place place;        ///< of its error
  std::string cause;  ///< how the error's cause begins
};

/// All of the families below.
std::vector<MalformedProgram> malformed_programs();

std::vector<MalformedProgram> malformed_syntax();  ///< statements and expressions that do not parse
std::vector<MalformedProgram>
malformed_bytes();  ///< what is not text, and look-alikes of the notation's signs
std::vector<MalformedProgram> malformed_names();    ///< unknown names
std::vector<MalformedProgram> malformed_calls();    ///< calls, lists and plain numbers
std::vector<MalformedProgram> malformed_tensors();  ///< shapes, indices, gradients, optimizers
std::vector<MalformedProgram> malformed_losses();   ///< targets, weights and options of losses
std::vector<MalformedProgram> malformed_buffers();  ///< tensors that an op cannot keep up to date
std::vector<MalformedProgram> malformed_states();   ///< what an optimizer cannot go on from
std::vector<MalformedProgram> malformed_limits();   ///< too long, too deep, too many, too large

}  // namespace backprop::test
