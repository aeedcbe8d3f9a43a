/// Numbers as learners type them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace backprop::lessons {

/// The text with look-alikes of ASCII's signs, such as the window's or those of a Chinese keyboard,
/// in their plain form, without invisible characters and outer spaces.
std::string plain_signs(std::string_view text);

/// The place of a function that would do the exercise: derivative, or grad where `gradients`.
std::optional<Error> gives_away(const std::string& expression, bool gradients);

/// The error of an answer that only names a value, with or without an index or a sign, and computes
/// nothing: `z`, `-x[2]`, `m2[1]`.
std::optional<Error> only_a_name(const std::string& expression);

/// A number by itself; beside those of the notation what the window shows of others: "inf", "nan",
/// a '+' in front. Nothing where it is none.
std::optional<double> plain_number(std::string_view text);

}  // namespace backprop::lessons
