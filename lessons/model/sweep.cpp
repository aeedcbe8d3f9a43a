#include "lessons/model/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/program/edit.h"
#include "engine/program/interpreter.h"
#include "engine/program/lexer.h"
#include "engine/program/parser.h"
#include "lessons/model/claims.h"

namespace backprop::lessons {
namespace {

std::set<std::string> names_in(const std::vector<std::string>& expressions) {
  std::set<std::string> names;
  for (const std::string& expression : expressions) {
    const auto tokens = lex(expression);
    if (!tokens) continue;
    for (const Token& token : tokens.value()) {
      if (token.kind == TokenKind::name) names.insert(token.text);
    }
  }
  return names;
}

bool assigns(const ast::Statement& statement, const std::set<std::string>& names) {
  if (const auto* assignment = std::get_if<ast::Assignment>(&statement.node)) {
    return std::any_of(assignment->names.begin(), assignment->names.end(),
                       [&](const std::string& name) { return names.contains(name); });
  }
  if (const auto* loop = std::get_if<ast::ForLoop>(&statement.node)) {
    return std::any_of(loop->body.begin(), loop->body.end(),
                       [&](const ast::Statement& inner) { return assigns(inner, names); });
  }
  return false;
}

/// The text's lines before that one.
std::string lines_before(const std::string& text, int line) {
  std::size_t end = 0;
  for (int at = 1; at < line && end != std::string::npos; ++at) {
    end = text.find('\n', end);
    if (end != std::string::npos) ++end;
  }
  return text.substr(0, end);
}

/// The program up to the last statement that the expressions can depend on: a loss before training
/// need not be trained for. Gradients, and what updates write, take the whole run.
std::shared_ptr<const Trace> needed_part(const std::shared_ptr<const Trace>& trace,
                                         const std::vector<std::string>& expressions,
                                         const std::vector<std::string>& entities) {
  std::set<std::string> names = names_in(expressions);
  if (names.contains("grad") || names.contains("derivative")) return trace;
  const auto is_rewritten = [&](const Versioned& versioned) {
    return versioned.versions.size() > 1 && names.contains(versioned.name);
  };
  if (std::any_of(trace->parameters.begin(), trace->parameters.end(), is_rewritten) ||
      std::any_of(trace->buffers.begin(), trace->buffers.end(), is_rewritten)) {
    return trace;
  }
  for (const std::string& entity : entities)
    names.insert(entity.substr(0, entity.find_first_of("@[")));
  const auto program = parse(trace->program);
  if (!program) return trace;
  const ast::Block& statements = program.value()->statements;
  const auto last = std::find_if(statements.rbegin(), statements.rend(),
                                 [&](const ast::Statement& one) { return assigns(one, names); });
  if (last == statements.rbegin() || last == statements.rend()) return trace;
  auto part = run_program(lines_before(trace->program, last.base()->place.line));
  return part ? std::move(part).value() : trace;
}

/// All elements of a recording's leaf that the text writes.
Result<Quantity> find_swept(const Trace& trace, const std::string& entity) {
  auto found = parse_quantity(trace, entity);
  if (!found) return found;
  const Quantity& quantity = found.value();
  if (!quantity.gradient && editable(trace, quantity.value)) return found;
  return Error{{},
               fmt::format("'{}' is computed and cannot be given other numbers", entity),
               "name an element of param(...) or tensor(...)"};
}

}  // namespace

Result<Sweep> Sweep::begin(std::shared_ptr<const Trace> trace,
                           const std::vector<std::string>& entities,
                           std::vector<std::string> expressions) {
  Sweep sweep;
  sweep.trace_ = needed_part(trace, expressions, entities);
  sweep.whole_ = std::move(trace);
  sweep.expressions_ = std::move(expressions);
  for (const std::string& entity : entities) {
    const auto swept = find_swept(*sweep.trace_, entity);
    if (!swept) return swept.error();
    sweep.swept_.push_back(swept.value());
    const auto in_whole = find_swept(*sweep.whole_, entity);
    if (!in_whole) return in_whole.error();
    sweep.in_whole_.push_back(in_whole.value());
  }
  return sweep;
}

Result<std::vector<double>> Sweep::at(const std::vector<double>& numbers) const {
  std::string text = trace_->program;
  for (std::size_t i = 0; i < swept_.size(); ++i) {
    auto edited = with_number(*trace_, swept_[i].value, swept_[i].element, numbers[i], text);
    if (!edited) return edited.error();
    text = std::move(edited).value();
  }
  const auto run = run_program(std::move(text));
  if (!run) return run.error();
  std::vector<double> values;
  for (const std::string& expression : expressions_) {
    const auto value = number_of(*run.value(), moment_of_claims(*run.value()), expression);
    if (!value) return value.error();
    values.push_back(value.value());
  }
  return values;
}

std::optional<Error> Sweep::too_long(int runs) const {
  constexpr double most_work = 3e7;  // steps and numbers: some tenths of a second
  constexpr double of_a_step = 20;
  double work = of_a_step * static_cast<double>(trace_->step_count());
  for (const Value& value : trace_->values)
    work += static_cast<double>(value.data.size());
  if (work * runs <= most_work) return std::nullopt;
  return Error{{},
               fmt::format("the program is too long to be run {} times for this plot", runs),
               "take fewer rounds or smaller tensors"};
}

/// Whether updates move the swept numbers alone.
bool Sweep::moves_these_alone() const {
  for (std::size_t i = 0; i < whole_->parameters.size(); ++i) {
    const std::vector<ValueId>& versions = whole_->parameters[i].versions;
    if (versions.size() < 2) continue;
    const auto swept =
        std::count_if(in_whole_.begin(), in_whole_.end(), [&](const Quantity& quantity) {
          return whole_->value(quantity.value).parameter == static_cast<int>(i);
        });
    if (swept != whole_->value(versions[0]).data.size()) return false;
  }
  return true;
}

std::vector<std::vector<double>> Sweep::path() const {
  std::vector<std::vector<double>> path;
  const auto number = [&](const Quantity& quantity, std::size_t version) {
    const Value& value = whole_->value(quantity.value);
    if (value.parameter < 0) return value.data[quantity.element];
    const auto& versions = whole_->parameters[static_cast<std::size_t>(value.parameter)].versions;
    const ValueId id = versions[std::min(version, versions.size() - 1)];
    return whole_->value(id).data[quantity.element];
  };
  std::size_t count = 1;
  const bool alone = moves_these_alone();
  for (const Quantity& quantity : in_whole_) {
    if (!alone) break;
    const int parameter = whole_->value(quantity.value).parameter;
    if (parameter < 0) continue;
    count =
        std::max(count, whole_->parameters[static_cast<std::size_t>(parameter)].versions.size());
  }
  for (std::size_t version = 0; version < count; ++version) {
    std::vector<double> place;
    for (const Quantity& quantity : in_whole_)
      place.push_back(number(quantity, version));
    path.push_back(std::move(place));
  }
  return path;
}

}  // namespace backprop::lessons
