// What the main views show, held to what was looked at and found good: the words on screen in full,
// the pictures by a sum over their SVG. After a change that is meant, run once with
// BACKPROP_WRITE_GOLDEN=1, look at the pictures, and commit.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/ui/desk.h"
#include "tests/ui/picture_sum.h"

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

viz::State state_of(viz::View view, int language, int theme) {
  viz::State state = opened_program("two-two-two", static_cast<viz::Language>(language));
  state.view = view;
  state.theme = static_cast<viz::Theme>(theme);
  state.time = {shown_step, 0};
  state.selection = viz::Entity::value(find_value(*state.trace, "W2"), 1);
  return state;
}

TEST_CASE("the words of every view are those that were found good, in both languages") {
  for (int language = 0; language < 2; ++language) {
    for (const viz::View view : viz::all_views) {
      const std::string path = folder() + viz::name_of(view) + "." + languages[language] + ".txt";
      CAPTURE(path);
      const Desk desk(state_of(view, language, 0));
      const std::string text = desk.workbench.text_dump();
      REQUIRE(text.size() > 500);
      if (writes_goldens()) std::ofstream(path, std::ios::binary) << text;
      CHECK(text == read(path));
    }
  }
}

TEST_CASE(
    "the pictures of every view are those that were found good, in both languages and themes") {
  std::string sums;
  for (const viz::View view : viz::all_views) {
    for (int language = 0; language < 2; ++language) {
      for (int theme = 0; theme < 2; ++theme) {
        const Desk desk(state_of(view, language, theme));
        sums += fmt::format("{} {} {} {:016x}\n", viz::name_of(view), languages[language],
                            themes[theme], picture_sum(desk));
      }
    }
  }
  const std::string path = folder() + "pictures.txt";
  if (writes_goldens()) std::ofstream(path, std::ios::binary) << sums;
  CHECK(sums == read(path));
}

}  // namespace
}  // namespace backprop::test
