// Thousands of random commands: nothing crashes, undo leads back to the start exactly, redo to the
// end, and the same commands lead to the same state and the same picture again.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"
#include "tests/ui/desk.h"
#include "tests/ui/picture_sum.h"
#include "tests/viz/app/random_hand.h"
#include "tests/viz/app/state_text.h"
#include "viz/app/app.h"
#include "viz/app/history.h"

namespace backprop::test {
namespace {

using namespace viz;

State start() {
  State state;
  state.lesson = "4.2";
  state.program_name = state.ran_name = "two-two-two";
  state.draft = shipped_program("two-two-two");
  state.trace = run_of(state.draft);
  return state;
}

void check_sane(const State& state) {
  REQUIRE(state.trace != nullptr);
  REQUIRE(state.time == clamped(*state.trace, state.time));
  if (state.selection.kind == Entity::Kind::value)
    REQUIRE(static_cast<std::size_t>(state.selection.id) < state.trace->values.size());
  if (state.practice)
    REQUIRE(lessons::practice::choices(*state.trace, *state.practice).size() < 1000);
  for (const Quantity& q : state.why)
    REQUIRE(static_cast<std::size_t>(q.value) < state.trace->values.size());
  for (const Quantity& q : state.why)
    REQUIRE(q.element < state.trace->value(q.value).data.size());
}

/// How many of ten thousand commands are drawn, and looked at: drawing takes longest.
constexpr int drawn_every = under_sanitizers ? 200 : 40;
constexpr int looked_at_every = 10 * drawn_every;

/// What was given, and how far the run was worked on after it.
struct Given {
  Command command;
  int slices = 0;
};

/// A window in which commands are given, one after the other; some frames are drawn between them.
class Session {
 public:
  void give(const Given& given) {
    desk_.app.dispatch(given.command);
    desk_.app.take_refusal();
    for (int slice = 0; slice < given.slices; ++slice)
      desk_.app.work(300);
    ++given_;
    if (given_ % drawn_every == 0) desk_.frames();
    if (given_ % looked_at_every == 0) pictures_.push_back(picture_sum(desk_));
  }

  App& app() { return desk_.app; }
  /// Of the draw records, now and then.
  const std::vector<std::uint64_t>& pictures() const { return pictures_; }

 private:
  Desk desk_{start()};
  int given_ = 0;
  std::vector<std::uint64_t> pictures_;
};

/// What a window shows that has been opened with that state.
std::uint64_t picture_of(State state) {
  state.playing = false;
  return picture_sum(Desk(std::move(state)));
}

TEST_CASE("10,000 random commands: sane all the way, undone to the start, redone, replayed") {
  std::vector<Given> given;
  Session session;
  App& app = session.app();
  const std::string first = text_of(app.state());
  const std::uint64_t first_picture = picture_of(app.state());
  RandomHand hand(20261125);
  std::set<std::size_t> kinds;
  for (int i = 0; i < 10'000; ++i) {
    given.push_back({hand.next(app.state()), hand.below(3)});
    kinds.insert(given.back().command.index());
    session.give(given.back());
    check_sane(app.state());
  }
  app.work_to_end();
  const std::string last = text_of(app.state());
  // All but what a run, and the preparation of a hunt, come to: these come of themselves.
  CHECK(kinds.size() == std::variant_size_v<AnyCommand> - 2);

  Session again;
  for (const Given& one : given)
    again.give(one);
  again.app().work_to_end();
  CHECK(text_of(again.app().state()) == last);
  CHECK(again.pictures().size() == 10'000 / looked_at_every);
  CHECK(again.pictures() == session.pictures());

  if (app.state().playing) app.dispatch(command::SetPlaying{false});
  const std::string end = text_of(app.state());
  const std::uint64_t end_picture = picture_of(app.state());
  std::map<int, std::uint64_t> pictures;  // by how much was undone
  int undone = 0;
  for (; app.can_undo(); ++undone) {
    app.undo();
    if (undone % (under_sanitizers ? 1500 : 250) == 0) pictures[undone] = picture_of(app.state());
  }
  CHECK(undone > 3000);
  CHECK(text_of(app.state()) == first);
  CHECK(picture_of(app.state()) == first_picture);
  while (app.can_redo()) {
    const auto seen = pictures.find(--undone);
    if (seen != pictures.end()) CHECK(picture_of(app.state()) == seen->second);
    app.redo();
  }
  app.work_to_end();
  CHECK(text_of(app.state()) == end);
  CHECK(picture_of(app.state()) == end_picture);
}

TEST_CASE("whatever was done, undone and done again it is the same") {
  App app(start());
  RandomHand hand(7);
  int turns = 0;
  for (int i = 0; i < (under_sanitizers ? 500 : 1500); ++i) {
    app.dispatch(hand.next(app.state()));
    app.take_refusal();
    app.work_to_end();
    if (i % 5 != 0) continue;
    const std::string before = text_of(app.state());
    int undone = 0;
    for (const int wanted = 1 + hand.below(8); undone < wanted && app.can_undo(); ++undone)
      app.undo();
    if (undone > 0) ++turns;
    while (undone-- > 0) {
      REQUIRE(app.can_redo());
      app.redo();
    }
    app.work_to_end();
    REQUIRE(text_of(app.state()) == before);
  }
  CHECK(turns > (under_sanitizers ? 80 : 250));
}

TEST_CASE("the history forgets the oldest states rather than take all memory") {
  History history(200'000);
  State state = start();
  for (int i = 0; i < 3000; ++i) {
    if (i % 10 == 0) state.trace = run_of(state.draft);  // a recording of its own
    state.sample = i;
    history.push(state);
  }
  CHECK(history.size() > 3);
  CHECK(history.size() < 1000);
  for (int i = 2999; !history.empty(); --i)
    CHECK(history.pop().sample == i);
}

}  // namespace
}  // namespace backprop::test
