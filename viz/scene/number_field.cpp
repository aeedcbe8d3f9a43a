#include "viz/scene/number_field.h"

#include <algorithm>
#include <cmath>

#include "engine/number_text.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

/// A command that edits one number: of the program, of an optimizer's line, of a lab.
template <class T>
constexpr bool is_number_edit = requires(T edit) {
  edit.number;
  edit.continues;
};

bool is_whole(const Command& edit) {
  if (const auto* its = std::get_if<command::EditLabNumber>(&edit)) {
    using Kind = LabNumber::Kind;
    const Kind kind = its->which.kind;
    return kind == Kind::depth || kind == Kind::width || kind == Kind::seed;
  }
  if (const auto* its = std::get_if<command::EditPlaygroundNumber>(&edit)) {
    using Kind = PlaygroundNumber::Kind;
    const Kind kind = its->which.kind;
    return kind == Kind::count || kind == Kind::data_seed || kind == Kind::seed ||
           kind == Kind::batch;
  }
  return false;
}

Widget& field(Builder& b, Rect rect, const std::string& widget, const Command& edit, bool changed) {
  b.add(draw::Rectangle{rect, 5, changed ? b.colors.highlight : b.colors.background,
                        b.colors.hairline, 1});
  b.text({rect.center().x, b.baseline_in(rect.y, rect.h, TextStyle::code)},
         shown_exactly(number_of(edit)), TextStyle::code, b.colors.ink, Align::center, rect.w - 8);
  Widget& region = b.region(widget, rect, std::nullopt);
  region.edit = edit;
  region.tooltip = b.words["edit.field"];
  return region;
}

}  // namespace

Entity selected_element(const State& state) {
  if (state.selection.kind != Entity::Kind::value) return {};
  const ValueId id = current_value(state, state.selection.id);
  const Index last = state.trace->value(id).data.size() - 1;
  if (last < 0) return {};
  return Entity::value(id, std::clamp<Index>(state.selection.index, 0, last));
}

int looked_at_run(const State& state) {
  const auto at = current_step(state);
  if (!at) return -1;
  const Step& step = state.trace->step(*at);
  return step.kind == StepKind::update && !updates_buffer(step) ? step.run : -1;
}

EditableNumbers editable_numbers(const State& state) {
  EditableNumbers numbers;
  const Trace& trace = *state.trace;
  const Entity element = selected_element(state);
  if (element.kind == Entity::Kind::value && editable(trace, element.id)) {
    const auto number = number_in(trace, element.id, element.index, state.draft);
    if (number) numbers.selected = number.value();
    numbers.made_alike = static_cast<int>(made_alike(trace, element.id).size());
  }
  numbers.run = looked_at_run(state);
  if (numbers.run < 0) return numbers;
  for (const Setting& setting : settings_of(trace, numbers.run)) {
    const auto number = setting_in(trace, numbers.run, setting, state.draft);
    if (number) numbers.settings.emplace_back(setting, number.value());
  }
  return numbers;
}

void number_field_row(Column& column, const std::string& widget, const std::string& name,
                      const Command& edit, bool changed, float names) {
  Builder& b = column.b;
  constexpr float height = 24;
  constexpr float button = 24;
  constexpr float gap = 3;
  const float top = column.y + 5;
  const double number = number_of(edit);
  const double step = step_of(edit, false);
  // In a narrow pane the field comes first.
  names = std::max(0.0F, std::min(names, column.width - 2 * (button + gap) - 56));
  column.y += height + 5;
  b.text({column.x, b.baseline_in(top, height, TextStyle::small)}, name, TextStyle::small,
         b.colors.muted, Align::left, std::max(1.0F, names - 6));
  const float left = column.x + names;
  const float room = column.width - names - 2 * (button + gap);
  const Rect box{left + button + gap, top, std::clamp(room, 40.0F, 128.0F), height};
  b.button(widget + "-less", {left, top, button, height}, "\u2212",
           with_number(edit, stepped(number, step, -1), true), {}, b.words["edit.less"]);
  field(b, box, widget, edit, changed);
  b.button(widget + "-more", {box.right() + gap, top, button, height}, "+",
           with_number(edit, stepped(number, step, 1), true), {}, b.words["edit.more"]);
}

void bare_number_field(Builder& b, Rect rect, const std::string& widget, const std::string& name,
                       const Command& edit) {
  Widget& region = field(b, rect, widget, edit, false);
  region.tooltip = name + ". " + region.tooltip;
}

double number_of(const Command& edit) {
  return std::visit(
      [](const auto& its) {
        if constexpr (is_number_edit<decltype(its)>)
          return its.number;
        else
          return 0.0;
      },
      static_cast<const AnyCommand&>(edit));
}

Command with_number(Command edit, double number, bool continues) {
  std::visit(
      [&](auto& its) {
        if constexpr (is_number_edit<decltype(its)>) {
          its.number = number;
          its.continues = continues;
        }
      },
      static_cast<AnyCommand&>(edit));
  return edit;
}

double step_for(double number, bool fine) {
  const double size = std::abs(number);
  const bool plain = std::isfinite(size) && size >= 1e-290;
  const double exponent = plain ? std::floor(std::log10(size) + 1e-9) - 1 : -2;
  return std::pow(10, fine ? exponent - 1 : exponent);
}

double step_of(const Command& edit, bool fine) {
  const double step = step_for(number_of(edit), fine);
  return is_whole(edit) ? std::max(1.0, step) : step;
}

double stepped(double number, double step, double count) {
  const double sum = number + step * count;
  if (!std::isfinite(sum)) return number;
  // Decimal places below the step's that are kept of the number itself: as many as are shown.
  const int digits = static_cast<int>(std::lround(-std::log10(step))) + 5;
  const double unit = std::pow(10, std::abs(digits));
  const double rounded =
      digits >= 0 ? std::round(sum * unit) / unit : std::round(sum / unit) * unit;
  return std::isfinite(rounded) ? rounded + 0.0 : sum;
}

}  // namespace backprop::viz
