/// Sizes that the user drags; 0 stands for the default of the window's size. View state: not
/// undone.
#pragma once

namespace backprop::viz {

struct PaneSizes {
  float lesson = 0;
  float inspector = 0;
  float bottom = 0;
  float code = 0;
  bool lesson_folded = false;
  bool inspector_folded = false;
  bool operator==(const PaneSizes&) const = default;
};

}  // namespace backprop::viz
