/// What changes a number in its field: typing, dragging across it, the wheel, keys. Holds view
/// state alone; the numbers come as commands.
#pragma once

#include <optional>
#include <string>

#include "viz/scene/number_field.h"

namespace backprop::viz {

class NumberEditor {
 public:
  /// Whether a field is being typed into: it owns the keys then.
  bool typing() const { return !typing_.empty(); }
  const std::string& typed_widget() const { return typing_; }

  /// Opens the field for typing, with its number selected.
  void begin_typing(const Widget& field);
  void stop_typing() { typing_.clear(); }

  /// What the typing came to in this frame.
  struct Typed {
    std::optional<Command> edit;
    std::optional<Error> error;  ///< what was typed is no number
    bool run = false;            ///< Ctrl+Enter
  };
  /// Draws the field with Dear ImGui and reads what is typed. Enter takes it, Esc leaves it, and so
  /// does a click elsewhere, which takes it where it is a number.
  Typed type(const Widget& field, const Palette& colors);

  /// A drag begins on a field; `x` is where.
  void begin_drag(const Widget& field, float x);
  /// The number under the pointer: a step for every few pixels; nothing where it stays the same.
  std::optional<Command> drag_to(float x, bool fine);
  /// Ends it. Whether it was a click: the pointer never moved.
  bool end_drag();

 private:
  std::string typing_;  ///< the field's widget
  std::string text_;
  bool take_focus_ = false;
  std::optional<Command> dragged_;  ///< as it stood when the drag began
  float drag_from_ = 0;
  double last_ = 0;
  bool moved_ = false;
};

/// The number of a field some steps on: of the wheel, of Up and Down.
Command turned(const Command& edit, double steps, bool fine, bool continues);

}  // namespace backprop::viz
