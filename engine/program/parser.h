/// Parses the program notation: a small subset of Python.
#pragma once

#include <string>

#include "engine/program/ast.h"
#include "engine/result.h"

namespace backprop {

/// The statements, or the first error with its place.
Result<std::shared_ptr<const ast::Program>> parse(std::string source);

/// One expression alone, as claims and watches are written.
Result<std::shared_ptr<const ast::Program>> parse_expression(std::string source);

}  // namespace backprop
