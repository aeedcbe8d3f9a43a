/// One of several answers to choose from, each a row of its own: practice, the hunt.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

enum class ChoiceMark : std::uint8_t { none, right, wrong };

/// The height of a row whose words are broken into lines where one is too short for them.
float choice_height(const Builder& b, float width, const std::string& text);

/// A row with room for one line is cut with an ellipsis. A marked choice has a sign before its
/// words, so that colour is not the only cue.
Widget& choice_row(Builder& b, const std::string& name, Rect row, const std::string& text,
                   Command command, ChoiceMark mark = ChoiceMark::none);

}  // namespace backprop::viz
