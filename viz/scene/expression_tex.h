/// The terms of a step as mathematics: once in symbols, once half filled, once in numbers. Cut
/// where a line may break; every symbol and number is marked with what it stands for.
#pragma once

#include <string>
#include <vector>

#include "engine/tex.h"
#include "engine/trace/explain.h"
#include "viz/app/entity.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

/// A symbol or number of a formula.
struct MarkedNumber {
  Entity entity;
  bool gradient = false;  ///< the entity's gradient, not its value
};

/// What a line may break before.
enum class Break : std::uint8_t {
  factor,  ///< only where the addend is too long for a line
  addend,
};

struct TexParts {
  std::vector<std::string> parts;  ///< each unbroken; \mark{n} refers to `marks`
  std::vector<Break> breaks;       ///< before each part
  std::vector<MarkedNumber> marks;
};

/// A part of an expression, and the letter that stands for it.
struct NamedPart {
  std::size_t term = 0;  ///< the last of its terms
  char letter = 'm';
};

/// How an expression is written.
struct Spelling {
  std::vector<NamedPart> named;  ///< in the order in which they are evaluated
  bool shortened = false;        ///< of long sums the first addend alone is written
};

/// How much is done so that a long expression can be read.
enum class Brevity : std::uint8_t {
  whole,      ///< nothing
  repeated,   ///< parts that are used more than once get letters
  enclosed,   ///< and sums and fractions inside fractions, exponents and functions
  shortened,  ///< and long sums are shortened
};

/// As far as there are letters that the program does not use.
Spelling spelling_of(const Trace& trace, Index step, const TermList& terms, Brevity brevity);

enum class Fill : std::uint8_t {
  symbols,  ///< names alone
  half,     ///< of a gradient, the local derivative in numbers and what arrives as a symbol; of a
            ///< value, the parameters as symbols and all else in numbers
  numbers,
};

/// The result of the last term. Sums of very many addends end in an ellipsis. For the named parts
/// their letters stand, or their numbers.
TexParts in_tex(const Trace& trace, Index step, const TermList& terms, Fill fill,
                int digits = usual_digits, const Spelling& spelling = {});

/// "W2[0,1]" as mathematics: W2 with the index below, which counts from 1 as everywhere in
/// formulas; h@2 with its occurrence above.
std::string name_tex(const Trace& trace, ValueId id, Index element);

/// The derivative of the loss by it.
std::string gradient_tex(const Trace& trace, ValueId id, Index element);

}  // namespace backprop::viz
