#include "tests/corpus/malformed.h"

#include <iterator>

namespace backprop::test {

std::vector<MalformedProgram> malformed_programs() {
  std::vector<MalformedProgram> all;
  for (const auto family :
       {malformed_syntax, malformed_bytes, malformed_names, malformed_calls, malformed_tensors,
        malformed_losses, malformed_buffers, malformed_states, malformed_limits}) {
    std::vector<MalformedProgram> programs = family();
    std::move(programs.begin(), programs.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace backprop::test
