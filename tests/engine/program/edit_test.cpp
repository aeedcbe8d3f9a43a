// A number that is edited is the only one that changes, in the text and in what it says.
#include "engine/program/edit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/program/interpreter.h"
#include "engine/program/literal.h"
#include "engine/program/stale.h"
#include "tests/corpus/malformed.h"
#include "tests/support/bits.h"
#include "tests/support/composite_programs.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

std::vector<NamedProgram> golden_programs() {
  const nlohmann::json json = golden_document();
  std::vector<NamedProgram> programs;
  for (const auto& program : json.at("programs"))
    programs.push_back({program.at("name"), program.at("program")});
  REQUIRE(programs.size() > 50);
  return programs;
}

/// The leaves as the program writes them: without versions that optimizers and ops made.
std::vector<ValueId> leaves_of(const Trace& trace) {
  std::vector<ValueId> leaves;
  for (std::size_t i = 0; i < trace.values.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (editable(trace, id) && first_version(trace, id) == id) leaves.push_back(id);
  }
  return leaves;
}

std::string edited(const Trace& trace, ValueId leaf, Index element, double number) {
  const auto text = with_number(trace, leaf, element, number);
  if (!text) FAIL(text.error().cause << "\n" << trace.program);
  return text.value();
}

/// How many bytes two texts have in common, at their beginnings and at their ends.
std::pair<std::size_t, std::size_t> common(const std::string& a, const std::string& b) {
  const std::size_t least = std::min(a.size(), b.size());
  std::size_t begin = 0;
  while (begin < least && a[begin] == b[begin])
    ++begin;
  std::size_t end = 0;
  while (end < least - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end])
    ++end;
  return {begin, end};
}

/// Runs the edited text and compares its leaves, one by one, with those of before. Where an edited
/// number makes the program fail (an index that is none), there is nothing to compare.
bool check_leaves(const Trace& before, const std::string& text, ValueId leaf, Index element,
                  double number) {
  const auto after = run_program(text);
  if (!after) return false;
  const std::vector<ValueId> old_leaves = leaves_of(before);
  const std::vector<ValueId> new_leaves = leaves_of(*after.value());
  REQUIRE(old_leaves.size() == new_leaves.size());
  const std::vector<ValueId> alike = made_alike(before, leaf);
  for (std::size_t i = 0; i < old_leaves.size(); ++i) {
    const Value& old_value = before.value(old_leaves[i]);
    const Value& new_value = after.value()->value(new_leaves[i]);
    Tensor expected = old_value.data;
    const bool is_edited = std::find(alike.begin(), alike.end(), old_leaves[i]) != alike.end();
    if (is_edited) expected[element] = number;
    CHECK(same_bits(new_value.data, expected));
    CHECK(new_value.kind == old_value.kind);
    CHECK(new_value.name == old_value.name);
  }
  return true;
}

struct Tally {
  int edits = 0;
  int ran = 0;
};

/// Edits every element of every leaf. `most`: how many elements of one leaf.
Tally edit_all(const NamedProgram& program, Index most) {
  CAPTURE(program.text);
  const auto trace = run_of(program.text);
  Tally tally;
  for (const ValueId leaf : leaves_of(*trace)) {
    const Tensor& data = trace->value(leaf).data;
    const Index step = std::max<Index>(1, data.size() / most);
    for (Index e = 0; e < data.size(); e += step) {
      CAPTURE(display_name(*trace, leaf));
      CAPTURE(e);
      // Small steps, so that numbers stay in every op's domain; one with many digits, one with few.
      const double number = tally.edits % 2 == 0 ? data[e] * (1 + 1.0 / 1024) + 1e-3
                                                 : std::round(data[e] * 100 + 1) / 100;
      const std::string text = edited(*trace, leaf, e, number);
      const auto [begin, end] = common(trace->program, text);
      CHECK(begin + end + 400 >= std::min(text.size(), trace->program.size()));
      CHECK(std::count(text.begin(), text.end(), '\n') ==
            std::count(trace->program.begin(), trace->program.end(), '\n'));
      CHECK(same_bits(number_in(*trace, leaf, e, text).value(), number));
      ++tally.edits;
      tally.ran += check_leaves(*trace, text, leaf, e, number) ? 1 : 0;
    }
  }
  return tally;
}

TEST_CASE("every number of every leaf can be edited, and no other changes: shipped programs") {
  for (const NamedProgram& program : all_programs()) {
    const Tally tally = edit_all(program, 1000);
    CAPTURE(program.name);
    CHECK(tally.edits > 0);
    CHECK(tally.ran == tally.edits);
  }
}

TEST_CASE("every number of every leaf can be edited, and no other changes: golden programs") {
  Tally sum;
  for (const NamedProgram& program : golden_programs()) {
    const Tally tally = edit_all(program, 6);
    sum.edits += tally.edits;
    sum.ran += tally.ran;
  }
  CHECK(sum.edits > 1000);
  CHECK(sum.ran > sum.edits * 9 / 10);  // the others edit a class target into none
}

TEST_CASE("every number of every leaf can be edited, and no other changes: random programs") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    const Tally plain = edit_all({"random", random_program(seed)}, 1000);
    CHECK(plain.ran == plain.edits);
    const Tally composite = edit_all({"composite", composite_program(seed)}, 4);
    CHECK(composite.edits > 0);
    CHECK(composite.ran > 0);
  }
}

ValueId named(const Trace& trace, const char* name) {
  const ValueId id = find_value(trace, name);
  REQUIRE(id != no_value);
  return id;
}

/// The text after an edit that must succeed.
std::string after_edit(const std::string& program, const char* name, Index element, double number) {
  const auto trace = run_of(program);
  return edited(*trace, named(*trace, name), element, number);
}

TEST_CASE("only the number's own bytes are replaced") {
  const std::string program =
      "# weights  0.40\n"
      "w  =  param( [ [0.40,-2],\t[ - 3.5 , .5 ] ] )   # 0.40 stays\n"
      "b = tensor(  (-1.50)  )\n";
  CHECK(after_edit(program, "w", 0, 0.25) ==
        "# weights  0.40\n"
        "w  =  param( [ [0.25,-2],\t[ - 3.5 , .5 ] ] )   # 0.40 stays\n"
        "b = tensor(  (-1.50)  )\n");
  CHECK(after_edit(program, "w", 1, 3).find("[0.40,3],") != std::string::npos);
  CHECK(after_edit(program, "w", 2, 1).find("[ 1.0 , .5 ]") != std::string::npos);
  CHECK(after_edit(program, "w", 2, -1e-20).find("[ -1e-20 , .5 ]") != std::string::npos);
  CHECK(after_edit(program, "b", 0, 0.125).find("tensor(  0.125  )") != std::string::npos);
}

TEST_CASE("numbers of every kind are written so that they read back the same") {
  const auto trace = run_of("w = param([1, 2.5])\n");
  for (const double number :
       {0.0, -0.0, 1.0, -7.0, 0.1, 1.0 / 3, 5e-324, -1.7976931348623157e308, 1e16, 123456789.0,
        std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    CAPTURE(number);
    for (Index e = 0; e < 2; ++e) {
      const std::string text = edited(*trace, 0, e, number);
      CAPTURE(text);
      CHECK(same_bits(run_of(text)->value(0).data[e], number));
      CHECK(same_bits(number_in(*trace, 0, e, text).value(), number));
      // And once more, in the text that was edited.
      const auto again = with_number(*trace, 0, e, 4.0, text);
      REQUIRE(again.ok());
      CHECK(run_of(again.value())->value(0).data[e] == 4.0);
    }
  }
}

TEST_CASE("a list that is drawn or computed is written out when one of it is edited") {
  const std::string program =
      "w = param(xavier_uniform(2, 3, seed=1))  # drawn\n"
      "z = zeros((2, 2))\n"
      "n = [0.5, 1.5]\n"
      "v = param(n)\n"
      "J = sum(w) + sum(z * ones((2, 2))) + sum(v)\n";
  const auto trace = run_of(program);
  const std::string text = edited(*trace, named(*trace, "w"), 4, 0.25);
  CHECK(text.starts_with("w = param([["));
  CHECK(text.find("]])  # drawn\nz = zeros((2, 2))\n") != std::string::npos);
  CHECK(after_edit(program, "z", 2, 1).find("z = tensor([[0.0, 0.0], [1.0, 0.0]])\n") !=
        std::string::npos);
  CHECK(after_edit(program, "v", 1, -1).find("v = param([0.5, -1.0])\n") != std::string::npos);
  // What was written out can be edited on.
  const auto again = with_number(*trace, named(*trace, "w"), 5, 0.5, text);
  REQUIRE(again.ok());
  const Tensor w = run_of(again.value())->value(0).data;
  CHECK(w[4] == 0.25);
  CHECK(w[5] == 0.5);
  CHECK(same_bits(w[0], trace->value(0).data[0]));
}

TEST_CASE("a list that holds NaN is written out, too") {
  CHECK(after_edit("w = param(full((2,), float('nan')))\n", "w", 1, 0.5) ==
        "w = param([float('nan'), 0.5])\n");
}

TEST_CASE("an element that is computed is replaced by the number") {
  CHECK(after_edit("w = param([1 / 3, 2 * 2])\n", "w", 1, 0.5) == "w = param([1 / 3, 0.5])\n");
}

Error refused(const std::string& program, const char* name, Index element = 0) {
  const auto trace = run_of(program);
  const auto text = with_number(*trace, named(*trace, name), element, 1.0);
  REQUIRE_FALSE(text.ok());
  CHECK_FALSE(text.error().advice.empty());
  return text.error();
}

TEST_CASE("what cannot be edited says why and where") {
  CHECK(refused("x = tensor([1, 2])\ny = x * 2\n", "y").cause == "y is computed");
  const Error large = refused("b = tensor(1)\nw = param(zeros((40, 26)))\n", "w");
  CHECK(large.cause.find("w has 1040 numbers") == 0);
  CHECK(large.cause.find("at most 1000") != std::string::npos);
  CHECK(large.place == Place{2, 5});
  const Error rounds = refused("for t in range(3):\n    w = param([t, 1.0])\n", "w");
  CHECK(rounds.cause == "this number differs each time that the line runs");
  const Error drawn = refused(
      "def make(n): return param(uniform((2,), 0.0, 1.0, seed=n))\nv = make(1)\nw = make(2)\n",
      "w");
  CHECK(drawn.cause == rounds.cause);
  CHECK(refused("a, b = zeros(2), ones(2)\n", "a").place == Place{1, 8});
}

TEST_CASE("a line that runs several times changes all that it makes") {
  const std::string program =
      "def make(x): return x * param([0.5, 2.0])\n"
      "for t in range(2):\n"
      "    a = make(tensor([1.0, 1.0]))\n"
      "b = make(a)\n";
  const auto trace = run_of(program);
  std::vector<ValueId> parameters;
  for (const Parameter& parameter : trace->parameters)
    parameters.push_back(parameter.versions.front());
  REQUIRE(parameters.size() == 3);
  CHECK(made_alike(*trace, parameters[1]) == parameters);
  const auto after = run_of(edited(*trace, parameters[1], 0, 7));
  for (const Parameter& parameter : after->parameters)
    CHECK(after->value(parameter.versions.front()).data[0] == 7);
}

TEST_CASE("a later version of a parameter stands for the number in the program") {
  const auto trace = run_of(shipped_program("xor"));
  const Parameter& w1 = trace->parameters.front();
  REQUIRE(w1.versions.size() == 3);
  CHECK(edited(*trace, w1.versions.back(), 2, 0.75) ==
        edited(*trace, w1.versions.front(), 2, 0.75));
  CHECK(number_in(*trace, w1.versions.back(), 2, trace->program).value() == -0.7);
}

TEST_CASE("edits go on in a text that was typed into, as long as it is clear which line is meant") {
  const auto trace = run_of("w = param([1.0, 2.0])\nb = param(0.5)\nJ = sum(w) * b\n");
  const ValueId b = named(*trace, "b");
  const auto moved =
      with_number(*trace, b, 0, 9, "# new\nq = tensor(3)\nw = param([1.0])\nb = param(0.25)\n");
  REQUIRE(moved.ok());
  CHECK(moved.value() == "# new\nq = tensor(3)\nw = param([1.0])\nb = param(9.0)\n");
  const auto twice = with_number(*trace, b, 0, 9, "b = param(1.0)\nb = param(0.25)\n");
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().advice == "run the program first");
  CHECK_FALSE(with_number(*trace, b, 0, 9, "b = param(").ok());
  CHECK_FALSE(with_number(*trace, b, 0, 9, "").ok());
  CHECK_FALSE(with_number(*trace, b, 0, 9, "b = param()\n").ok());
  // A list of another length has no such element.
  CHECK_FALSE(
      with_number(*trace, named(*trace, "w"), 1, 9, "w = param([1.0])\nb = param(1)\n").ok());
}

TEST_CASE("numbers that are not written in the text as it stands are not written out over it") {
  const auto trace = run_of("w = param(uniform((2,), 0.0, 1.0, seed=1))\n");
  const auto text = with_number(*trace, 0, 0, 9, "w = param(uniform((2,), 0.0, 1.0, seed=2))\n");
  REQUIRE_FALSE(text.ok());
  CHECK(text.error().cause == "this line has been changed since the program ran");
  // Another comment changes nothing.
  CHECK(with_number(*trace, 0, 0, 9, "w = param(uniform((2,), 0.0, 1.0, seed=1))  # drawn\n").ok());
}

TEST_CASE("edits in any broken text are refused or made, and never change another line") {
  const auto trace = run_of(shipped_program("two-two-two"));
  int refused = 0;
  for (const MalformedProgram& program : malformed_programs()) {
    CAPTURE(program.text.substr(0, 80));
    CHECK(stale_values(*trace, program.text).any());
    for (const char* name : {"x", "W1", "b2"}) {
      const ValueId id = named(*trace, name);
      const auto text = with_number(*trace, id, 0, 0.375, program.text);
      refused += text.ok() ? 0 : 1;
      if (!text) {
        CHECK_FALSE(text.error().cause.empty());
        CHECK_FALSE(number_in(*trace, id, 0, program.text + "\n(").ok());
      } else {
        CHECK(std::count(text.value().begin(), text.value().end(), '\n') ==
              std::count(program.text.begin(), program.text.end(), '\n'));
      }
    }
    const auto setting = with_setting(*trace, 0, {"lr"}, 0.25, program.text);
    refused += setting.ok() ? 0 : 1;
  }
  CHECK(refused > 100);
}

// Settings.

std::string with_lr(const std::string& call, const Setting& setting, double number) {
  const auto trace = run_of("w = param(1.0)\nJ = w * w\nJ.backward()\n" + call + "  # rate\n");
  const auto text = with_setting(*trace, 0, setting, number, trace->program);
  if (!text) return text.error().cause;
  CHECK(setting_in(*trace, 0, setting, text.value()).value() == number);
  const auto after = run_of(text.value());
  CHECK(setting_number(*after, 0, setting) == number);
  for (const Setting& other : settings_of(*trace, 0)) {
    if (other != setting)
      CHECK(same_bits(setting_number(*after, 0, other), setting_number(*trace, 0, other)));
  }
  const std::size_t begin = text.value().find(call.substr(0, call.find('(')));
  return text.value().substr(begin, text.value().find("  # rate") - begin);
}

TEST_CASE("a setting is replaced, or added where it was left out") {
  CHECK(with_lr("sgd(lr=0.5)", {"lr"}, 0.25) == "sgd(lr=0.25)");
  CHECK(with_lr("sgd( 0.5 , momentum=0.9 )", {"lr"}, 2) == "sgd( 2.0 , momentum=0.9 )");
  CHECK(with_lr("sgd(0.5)", {"momentum"}, 0.5) == "sgd(0.5, momentum=0.5)");
  CHECK(with_lr("adam()", {"lr"}, 0.1) == "adam(lr=0.1)");
  CHECK(with_lr("adam(lr=1,)", {"lr"}, 3) == "adam(lr=3,)");
  CHECK(with_lr("adam(lr=1,)", {"eps"}, 1e-6) == "adam(lr=1, eps=1e-06,)");
  CHECK(with_lr("adam()", {"betas", 1}, 0.5) == "adam(betas=(0.9, 0.5))");
  CHECK(with_lr("adam(betas=(0.5, 0.99))", {"betas", 0}, 0) == "adam(betas=(0.0, 0.99))");
}

TEST_CASE("settings that are computed, refused or unknown say so") {
  CHECK(with_lr("sgd(lr=step_lr(0.1, 0, step_size=1))", {"lr"}, 0.5) ==
        "lr of sgd is computed: step_lr(0.1, 0, step_size=1)");
  CHECK(with_lr("sgd(lr=0.5)", {"lr"}, -1) ==
        "the learning rate is the number -1; it must not be negative");
  CHECK(with_lr("sgd(lr=0.5)", {"rate"}, 1) == "sgd has no number 'rate'");
  CHECK(with_lr("sgd(lr=0.5)", {"lr", 1}, 1) == "sgd has no number 'lr'");
  CHECK(with_lr("adam(betas=(0.5, 0.99))", {"betas", 1}, 1).starts_with("betas are two numbers"));
}

TEST_CASE("all rounds of a loop share the optimizer's line") {
  const auto trace = run_of(shipped_program("xor"));
  REQUIRE(trace->optimizer_runs.size() == 2);
  const auto text = with_setting(*trace, 1, {"lr"}, 0.125, trace->program);
  REQUIRE(text.ok());
  const auto after = run_of(text.value());
  CHECK(setting_number(*after, 0, {"lr"}) == 0.125);
  CHECK(setting_number(*after, 1, {"lr"}) == 0.125);
}

}  // namespace
}  // namespace backprop::test
