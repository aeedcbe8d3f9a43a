#include "lessons/model/practice_answer.h"

#include <algorithm>

#include "engine/program/interpreter.h"
#include "engine/program/lexer.h"
#include "engine/trace/time.h"
#include "lessons/model/typed_number.h"

namespace backprop::lessons::practice {
namespace {

/// "h@2", as the window calls the second h, is h while it is the one that holds.
Result<std::string> without_occurrences(const Trace& trace, Index step, const std::string& text) {
  const auto tokens = lex(text);
  if (!tokens) return text;
  std::string plain = text;
  for (std::size_t i = tokens.value().size(); i-- > 2;) {  // from the end: places before it stay
    const Token& name = tokens.value()[i - 2];
    const Token& number = tokens.value()[i];
    const bool adjoins = name.kind == TokenKind::name && tokens.value()[i - 1].text == "@" &&
                         number.kind == TokenKind::number && number.begin == name.end + 1;
    if (!adjoins) continue;
    const std::string full = text.substr(name.begin, number.end - name.begin);
    const ValueId meant = find_value(trace, full);
    if (meant == no_value) continue;
    const ValueId next =
        find_value(trace, name.text + "@" + std::to_string(trace.value(meant).occurrence + 1));
    const bool is_past = next != no_value && exists(trace, next, step);
    if (!exists(trace, meant, step) || is_past) {
      return Error{name.place, "'" + full + "' is not the " + name.text + " of this backward()",
                   "write " + name.text + " alone"};
    }
    plain.erase(name.end, number.end - name.end);
  }
  return plain;
}

Error several(const Tensor& tensor) {
  return {
      {1, 1},
      "that is " + std::to_string(tensor.size()) + " numbers, of shape " + to_text(tensor.shape),
      "name one element, as in h[0]"};
}

}  // namespace

Result<double> number_in(const Trace& trace, const Practice& practice, const std::string& text) {
  const std::string plain = plain_signs(text);
  if (plain.empty()) {
    return Error{{1, 1}, "nothing is written here", "write a number or an expression"};
  }
  if (const auto number = plain_number(plain)) return *number;
  if (auto error = gives_away(plain, false)) return *error;
  const auto named = without_occurrences(trace, practice.step, plain);
  if (!named) return named.error();
  const auto value = evaluate(trace, practice.step, named.value());
  if (!value) return value.error();
  const Tensor& tensor = value.value();
  if (tensor.size() == 1) return tensor[0];
  const ValueId into = target(trace, trace.step(practice.step));
  if (tensor.shape == trace.value(into).data.shape) return tensor[practice.element];
  return several(tensor);
}

}  // namespace backprop::lessons::practice
