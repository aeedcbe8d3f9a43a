// "You are backprop" by hand with mistakes: each is named, the score is kept by kind, hints come in
// order, and all begins anew.
#include <doctest/doctest.h>

#include <map>

#include "engine/number_text.h"
#include "tests/ui/by_hand.h"
#include "viz/scene/numbers.h"
#include "viz/scene/practice_text.h"

namespace backprop::test {
namespace {

namespace practice = lessons::practice;
using practice::Ask;
using practice::Kind;
using practice::Verdict;

/// The score of one kind, kept here beside the program's.
struct Tally {
  int asked = 0, right = 0, at_once = 0, mistakes = 0;
};
using Tallies = std::map<Kind, Tally>;

Kind kind_now(const Desk& desk) {
  const practice::Practice& now = practice_of(desk);
  return practice::kind_of(*desk.state().trace, now, now.step);
}

/// What stands on screen below each kind's name.
void check_scores(const Desk& desk, const Tallies& tallies) {
  for (const auto& [kind, tally] : tallies) {
    const std::string name = desk.words()["practice.kind." + std::string(practice::id_of(kind))];
    CAPTURE(name);
    CHECK(desk.after(name) == desk.words().format("practice.score", tally.right, tally.asked,
                                                  tally.at_once, tally.mistakes));
  }
}

void mistake(Desk& desk, Tallies& tallies, const std::string& typed, Verdict verdict) {
  const Kind kind = kind_now(desk);
  desk.key(GLFW_KEY_A, true);
  answer(desk, typed);
  ++tallies[kind].mistakes;
  CHECK(practice_of(desk).reply->verdict == verdict);
}

/// What is said stands there in full, broken into lines: its first words are enough.
bool is_told(const Desk& desk, const char* verdict) {
  const std::string& text = desk.words()["practice.told." + std::string(verdict)];
  return desk.shows(text.substr(0, 20));
}

void right_now(Desk& desk, Tallies& tallies, bool at_once) {
  const Kind kind = kind_now(desk);
  desk.key(GLFW_KEY_A, true);
  answer_right(desk);
  REQUIRE(practice_of(desk).reply->verdict == Verdict::right);
  ++tallies[kind].asked;
  ++tallies[kind].right;
  if (at_once) ++tallies[kind].at_once;
}

/// Picks and answers rightly until a question of that kind is asked.
void go_on_to(Desk& desk, Tallies& tallies, Kind kind, Ask ask) {
  for (int turn = 0; turn < 100; ++turn) {
    if (practice_of(desk).ask == Ask::pick) {
      pick_ready(desk);
      desk.frames(2);
    } else if (kind_now(desk) == kind && practice_of(desk).ask == ask) {
      return;
    } else {
      right_now(desk, tallies, true);
    }
  }
  FAIL("it is never asked");
}

TEST_CASE("mistakes are named one by one, and the score is kept by kind, beside the answers") {
  Desk desk(opened_program("neuron-mse"), 1440, 1400);
  Tallies tallies;
  desk.click("start-practice");
  go_on_to(desk, tallies, Kind::activation, Ask::local);
  check_scores(desk, tallies);
  const double slope = practice::expected(*desk.state().trace, practice_of(desk));
  mistake(desk, tallies, exact_text(-slope), Verdict::wrong_sign);
  CHECK(is_told(desk, "wrong-sign"));
  mistake(desk, tallies, "a", Verdict::value_for_derivative);
  CHECK(is_told(desk, "value-for-derivative"));
  CHECK_FALSE(is_told(desk, "wrong-sign"));
  mistake(desk, tallies, "12345", Verdict::wrong);
  CHECK(is_told(desk, "wrong"));
  check_scores(desk, tallies);
  right_now(desk, tallies, false);
  REQUIRE(practice_of(desk).ask == Ask::contribution);
  const double upstream = practice::expected(*desk.state().trace, practice_of(desk)) / slope;
  mistake(desk, tallies, exact_text(slope), Verdict::forgot_upstream);
  CHECK(is_told(desk, "forgot-upstream"));
  // The upstream gradient passed on: of an activation that is f' left out.
  mistake(desk, tallies, exact_text(upstream), Verdict::missing_slope);
  CHECK(is_told(desk, "missing-slope"));
  right_now(desk, tallies, false);
  CHECK(tallies[Kind::activation].mistakes == 5);
  CHECK(tallies[Kind::activation].at_once == 0);
  while (practice_of(desk).ask != Ask::finished) {
    if (practice_of(desk).ask == Ask::pick) {
      pick_ready(desk);
      desk.frames(2);
    } else {
      right_now(desk, tallies, true);
    }
  }
  CHECK(tallies.size() > 3);
  check_scores(desk, tallies);
  CHECK(desk.shows(desk.words()["practice.finished"].substr(0, 20)));
}

TEST_CASE("hints come in order, each at a click; the shown answer costs the point; begin anew") {
  Desk desk(opened_program("neuron-mse"), 1440, 1400);
  Tallies tallies;
  desk.click("start-practice");
  go_on_to(desk, tallies, Kind::activation, Ask::local);
  const double slope = practice::expected(*desk.state().trace, practice_of(desk));
  const Kind kind = kind_now(desk);
  std::vector<std::string> shown;
  for (int taken = 0; taken <= practice::most_hints; ++taken) {
    CHECK(desk.shows(desk.words().format("practice.hint", taken, practice::most_hints)));
    const auto hints = viz::practice_hints(*desk.state().trace, practice_of(desk), desk.words());
    REQUIRE(hints.size() == static_cast<std::size_t>(taken));
    for (std::size_t i = 0; i < shown.size(); ++i)
      CHECK(hints[i] == shown[i]);  // those before stay, in their places
    shown = hints;
    if (!hints.empty()) CHECK(desk.shows(hints.back().substr(0, 12)));
    if (taken < practice::most_hints) desk.click("practice-hint");
    desk.frames(2);
  }
  // The rule in words, the formula in letters, in numbers, and what it comes to.
  CHECK(shown[0] == desk.words().format("practice.rule.activation", "sigmoid"));
  CHECK(shown[1] == "= a \u00D7 (1 \u2212 a)");
  const std::string a =
      viz::shown(desk.state().trace->value(find_value(*desk.state().trace, "a")).data[0]);
  CHECK(shown[2] == "= " + a + " \u00D7 (1 \u2212 " + a + ")");
  CHECK(std::stod(shown[3].substr(2)) == doctest::Approx(slope).epsilon(1e-4));
  CHECK_FALSE(desk.workbench.find_widget("practice-hint")->enabled);
  desk.click("practice-entry");
  desk.key(GLFW_KEY_A, true);
  answer_right(desk);
  ++tallies[kind].asked;  // but not right: it was shown
  check_scores(desk, tallies);

  desk.click("practice-anew");
  desk.frames(2);
  CHECK(practice_of(desk).ask == Ask::pick);
  CHECK(practice_of(desk).moves.empty());
  CHECK(practice::total(practice_of(desk)).asked == 0);
  CHECK_FALSE(desk.shows(desk.words()["practice.kind.activation"]));
  CHECK(desk.workbench.find_widget("practice-anew") == nullptr);
  desk.key(GLFW_KEY_Z, true);  // nothing is lost by a wrong click
  CHECK(practice::total(practice_of(desk)).asked > 0);
}

}  // namespace
}  // namespace backprop::test
