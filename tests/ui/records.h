/// What the panes have drawn: their records, by the widget that a pane holds and by entity.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/ui/desk.h"

namespace backprop::test {

/// A widget that the pane has, to name it by.
namespace pane {
inline constexpr const char* view = "view-network";
inline constexpr const char* timeline = "timeline";
inline constexpr const char* code = "edit";
inline constexpr const char* inspector = "copy-step";  ///< while a step is explained
}  // namespace pane

const viz::Palette& colors_of(const Desk& desk);

/// All that is drawn in the pane that holds the widget, from the lowest to the topmost.
std::vector<viz::Record> records_in(const Desk& desk, const std::string& widget);

/// Whether one of the records of the entity has an outline in ink: the mark of what the pointer is
/// on, and of what is selected.
bool is_outlined(const Desk& desk, const std::string& widget, const viz::Entity& entity);

/// Where the widgets stand whose names begin so.
std::map<std::string, viz::Rect> places(const Desk& desk, const std::string& prefix);

/// The first widget of that name; it must be there.
const viz::Widget& widget_of(const Desk& desk, const std::string& name);

/// "value:12:0", the widget of an element of what the program calls by that name.
std::string element_widget(const Desk& desk, const char* name, Index element);

/// The first version of what the program calls by that name, which must be there.
ValueId id_of(const Desk& desk, const char* name);

/// The pointer rests on the middle of the widget.
void point_at(Desk& desk, const std::string& widget);

}  // namespace backprop::test
