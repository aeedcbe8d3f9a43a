#include "engine/program/edit.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/program/literal.h"
#include "engine/program/locate.h"
#include "engine/program/stale.h"

namespace backprop {
namespace {

std::string replaced(const std::string& text, std::size_t begin, std::size_t end,
                     const std::string& by) {
  return text.substr(0, begin) + by + text.substr(end);
}

std::string replaced(const std::string& text, const ast::Expression& what, const std::string& by) {
  return replaced(text, what.begin, what.end, by);
}

std::string_view source_of(const ast::Expression& expression, const std::string& text) {
  return std::string_view(text).substr(expression.begin, expression.end - expression.begin);
}

/// Where a leaf is written: its call, and the content of a tensor(...) or param(...); null for an
/// initialiser that stands for itself.
struct Written {
  LocatedCall located;
  const ast::Expression* content = nullptr;
};

Result<Written> written(const Trace& trace, ValueId leaf, const std::string& text) {
  const Value& value = trace.value(leaf);
  if (!editable(trace, leaf)) {
    return Error{value.place, display_name(trace, leaf) + " is computed",
                 "change what it is computed from"};
  }
  auto located = locate_call(trace, value.place, value.text, text);
  if (!located) return located.error();
  const ast::Call& call = located.value().call();
  const bool leaf_call = call.function == "tensor" || call.function == "param";
  if (leaf_call && call.arguments.size() != 1) {
    return Error{value.place, "'" + call.function + "' does not hold one list of numbers any more",
                 "run the program first"};
  }
  const ast::Expression* content = leaf_call ? call.arguments.front().value.get() : nullptr;
  return Written{std::move(located).value(), content};
}

/// The expression that writes the element by itself; null where there is none.
const ast::Expression* element_of(const Written& where, const Value& value, Index element) {
  return where.content == nullptr ? nullptr
                                  : element_expression(*where.content, value.data.shape, element);
}

/// Whether all leaves of one call have the same number there.
bool same_everywhere(const Trace& trace, const std::vector<ValueId>& alike, Index element) {
  const Tensor& first = trace.value(alike.front()).data;
  return std::all_of(alike.begin(), alike.end(), [&](ValueId id) {
    const Tensor& data = trace.value(id).data;
    if (data.shape != first.shape) return false;
    const double a = data[element];
    const double b = first[element];
    return a == b || (std::isnan(a) && std::isnan(b));
  });
}

Error differs(const Value& value) {
  return {value.place, "this number differs each time that the line runs",
          "edit the program's text: write the numbers out in a list"};
}

/// The whole list in place of the expression that makes the numbers.
Result<std::string> written_out(const Trace& trace, ValueId leaf, Index element, double number,
                                const Written& where, const std::string& text) {
  const Value& value = trace.value(leaf);
  if (value.data.size() > most_written_out) {
    return Error{value.place,
                 display_name(trace, leaf) + " has " + std::to_string(value.data.size()) +
                     " numbers that are not written in the program; at most " +
                     std::to_string(most_written_out) + " are written out",
                 "use a smaller tensor, or edit the program's text"};
  }
  // The recorded numbers would undo what was typed since.
  if (stale_values(trace, text).value(leaf)) {
    return Error{value.place, "this line has been changed since the program ran",
                 "run the program first"};
  }
  const auto alike = made_alike(trace, leaf);
  for (Index e = 0; e < value.data.size(); ++e) {
    if (!same_everywhere(trace, alike, e)) return differs(value);
  }
  Tensor numbers = value.data;
  numbers[element] = number;
  const std::string list = literal_text(numbers);
  if (where.content != nullptr) return replaced(text, *where.content, list);
  return replaced(text, *where.located.expression, "tensor(" + list + ")");
}

}  // namespace

bool editable(const Trace& trace, ValueId id) {
  const ValueKind kind = trace.value(id).kind;
  return kind == ValueKind::data || kind == ValueKind::parameter;
}

std::vector<ValueId> made_alike(const Trace& trace, ValueId leaf) {
  const Value& value = trace.value(first_version(trace, leaf));
  std::vector<ValueId> alike;
  for (std::size_t i = 0; i < trace.values.size(); ++i) {
    const Value& other = trace.values[i];
    if (other.kind == value.kind && other.version <= 1 && other.place == value.place &&
        other.text == value.text) {
      alike.push_back(static_cast<ValueId>(i));
    }
  }
  return alike;
}

Result<std::string> with_number(const Trace& trace, ValueId leaf, Index element, double number,
                                const std::string& text) {
  leaf = first_version(trace, leaf);
  const Value& value = trace.value(leaf);
  assert(element >= 0 && element < value.data.size());
  const auto where = written(trace, leaf, text);
  if (!where) return where.error();
  const ast::Expression* one = element_of(where.value(), value, element);
  if (one == nullptr) return written_out(trace, leaf, element, number, where.value(), text);
  if (!literal_number(*one) && !same_everywhere(trace, made_alike(trace, leaf), element)) {
    return differs(value);
  }
  return replaced(text, *one, literal_text(number, source_of(*one, text)));
}

Result<std::string> with_number(const Trace& trace, ValueId leaf, Index element, double number) {
  return with_number(trace, leaf, element, number, trace.program);
}

Result<double> number_in(const Trace& trace, ValueId leaf, Index element, const std::string& text) {
  leaf = first_version(trace, leaf);
  const Value& value = trace.value(leaf);
  const auto where = written(trace, leaf, text);
  if (!where) return where.error();
  const ast::Expression* one = element_of(where.value(), value, element);
  const auto number = one == nullptr ? std::nullopt : literal_number(*one);
  return number.value_or(value.data[element]);
}

// Settings of optimizers.

namespace {

const OptimizerRun& run_at(const Trace& trace, int run) {
  return trace.optimizer_runs[static_cast<std::size_t>(run)];
}

const AttributeValue* attribute(const Attributes& settings, const std::string& name) {
  for (const auto& [own, value] : settings.named()) {
    if (own == name) return &value;
  }
  return nullptr;
}

/// The settings with one number replaced; nothing where there is no such number.
std::optional<AttributeValue> changed(const AttributeValue& value, Index element, double number) {
  if (std::holds_alternative<double>(value) && element == 0) return number;
  const auto* several = std::get_if<std::vector<double>>(&value);
  if (several == nullptr || element < 0 || element >= static_cast<Index>(several->size())) {
    return std::nullopt;
  }
  std::vector<double> list = *several;
  list[static_cast<std::size_t>(element)] = number;
  return list;
}

std::optional<AttributeValue> changed(const OptimizerRun& run, const Setting& setting,
                                      double number) {
  const AttributeValue* value = attribute(run.settings, setting.name);
  return value == nullptr ? std::nullopt : changed(*value, setting.element, number);
}

/// What the call gives for a setting; null where it leaves it out.
const ast::Expression* given(const ast::Call& call, const OptimizerRow& row,
                             const std::string& name) {
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const ast::Argument& argument = call.arguments[i];
    const bool by_position =
        argument.keyword.empty() && i < row.parameters.size() && row.parameters[i].name == name;
    if (by_position || argument.keyword == name) return argument.value.get();
  }
  return nullptr;
}

/// The one number's expression inside what was given: itself, or an item of a list.
const ast::Expression* number_expression(const ast::Expression& given_one,
                                         const AttributeValue& value, Index element) {
  const auto* several = std::get_if<std::vector<double>>(&value);
  return element_expression(
      given_one, several == nullptr ? Shape{} : Shape{static_cast<Index>(several->size())},
      element);
}

std::string setting_text(const AttributeValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return literal_text(*number);
  std::string list;
  for (const double number : std::get<std::vector<double>>(value))
    list += (list.empty() ? "" : ", ") + literal_text(number);
  return "(" + list + ")";
}

/// The call with one more argument behind the others.
std::string with_argument(const LocatedCall& located, const std::string& argument,
                          const std::string& text) {
  const ast::Call& call = located.call();
  if (!call.arguments.empty()) {
    const std::size_t end = call.arguments.back().value->end;
    return replaced(text, end, end, ", " + argument);
  }
  const std::size_t name = text.find(call.function, located.expression->begin);
  const std::size_t open = text.find('(', name + call.function.size());
  return replaced(text, open + 1, open + 1, argument);
}

Result<LocatedCall> located_optimizer(const Trace& trace, const OptimizerRun& run,
                                      const std::string& text) {
  auto located = locate_call(trace, run.place, "", text);
  if (!located || located.value().call().function == run.optimizer->name) return located;
  return Error{run.place, "this line has another optimizer now", "run the program first"};
}

}  // namespace

Result<std::string> with_setting(const Trace& trace, int optimizer_run, const Setting& setting,
                                 double number, const std::string& text) {
  const OptimizerRun& run = run_at(trace, optimizer_run);
  const std::string name(run.optimizer->name);
  const auto next = changed(run, setting, number);
  if (!next) {
    return Error{run.place, name + " has no number '" + setting.name + "'",
                 "write " + signature(name, run.optimizer->parameters)};
  }
  Attributes settings = run.settings;
  settings.set(setting.name, *next);  // it is there: no name is added
  const std::string problem = run.optimizer->problem(settings);
  if (!problem.empty()) return Error{run.place, problem, "choose another number"};
  const auto located = located_optimizer(trace, run, text);
  if (!located) return located.error();
  const ast::Expression* whole = given(located.value().call(), *run.optimizer, setting.name);
  if (whole == nullptr) {
    return with_argument(located.value(), setting.name + "=" + setting_text(*next), text);
  }
  const ast::Expression* one = number_expression(*whole, *next, setting.element);
  if (one == nullptr || !literal_number(*one)) {
    return Error{run.place,
                 setting.name + " of " + name + " is computed: " +
                     std::string(source_of(one == nullptr ? *whole : *one, text)),
                 "write a number in its place, or change what it is computed from"};
  }
  return replaced(text, *one, literal_text(number, source_of(*one, text)));
}

Result<double> setting_in(const Trace& trace, int optimizer_run, const Setting& setting,
                          const std::string& text) {
  const OptimizerRun& run = run_at(trace, optimizer_run);
  const auto located = located_optimizer(trace, run, text);
  if (!located) return located.error();
  const AttributeValue* value = attribute(run.settings, setting.name);
  const ast::Expression* whole = given(located.value().call(), *run.optimizer, setting.name);
  const ast::Expression* one = whole == nullptr || value == nullptr
                                   ? nullptr
                                   : number_expression(*whole, *value, setting.element);
  const auto number = one == nullptr ? std::nullopt : literal_number(*one);
  return number.value_or(setting_number(trace, optimizer_run, setting));
}

std::vector<Setting> settings_of(const Trace& trace, int optimizer_run) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : run_at(trace, optimizer_run).settings.named()) {
    if (std::holds_alternative<double>(value)) settings.push_back({std::string(name), 0});
    if (const auto* several = std::get_if<std::vector<double>>(&value)) {
      for (std::size_t i = 0; i < several->size(); ++i)
        settings.push_back({std::string(name), static_cast<Index>(i)});
    }
  }
  return settings;
}

double setting_number(const Trace& trace, int optimizer_run, const Setting& setting) {
  const AttributeValue* value = attribute(run_at(trace, optimizer_run).settings, setting.name);
  assert(value != nullptr);
  if (const auto* number = std::get_if<double>(value)) return *number;
  return std::get<std::vector<double>>(*value)[static_cast<std::size_t>(setting.element)];
}

}  // namespace backprop
