/// The machine behind the interpreter: statements on an explicit stack of blocks, so that a run can
/// stop between any two of them; expressions by recursion, whose depth the parser has bounded.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

#include "engine/program/interpreter.h"
#include "engine/program/plain.h"
#include "engine/trace/recorder.h"

namespace backprop {

struct Composite;

class Interpreter::Machine {
 public:
  explicit Machine(std::shared_ptr<const ast::Program> program, Fault fault = Fault::none);

  Status advance(Index steps);
  const Error& error() const { return *error_; }
  Recorder& recorder() { return recorder_; }

  /// Evaluation on a recording: names it knows besides the program's own, and functions of names.
  void define(const std::string& name, Plain plain) { globals_[name] = std::move(plain); }
  using NameFunction =
      std::function<Result<Tensor>(const std::vector<std::string>& names, Place place)>;
  void define_function_of_names(const std::string& name, NameFunction function) {
    functions_of_names_[name] = std::move(function);
  }
  bool knows(const std::string& name) const { return globals_.contains(name); }
  /// The value of a program that is one expression.
  Result<Tensor> evaluate_single();

 private:
  struct BlockFrame {
    const ast::Block* block = nullptr;
    std::size_t next = 0;
    const ast::ForLoop* loop = nullptr;  ///< null for the program itself
    std::int64_t round = 0;
    std::int64_t rounds = 0;
  };
  using Names = std::map<std::string, Plain, std::less<>>;
  using Evaluated = Result<Plain>;

  // machine.cpp: statements
  void execute(const ast::Statement& statement);
  void finish_round(BlockFrame& frame);
  void assign(const ast::Assignment& assignment);
  void bind(const std::string& name, Plain plain);
  Result<std::int64_t> rounds_of(const ast::ForLoop& loop);
  Evaluated call_function(const ast::Function& function, std::vector<Plain> arguments, Place place);
  std::optional<Error> run_function_block(const ast::Block& block, std::optional<Plain>& returned);
  std::optional<Error> run_function_statement(const ast::Statement& statement,
                                              std::optional<Plain>& returned);

  // expressions.cpp
  Evaluated evaluate(const ast::Expression& expression);
  Evaluated evaluate_name(const ast::Name& name, Place place);
  Evaluated evaluate_unary(const ast::Unary& unary, const ast::Expression& expression);
  Evaluated evaluate_binary(const ast::Binary& binary, const ast::Expression& expression);
  Evaluated evaluate_sequence(const ast::Sequence& sequence, const ast::Expression& expression);
  Evaluated evaluate_attribute(const ast::Attribute& attribute, const ast::Expression& expression);
  Evaluated evaluate_indexing(const ast::Indexing& indexing, const ast::Expression& expression);
  Evaluated index_items(const Items& items, const ast::Indexing& indexing, Place place);
  Result<std::int64_t> evaluate_index(const ast::Expression& expression);
  Result<Slice> evaluate_subscript(const ast::Subscript& subscript, Index size, Place place);
  Evaluated apply(const OpRow& op, std::vector<ValueId> arguments, Attributes attributes,
                  const ast::Expression& expression);
  Result<ValueId> operand(const Plain& plain, const ast::Expression& expression);

  // calls.cpp
  struct Argument {
    std::string keyword;  ///< empty: by position
    Plain value;
    const ast::Expression* expression = nullptr;
  };
  struct Arguments {
    std::vector<Argument> positional;
    std::vector<Argument> named;
  };
  Evaluated evaluate_call(const ast::Call& call, const ast::Expression& expression);
  Result<Arguments> evaluate_arguments(const ast::Call& call);
  Evaluated call_leaf(const ast::Call& call, Arguments& arguments,
                      const ast::Expression& expression);
  Evaluated call_builtin(const std::string& name, const Arguments& arguments,
                         const ast::Expression& expression, bool& known);
  Evaluated call_backward(const Arguments& arguments, const ast::Expression& expression);
  Evaluated call_composite(const Composite& composite, const Arguments& arguments,
                           const ast::Expression& expression);
  Evaluated call_optimizer(const OptimizerRow& optimizer, const Arguments& arguments,
                           const ast::Expression& expression);

  // optimizer_state.cpp: adam(lr=0.1, updates=7, exp_avg=[...], exp_avg_sq=[...])
  using States = Result<std::vector<OptimizerState>>;  ///< one for each parameter so far, or none
  States state_given(const OptimizerRow& optimizer, const Attributes& settings,
                     const Arguments& arguments, Place place) const;
  Result<std::vector<Tensor>> state_tensors(const Argument& given, Place place) const;
  Evaluated call_of_names(const NameFunction& function, const ast::Call& call,
                          const ast::Expression& expression);
  Error unknown(const std::string& what, const std::string& name, Place place) const;

  // op_calls.cpp: a call's arguments put to the parameters that a row declares
  struct Bound {
    std::vector<ValueId> tensors;
    Attributes attributes;
  };
  using Given = std::vector<const Argument*>;  ///< per parameter; null where it is left out
  Evaluated call_op(const OpRow& op, const Arguments& arguments, const ast::Expression& expression);
  Result<Bound> bind_call(std::string_view name, const std::vector<CallParameter>& parameters,
                          const Arguments& arguments, Place place);
  std::optional<Error> bind_tensor(const CallParameter& parameter, const Argument* given,
                                   Bound& bound);
  Result<ValueId> indices(const Argument& given);
  Result<AttributeValue> attribute(const CallParameter& parameter, const Argument* given,
                                   const Bound& bound, Place place);

  Site site(const ast::Expression& expression) const;
  const Plain* find(std::string_view name) const;
  std::optional<Error> count_evaluation(Place place);

  std::shared_ptr<const ast::Program> program_;
  Recorder recorder_;
  std::vector<BlockFrame> frames_;
  Names globals_;
  std::vector<Names> locals_;  ///< of the functions being called
  std::unordered_map<std::string, NameFunction> functions_of_names_;
  std::optional<Error> error_;
  int running_line_ = 1;
  Index evaluations_ = 0;
};

}  // namespace backprop
