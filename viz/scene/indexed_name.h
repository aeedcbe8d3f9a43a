/// A name with its number lowered behind it: h₁.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

struct IndexedName {
  const std::string& name;
  const std::string& index;  ///< counted from 1; may be empty
  TextStyle style = TextStyle::caption;
};

/// "h1" as h and 1: letters, and the number behind them. "7", "p@2" and "W1.T" have none.
struct SplitName {
  std::string name, index;
};
SplitName split_name(const std::string& name);

float width_of(const Builder& b, const IndexedName& name);

/// From `left` on; returns its width. In less room than it takes the name is cut, not the number.
float indexed_name(Builder& b, Vec2 left, const IndexedName& name, Color ink, float room = 0,
                   Entity entity = {});

}  // namespace backprop::viz
