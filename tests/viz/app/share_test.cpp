// Shared states: what is shared comes back, and no text that is pasted does harm.
#include "viz/app/share.h"

#include <doctest/doctest.h>

#include "tests/support/json.h"
#include "tests/support/mutations.h"
#include "tests/support/programs.h"
#include "viz/app/app.h"
#include "viz/app/packing.h"

namespace backprop::test {
namespace {

using namespace viz;

State start(const std::string& program) {
  State state;
  state.lesson = "4.2";
  state.program_name = state.ran_name = "start";
  state.draft = program;
  state.trace = run_of(program);
  return state;
}

/// A state in which nothing has its default.
State busy() {
  State state = start(shipped_program("xor"));
  state.language = Language::chinese;
  state.theme = Theme::dark;
  state.program_name = "my xor";
  state.ran_name = "xor";
  state.draft += "# changed, \u4E2D\u6587 \"quoted\" \\ \t\n";
  state.time = {7, 2};
  state.step_size = StepSize::term;
  state.sample = 2;
  state.selection = Entity::value(find_value(*state.trace, "W1"), 1);
  return state;
}

SharedState read(const std::string& text) {
  auto shared = read_share(text);
  REQUIRE(shared.ok());
  return std::move(shared).value();
}

void open(App& app, const std::string& code) {
  app.dispatch(command::OpenShared{std::make_shared<const SharedState>(read(code))});
  app.work_to_end();
}

void check_same(const State& now, const State& then) {
  CHECK(now.language == then.language);
  CHECK(now.theme == then.theme);
  CHECK(now.lesson == then.lesson);
  CHECK(now.program_name == then.program_name);
  CHECK(now.ran_name == then.ran_name);
  CHECK(now.draft == then.draft);
  CHECK(now.trace->program == then.trace->program);
  CHECK(now.time == then.time);
  CHECK(now.step_size == then.step_size);
  CHECK(now.sample == then.sample);
  CHECK(now.selection == then.selection);
  CHECK_FALSE(now.running);
  CHECK_FALSE(now.opening);
}

TEST_CASE("a shared state comes back in whole, and one undo takes it back") {
  const State then = busy();
  const std::string code = share_text(then);
  CHECK(code.starts_with("BPT1:"));
  CHECK(code.size() < 1000);
  App app(start(shipped_program("neuron-mse")));
  app.dispatch(command::GoTo{{4, 0}});
  const State before = app.state();
  open(app, code);
  check_same(app.state(), then);
  app.undo();
  check_same(app.state(), before);
  CHECK(app.state().time == Time{4, 0});
  app.redo();
  check_same(app.state(), then);
}

TEST_CASE("a program that has not been edited is in the code once") {
  State state = start(shipped_program("two-two-two"));
  const SharedState shared = read(share_text(state));
  CHECK_FALSE(shared.ran.has_value());
  CHECK(program_that_ran(shared) == state.draft);
  state.draft = "";
  CHECK(program_that_ran(read(share_text(state))) == state.trace->program);
}

TEST_CASE("white space inside of a code and around it does not matter") {
  const std::string code = share_text(busy());
  std::string broken = "\xEF\xBB\xBF \r\n\t";
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 5 && i % 40 == 0) broken += i % 80 == 0 ? "\r\n" : "  \n\t";
    broken += code[i];
  }
  broken += " \n";
  CHECK(share_text(busy()) == code);
  CHECK(read(broken).state.draft == busy().draft);
  CHECK(looks_like_share(broken));
}

TEST_CASE("no code, a damaged one, one of a newer version: each says so") {
  const std::string code = share_text(busy());
  const auto cause = [](const std::string& text) {
    const auto shared = read_share(text);
    CHECK_FALSE(shared.ok());
    if (shared.ok()) return std::string();
    CHECK_FALSE(shared.error().advice.empty());
    return shared.error().cause;
  };
  for (const char* text : {"", "  ", "x = tensor(1)", "BPT", "BPT:", "BPTx:", "bpt1:AAAA"})
    CHECK(cause(text) == "that is no code of a shared state");
  CHECK(cause("BPT2:AAAA") == "the code was made by a newer version of this program");
  CHECK(cause("BPT1:") == "the code is damaged or cut off");
  CHECK(cause(code.substr(0, code.size() - 9)) == "the code is damaged or cut off");
  CHECK(cause(code + "!") == "the code is damaged or cut off");
  CHECK(cause("BPT1:" + pack("{\"version\": 2}")) ==
        "the code was made by a newer version of this program");
  CHECK(cause("BPT1:" + pack("{\"version\": 1}")) ==
        "the code's entry 'text' cannot be understood");
  CHECK(cause("BPT1:" + pack("[1]")) == "the code's entry 'all' cannot be understood");
  CHECK(cause("BPT1:" + pack(std::string(9'000'000, '['))) ==
        "the code's entry 'all' cannot be understood");
}

TEST_CASE("each entry of a wrong kind is refused by its name") {
  const auto json = [] {
    const auto text = unpack(share_text(busy()).substr(5));
    REQUIRE(text.ok());
    return parsed(text.value());
  }();
  CHECK(json.size() > 12);
  for (const auto& [key, value] : json.items()) {
    if (key == "selection") continue;  // a name that means nothing is no selection
    CAPTURE(key);
    auto wrong = json;
    wrong[key] = {1.5};
    const auto shared = read_share("BPT1:" + pack(wrong.dump()));
    REQUIRE_FALSE(shared.ok());
    CHECK(shared.error().cause == "the code's entry '" + key + "' cannot be understood");
  }
  auto unknown = json;
  unknown["later"] = {1.5};
  CHECK(read("BPT1:" + pack(unknown.dump())).state.draft == busy().draft);
}

TEST_CASE("times, samples and names that the recording does not have are brought into it") {
  App app(start(shipped_program("neuron-mse")));
  const std::string text =
      R"({"version":1,"text":"w = param(2.0)\nJ = w * w\n","step":2000000000,"term":7,)"
      R"("sample":2000000000,"selection":"W9[3]","lesson":"../../x","program":"p"})";
  open(app, "BPT1:" + pack(text));
  CHECK(app.state().time == Time{app.state().trace->step_count(), 0});
  CHECK(app.state().selection == Entity{});
  CHECK(app.state().ran_name == "p");
}

TEST_CASE("a shared program that fails leaves the recording, and shows its error") {
  App app(start(shipped_program("neuron-mse")));
  const auto trace = app.state().trace;
  open(app, "BPT1:" + pack(R"({"version":1,"text":"x = q\n"})"));
  REQUIRE(app.state().error.has_value());
  CHECK(app.state().error->cause == "unknown name 'q'");
  CHECK(app.state().draft == "x = q\n");
  CHECK(app.state().trace == trace);
  CHECK_FALSE(app.state().running);
}

TEST_CASE("the position of the last time comes back without a way back") {
  App app(start(shipped_program("neuron-mse")));
  app.resume(std::make_shared<const SharedState>(read(share_text(busy()))), "/tmp/my xor.py");
  app.work_to_end();
  check_same(app.state(), busy());
  CHECK(app.state().program_path == "/tmp/my xor.py");
  CHECK_FALSE(app.can_undo());
  CHECK(share_text(app.state()).find("/tmp") == std::string::npos);
}

TEST_CASE("a running opening that is undone and redone runs again") {
  App app(start(shipped_program("neuron-mse")));
  app.dispatch(command::OpenShared{std::make_shared<const SharedState>(read(share_text(busy())))});
  app.work(1);
  app.undo();
  CHECK(app.state().ran_name == "start");
  app.redo();
  app.work_to_end();
  check_same(app.state(), busy());
}

TEST_CASE("large programs can be shared, and a code cannot hold more than it may") {
  std::string text(990'000, ' ');
  std::mt19937 random(5);
  for (char& c : text)
    c = static_cast<char>('0' + random() % 64);
  State state = start("x = tensor(1)\n");
  state.draft = "# " + text;
  CHECK(read(share_text(state)).state.draft == state.draft);

  const std::string bomb = pack(std::string(longest_unpacked + 1, 'a'));
  CHECK(bomb.size() < 30'000);
  CHECK_FALSE(unpack(bomb).ok());
  CHECK(unpack(pack(std::string(longest_unpacked, 'a'))).ok());
  CHECK_FALSE(read_share("BPT1:" + std::string(longest_packed + 1, 'A')).ok());
}

TEST_CASE("packing is the inverse of unpacking for every length and byte") {
  std::mt19937 random(7);
  for (std::size_t length = 0; length < 300; ++length) {
    std::string text(length, '\0');
    for (char& c : text)
      c = static_cast<char>(random());
    const std::string code = pack(text);
    CHECK(code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
                                 "_") == std::string::npos);
    const auto back = unpack(code);
    REQUIRE(back.ok());
    CHECK(back.value() == text);
  }
}

TEST_CASE("20,000 codes that are almost right give a state or an error") {
  const std::string code = share_text(busy());
  const std::string inside = unpack(code.substr(5)).value();
  std::mt19937 random(20'000);
  int states = 0;
  int errors = 0;
  App app(start(shipped_program("neuron-mse")));
  for (int i = 0; i < 20'000; ++i) {
    // Half of them with a checksum that is right, so that what is inside is reached.
    const std::string text =
        i % 2 == 0 ? mutated(code, random) : "BPT1:" + pack(mutated(inside, random));
    auto shared = read_share(text);
    shared.ok() ? ++states : ++errors;
    if (!shared.ok()) {
      CHECK_FALSE(shared.error().cause.empty());
    } else if (states % 10 == 0) {
      app.dispatch(
          command::OpenShared{std::make_shared<const SharedState>(std::move(shared).value())});
      app.work_to_end();
      CHECK_FALSE(app.state().running);
      CHECK(share_text(app.state()).starts_with("BPT1:"));
    }
  }
  CHECK(states > 1000);
  CHECK(errors > 10'000);
}

}  // namespace
}  // namespace backprop::test
