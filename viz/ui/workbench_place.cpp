// Numbers that are changed where they stand in a view, and cells of matrices that keys reach.
#include <imgui.h>

#include <algorithm>

#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr const char* field_name = "number-here";
constexpr float field_width = 104;
constexpr float field_height = 24;

/// Which cell of a grid an entity is; -1 where it is none of them.
Index cell_of(const Trace& trace, const ElementGrid& grid, const Entity& entity) {
  const bool same = entity.kind == Entity::Kind::value && entity.index >= 0 &&
                    first_version(trace, entity.id) == first_version(trace, grid.value);
  if (!same || grid.stride == 0) return -1;
  const Index cell = (entity.index - grid.first) / grid.stride;
  const bool exact = grid.first + cell * grid.stride == entity.index;
  return exact && cell >= 0 && cell < grid.count ? cell : -1;
}

}  // namespace

// Cells.

Index Workbench::selected_cell(const Widget& widget) const {
  const State& state = app_.state();
  return widget.grid ? cell_of(*state.trace, *widget.grid, state.selection) : -1;
}

/// The arrows move the selection inside a focused matrix.
bool Workbench::move_cell() {
  const Widget* widget = find_widget(focused_widget_);
  if (widget == nullptr || !widget->grid || widget->grid->count == 0) return false;
  const Index across = (key_pressed(Key::right) ? 1 : 0) - (key_pressed(Key::left) ? 1 : 0);
  const Index down = (key_pressed(Key::down) ? 1 : 0) - (key_pressed(Key::up) ? 1 : 0);
  if (across == 0 && down == 0) return false;
  const ElementGrid grid = *widget->grid;
  const Index cell = selected_cell(*widget);
  Index next = 0;
  if (cell >= 0) {
    const Index row = std::clamp<Index>(cell / grid.columns + down, 0, grid.rows - 1);
    const Index column = std::clamp<Index>(cell % grid.columns + across, 0, grid.columns - 1);
    next = row * grid.columns + column;
    if (next >= grid.count) next = cell;  // the last row ends early
  }
  if (next == cell) return true;
  app_.dispatch(command::Select{Entity::value(grid.value, grid.first + next * grid.stride)});
  return true;
}

/// Enter on what Tab has reached: it is pressed; on a number that is selected already it is what a
/// double click is.
void Workbench::press_focused() {
  const Widget* widget = find_widget(focused_widget_);
  if (widget == nullptr) return;
  Widget aimed = *widget;
  if (widget->grid) {
    const Index cell = std::max<Index>(0, selected_cell(*widget));
    aimed = aimed_at(*widget, widget->grid->rect_of(cell).center());
  }
  const bool selected = aimed.entity == app_.state().selection;
  if (selected && edit_in_place(aimed)) return;
  if (selected && widget->grid) {
    app_.dispatch(command::RunTo{aimed.entity});
    return;
  }
  activate(aimed);
}

// Numbers.

/// Data that ops write, such as a running average, is followed through its versions instead.
bool Workbench::edits_in_place(const Widget& widget) const {
  const State& state = app_.state();
  const bool in_view = layout_.network.contains(widget.rect.center());
  const bool number = widget.entity.kind == Entity::Kind::value && widget.entity.index >= 0;
  if (!in_view || !number || widget.asks == Asks::gradient || state.practice || state.hunt)
    return false;
  const ValueId id = widget.entity.id;
  const bool averaged =
      state.trace->value(id).kind == ValueKind::data && versioned(*state.trace, id) != nullptr;
  return !averaged && editable(*state.trace, id);
}

/// Opens a field on a number in a view where the program writes it; false where it does not.
bool Workbench::edit_in_place(const Widget& widget) {
  if (!edits_in_place(widget)) return false;
  const State& state = app_.state();
  if (state.selection != widget.entity) app_.dispatch(command::Select{widget.entity});
  refresh_editable();
  if (!editable_.selected) return false;
  place_widget_ = widget.name;
  place_entity_ = app_.state().selection;
  if (const auto field = place_field()) {
    widgets_.push_back(*field);  // it is typed into in this very frame
    number_editor_.begin_typing(*field);
  }
  return true;
}

/// The field on its number, wherever that stands now; nothing where it is not in sight.
std::optional<Widget> Workbench::place_field() const {
  const Widget* number = find_widget(place_widget_);
  const State& state = app_.state();
  if (number == nullptr || !editable_.selected || state.selection != place_entity_)
    return std::nullopt;
  Vec2 middle = number->rect.center();
  if (const Index cell = selected_cell(*number); cell >= 0)
    middle = number->grid->rect_of(cell).center();
  const Rect& pane = layout_.network;
  Widget field;
  field.name = field_name;
  field.rect = {std::clamp(middle.x - field_width / 2, pane.x, pane.right() - field_width),
                std::clamp(middle.y - field_height / 2, pane.y, pane.bottom() - field_height),
                field_width, field_height};
  field.edit = command::EditNumber{selected_element(state), *editable_.selected};
  field.focusable = false;
  return field;
}

void Workbench::add_place_field(const Look& look) {
  if (number_editor_.typed_widget() != field_name) return;
  const auto field = place_field();
  if (!field) return;
  Builder b(look);
  b.add(draw::Rectangle{inset(field->rect, -3, -3), 6, look.colors.card, look.colors.ink, 1.5F});
  b.scene.widgets.push_back(*field);
  add_scene(std::move(b.scene), layout_.network);
}

}  // namespace backprop::viz
