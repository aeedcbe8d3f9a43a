/// Keys that act on the recording, by one name over the versions of Dear ImGui.
#pragma once

namespace backprop::viz {

enum class Key {
  space,
  backspace,
  left,
  right,
  up,
  down,
  home,
  end,
  play,
  edit,
  enter,
  tab,
  escape,
  help,
  undo,
  redo,
  view_1,
  view_2,
  view_3,
  view_4,
  zoom_in,
  zoom_out,
  zoom_fit,
  next_stop,
  why,
  run_to,
  open,
  save,
  quit,
  paste,
  copy,
  claim_before,
  claim_after,
  chapters,
  glossary,
  page_up,
  page_down,
  labs
};

/// Whether the key went down in this frame, or repeats while held.
bool key_pressed(Key key);

}  // namespace backprop::viz
