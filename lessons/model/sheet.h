/// Homework from a program: a sheet asks for some of the numbers that a run of it computes. Its
/// own numbers are drawn from a seed, so that each student has another sheet.
///
/// A sheet is about the program's first round: all up to its first backward(), what that backward()
/// computes, and the update after it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons::sheet {

enum class BlankKind : std::uint8_t {
  value,     ///< an element of a computed value
  local,     ///< the local derivative of one output element by one of the argument's, along an edge
  gradient,  ///< an element of a gradient when the first backward() is done
  update,    ///< an element of a parameter after its first update
};

/// A number that is asked for.
struct Blank {
  BlankKind kind = BlankKind::value;
  ValueId value = no_value;  ///< of an update the parameter's new version; of a local the argument
  Index element = 0;
  Index step = -1;   ///< of a local: the edge's backward step
  Index output = 0;  ///< of a local: the element of the edge's value
  auto operator<=>(const Blank&) const = default;
};

struct Sheet {
  std::string title;    ///< the program's first comment, or its name
  std::string program;  ///< with the numbers that were drawn
  std::uint64_t seed = 0;
  Language language = Language::english;
  std::vector<Blank> blanks;  ///< in the order of computation
};

/// A sheet beside the recording that its answers are read from.
struct MadeSheet {
  Sheet sheet;
  std::shared_ptr<const Trace> trace;
  bool redrawn =
      true;  ///< whether the program has numbers to draw: if not, all seeds give one sheet
};

/// A sheet may ask about no larger recordings: nobody computes them by hand.
inline constexpr Index most_steps = 2'000;
inline constexpr Index most_elements = 100'000;

/// The same for the same program and seed. Errors: the program's own, with their place; nothing to
/// ask for; too large to go through by hand; numbers that are not finite whatever is drawn.
Result<MadeSheet> make_sheet(const std::string& program, const std::string& name,
                             std::uint64_t seed, Language language);

/// Why a recording is none that a sheet can be about; nothing where it is.
std::optional<Error> why_not(const Trace& trace);

/// Whether the recording has what the blank asks for.
bool fits(const Trace& trace, const Blank& blank);

/// The number that belongs into a blank that fits.
double right_number(const Trace& trace, const Blank& blank);

/// What an update changes its element by.
double change_of(const Trace& trace, const Blank& update);

/// The step that computes what is asked for; of a gradient the last that adds to it.
Index made_in(const Trace& trace, const Blank& blank);

}  // namespace backprop::lessons::sheet
