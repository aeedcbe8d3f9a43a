#include "engine/function/evaluate.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <tuple>

namespace backprop {
namespace {

constexpr std::size_t block = 128;  // points at once: their columns stay in the cache

void map_plain_power(std::span<const double* const> arguments, const Attributes&,
                     std::span<double> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = std::pow(arguments[0][i], arguments[1][i]);
}

}  // namespace

/// Makes the steps; equal calls on equal numbers are one step.
class FormulaCompiler {
 public:
  FormulaCompiler(CompiledFormulas& code, std::string_view variable, const FunctionNumbers& numbers)
      : code_(code), variable_(variable), numbers_(numbers) {}

  CompiledFormulas::Slot slot_of(const FormulaPtr& formula) {
    if (formula->is_number()) return constant(formula->number);
    if (formula->op == nullptr) {
      if (formula->name == variable_) return {false, 0};
      const auto found = numbers_.find(formula->name);
      assert(found != numbers_.end());
      return constant(found->second);
    }
    return done_(formula, [&] { return slot_of_call(*formula); });
  }

 private:
  using Slot = CompiledFormulas::Slot;
  using Key = std::tuple<const OpRow*, bool, std::vector<std::size_t>, std::string>;

  Slot constant(double number) {
    const auto [found, fresh] =
        constants_.try_emplace(std::bit_cast<std::uint64_t>(number), code_.constants_.size());
    if (fresh) code_.constants_.push_back(number);
    return {true, found->second};
  }

  Slot slot_of_call(const Formula& call) {
    CompiledFormulas::Step step;
    step.map = call.plain_power ? map_plain_power : call.op->map;
    step.arity = call.arguments.size();
    bool all_constant = true;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < step.arity; ++i) {
      const Slot slot = slot_of(call.arguments[i]);
      step.arguments.at(i) = slot;
      all_constant = all_constant && slot.constant;
      places.push_back(2 * slot.index + (slot.constant ? 1 : 0));
    }
    step.attributes = attributes_of(
        call, [&](const FormulaPtr& number) { return code_.constants_[slot_of(number).index]; });
    std::string attributes;
    for (const auto& [name, value] : step.attributes.named())
      attributes += std::string(name) + "=" + value_text(value) + ";";
    const auto [found, fresh] =
        made_.try_emplace(Key{call.op, call.plain_power, places, attributes}, Slot{});
    if (!fresh) return found->second;
    const Slot slot = all_constant ? computed(step) : add(std::move(step));
    made_[Key{call.op, call.plain_power, places, attributes}] = slot;
    return slot;
  }

  Slot computed(const CompiledFormulas::Step& step) {
    std::array<const double*, 3> arguments{};
    for (std::size_t i = 0; i < step.arity; ++i)
      arguments.at(i) = &code_.constants_[step.arguments.at(i).index];
    double result = 0;
    step.map(arguments, step.attributes, {&result, 1});
    return constant(result);
  }

  Slot add(CompiledFormulas::Step step) {
    code_.steps_.push_back(std::move(step));
    return {false, code_.steps_.size()};
  }

  CompiledFormulas& code_;
  std::string_view variable_;
  const FunctionNumbers& numbers_;
  OncePerPart<Slot> done_;
  std::map<Key, Slot> made_;
  std::map<std::uint64_t, std::size_t> constants_;
};

CompiledFormulas::CompiledFormulas(std::span<const FormulaPtr> formulas, std::string_view variable,
                                   const FunctionNumbers& numbers) {
  FormulaCompiler compiler(*this, variable, numbers);
  for (const FormulaPtr& formula : formulas)
    results_.push_back(compiler.slot_of(formula));
}

void CompiledFormulas::operator()(std::span<const double> x,
                                  std::span<const std::span<double>> results) const {
  const std::size_t width = std::min(block, x.size());
  std::vector<double> constants(constants_.size() * width);
  for (std::size_t i = 0; i < constants_.size(); ++i)
    std::fill_n(constants.begin() + static_cast<std::ptrdiff_t>(i * width), width, constants_[i]);
  std::vector<double> columns(steps_.size() * width);
  for (std::size_t begin = 0; begin < x.size(); begin += width) {
    const std::size_t count = std::min(width, x.size() - begin);
    const auto column = [&](const Slot& slot) -> const double* {
      if (slot.constant) return &constants[slot.index * width];
      return slot.index == 0 ? &x[begin] : &columns[(slot.index - 1) * width];
    };
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      const Step& step = steps_[s];
      std::array<const double*, 3> arguments{};
      for (std::size_t i = 0; i < step.arity; ++i)
        arguments.at(i) = column(step.arguments.at(i));
      step.map(arguments, step.attributes, {&columns[s * width], count});
    }
    for (std::size_t k = 0; k < results.size(); ++k)
      std::copy_n(column(results_[k]), count,
                  results[k].begin() + static_cast<std::ptrdiff_t>(begin));
  }
}

double CompiledFormulas::at(double x, std::size_t formula) const {
  std::vector<double> numbers(results_.size());
  std::vector<std::span<double>> results;
  for (double& number : numbers)
    results.emplace_back(&number, 1);
  (*this)({&x, 1}, results);
  return numbers[formula];
}

std::vector<double> evaluated(const FormulaPtr& formula, std::string_view variable,
                              const FunctionNumbers& numbers, std::span<const double> x) {
  std::vector<double> result(x.size());
  const std::span<double> all[] = {result};
  CompiledFormulas({&formula, 1}, variable, numbers)(x, all);
  return result;
}

}  // namespace backprop
