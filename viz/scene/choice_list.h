/// A field that shows what is chosen and opens a list to choose from.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

struct Choice {
  std::string name;  ///< of its widget, after the field's: "loss:mse"
  std::string label;
  Command command;
  bool chosen = false;
};

/// Which field's list is open, and where the field stood in the last frame. View state.
struct ChoiceView {
  std::string open;  ///< the field's name; empty: none
  Rect field;
};

/// A click opens or closes the list: the view action "choose:NAME".
void choice_field(Builder& b, ChoiceView& view, const std::string& name, Rect rect,
                  const std::string& label, const std::string& tooltip = {});

/// The open list, below its field or above it, inside the window; a click beside it closes it.
Scene choice_list_scene(const ChoiceView& view, const std::vector<Choice>& choices, Rect window,
                        const Look& look);

}  // namespace backprop::viz
