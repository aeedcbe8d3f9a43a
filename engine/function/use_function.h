/// Another activation for a whole program: its text with a function of one's own in the place of
/// those that it calls.
#pragma once

#include "engine/function/scalar_function.h"
#include "engine/result.h"

namespace backprop {

/// `program` with the def before its first statement, and every call of an activation as a call of
/// that function with these numbers: sigmoid(z), z.sigmoid(), leaky_relu(z, 0.2). Calls inside of
/// others, in loops and in functions are among them, words in comments and strings are not.
///
/// The function gets another name where its own means something there. A function of one number
/// that the program begins with, as it does after such a change, stays as it is; where no other
/// activation is called it is the program's activation, and gives way. Errors: the program cannot
/// be read, calls no activation, or has a function or value by a name that the def calls.
Result<std::string> with_function_used(const std::string& program, const std::string& definition,
                                       const ScalarFunction& function,
                                       const FunctionNumbers& numbers);

}  // namespace backprop
