#include "engine/program/machine.h"

#include <algorithm>

#include "engine/limits.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

/// "1 value", "2 values"
std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

Interpreter::Machine::Machine(std::shared_ptr<const ast::Program> program, Fault fault)
    : program_(std::move(program)), recorder_(program_->source, fault) {
  frames_.push_back({&program_->statements});
}

Interpreter::Status Interpreter::Machine::advance(Index steps) {
  const Index goal = recorder_.trace().step_count() + steps;
  const Index last_evaluation =
      evaluations_ + 64 * steps;  // loops that record nothing take time too
  while (!error_ && !frames_.empty()) {
    if (recorder_.trace().step_count() >= goal || evaluations_ > last_evaluation) {
      return Status::running;
    }
    BlockFrame& frame = frames_.back();
    if (frame.next < frame.block->size()) {
      execute((*frame.block)[frame.next++]);  // may push a frame: `frame` is not used after it
    } else {
      finish_round(frame);
    }
  }
  return error_ ? Status::failed : Status::done;
}

void Interpreter::Machine::finish_round(BlockFrame& frame) {
  if (frame.loop == nullptr || ++frame.round >= frame.rounds) {
    frames_.pop_back();
    return;
  }
  frame.next = 0;
  bind(frame.loop->name, {frame.round});
  error_ = count_evaluation(frame.block->front().place);
}

void Interpreter::Machine::execute(const ast::Statement& statement) {
  running_line_ = statement.place.line;
  if ((error_ = count_evaluation(statement.place))) return;
  if (const auto* assignment = std::get_if<ast::Assignment>(&statement.node)) {
    assign(*assignment);
  } else if (const auto* expression = std::get_if<ast::ExpressionStatement>(&statement.node)) {
    const Evaluated result = evaluate(*expression->value);
    if (!result) error_ = result.error();
  } else if (const auto* definition = std::get_if<ast::Definition>(&statement.node)) {
    globals_[definition->function->name] = {definition->function};
  } else if (const auto* loop = std::get_if<ast::ForLoop>(&statement.node)) {
    const auto rounds = rounds_of(*loop);
    if (!rounds) {
      error_ = rounds.error();
    } else if (rounds.value() > 0) {
      bind(loop->name, {std::int64_t{0}});
      frames_.push_back({&loop->body, 0, loop, 0, rounds.value()});
    }
  }
}

Result<Tensor> Interpreter::Machine::evaluate_single() {
  const auto& statement = std::get<ast::ExpressionStatement>(program_->statements.front().node);
  const Evaluated result = evaluate(*statement.value);
  if (!result) return result.error();
  const auto id = operand(result.value(), *statement.value);
  if (!id) return id.error();
  return recorder_.trace().value(id.value()).data;
}

Result<std::int64_t> Interpreter::Machine::rounds_of(const ast::ForLoop& loop) {
  const auto rounds = evaluate(*loop.count);
  if (!rounds) return rounds.error();
  const auto* whole = std::get_if<std::int64_t>(&rounds.value().is);
  if (whole == nullptr) {
    return Error{loop.count->place, "range() of " + describe(rounds.value()),
                 "it takes a whole number: range(10)"};
  }
  return *whole;
}

void Interpreter::Machine::bind(const std::string& name, Plain plain) {
  (locals_.empty() ? globals_ : locals_.back())[name] = std::move(plain);
}

void Interpreter::Machine::assign(const ast::Assignment& assignment) {
  Evaluated result = evaluate(*assignment.value);
  if (!result) {
    error_ = result.error();
    return;
  }
  std::vector<Plain> parts;
  if (assignment.names.size() == 1) {
    parts.push_back(std::move(result).value());
  } else {
    const auto* items = std::get_if<Items>(&result.value().is);
    if (items == nullptr || items->list->size() != assignment.names.size()) {
      error_ = Error{assignment.places.front(),
                     std::to_string(assignment.names.size()) + " names on the left, but " +
                         (items == nullptr ? describe(result.value())
                                           : counted(items->list->size(), "value")) +
                         " on the right",
                     "give as many names as values"};
      return;
    }
    parts = *items->list;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (std::holds_alternative<Nothing>(parts[i].is)) {
      error_ = Error{assignment.places[i], "this call gives no value to assign",
                     "write it on a line of its own"};
      return;
    }
    if (std::holds_alternative<Numbers>(parts[i].is)) {
      const auto leaf = operand(parts[i], *assignment.value);
      if (!leaf) {
        error_ = leaf.error();
        return;
      }
      parts[i] = {TensorRef{leaf.value()}};
    }
    const auto* tensor = std::get_if<TensorRef>(&parts[i].is);
    if (tensor != nullptr && locals_.empty()) recorder_.name(tensor->id, assignment.names[i]);
    bind(assignment.names[i], std::move(parts[i]));
  }
}

Result<Plain> Interpreter::Machine::call_function(const ast::Function& function,
                                                  std::vector<Plain> arguments, Place place) {
  const auto& parameters = function.parameters;
  const auto required = static_cast<std::size_t>(std::count_if(
      parameters.begin(), parameters.end(), [](const auto& p) { return p.fallback == nullptr; }));
  if (arguments.size() < required || arguments.size() > parameters.size()) {
    const bool several = required < parameters.size();
    return Error{place,
                 "'" + shortened(function.name) + "' takes " +
                     (several ? std::to_string(required) + " to " : "") +
                     counted(parameters.size(), "argument") + ", not " +
                     std::to_string(arguments.size()),
                 "give it what its def names"};
  }
  if (locals_.size() >= static_cast<std::size_t>(limits::call_depth)) {
    return Error{
        place,
        "functions call each other more than " + std::to_string(limits::call_depth) + " deep",
        "a function must not call itself: there is no way to stop it"};
  }
  Names names;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (i < arguments.size()) {
      names[parameters[i].name] = std::move(arguments[i]);
      continue;
    }
    Evaluated fallback = evaluate(*parameters[i].fallback);
    if (!fallback) return fallback;
    names[parameters[i].name] = std::move(fallback).value();
  }
  locals_.push_back(std::move(names));
  std::optional<Plain> returned;
  const auto error = run_function_block(function.body, returned);
  locals_.pop_back();
  if (error) return *error;
  return *returned;
}

std::optional<Error> Interpreter::Machine::run_function_block(const ast::Block& block,
                                                              std::optional<Plain>& returned) {
  for (const ast::Statement& statement : block) {
    if (auto error = count_evaluation(statement.place)) return error;
    if (auto error = run_function_statement(statement, returned)) return error;
    if (returned) break;
  }
  return std::nullopt;
}

std::optional<Error> Interpreter::Machine::run_function_statement(const ast::Statement& statement,
                                                                  std::optional<Plain>& returned) {
  if (const auto* result = std::get_if<ast::Return>(&statement.node)) {
    Evaluated value = evaluate(*result->value);
    if (!value) return value.error();
    returned = std::move(value).value();
  } else if (const auto* assignment = std::get_if<ast::Assignment>(&statement.node)) {
    assign(*assignment);
    return std::exchange(error_, std::nullopt);
  } else if (const auto* expression = std::get_if<ast::ExpressionStatement>(&statement.node)) {
    const Evaluated value = evaluate(*expression->value);
    if (!value) return value.error();
  } else if (const auto* loop = std::get_if<ast::ForLoop>(&statement.node)) {
    const auto rounds = rounds_of(*loop);
    if (!rounds) return rounds.error();
    for (std::int64_t round = 0; round < rounds.value() && !returned; ++round) {
      bind(loop->name, {round});
      if (auto error = run_function_block(loop->body, returned)) return error;
    }
  }
  return std::nullopt;
}

const Plain* Interpreter::Machine::find(std::string_view name) const {
  if (!locals_.empty()) {
    const auto local = locals_.back().find(name);
    if (local != locals_.back().end()) return &local->second;
  }
  const auto global = globals_.find(name);
  return global == globals_.end() ? nullptr : &global->second;
}

std::optional<Error> Interpreter::Machine::count_evaluation(Place place) {
  if (++evaluations_ <= limits::evaluations) return std::nullopt;
  return Error{
      place,
      "the program runs for more than " + std::to_string(limits::evaluations) + " evaluations",
      "use fewer rounds of its loops"};
}

}  // namespace backprop
