/// Names that a text may take without taking them away from others.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace backprop {

using NameSet = std::set<std::string, std::less<>>;

/// A word of programs that makes, keeps or updates tensors: "tensor", "sgd", "zeros", "lstm_cell".
bool belongs_to_programs(const std::string& name);

/// Whether programs can use the name without giving it a meaning: those words, and the ops.
bool is_known_word(const std::string& name);

/// All names that stand in a program, what is in comments and strings left out; none where it
/// cannot be read.
NameSet names_in(std::string_view program);

/// The name, or with "_2", "_3", ... behind it the first that is no known word and not taken.
std::string free_name(const std::string& name, const NameSet& taken);

/// A text that is one def, as it is but for the function's name.
std::string renamed_definition(const std::string& definition, const std::string& name);

}  // namespace backprop
