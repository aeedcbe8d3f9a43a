#include "engine/program/plain.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/limits.h"
#include "engine/number_text.h"
#include "engine/program/utf8.h"

namespace backprop {

std::string describe(const Plain& plain) {
  struct Describe {
    std::string operator()(const Nothing&) const { return "a call that gives no value"; }
    std::string operator()(const None&) const { return "None"; }
    std::string operator()(std::int64_t n) const { return "the number " + std::to_string(n); }
    std::string operator()(double n) const { return "the number " + exact_text(n); }
    std::string operator()(bool b) const { return b ? "True" : "False"; }
    std::string operator()(const std::string& s) const {
      return "the string '" + shortened(s) + "'";
    }
    std::string operator()(const Items& items) const { return items.tuple ? "a tuple" : "a list"; }
    std::string operator()(const TensorRef&) const { return "a tensor"; }
    std::string operator()(const Numbers&) const { return "a tensor"; }
    std::string operator()(const FunctionRef& f) const {
      return "the function '" + shortened(f->name) + "'";
    }
  };
  return std::visit(Describe{}, plain.is);
}

Result<Plain> make_items(bool tuple, std::vector<Plain> list, Place place) {
  Items items{tuple, nullptr, 0, 1};
  for (const Plain& item : list) {
    const auto* inner = std::get_if<Items>(&item.is);
    items.elements += inner == nullptr ? 1 : inner->elements;
    if (inner != nullptr) items.depth = std::max(items.depth, inner->depth + 1);
    if (items.elements > limits::tensor_elements) {
      return Error{place,
                   "a list of more than " + std::to_string(limits::tensor_elements) + " elements",
                   "use smaller lists"};
    }
  }
  if (items.depth > limits::nesting) {
    return Error{place, "lists are nested more than " + std::to_string(limits::nesting) + " deep",
                 "a tensor has at most " + std::to_string(limits::dimensions) + " dimensions"};
  }
  items.list = std::make_shared<const std::vector<Plain>>(std::move(list));
  return Plain{std::move(items)};
}

namespace {

Error too_large(Place place) {
  return {place, "a whole number beyond 64 bits", "use a decimal point to compute with reals"};
}

Error zero_division(Place place) {
  return {place, "division of a plain number by zero",
          "divide a tensor to see what infinity does: tensor(1) / 0"};
}

/// Python rounds towards minus infinity.
std::int64_t floor_quotient(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

Result<Plain> whole_power(std::int64_t base, std::int64_t exponent, Place place) {
  std::int64_t result = 1;
  for (std::int64_t square = base; exponent > 0;) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, square, &result)) {
      return too_large(place);
    }
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(square, square, &square)) return too_large(place);
  }
  return Plain{result};
}

Result<Plain> whole_arithmetic(const std::string& symbol, std::int64_t a, std::int64_t b,
                               Place place) {
  std::int64_t result = 0;
  bool overflow = false;
  if (symbol == "+") overflow = __builtin_add_overflow(a, b, &result);
  if (symbol == "-") overflow = __builtin_sub_overflow(a, b, &result);
  if (symbol == "*") overflow = __builtin_mul_overflow(a, b, &result);
  if (symbol == "**") return whole_power(a, b, place);
  if (symbol == "//" || symbol == "%") {
    if (b == 0) return zero_division(place);
    if (b == -1) {  // the one quotient that overflows is the smallest number's
      overflow = symbol == "//" && __builtin_sub_overflow(std::int64_t{0}, a, &result);
    } else {
      result = symbol == "//" ? floor_quotient(a, b) : a - b * floor_quotient(a, b);
    }
  }
  if (overflow) return too_large(place);
  return Plain{result};
}

}  // namespace

namespace {

/// Python's comparisons of plain numbers; nothing where the symbol is none.
std::optional<bool> compared(const std::string& symbol, double a, double b) {
  if (symbol == "<") return a < b;
  if (symbol == "<=") return a <= b;
  if (symbol == ">") return a > b;
  if (symbol == ">=") return a >= b;
  if (symbol == "==") return a == b;
  if (symbol == "!=") return a != b;
  return std::nullopt;
}

}  // namespace

Result<Plain> plain_arithmetic(const std::string& symbol, const Plain& a, const Plain& b,
                               Place place) {
  if (const auto truth = compared(symbol, a.number(), b.number())) return Plain{*truth};
  const auto* whole_a = std::get_if<std::int64_t>(&a.is);
  const auto* whole_b = std::get_if<std::int64_t>(&b.is);
  const bool whole = whole_a != nullptr && whole_b != nullptr;
  if (symbol == "@") return Error{place, "'@' between plain numbers", "use '*'"};
  if (whole && symbol != "/" && !(symbol == "**" && *whole_b < 0)) {
    return whole_arithmetic(symbol, *whole_a, *whole_b, place);
  }
  if (symbol == "//" || symbol == "%") {
    return Error{place, "'" + symbol + "' works on whole numbers", "use '/' for reals"};
  }
  const double x = a.number();
  const double y = b.number();
  if (symbol == "+") return Plain{x + y};
  if (symbol == "-") return Plain{x - y};
  if (symbol == "*") return Plain{x * y};
  if (symbol == "**") {
    if (x == 0 && y < 0) return zero_division(place);
    if (x < 0 && y != std::floor(y)) {
      return Error{place, "a negative number to a fractional power is not a real number",
                   "take the power of a positive number"};
    }
    return Plain{std::pow(x, y)};
  }
  if (y == 0) return zero_division(place);
  return Plain{x / y};
}

namespace {

/// Appends the numbers of a nested list; its shape must be `shape` from dimension `depth` on, which
/// the first list met at each depth decides.
std::optional<Error> flatten(const Plain& plain, std::size_t depth, Shape& shape, bool& settled,
                             std::vector<double>& numbers, Place place) {
  if (plain.is_number()) {
    settled = true;
    if (depth == shape.size()) {
      numbers.push_back(plain.number());
      return std::nullopt;
    }
    return Error{place,
                 "a number where a list of " + std::to_string(shape[depth]) + " was expected",
                 "give all rows the same length"};
  }
  const auto* items = std::get_if<Items>(&plain.is);
  if (items == nullptr) {
    return Error{place, describe(plain) + " inside a list of numbers",
                 "a tensor is made from numbers"};
  }
  const auto size = static_cast<Index>(items->list->size());
  if (depth == shape.size()) {
    if (settled)
      return Error{place, "a list where a number was expected", "give all rows the same depth"};
    if (depth == static_cast<std::size_t>(limits::dimensions)) {
      return Error{place, "more than " + std::to_string(limits::dimensions) + " dimensions",
                   "a tensor has at most that many"};
    }
    shape.push_back(size);
  } else if (shape[depth] != size) {
    return Error{place,
                 "rows of " + std::to_string(shape[depth]) + " and " + std::to_string(size) +
                     " elements in one tensor",
                 "give all rows the same length"};
  }
  for (const Plain& item : *items->list) {
    if (auto error = flatten(item, depth + 1, shape, settled, numbers, place)) return error;
  }
  return std::nullopt;
}

}  // namespace

Result<Tensor> tensor_of(const Plain& plain, Place place) {
  if (const auto* numbers = std::get_if<Numbers>(&plain.is)) return **numbers;
  Shape shape;
  bool settled = false;
  std::vector<double> numbers;
  if (auto error = flatten(plain, 0, shape, settled, numbers, place)) return *error;
  return Tensor(std::move(shape), std::move(numbers));
}

}  // namespace backprop
