/// Fields in which a number of the program is edited where it stands: an element of data or of a
/// parameter, a setting of an optimizer.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "viz/scene/column.h"

namespace backprop::viz {

/// The numbers that can be edited in a state, as its draft has them. Reading them parses the
/// draft: they are worked out when it changes, not in every frame.
struct EditableNumbers {
  std::optional<double> selected;  ///< of the selected element
  int made_alike = 1;  ///< tensors that the element's line makes, one for each time it runs
  int run = -1;        ///< the optimizer's run that is looked at
  std::vector<std::pair<Setting, double>> settings;  ///< of that run
};
EditableNumbers editable_numbers(const State& state);

/// The run of the optimizer whose update is looked at; -1 where none is.
int looked_at_run(const State& state);

/// The element that the selection stands for; no_value where no value is selected.
Entity selected_element(const State& state);

/// A row with a field and a button on each side of it. `edit` edits a number (EditNumber,
/// EditSetting, EditLabNumber) and holds the number as it stands. `changed`: it is not the number
/// of the run on screen. `names`: the width of the names on its left.
void number_field_row(Column& column, const std::string& widget, const std::string& name,
                      const Command& edit, bool changed, float names = Column::names);

/// The field alone, where there is no room for more; `name` is told where it is pointed at.
void bare_number_field(Builder& b, Rect rect, const std::string& widget, const std::string& name,
                       const Command& edit);

// What fields do; the numbers of commands.

double number_of(const Command& edit);
Command with_number(Command edit, double number, bool continues);

/// What one notch of the wheel or one press of a button changes: the power of ten below the
/// number's own, 0.01 for 0.25, 1 for 30; 0.01 for 0. Finer: a tenth of that.
double step_for(double number, bool fine);

/// The same for the number of a command: at least 1 where only whole numbers make sense.
double step_of(const Command& edit, bool fine);

/// `number` some steps on, without the noise of binary fractions: 0.1 + 2 * 0.1 is 0.3.
double stepped(double number, double step, double count);

}  // namespace backprop::viz
