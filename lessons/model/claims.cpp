#include "lessons/model/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "lessons/model/tensor_text.h"

namespace backprop::lessons {
namespace {

constexpr double tolerance = 1e-12;
constexpr int all_digits = 17;

bool equal(double left, double right, double within) {
  return std::isfinite(left) && std::isfinite(right) &&
         std::abs(left - right) <= within + tolerance * (std::abs(left) + std::abs(right));
}

/// The element in which the sides differ most; one that is not finite counts as most.
Index worst_element(const Tensor& left, const Tensor& right) {
  Index worst = 0;
  double most = -1;
  for (Index i = 0; i < std::min(left.size(), right.size()); ++i) {
    const double difference = std::abs(left[i] - right[i]);
    if (!std::isfinite(difference)) return i;
    if (difference > most) {
      most = difference;
      worst = i;
    }
  }
  return worst;
}

bool sides_equal(const Tensor& left, const Tensor& right, double within) {
  if (left.shape != right.shape) return false;
  for (Index i = 0; i < left.size(); ++i) {
    if (!equal(left[i], right[i], within)) return false;
  }
  return true;
}

ClaimResult compare(const Tensor& left, const Tensor& right, double within, int digits) {
  ClaimResult result;
  result.holds = sides_equal(left, right, within);
  if (left.size() > 0 && right.size() > 0) {
    const Index at = worst_element(left, right);
    result.left = left[at];
    result.right = right[at];
  }
  do {
    result.left_text = tensor_text(left, digits);
    result.right_text = tensor_text(right, digits);
  } while (!result.holds && result.left_text == result.right_text && ++digits <= all_digits);
  return result;
}

}  // namespace

Index moment_of_claims(const Trace& trace) {
  return trace.backward_runs.empty() ? trace.step_count() : trace.backward_runs.back().end_step;
}

ClaimResult check_claim(const Claim& claim, const Trace& trace, int digits) {
  ClaimResult failed;
  const auto left = evaluate(trace, moment_of_claims(trace), claim.left);
  if (!left) {
    failed.error = left.error();
    return failed;
  }
  const auto right = evaluate(trace, moment_of_claims(trace), claim.right);
  if (!right) {
    failed.error = right.error();
    return failed;
  }
  return compare(left.value(), right.value(), claim.within, digits);
}

Result<double> number_of(const Trace& trace, Index step, const std::string& expression) {
  const auto value = evaluate(trace, step, expression);
  if (!value) return value.error();
  if (value.value().size() == 1) return value.value()[0];
  return Error{{},
               fmt::format("'{}' has {} elements", expression, value.value().size()),
               "ask for one of them, as in grad(w)[0]"};
}

Result<bool> is_true(const Trace& trace, Index step, const std::string& condition) {
  const auto value = evaluate(trace, step, condition);
  if (!value) return value.error();
  for (Index i = 0; i < value.value().size(); ++i) {
    if (!(value.value()[i] != 0)) return false;
  }
  return true;
}

PredictResult check_predict(const Predict& predict, const Trace& trace) {
  PredictResult result;
  const auto value = number_of(trace, moment_of_claims(trace), predict.expression);
  if (!value) {
    result.error = value.error();
    return result;
  }
  result.value = value.value();
  if (std::isnan(result.value)) {
    result.error = Error{
        {}, fmt::format("'{}' is not a number here", predict.expression), "run other numbers"};
    return result;
  }
  result.sign = result.value > 0 ? 1 : (result.value < 0 ? -1 : 0);
  result.text = with_minus_sign(short_text(result.value, usual_digits));
  return result;
}

std::vector<std::string> programs_of(const Lesson& lesson) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (!known && !name.empty()) names.push_back(name);
  };
  add(lesson.program);
  for (const Block& block : lesson.blocks) {
    std::visit(
        [&](const auto& is) {
          if constexpr (requires { is.program; }) add(is.program);
          if constexpr (requires { is.lines; }) {
            for (const auto& line : is.lines)
              add(line.program);
          }
        },
        block.is);
  }
  return names;
}

Result<LessonTraces> run_programs(const Lesson& lesson) {
  LessonTraces traces;
  for (const std::string& name : programs_of(lesson)) {
    auto source = load_program(name, lesson.language);
    if (!source) return source.error();
    auto trace = run_program(std::move(source).value());
    if (!trace) {
      Error error = trace.error();
      error.cause = fmt::format("{}.py: {}", name, error.cause);
      return error;
    }
    traces[name] = std::move(trace).value();
  }
  return traces;
}

}  // namespace backprop::lessons
