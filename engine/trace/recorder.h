/// Records a run: computes values, gradients and updates, and writes a step for each.
///
///     Recorder recorder(text);
///     const ValueId x = recorder.leaf(ValueKind::data, Tensor({2}, {0.05, 0.10}), {});
///     const auto h = recorder.apply(op_named("sigmoid"), {x}, {}, {});
///     ...
///     const Trace trace = std::move(recorder).finish();
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>

#include "engine/trace/trace.h"

namespace backprop {

/// Where in the program an operation stands: for the code view and for messages.
struct Site {
  Place place;           ///< of the operator or name
  int running_line = 1;  ///< the statement that is being executed
  std::string text;      ///< the expression as written
};

class Recorder {
 public:
  /// With a fault it records what an engine that has it does.
  explicit Recorder(std::string program, Fault fault = Fault::none);

  /// A plain number, or a list of whole numbers, beside a tensor.
  ValueId constant(Tensor numbers, const Site& site);

  /// A data tensor or a new parameter.
  Result<ValueId> leaf(ValueKind kind, Tensor data, const Site& site);

  /// An op on earlier values; then the updates of the buffers that it keeps. Errors: shapes that do
  /// not fit (naming them), a buffer that cannot be written, a limit reached.
  Result<ValueId> apply(const OpRow& op, std::vector<ValueId> arguments, Attributes attributes,
                        const Site& site);

  /// Keeps what an initialiser gave, for exports to write out.
  std::optional<Error> note_drawn(const Tensor& tensor, const Site& site);

  /// Adds the gradient of `loss` to everything it depends on: edges in reverse order of
  /// computation.
  std::optional<Error> backward(ValueId loss, const Site& site);

  /// Writes the next version of every parameter that has received a gradient. The optimizer's state
  /// belongs to the call's place and the parameter; the first time it is `start`'s, which has one
  /// for each parameter so far, or as it is before any update.
  std::optional<Error> optimize(const OptimizerRow& optimizer, Attributes settings,
                                const Site& site, const std::vector<OptimizerState>& start = {});

  /// zero_grad()
  std::optional<Error> clear_gradients(const Site& site);

  /// What is recorded from here to end_group() is one composite call. Its values are called by what
  /// they are made of, "linear(x, w_ih, b_ih)"; but for its results, which the call's text made.
  void begin_group(std::string name, const Site& site);
  void end_group(std::span<const ValueId> results, const Site& site);

  /// Calls a value by the name that the program assigned it to; a value keeps its first name.
  void name(ValueId id, const std::string& name);

  /// The version of a parameter or buffer that holds now; any other value itself.
  ValueId current(ValueId id) const;

  const Trace& trace() const { return trace_; }
  Trace finish() &&;

 private:
  ValueId add_value(Value value);
  void add_step(Step step);
  std::optional<Error> count_elements(Index elements, const Site& site);
  std::optional<Error> check_size(const OpRow& op, const OpCall& call, const Shape& shape,
                                  const Site& site);
  Error does_not_fit(const OpRow& op, const std::vector<ValueId>& arguments,
                     const std::string& problem, const Site& site) const;
  std::string operand_text(ValueId id) const;
  std::string part_text(const OpRow& op, const std::vector<ValueId>& arguments,
                        const Attributes& attributes) const;
  std::string part_operand(ValueId id) const;
  void name_versions(Versioned& tensor, const std::string& name, int occurrence);
  void update(Parameter& parameter, int run, Index state_before, const Site& site);
  /// The next version, made by the step that comes next, from what it reads: the version that it
  /// replaces, and more.
  ValueId add_version(Versioned& tensor, Tensor data, std::vector<ValueId> reads);
  /// Whether the call can write the buffers that it was given.
  std::optional<Error> check_buffers(const OpRow& op, const OpCall& call,
                                     const std::vector<ValueId>& arguments, const Site& site) const;
  /// Writes the next version of the buffers of the op that made the value.
  std::optional<Error> update_buffers(ValueId made, const Site& site);
  /// The buffer that a data tensor is, from now on.
  Buffer& buffer_of(ValueId id);
  std::optional<Error> check_receiver(ValueId loss, const Site& site) const;
  /// The values the loss depends on, itself first, latest made first; or why they cannot be gone
  /// through.
  Result<std::vector<ValueId>> reach(ValueId loss, const Site& site) const;
  std::optional<Error> check_passable(ValueId id, const Site& site) const;
  /// An argument that its backward rules would read and that has been written since; no_value where
  /// there is none. What an op wrote itself it does not read again.
  ValueId outdated_argument(ValueId id) const;
  Error outdated(ValueId id, const Site& site) const;
  /// All edges of one value, which has its whole gradient.
  std::optional<Error> pass_on(ValueId id, int run, const Site& site);
  /// Its edges as a recursion takes them: after each, those of the argument it leads to.
  std::optional<Error> pass_on_depth_first(ValueId loss, int run, const Site& site);
  std::optional<Error> pass_edge(ValueId id, int edge, int run, const Site& site);
  std::optional<Error> add_contribution(ValueId value, int edge, Tensor contribution, int run,
                                        const Site& site);

  Trace trace_;
  std::vector<Tensor> gradients_;  ///< of each value, as they stand now; empty where none arrived
  std::vector<bool> has_gradient_;
  std::vector<ValueId> touched_;  ///< got a contribution since gradients were last cleared
  std::vector<bool> used_up_;     ///< a backward() has gone through this computed value
  /// (line, column, parameter) -> index of its state as it stands now
  std::map<std::array<int, 3>, Index> states_;
  Index elements_ = 0;
  Index work_ = 0;
  int group_ = -1;                     ///< the open one
  bool backward_since_start_ = false;  ///< of this iteration
  bool iteration_over_ = false;
};

}  // namespace backprop
