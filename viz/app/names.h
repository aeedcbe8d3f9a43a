/// Entities by names that survive edits of the program and hold in another run of it.
#pragma once

#include <string>
#include <string_view>

#include "viz/app/entity.h"

namespace backprop::viz {

/// "W2[0,1]", "h@2[0]", "J"; "W2[:]" for all of a value; "(W1 @ x)[1]", or "(W1 @ x)@2[1]" for the
/// second value of that text, where the program gives no name; "step 12"; "line 7"; empty for none.
std::string name_of(const Trace& trace, const Entity& entity);

/// The entity of such a name; none where the trace has no such thing.
Entity find_entity(const Trace& trace, std::string_view name);

}  // namespace backprop::viz
