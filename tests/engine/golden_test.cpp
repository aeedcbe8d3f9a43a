// Values, gradients and updated parameters are PyTorch's: tests/golden/golden.json, made by the
// script beside it.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "engine/io/json.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

using nlohmann::json;

bool agree(double ours, double theirs) {
  if (std::isnan(theirs)) return std::isnan(ours);
  if (std::isinf(theirs)) return ours == theirs;
  return std::abs(ours - theirs) <= 1e-12 * std::max(1.0, std::abs(theirs));
}

/// Compares nested lists; returns how many numbers they hold.
int compare(const json& ours, const json& theirs) {
  if (!theirs.is_array()) {
    CAPTURE(ours.dump());
    CAPTURE(theirs.dump());
    CHECK(agree(number_of(ours), number_of(theirs)));
    return 1;
  }
  REQUIRE(ours.is_array());
  REQUIRE(ours.size() == theirs.size());
  int count = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i)
    count += compare(ours[i], theirs[i]);
  return count;
}

int compare_tables(const json& ours, const json& theirs, const char* what) {
  int count = 0;
  for (const auto& [name, numbers] : theirs.at(what).items()) {
    CAPTURE(what);
    CAPTURE(name);
    REQUIRE(ours.at(what).contains(name));
    count += compare(ours.at(what).at(name), numbers);
  }
  return count;
}

TEST_CASE("every golden program gives PyTorch's values, gradients and updates") {
  const json document = golden_document();
  int numbers = 0;
  REQUIRE(document.at("programs").size() > 300);
  for (const json& golden : document.at("programs")) {
    CAPTURE(golden.at("name").get<std::string>());
    const json ours = parsed(gradients_json(*run_of(golden.at("program").get<std::string>())));
    numbers += compare(ours.at("loss"), golden.at("loss"));
    for (const char* what : {"values", "grads", "params"})
      numbers += compare_tables(ours, golden, what);
  }
  CHECK(numbers > 10000);
}

TEST_CASE("golden programs open into their terms and run as scalars, bit for bit") {
  const json document = golden_document();
  for (const json& golden : document.at("programs")) {
    const std::string text = golden.at("program").get<std::string>();
    CHECK(check_terms(text) > 0);
    CHECK(check_value_bits(text) > 0);
    CHECK(check_gradient_bits(text) > 0);
  }
}

TEST_CASE("no op is without golden numbers") {
  const json document = golden_document();
  std::set<std::string> used;
  for (const json& golden : document.at("programs")) {
    const auto trace = run_of(golden.at("program").get<std::string>());
    for (const Value& value : trace->values) {
      if (value.op != nullptr) used.emplace(value.op->name);
    }
  }
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    CHECK(used.contains(std::string(op.name)));
  }
}

}  // namespace
}  // namespace backprop::test
