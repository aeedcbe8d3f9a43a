#include "viz/ui/number_editor.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <cmath>

#include "engine/number_text.h"
#include "viz/ui/editor.h"
#include "viz/ui/keys.h"

namespace backprop::viz {
namespace {

constexpr float pixels_per_step = 3;
constexpr float pixels_of_a_click = 3;  // a hand shakes

/// As people type it: spaces around it, a real minus sign, a full-width one.
std::string plain(std::string text) {
  for (const char* minus : {"\u2212", "\uFF0D"}) {
    for (std::size_t at = text.find(minus); at != std::string::npos; at = text.find(minus))
      text.replace(at, 3, "-");
  }
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::optional<double> typed_number(const std::string& text) {
  const std::string number = plain(text);
  if (number.empty() || number.size() > 400) return std::nullopt;
  const auto parsed = parse_number(number);
  return parsed && std::isfinite(*parsed) ? parsed : std::nullopt;
}

}  // namespace

void NumberEditor::begin_typing(const Widget& field) {
  typing_ = field.name;
  text_ = exact_text(number_of(*field.edit));
  take_focus_ = true;
}

NumberEditor::Typed NumberEditor::type(const Widget& field, const Palette& colors) {
  const FieldInput input = type_in_field(field.rect, text_, take_focus_, colors);
  take_focus_ = false;
  Typed result;
  if (!input.done) return result;
  typing_.clear();
  if (input.left) return result;
  const auto number = typed_number(text_);
  if (!number) {
    if (!input.elsewhere) {
      result.error =
          Error{{}, "'" + plain(text_) + "' is no number", "type one such as 0.25 or -1e-3"};
    }
    return result;
  }
  if (*number != number_of(*field.edit)) result.edit = with_number(*field.edit, *number, false);
  result.run = input.run;
  return result;
}

void NumberEditor::begin_drag(const Widget& field, float x) {
  dragged_ = field.edit;
  drag_from_ = x;
  last_ = number_of(*field.edit);
  moved_ = false;
}

std::optional<Command> NumberEditor::drag_to(float x, bool fine) {
  if (!dragged_) return std::nullopt;
  const float way = x - drag_from_;
  if (!moved_ && std::abs(way) < pixels_of_a_click) return std::nullopt;
  const bool first = !moved_;
  const double start = number_of(*dragged_);
  const double number = stepped(start, step_of(*dragged_, fine),
                                std::trunc(static_cast<double>(way / pixels_per_step)));
  if (number == last_ && moved_) return std::nullopt;
  moved_ = true;
  last_ = number;
  return with_number(*dragged_, number, !first);
}

bool NumberEditor::end_drag() {
  dragged_.reset();
  return !moved_;
}

Command turned(const Command& edit, double steps, bool fine, bool continues) {
  const double number = number_of(edit);
  return with_number(edit, stepped(number, step_of(edit, fine), steps), continues);
}

}  // namespace backprop::viz
