/// Finds again, in a program's text, the call that a recorded operation came from: in the text that
/// ran, and in one that was edited since.
#pragma once

#include <memory>
#include <string>

#include "engine/program/ast.h"
#include "engine/trace/trace.h"

namespace backprop {

/// A call in a parsed program, which is kept alive beside it.
struct LocatedCall {
  std::shared_ptr<const ast::Program> program;
  const ast::Expression* expression = nullptr;

  const ast::Call& call() const { return std::get<ast::Call>(expression->node); }
};

/// The call at that place of the trace's program, where it is as written in `written`: of
/// tensor(...), param(...), an initialiser that stands for itself, or an optimizer. An empty
/// `written` fits any text.
///
/// `text` is the program as it stands now. A statement is found again by the names that it assigns
/// (or the function that it calls) and by how many such statements stand before it. Errors: the
/// text cannot be parsed; no such call; statements were added or taken away, so that it is unclear
/// which one is meant.
Result<LocatedCall> locate_call(const Trace& trace, Place place, const std::string& written,
                                const std::string& text);

}  // namespace backprop
