/// The trace: everything one run recorded. Values are kept as they were made, every backward edge's
/// contribution as a tensor of its own, never only the mutated sum; so the state at any time is a
/// function of (trace, time), and nothing is changed to get there. Immutable once made.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/nn/optimizer.h"
#include "engine/ops/op.h"
#include "engine/result.h"
#include "engine/trace/fault.h"

namespace backprop {

/// A value's place in the order of computation.
using ValueId = std::int32_t;
inline constexpr ValueId no_value = -1;

enum class ValueKind : std::uint8_t {
  constant,   ///< a number written in an expression; gets no gradient
  data,       ///< tensor(...): not updated, or a version of a buffer, which ops write
  parameter,  ///< param(...), or a version of one that an optimizer wrote
  computed,   ///< made by an op
};

struct Value {
  ValueKind kind = ValueKind::computed;
  const OpRow* op = nullptr;  ///< null unless computed
  std::vector<ValueId> arguments;
  Attributes attributes;
  Tensor data;
  std::string name;    ///< what the program assigned it to; empty for a part of an expression
  int occurrence = 0;  ///< counts the assignments to that name, from 1
  int version = 0;     ///< of a parameter or buffer: 1 as written, one more with each update
  int parameter = -1;  ///< index into Trace::parameters
  int buffer = -1;     ///< index into Trace::buffers
  int group = -1;      ///< index into Trace::groups
  std::string text;    ///< the expression in the program that made it
  Place place;         ///< where that expression stands
  Index made_by = -1;  ///< the step; -1 for a constant
};

enum class StepKind : std::uint8_t {
  forward,   ///< an op (or a leaf) made `value`
  backward,  ///< one edge of `value`: its contribution was added to the argument's gradient
  update,  ///< `value` was written: a parameter's next version by an optimizer, a buffer's by an op
  clear,   ///< zero_grad() set every gradient to zero
};

/// One thing the engine did.
struct Step {
  StepKind kind = StepKind::forward;
  ValueId value = no_value;
  int edge = -1;         ///< backward: which argument; -1 for the seed dJ/dJ = 1, added to `value`
  int line = 1;          ///< the program line whose operation this is
  int running_line = 1;  ///< the line that is being executed: of backward(), of the optimizer
  int iteration = 0;     ///< rounds of forward, backward, update, from 0
  Index contribution = -1;  ///< backward: index into Trace::contributions
  int run = -1;  ///< backward: index into Trace::backward_runs; of an optimizer: optimizer_runs
  ValueId by = no_value;    ///< buffer: the value whose op wrote it, as its argument `edge`
  Index state_before = -1;  ///< of an optimizer: index into Trace::optimizer_states
  Index state_after = -1;
};

/// One run of NAME.backward().
struct BackwardRun {
  ValueId loss = no_value;
  Index first_step = 0;
  Index end_step = 0;  ///< one past its last
  Place place;
};

/// One run of an optimizer's line.
struct OptimizerRun {
  const OptimizerRow* optimizer = nullptr;
  Attributes settings;  ///< lr, momentum, ...: as given or by default
  Index first_step = 0;
  Index end_step = 0;
  Place place;
};

/// A tensor that is written again and again.
struct Versioned {
  std::string name;
  std::vector<ValueId> versions;  ///< the first as the program wrote it
};
using Parameter = Versioned;  ///< param(...): by optimizers
using Buffer = Versioned;     ///< a tensor(...) that was given to an op which keeps it up to date

/// The values of one composite call (lstm_cell, ...): [first_value, end_value).
struct Group {
  std::string name;
  ValueId first_value = 0;
  ValueId end_value = 0;
  Place place;
};

/// What a gradient was after its first `count` contributions. One for so many of them: then the
/// gradient at any time is one of these sums and a few contributions more.
struct GradientSum {
  static constexpr std::size_t every = 32;
  std::size_t count = 0;
  Tensor gradient;
};

struct Trace {
  std::string program;        ///< the text that ran
  Fault fault = Fault::none;  ///< of the engine that ran it
  std::vector<Value> values;
  std::vector<Step> steps;
  std::vector<Tensor> contributions;
  std::vector<BackwardRun> backward_runs;
  std::vector<OptimizerRun> optimizer_runs;
  std::vector<OptimizerState> optimizer_states;
  std::vector<Parameter> parameters;
  std::vector<Buffer> buffers;
  std::vector<Group> groups;
  std::vector<Tensor> drawn;  ///< what the calls of initialisers gave, in order: for exports

  // Indexes, filled as steps are recorded.

  /// By name, what it was assigned to, in order; of a parameter or buffer the first version.
  std::map<std::string, std::vector<ValueId>, std::less<>> named;
  // Per value, ascending.
  std::vector<std::vector<Index>> contributions_into;   ///< see contributions_to()
  std::vector<std::vector<GradientSum>> gradient_sums;  ///< beside contributions_into
  std::vector<std::vector<Index>> used_by;              ///< forward and update steps that read it
  std::vector<Index> clears;  ///< the clear steps that cleared: with Fault::keeps_gradients none

  const Value& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
  const Step& step(Index at) const { return steps[static_cast<std::size_t>(at)]; }
  Index step_count() const { return static_cast<Index>(steps.size()); }

  /// The loss: the receiver of the last backward() that ran; no_value without one.
  ValueId loss() const { return backward_runs.empty() ? no_value : backward_runs.back().loss; }
};

/// Whose gradient a backward step adds to.
ValueId target(const Trace& trace, const Step& step);

/// The parameter or buffer that the value is a version of; null for any other value.
const Versioned* versioned(const Trace& trace, ValueId id);

/// Its first version; any other value itself.
ValueId first_version(const Trace& trace, ValueId id);

/// Its newest version; any other value itself.
ValueId newest_version(const Trace& trace, ValueId id);

/// Whether an op wrote the next version of a buffer in that step.
inline bool updates_buffer(const Step& step) {
  return step.kind == StepKind::update && step.by != no_value;
}

/// The name of the optimizer or op whose update that step is.
std::string_view writer_of(const Trace& trace, const Step& step);

/// The backward steps that add to a value's gradient, ascending. A gradient belongs to a parameter
/// or buffer, not to a version of it: all its versions share one list.
const std::vector<Index>& contributions_to(const Trace& trace, ValueId id);

/// The edges of a value along which its gradient goes on: to all arguments but constants and those
/// that get none (indices, conditions).
std::vector<int> gradient_edges(const Trace& trace, ValueId id);

/// The tensors an op read when it made `id`, for its rules.
std::vector<const Tensor*> arguments_of(const Trace& trace, ValueId id);

/// What the program calls the value: "h", "h@2" where the name is assigned again; all versions of a
/// parameter or buffer alike; the expression's text where it has no name.
std::string display_name(const Trace& trace, ValueId id);

/// The value a name stands for: the last assignment, or the one that "h@2" picks; a parameter's or
/// buffer's first version. no_value where there is none.
ValueId find_value(const Trace& trace, std::string_view name);

}  // namespace backprop
