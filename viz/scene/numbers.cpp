#include "viz/scene/numbers.h"

#include <algorithm>
#include <cmath>

#include "engine/number_text.h"
#include "engine/trace/time.h"

namespace backprop::viz {
namespace {

/// Whether one pair of brackets holds all of it: "(o - y)", but not "(a) + (b)".
bool is_bracketed(const std::string& text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0) return i > 0 && i + 1 == text.size();
  }
  return false;
}

}  // namespace

namespace {

/// -0 is 0 to a reader: its sign would be taken for one of the derivation.
double without_sign_of_zero(double number) {
  return number == 0 ? 0 : number;
}

}  // namespace

std::string shown(double number, int digits) {
  return with_minus_sign(short_text(without_sign_of_zero(number), digits));
}

std::string shown_signed(double number, int digits) {
  const std::string text = shown(number, digits);
  return number > 0 ? "+" + text : text;
}

std::string shown_short(double number, int digits) {
  return with_minus_sign(short_text(without_sign_of_zero(number), digits));
}

std::string shown_count(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  if (digits.size() - first <= 4) return with_minus_sign(digits);
  for (std::size_t at = digits.size() - 3; at > first; at = at < 3 ? 0 : at - 3)
    digits.insert(at, ",");
  return with_minus_sign(digits);
}

std::string shown_exactly(double number) {
  return with_minus_sign(exact_text(number));
}

std::string element_name(const Trace& trace, ValueId id, Index element) {
  const Value& value = trace.value(id);
  std::string name = display_name(trace, id);
  if (element < 0 || value.data.shape.empty()) return name;
  if (value.name.empty() && !is_bracketed(name)) name = "(" + name + ")";
  return name + index_text(element, value.data.shape);
}

std::string loss_name(const Trace& trace) {
  const ValueId loss = trace.loss();
  return loss == no_value || trace.value(loss).name.empty() ? "J" : trace.value(loss).name;
}

bool needs_brackets(const std::string& text) {
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (depth == 0 && c == ' ') return true;
  }
  return text.starts_with('-');
}

std::string gradient_name(const Trace& trace, ValueId id, Index element) {
  const std::string loss = loss_name(trace);
  const std::string name = element_name(trace, id, element);
  const bool simple = !trace.value(id).name.empty() || is_bracketed(name) || name.ends_with(']');
  return "\u2202" + loss + "/\u2202" + (simple ? name : "(" + name + ")");
}

std::string quantity_name(const Trace& trace, const Quantity& q) {
  if (q.gradient) return gradient_name(trace, q.value, q.element);
  if (!is_local(q)) return element_name(trace, q.value, q.element);
  const auto differential = [&](ValueId id, Index element) {
    const std::string gradient = gradient_name(trace, id, element);
    return gradient.substr(gradient.rfind("\u2202"));
  };
  return differential(trace.step(q.through).value, q.output) + "/" +
         differential(q.value, q.element);
}

std::string number_tip(const State& state, const Entity& entity, bool gradient) {
  const Trace& trace = *state.trace;
  const ValueId id = version_of(trace, entity.id, state.time.step);
  if (gradient) {
    const std::string name = gradient_name(trace, id, entity.index);
    if (contribution_count(trace, id, state.time.step) == 0) return name;
    return name + " = " +
           shown_signed(gradient_element_at(trace, id, entity.index, state.time.step));
  }
  const std::string name = element_name(trace, id, entity.index);
  if (!exists(trace, id, state.time.step)) return name;
  return name + " = " + shown(trace.value(id).data[entity.index]);
}

}  // namespace backprop::viz
