/// A formula of numbers: what a typed function returns, its derivatives, and what the rows of the
/// op table say of themselves. Immutable; a part that occurs several times may be shared.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ops/op.h"

namespace backprop {

struct Formula;
using FormulaPtr = std::shared_ptr<const Formula>;

/// An attribute that a call gives: a number, which may be a formula of parameters, or a choice.
struct FormulaOption {
  std::string_view name;  ///< the row's own
  FormulaPtr number;      ///< null for a choice
  std::string choice;
};

/// A number, a name, or a call of an elementwise row.
struct Formula {
  const OpRow* op = nullptr;  ///< null for numbers and names
  std::vector<FormulaPtr> arguments;
  std::vector<FormulaOption> options;  ///< those that are given, in the row's order
  std::string name;                    ///< empty for a number
  double number = 0;
  /// A power of plain numbers, which Python's own pow computes before any op runs; others follow
  /// the row.
  bool plain_power = false;
  /// Numbers, names and calls, written out; numbers of many digits count twice. Counts up to
  /// `largest_formula`.
  Index size = 1;
  std::uint64_t hash = 0;

  bool is_number() const { return op == nullptr && name.empty(); }
  bool is_number(double wanted) const { return is_number() && number == wanted; }
  bool is_call(std::string_view op_name) const { return op != nullptr && op->name == op_name; }
};

inline constexpr Index largest_formula = 1'000'000'000;

/// The number has few digits: it can be shown as it is.
bool has_few_digits(double number);

FormulaPtr number_formula(double number);
FormulaPtr name_formula(std::string name);
FormulaPtr call_formula(const OpRow& op, std::vector<FormulaPtr> arguments,
                        std::vector<FormulaOption> options = {}, bool plain_power = false);
/// The call of the row of that name.
FormulaPtr call_formula(std::string_view op, std::vector<FormulaPtr> arguments);
/// The same call with other arguments.
FormulaPtr with_arguments(const Formula& call, std::vector<FormulaPtr> arguments);

/// Comparisons, sign: the derivative is 0, and the value jumps.
bool is_piecewise_constant(const OpRow& op);

bool same_formula(const FormulaPtr& a, const FormulaPtr& b);

/// A fixed total order: below 0, 0 or above, as of a before, like or after b.
int order_of(const FormulaPtr& a, const FormulaPtr& b);

/// What names stand for.
using FormulaNames = std::map<std::string, FormulaPtr, std::less<>>;

/// What has been worked out for the parts of a formula, each part once however often it occurs.
template <class Result>
class OncePerPart {
 public:
  template <class Make>
  const Result& operator()(const FormulaPtr& part, const Make& make) {
    const auto done = done_.find(part.get());
    if (done != done_.end()) return done->second;
    Result result = make();
    kept_.push_back(part);
    return done_.emplace(part.get(), std::move(result)).first->second;
  }

 private:
  std::unordered_map<const Formula*, Result> done_;
  std::vector<FormulaPtr> kept_;  ///< so that no address is used twice
};

/// The attributes of a call, those that it leaves out by default; numbers by `number_of`.
template <class NumberOf>
Attributes attributes_of(const Formula& call, const NumberOf& number_of) {
  Attributes attributes = default_attributes(*call.op);
  for (const FormulaOption& option : call.options) {
    if (option.number != nullptr)
      attributes.set(option.name, number_of(option.number));
    else
      attributes.set(option.name, option.choice);
  }
  return attributes;
}

/// The same where only which ones are given, and the choices, matter.
Attributes attributes_given(const Formula& call);

}  // namespace backprop
