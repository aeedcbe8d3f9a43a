/// The terms of a step as mathematics: once in symbols, once half filled, once in numbers. Cut
/// where a line may break; every symbol and number is marked with what it stands for.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/explain.h"
#include "viz/app/entity.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

/// A symbol or number of a formula.
struct MarkedNumber {
  Entity entity;
  bool gradient = false;  ///< the entity's gradient, not its value
};

struct TexParts {
  std::vector<std::string> parts;  ///< each unbroken; \mark{n} refers to `marks`
  std::vector<MarkedNumber> marks;
};

enum class Fill : std::uint8_t {
  symbols,  ///< names alone
  half,     ///< of a gradient, the local derivative in numbers and what arrives as a symbol; of a
            ///< value, the parameters as symbols and all else in numbers
  numbers,
};

/// The result of the last term. Sums of very many addends end in an ellipsis.
TexParts in_tex(const Trace& trace, Index step, const TermList& terms, Fill fill,
                int digits = usual_digits);

/// "W2[0,1]" as mathematics: W2 with the index below; h@2 with its occurrence above.
std::string name_tex(const Trace& trace, ValueId id, Index element);

/// The derivative of the loss by it.
std::string gradient_tex(const Trace& trace, ValueId id, Index element);

/// "1.2 · 10^-5"
std::string number_tex(double number, int digits = usual_digits);

}  // namespace backprop::viz
