// What the main views show, held to what was looked at and found good: the words on screen in full,
// the pictures by a sum over their SVG. After a change that is meant, run once with
// BACKPROP_WRITE_GOLDEN=1, look at the pictures, and commit.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "tests/ui/desk.h"
#include "tests/ui/picture_sum.h"
#include "tests/ui/situations.h"

namespace backprop::test {
namespace {

constexpr const char* languages[] = {"en", "zh"};
constexpr const char* themes[] = {"light", "dark"};
constexpr Index shown_step = 23;

std::string folder() {
  return std::string(TEST_DATA_DIR) + "/golden/window/";
}

bool writes_goldens() {
  const char* wanted = std::getenv("BACKPROP_WRITE_GOLDEN");
  return wanted != nullptr && std::string(wanted) == "1";
}

std::string read(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// What is held: each view, each mode, and what opens over them.
struct Held {
  std::string name;
  std::string program;
  std::function<void(const Stage&)> arrange;
};

std::vector<Held> all_held() {
  std::vector<Held> held;
  for (const viz::View view : viz::all_views) {
    held.push_back({viz::name_of(view), "two-two-two", [view](const Stage& stage) {
                      stage.dispatch(viz::command::SetView{view});
                      stage.dispatch(viz::command::GoTo{{shown_step, 0}});
                      const ValueId id = find_value(*stage.app.state().trace, "W2");
                      stage.dispatch(viz::command::Select{viz::Entity::value(id, 1)});
                    }});
  }
  const std::set<std::string> modes{
      "practice-pick", "practice-asked", "hunt", "hunt-found", "compare",       "why", "update",
      "breakpoints",   "files",          "keys", "error",      "list-notation", "lab", "lab-typed"};
  for (const Situation& situation : situations()) {
    if (modes.contains(situation.name))
      held.push_back({situation.name, situation.program, situation.arrange});
  }
  REQUIRE(held.size() == std::size(viz::all_views) + modes.size());
  return held;
}

struct Look {
  int language = 0, theme = 0;
};

void check(const Held& its, const Look& look, std::string& words, std::string& sums) {
  viz::State state = opened_program(its.program, static_cast<viz::Language>(look.language));
  state.theme = static_cast<viz::Theme>(look.theme);
  Desk desk(std::move(state));
  desk.click("fold-lesson");  // its words are checked elsewhere, and change more often
  its.arrange(stage_of(desk));
  words = desk.workbench.text_dump();
  REQUIRE(words.size() > 500);
  sums += fmt::format("{} {} {} {:016x}\n", its.name, languages[look.language], themes[look.theme],
                      picture_sum(desk));
}

/// The words of the dark theme as the light one has them: a button names the other theme.
std::string in_light(std::string words, int language) {
  const viz::Strings& table = resources().words.at(static_cast<viz::Language>(language));
  const std::string button = "\n" + table["top.light"] + "\n";
  const std::size_t at = words.find(button);
  REQUIRE(at != std::string::npos);
  return words.replace(at, button.size(), "\n" + table["top.dark"] + "\n");
}

TEST_CASE("every view and mode looks as it was found good, in both languages and themes") {
  std::string sums;
  for (const Held& its : all_held()) {
    for (int language = 0; language < 2; ++language) {
      const std::string path = folder() + its.name + "." + languages[language] + ".txt";
      CAPTURE(path);
      std::string light;
      std::string dark;
      check(its, {language, 0}, light, sums);
      check(its, {language, 1}, dark, sums);
      CHECK(in_light(dark, language) == light);
      if (writes_goldens()) std::ofstream(path, std::ios::binary) << light;
      CHECK(light == read(path));
    }
  }
  const std::string path = folder() + "pictures.txt";
  if (writes_goldens()) std::ofstream(path, std::ios::binary) << sums;
  CHECK(sums == read(path));
}

}  // namespace
}  // namespace backprop::test
