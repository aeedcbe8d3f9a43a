/// A name with its number lowered behind it: h₁.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

struct IndexedName {
  const std::string& name;
  const std::string& index;  ///< counted from 1; may be empty
  TextStyle style = TextStyle::caption;
};

float width_of(const Builder& b, const IndexedName& name);

/// From `left` on; returns its width. In less room than it takes the name is cut, not the number.
float indexed_name(Builder& b, Vec2 left, const IndexedName& name, Color ink, float room = 0,
                   Entity entity = {});

}  // namespace backprop::viz
