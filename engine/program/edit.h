/// A program's text with one number replaced: an element of a leaf, or a setting of an optimizer.
/// Every other byte of the text stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop {

/// A leaf that is not written as a list of numbers, such as zeros(3), is written out when one of
/// its numbers is edited; up to so many.
inline constexpr Index most_written_out = 1000;

/// Whether a value's numbers come from the program's text: data and parameters. What an optimizer
/// or an op wrote later stands for the version that the program wrote.
bool editable(const Trace& trace, ValueId id);

/// All leaves that were made by the same call as this one, itself among them, ascending: more than
/// one where the line runs several times, in a loop or a def. One edit changes them all.
std::vector<ValueId> made_alike(const Trace& trace, ValueId leaf);

/// `text` with the number of that element replaced. `text` is the trace's program, or what it has
/// been edited into. The number is written with the fewest digits that read back as the same
/// double. Errors, at the leaf's place: it is computed, or differs each time the line runs; it
/// would have to be written out and is too large; the text was changed there.
Result<std::string> with_number(const Trace& trace, ValueId leaf, Index element, double number,
                                const std::string& text);
/// The same on the trace's own program.
Result<std::string> with_number(const Trace& trace, ValueId leaf, Index element, double number);

/// The number that the text has for that element; as recorded where the text does not write it as
/// a number. Errors as above.
Result<double> number_in(const Trace& trace, ValueId leaf, Index element, const std::string& text);

/// One number of an optimizer's settings: "lr", or one of "betas".
struct Setting {
  std::string name;
  Index element = 0;  ///< of several numbers
  auto operator<=>(const Setting&) const = default;
};

/// `text` with that setting of the optimizer's line replaced, or added where it was left out. All
/// rounds of a loop share the line. Errors: the setting is computed, by a schedule for instance;
/// the optimizer has no such setting or refuses the number.
Result<std::string> with_setting(const Trace& trace, int optimizer_run, const Setting& setting,
                                 double number, const std::string& text);

/// The number that the text has for the setting; as recorded where it is left out or computed.
Result<double> setting_in(const Trace& trace, int optimizer_run, const Setting& setting,
                          const std::string& text);

/// The settings of a run that are numbers, in the optimizer's own order.
std::vector<Setting> settings_of(const Trace& trace, int optimizer_run);

/// The recorded number of a setting, which must be one of settings_of().
double setting_number(const Trace& trace, int optimizer_run, const Setting& setting);

}  // namespace backprop
