// Names of entities: each leads back to what it was given for, and holds after edits.
#include "viz/app/names.h"

#include <doctest/doctest.h>

#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using viz::Entity;
using viz::find_entity;
using viz::name_of;

const std::string loop =
    "x = tensor([1.0, 2.0])\nW = param([[1, 2], [3, 4]])\nfor t in range(2):\n    h = (W @ x) * "
    "2\n    J = sum(h)\n    J.backward()\n    sgd(lr=0.1)\n";

TEST_CASE("names look as the program writes them") {
  const auto trace = run_of(loop);
  const auto name = [&](const char* value, Index element) {
    return name_of(*trace, Entity::value(find_value(*trace, value), element));
  };
  CHECK(name("W", 1) == "W[0,1]");
  CHECK(name("W", -1) == "W[:]");
  CHECK(name("h@1", 0) == "h@1[0]");
  CHECK(name("J@2", 0) == "J@2");
  CHECK(name_of(*trace, Entity::step(0)) == "step 1");
  CHECK(name_of(*trace, Entity::line(4)) == "line 4");
  CHECK(name_of(*trace, {}).empty());
}

TEST_CASE("every element of every value, step and line is found again by its name") {
  std::vector<std::string> texts{loop};
  for (const NamedProgram& program : core_programs())
    texts.push_back(program.text);
  for (const std::string& text : texts) {
    const auto trace = run_of(text);
    for (ValueId id = 0; id < static_cast<ValueId>(trace->values.size()); ++id) {
      const Index count = element_count(trace->value(id).data.shape);
      for (Index element = -1; element < std::min<Index>(count, 8); ++element) {
        const std::string name = name_of(*trace, Entity::value(id, element));
        CAPTURE(name);
        const Entity found = find_entity(*trace, name);
        REQUIRE(found.kind == Entity::Kind::value);
        // Versions of a parameter share its name.
        CHECK(first_version(*trace, found.id) == first_version(*trace, id));
        CHECK(found.index == element);
      }
    }
    for (Index step = 0; step < trace->step_count(); ++step)
      CHECK(find_entity(*trace, name_of(*trace, Entity::step(step))) == Entity::step(step));
  }
}

TEST_CASE("a name means the same after an edit above it") {
  const auto before = run_of("w = param(2.0)\nJ = w * w\nJ.backward()\n");
  const auto after = run_of(
      "q = tensor([1, 2, 3])\np = q + 1\nw = param(2.0)\nJ = w * w\n"
      "J.backward()\n");
  const std::string name = name_of(*before, Entity::value(find_value(*before, "J"), 0));
  const Entity found = find_entity(*after, name);
  CHECK(found.id == find_value(*after, "J"));
  CHECK(found.id != find_value(*before, "J"));
}

TEST_CASE("what the trace does not have is none") {
  const auto trace = run_of(loop);
  for (const char* name : {"",
                           "Q",
                           "W",
                           "W[2,0]",
                           "W[0]",
                           "W[0,1",
                           "W[0,1]]",
                           "W[",
                           "h@3[0]",
                           "h@[0]",
                           "h@0[0]",
                           "h@2",
                           "(W @ x)@3[0]",
                           "(W @ x)@x[0]",
                           "(W @ x",
                           "()",
                           "step 0",
                           "step 9999",
                           "step",
                           "step -1",
                           "step 1x",
                           "line 0",
                           "line",
                           "line x",
                           "line 99999999999999999999",
                           "@",
                           "[0]"}) {
    CAPTURE(name);
    CHECK(find_entity(*trace, name) == Entity{});
  }
}

}  // namespace
}  // namespace backprop::test
