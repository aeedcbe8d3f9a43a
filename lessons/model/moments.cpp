#include "lessons/model/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "lessons/model/claims.h"
#include "lessons/model/lesson_fields.h"

namespace backprop::lessons {
namespace {

/// A tensor's name alone stands for its first element.
Result<Quantity> find_quantity(const Trace& trace, const std::string& text) {
  auto found = parse_quantity(trace, text);
  for (const char* element : {"[0]", "[0,0]", "[0,0,0]", "[0,0,0,0]"}) {
    if (found) break;
    if (auto of_tensor = parse_quantity(trace, text + element)) return of_tensor;
  }
  return found;
}

Moment moment_of_quantity(const Trace& trace, Quantity quantity) {
  const auto steps =
      quantity.gradient ? gradient_writes(trace, quantity.value) : writes(trace, quantity.value);
  const Index end = quantity.gradient ? moment_of_claims(trace) : trace.step_count();
  Index done = 0;  // of a constant: the start
  for (const Index step : steps) {
    if (step < end) done = step + 1;
  }
  if (quantity.gradient) quantity.step = done;
  return {{done, 0}, quantity};
}

Result<Moment> find_edge(const Trace& trace, const std::string& from, const std::string& to) {
  const auto value = find_quantity(trace, from);
  if (!value) return value.error();
  const auto argument = find_quantity(trace, to);
  if (!argument) return argument.error();
  const auto into = gradient_writes(trace, argument.value().value);
  for (auto step = into.rbegin(); step != into.rend(); ++step) {
    const Step& edge = trace.steps[static_cast<std::size_t>(*step)];
    if (edge.kind != StepKind::backward || edge.value != value.value().value) continue;
    Quantity gradient = argument.value();
    gradient.gradient = true;
    gradient.step = *step + 1;
    return Moment{{*step + 1, 0}, gradient};
  }
  return Error{{},
               fmt::format("no backward step leads from {} to {}", from, to),
               fmt::format("{} must be an argument of the operation that made {}", to, from)};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// What stands between `opening` and its ')' at the expression's beginning; empty where it does
/// not begin so.
std::string argument_of(const std::string& expression, std::string_view opening) {
  if (!expression.starts_with(opening)) return {};
  const auto end = expression.find(')', opening.size());
  if (end == std::string::npos) return {};
  return expression.substr(opening.size(), end - opening.size());
}

/// "derivative(J, a)" is the edge where there is one, else the gradient of a.
std::optional<Moment> moment_of_derivative(const Trace& trace, const std::string& arguments) {
  const auto comma = arguments.find(',');
  if (comma == std::string::npos) return std::nullopt;
  const std::string of(trimmed(arguments.substr(0, comma)));
  const std::string by(trimmed(arguments.substr(comma + 1)));
  if (const auto edge = find_moment(trace, of + " -> " + by)) return edge.value();
  const auto gradient = find_moment(trace, "grad " + by);
  return gradient ? std::optional<Moment>(gradient.value()) : std::nullopt;
}

std::optional<Moment> moment_of_side(const Trace& trace, const std::string& side) {
  for (std::size_t at = 0; at < side.size(); ++at) {
    const std::string rest = side.substr(at);
    if (const auto both = argument_of(rest, "derivative("); !both.empty()) {
      if (auto found = moment_of_derivative(trace, both)) return found;
    }
    if (const auto name = argument_of(rest, "grad("); !name.empty()) {
      if (const auto found = find_moment(trace, "grad " + name)) return found.value();
    }
  }
  const auto value = find_moment(trace, side);
  return value ? std::optional<Moment>(value.value()) : std::nullopt;
}

}  // namespace

Result<Moment> find_moment(const Trace& trace, std::string_view at) {
  const std::string text(trimmed(at));
  if (text.empty()) return Moment{};
  if (text == "end") return Moment{{trace.step_count(), 0}, std::nullopt};
  if (is_number(text)) {
    const Index step = std::stoll(text);
    if (step <= trace.step_count()) return Moment{{step, 0}, std::nullopt};
    return Error{{},
                 fmt::format("there is no step {}", step),
                 fmt::format("the recording has {} steps", trace.step_count())};
  }
  if (const auto arrow = text.find("->"); arrow != std::string::npos) {
    return find_edge(trace, std::string(trimmed(text.substr(0, arrow))),
                     std::string(trimmed(text.substr(arrow + 2))));
  }
  const auto quantity = find_quantity(trace, text);
  if (!quantity) return quantity.error();
  return moment_of_quantity(trace, quantity.value());
}

std::optional<Moment> moment_of(const Trace& trace, const Claim& claim) {
  if (!claim.at.empty()) {
    const auto found = find_moment(trace, claim.at);
    return found ? std::optional<Moment>(found.value()) : std::nullopt;
  }
  if (auto found = moment_of_side(trace, claim.left)) return found;
  return moment_of_side(trace, claim.right);
}

}  // namespace backprop::lessons
