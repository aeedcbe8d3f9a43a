// 1,000 random programs over the whole op table: gradient check, terms, scalar run.
#include "tests/support/composite_programs.h"

#include <doctest/doctest.h>

#include <set>

#include "engine/ops/op.h"
#include "engine/trace/gradient_check.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

constexpr std::uint32_t programs = 1000;

TEST_CASE("1,000 random programs pass the gradient check") {
  Index checked = 0;
  Index at_kinks = 0;
  std::set<std::string_view> used;
  for (std::uint32_t seed = 0; seed < programs; ++seed) {
    const std::string text = composite_program(seed);
    CAPTURE(text);
    const auto trace = run_of(text);
    for (const Value& value : trace->values) {
      if (value.op != nullptr) used.insert(value.op->name);
    }
    for (const CheckedParameter& row : check_gradients(*trace).parameters) {
      CAPTURE(row.name);
      CAPTURE(row.exact);
      CAPTURE(row.difference);
      CHECK(row.passed);
      checked += row.checked;
      at_kinks += row.at_kinks;
    }
  }
  CHECK(checked > 30'000);
  CHECK(at_kinks < checked / 50);
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    const std::set<std::string_view> left_out{"pow", "clone", "neg", "argmin", "eq", "ne",
                                              "lt",  "le",    "t",   "ge",     "gt"};
    if (!left_out.contains(op.name)) CHECK(used.contains(op.name));
  }
}

TEST_CASE("their scalar runs have the tensor runs' bits") {
  for (std::uint32_t seed = 0; seed < programs; ++seed) {
    CHECK(check_value_bits(composite_program(seed)) > 30);
    CHECK(check_gradient_bits(composite_program(seed)) > 30);
  }
}

TEST_CASE("their steps open into terms that give the numbers") {
  for (std::uint32_t seed = 0; seed < programs; seed += 4)
    CHECK(check_terms(composite_program(seed)) > 30);
}

}  // namespace
}  // namespace backprop::test
