/// Runs a program and records it. Can be advanced a slice at a time, so that a frame is never
/// blocked.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/program/ast.h"
#include "engine/trace/trace.h"

namespace backprop {

/// Values that take the place of a program's own, by name.
using OtherNumbers = std::map<std::string, Tensor, std::less<>>;

class Interpreter {
 public:
  /// With a fault it runs and records as an engine that has it.
  explicit Interpreter(std::shared_ptr<const ast::Program> program, Fault fault = Fault::none);
  ~Interpreter();
  Interpreter(Interpreter&&) noexcept;
  Interpreter& operator=(Interpreter&&) noexcept;

  enum class Status { running, done, failed };

  /// Executes statements until about `steps` more steps are recorded, or to the end.
  Status advance(Index steps);

  /// Why it failed.
  const Error& error() const;

  /// The recording, once done.
  Trace take_trace() &&;

  /// See evaluate().
  static Result<Tensor> evaluate_on(const Trace& trace, Index step, const std::string& expression,
                                    const OtherNumbers& replaced);

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

/// Parses and runs a whole program.
Result<std::shared_ptr<const Trace>> run_program(std::string source);

/// The same by an engine with that fault: what it computed, and what it made of it. Errors besides
/// the program's own: numbers that went astray so far that an op refuses them.
Result<std::shared_ptr<const Trace>> run_with_fault(std::string source, Fault fault);

/// Evaluates one expression on a recording: its names are the program's values as they are when
/// `step` steps are done; besides, grad(NAME) is the gradient of the loss by that value at that
/// time, and derivative(Y, X) the derivative of the one-element value Y by X, with all that lies
/// between; work_backward() and work_forward() are the multiplications that all gradients of the
/// last backward() take, see count_work(). A replaced name stands for the given numbers in the
/// expression itself; other values of the program, grad() and derivative() stay as they were
/// recorded.
Result<Tensor> evaluate(const Trace& trace, Index step, const std::string& expression,
                        const OtherNumbers& replaced = {});

}  // namespace backprop
