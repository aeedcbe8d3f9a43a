// What an edited text makes out of date: all that comes out otherwise when it is run, and in plain
// cases nothing else.
#include "engine/program/stale.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "engine/program/edit.h"
#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/composite_programs.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

/// The names of stale values, with the versions of parameters told apart: "w", "w'2".
std::set<std::string> stale_names(const std::string& program, const std::string& text) {
  const auto trace = run_of(program);
  const Staleness stale = stale_values(*trace, text);
  std::set<std::string> names;
  for (std::size_t i = 0; i < stale.values.size(); ++i) {
    const Value& value = trace->values[i];
    if (!stale.values[i] || value.name.empty()) continue;
    names.insert(display_name(*trace, static_cast<ValueId>(i)) +
                 (value.version > 1 ? "'" + std::to_string(value.version) : ""));
  }
  return names;
}

std::set<std::string> stale_gradients(const std::string& program, const std::string& text) {
  const auto trace = run_of(program);
  const Staleness stale = stale_values(*trace, text);
  std::set<std::string> names;
  for (std::size_t i = 0; i < trace->values.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!trace->values[i].name.empty() && gradient_is_stale(*trace, stale, id, trace->step_count()))
      names.insert(display_name(*trace, id));
  }
  return names;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

using Names = std::set<std::string>;

const char* const two_branches =
    "x = tensor([1.0, 2.0])   # in\n"
    "w = param([0.5, 0.25])\n"
    "v = param(3.0)\n"
    "a = w * x\n"
    "b = v * 2\n"
    "J = sum(a)\n"
    "J.backward()\n"
    "K = b * b\n"
    "K.backward()\n"
    "sgd(lr=0.1)\n"
    "c = v + 1\n";

TEST_CASE("a changed leaf makes stale what depends on it, and nothing else") {
  const std::string text = replaced(two_branches, "0.25", "0.75");
  CHECK(stale_names(two_branches, text) == Names{"w", "a", "J", "w'2"});
  CHECK(stale_gradients(two_branches, text) == Names{"x", "w", "a", "J"});
  const std::string other = replaced(two_branches, "3.0", "4.0");
  CHECK(stale_names(two_branches, other) == Names{"v", "b", "K", "v'2", "c"});
  CHECK(stale_gradients(two_branches, other) == Names{"v", "b", "K"});
}

TEST_CASE("two lines that were changed leave those in between") {
  std::string text = replaced(two_branches, "1.0, 2.0", "1.0, 5.0");
  text = replaced(text, "v + 1", "v + 2");
  CHECK(stale_names(two_branches, text) == Names{"x", "a", "J", "w'2", "c"});
}

TEST_CASE("another learning rate makes the updated parameters stale, and what reads them") {
  const std::string text = replaced(two_branches, "lr=0.1", "lr=0.2");
  CHECK(stale_names(two_branches, text) == Names{"w'2", "v'2", "c"});
  CHECK(stale_gradients(two_branches, text).empty());
  const std::string xor_text = shipped_program("xor");
  const Names names = stale_names(xor_text, replaced(xor_text, "lr=0.5", "lr=0.25"));
  CHECK(names.contains("W1'2"));
  CHECK(names.contains("H@2"));
  CHECK_FALSE(names.contains("H@1"));
  CHECK_FALSE(names.contains("X"));
  CHECK_FALSE(names.contains("W1"));
}

TEST_CASE("comments, blanks and spaces make nothing stale") {
  const auto trace = run_of(two_branches);
  for (const std::string& text :
       {replaced(two_branches, "# in", "# the inputs"), replaced(two_branches, "w * x", "w*x  "),
        "# above\n\n" + std::string(two_branches), two_branches + std::string("\n\n# end"),
        replaced(two_branches, "[0.5, 0.25]", "[\n  0.5,  # first\n  0.25\n]")}) {
    CAPTURE(text);
    CHECK_FALSE(stale_values(*trace, text).any());
  }
}

TEST_CASE("an added line makes stale what reads the names that it assigns") {
  const std::string text = replaced(two_branches, "J = sum", "a = a + 1\nJ = sum");
  CHECK(stale_names(two_branches, text) == Names{"J", "w'2"});
  CHECK(stale_names(two_branches, std::string(two_branches) + "z = v * 2\n").empty());
  const Names without = stale_names(two_branches, replaced(two_branches, "a = w * x\n", ""));
  CHECK(without == Names{"a", "J", "w'2"});
}

TEST_CASE("plain names, lists and functions carry staleness, too") {
  const std::string plain = "n = 3\nm = n\nx = tensor(1.0)\ny = x * m\nz = x + 1\n";
  CHECK(stale_names(plain, replaced(plain, "n = 3", "n = 4")) == Names{"y"});
  const std::string list = "p = [0.5, 1]\nx = tensor(p)\ny = x[0]\nz = tensor(2.0)\n";
  CHECK(stale_names(list, replaced(list, "0.5", "0.6")) == Names{"x", "y"});
  const std::string function =
      "def f(x):\n    s = 2\n    return x * s\na = tensor(1.0)\nb = f(a)\nc = a + 1\n";
  CHECK(stale_names(function, replaced(function, "s = 2", "s = 3")) == Names{"b"});
}

TEST_CASE("a call that is added or taken away makes all that follows stale") {
  const std::string loop =
      "w = param(1.0)\nv = tensor(2.0)\nfor t in range(2):\n    J = w * v\n    J.backward()\n"
      "    sgd(lr=0.1)\n    zero_grad()\nK = w + v\n";
  const Names names = stale_names(loop, replaced(loop, "    zero_grad()\n", ""));
  CHECK(names.contains("J@2"));
  CHECK(names.contains("w'3"));
  CHECK(names.contains("K"));
  CHECK_FALSE(names.contains("v"));
  CHECK_FALSE(names.contains("w"));
}

TEST_CASE("text that is being typed is compared as far as it goes") {
  const auto trace = run_of(two_branches);
  for (const char* text : {"", "(", "w = param([0.5, 0.2", "for", "def", "'", "x =", "\xFF\xFE"}) {
    CAPTURE(text);
    CHECK(stale_values(*trace, text).any());
  }
  const std::string open = replaced(two_branches, "a = w * x", "a = w * (x");
  CHECK(stale_names(two_branches, open) == Names{"a", "J", "w'2"});
}

TEST_CASE("a long program is compared in no time, and however deep its names hang together") {
  std::string program = "n0 = 1\n";
  for (int i = 1; i < 20'000; ++i)
    program += "n" + std::to_string(i) + " = n" + std::to_string(i - 1) + "\n";
  program += "x = tensor(2.0)\ny = x * n19999\nz = x + 1\n";
  CHECK(stale_names(program, replaced(program, "n0 = 1", "n0 = 2")) == Names{"y"});
  // Every line is another: too many pairs to align.
  std::string other;
  for (const char c : program)
    other += c == 'n' ? 'm' : c;
  CHECK(stale_names(program, other).contains("y"));
}

// Random programs: run the edited text; what came out otherwise must have been marked.

struct Found {
  int changed = 0;
  int unchanged_unmarked = 0;
};

/// Whether both did the same things in the same order, whatever the numbers.
bool same_structure(const Trace& a, const Trace& b) {
  if (a.values.size() != b.values.size() || a.steps.size() != b.steps.size()) return false;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const Value& x = a.values[i];
    const Value& y = b.values[i];
    if (x.op != y.op || x.kind != y.kind || x.name != y.name || x.arguments != y.arguments)
      return false;
  }
  for (std::size_t i = 0; i < a.steps.size(); ++i) {
    const Step& x = a.steps[i];
    const Step& y = b.steps[i];
    if (x.kind != y.kind || x.value != y.value || x.edge != y.edge) return false;
  }
  return true;
}

/// Compares one value of each recording.
void compare(const Trace& before, ValueId id, const Trace& after, ValueId other,
             const Staleness& stale, Found& found) {
  const bool marked = stale.any() && stale.values[static_cast<std::size_t>(id)];
  const bool differs = !same_bits(before.value(id).data, after.value(other).data);
  CAPTURE(display_name(before, id));
  if (differs) CHECK(marked);
  found.changed += differs ? 1 : 0;
  found.unchanged_unmarked += !differs && !marked ? 1 : 0;
}

/// Their steps are the same: every contribution.
void compare_contributions(const Trace& before, const Trace& after, const Staleness& stale,
                           Found& found) {
  for (Index at = 0; at < before.step_count(); ++at) {
    const Step& step = before.step(at);
    if (step.kind != StepKind::backward) continue;
    const auto which = static_cast<std::size_t>(step.contribution);
    const bool differs = !same_bits(before.contributions[which], after.contributions[which]);
    CAPTURE(at);
    if (differs) CHECK((stale.any() && stale.steps[static_cast<std::size_t>(at)]));
    found.changed += differs ? 1 : 0;
  }
}

Found check_marks(const Trace& before, const std::string& text) {
  Found found;
  const auto ran = run_program(text);
  if (!ran) return found;
  const Trace& after = *ran.value();
  const Staleness stale = stale_values(before, text);
  CAPTURE(before.program);
  CAPTURE(text);
  if (same_structure(before, after)) {
    for (std::size_t i = 0; i < before.values.size(); ++i) {
      const auto id = static_cast<ValueId>(i);
      compare(before, id, after, id, stale, found);
    }
    compare_contributions(before, after, stale, found);
    return found;
  }
  for (const auto& [name, ids] : before.named) {
    const auto other = after.named.find(name);
    if (other == after.named.end() || other->second.size() != ids.size()) continue;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      compare(before, ids[i], after, other->second[i], stale, found);
      const Versioned* versions = versioned(before, ids[i]);
      const Versioned* others = versioned(after, other->second[i]);
      if (versions == nullptr || others == nullptr) continue;
      if (versions->versions.size() != others->versions.size()) continue;
      compare(before, newest_version(before, ids[i]), after,
              newest_version(after, other->second[i]), stale, found);
    }
  }
  return found;
}

/// Another text: a number changed, a line doubled, taken away, or moved.
std::string mutated(const std::string& program, std::mt19937& random) {
  std::vector<std::string> lines;
  std::string line;
  for (const char c : program) {
    line += c;
    if (c == '\n') lines.push_back(std::exchange(line, ""));
  }
  const std::size_t at = random() % lines.size();
  switch (random() % 5) {
    case 0:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
      break;
    case 1:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      std::swap(lines[at], lines[random() % lines.size()]);
      break;
    default: {
      const std::size_t digit = lines[at].find_first_of("123456789", random() % lines[at].size());
      if (digit != std::string::npos) lines[at][digit] = static_cast<char>('1' + random() % 9);
    }
  }
  std::string text;
  for (const std::string& one : lines)
    text += one;
  return text;
}

TEST_CASE("everything that comes out otherwise was marked: random edits of many programs") {
  std::vector<std::string> programs;
  for (const NamedProgram& program : all_programs())
    programs.push_back(program.text);
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    programs.push_back(random_program(seed));
    programs.push_back(composite_program(seed));
  }
  std::mt19937 random(11);
  Found sum;
  for (const std::string& program : programs) {
    const auto trace = run_of(program);
    for (int i = 0; i < 25; ++i) {
      const Found found = check_marks(*trace, mutated(program, random));
      sum.changed += found.changed;
      sum.unchanged_unmarked += found.unchanged_unmarked;
    }
  }
  CHECK(sum.changed > 3000);
  CHECK(sum.unchanged_unmarked > 3000);  // it does not simply mark everything
}

TEST_CASE("everything that comes out otherwise was marked: edited numbers") {
  Found sum;
  for (std::uint32_t seed = 100; seed < 130; ++seed) {
    const auto trace = run_of(random_program(seed));
    for (ValueId leaf = 0; leaf < 4; ++leaf) {
      if (!editable(*trace, leaf)) continue;
      const auto text = with_number(*trace, leaf, 0, trace->value(leaf).data[0] + 0.125);
      REQUIRE(text.ok());
      const Found found = check_marks(*trace, text.value());
      CHECK(found.changed > 0);
      sum.unchanged_unmarked += found.unchanged_unmarked;
    }
  }
  CHECK(sum.unchanged_unmarked > 300);
}

}  // namespace
}  // namespace backprop::test
