// Every broken engine is hunted by hand and found by its button, in a program that shows them all.
#include <doctest/doctest.h>

#include <set>

#include "engine/program/broken.h"
#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

const char* const shows_all =
    "x = tensor([[0.5, -1.0], [1.0, 0.3]])\n"
    "y = tensor([[0.2, 0.9], [0.4, 0.1]])\n"
    "W1 = param([[0.3, -0.7], [0.6, 0.2]])\n"
    "W2 = param([[0.5, 0.8], [-0.4, 0.9]])\n"
    "for t in range(2):\n"
    "    zero_grad()\n"
    "    h = tanh(x @ W1)\n"
    "    d = dropout(h, p=0.5, seed=3)\n"
    "    z = d @ W2 + h * h\n"
    "    J = mean((z - y) ** 2) + mean(h ** 2)\n"
    "    J.backward()\n"
    "    sgd(lr=0.1)\n";

TEST_CASE("each fault of an engine is found by hand: the check shows it, its button names it") {
  Desk desk(opened_text(shows_all), 1440, 1400);
  const auto healthy = desk.state().trace;
  REQUIRE(faults_shown_by(*healthy).size() == faults().size());
  std::set<Fault> found;
  desk.click("start-hunt");
  for (std::size_t turn = 0; turn < faults().size(); ++turn) {
    desk.app.work_to_end();
    desk.frames(2);
    REQUIRE(desk.state().hunt.has_value());
    CHECK(desk.state().trace != healthy);
    const Fault fault = desk.state().hunt->fault;
    const std::string id(id_of(fault));
    CAPTURE(id);
    CHECK_FALSE(desk.shows("\u00D7 W"));
    desk.click("hunt-check");
    CHECK(desk.shows("\u00D7 W"));  // a parameter whose gradient is not what differences say
    std::size_t wrong = 0;
    for (const FaultRow& row : faults()) {
      if (row.fault == fault) continue;
      desk.click("hunt-guess:" + std::string(id_of(row.fault)));
      CHECK_FALSE(desk.state().hunt->found);
      if (++wrong == 2) break;
    }
    CHECK(desk.state().hunt->wrong_guesses.size() == 2);
    const std::string about = desk.words()["hunt.about." + id];
    CHECK_FALSE(desk.shows(about.substr(0, 20)));
    desk.click("hunt-guess:" + id);
    CHECK(desk.state().hunt->found);
    CHECK(desk.shows(desk.words()["hunt.right"].substr(0, 20)));
    CHECK(desk.shows(about.substr(0, 20)));
    REQUIRE(desk.state().hunt->first_step.has_value());
    desk.click("hunt-first");
    CHECK(desk.state().time == Time{*desk.state().hunt->first_step + 1, 0});
    CHECK(found.insert(fault).second);  // another one each time
    if (turn + 1 < faults().size()) desk.click("hunt-again");
  }
  CHECK(found.size() == faults().size());
  desk.click("hunt-leave");
  CHECK_FALSE(desk.state().hunt.has_value());
  CHECK(desk.state().trace == healthy);
}

}  // namespace
}  // namespace backprop::test
