// The words on screen: both languages, switched while the program runs.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/sanitizers.h"
#include "tests/ui/by_hand.h"
#include "viz/text/utf8.h"

namespace backprop::test {
namespace {

using viz::Language;

bool is_chinese(char32_t c) {
  return c >= 0x4E00 && c <= 0x9FFF;
}

bool has_chinese(const std::string& text) {
  const std::u32string points = viz::decode(text);
  return std::any_of(points.begin(), points.end(), is_chinese);
}

TEST_CASE("the language switches while running, and nothing else changes") {
  Desk desk(opened());
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_SPACE);
  const viz::State before = desk.state();
  CHECK(desk.shows("Predict before you look"));
  desk.click("language-zh");
  desk.frames();
  CHECK(desk.state().language == Language::chinese);
  CHECK(desk.state().time == before.time);
  CHECK(desk.state().trace == before.trace);
  CHECK_FALSE(desk.shows("Predict before you look"));
  CHECK(desk.shows(resources().words.at(Language::chinese)["size.layer"]));
  int chinese = 0;
  for (const std::string& text : texts_of(desk.workbench))
    chinese += has_chinese(text) ? 1 : 0;
  CHECK(chinese > 20);
  desk.click("language-en");
  desk.frames();
  for (const std::string& text : texts_of(desk.workbench)) {
    CAPTURE(text);
    // The button that leads back, and the source section's own title.
    CHECK(
        (text == "\u4E2D\u6587" || text.find("\u00A7") != std::string::npos || !has_chinese(text)));
  }
}

TEST_CASE("what is wrong with a program is said in the window's language, at once") {
  Desk desk(opened("4.2", Language::chinese));
  type_and_run(desk, "x = tensor([1, 2])\ny = sigmod(x)");
  REQUIRE(desk.state().error.has_value());
  CHECK(desk.state().error->cause == "unknown function 'sigmod'");  // the engine's own words
  CHECK(desk.shows("\u7B2C 2 \u884C\u7B2C 5 \u5217\uFF1A\u672A\u77E5\u7684\u51FD\u6570 'sigmod'"));
  CHECK(desk.shows("\u662F\u4E0D\u662F\u60F3\u5199 'sigmoid'"));
  CHECK_FALSE(desk.shows("unknown function"));
  desk.click("language-en");
  desk.frames();
  CHECK(desk.shows("unknown function 'sigmod'"));
  CHECK(desk.shows("did you mean 'sigmoid'?"));
  CHECK_FALSE(desk.shows("\u672A\u77E5"));
  desk.click("language-zh");
  desk.frames();
  CHECK_FALSE(desk.shows("did you mean"));
}

TEST_CASE("a notice of an error changes its language while it is shown") {
  Desk desk(opened("4.2", Language::chinese));
  desk.workbench.open_file("/no/such/file.py");
  desk.frames();
  CHECK(desk.shows("\u65E0\u6CD5\u8BFB\u53D6 /no/such/file.py"));
  CHECK_FALSE(desk.shows("cannot be read"));
  desk.click("language-en");
  desk.frames();
  CHECK(desk.shows("/no/such/file.py cannot be read: name a file that exists"));
}

TEST_CASE("both tables have the same keys and places to fill, and no empty text") {
  const auto& english = resources().words.at(Language::english).table();
  const auto& chinese = resources().words.at(Language::chinese).table();
  REQUIRE(english.size() > 100);
  CHECK(english.size() == chinese.size());
  const auto places = [](const std::string& text) {
    int count = 0;
    for (const char c : text)
      count += c == '{' ? 1 : 0;  // {}, or {0} where the order differs
    return count;
  };
  for (const auto& [key, text] : english) {
    CAPTURE(key);
    const auto other = chinese.find(key);
    REQUIRE(other != chinese.end());
    CHECK_FALSE(text.empty());
    CHECK_FALSE(other->second.empty());
    CHECK(places(text) == places(other->second));
  }
}

/// All of viz's source text.
std::string sources() {
  std::stringstream all;
  const auto root = std::filesystem::path(TEST_DATA_DIR).parent_path() / "viz";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".cpp") all << std::ifstream(entry.path()).rdbuf();
  }
  return all.str();
}

TEST_CASE("every key of the tables is used by the window or the command line") {
  const std::string code = sources();
  REQUIRE(code.size() > 100'000);
  for (const auto& [key, text] : resources().words.at(Language::english).table()) {
    CAPTURE(key);
    // In full, or put together from its beginning: "size." + name.
    const std::string beginning = key.substr(0, key.find('.') + 1);
    const bool in_full = code.find("\"" + key + "\"") != std::string::npos;
    const bool put_together = code.find("\"" + beginning + "\" +") != std::string::npos ||
                              code.find("\"" + beginning + "\") +") != std::string::npos;
    CHECK((in_full || put_together));
  }
}

TEST_CASE("every character on screen has a glyph") {
  std::set<char32_t> seen;
  for (const Language language : {Language::english, Language::chinese}) {
    for (const auto& [key, text] : resources().words.at(language).table()) {
      for (const char32_t c : viz::decode(text))
        seen.insert(c);
    }
    std::size_t turn = 0;
    for (const std::string& program : lessons::program_names()) {
      if (!is_run(turn++, 5)) continue;
      Desk desk(opened_program(program, language));
      for (int i = 0; i < 12; ++i) {
        for (const std::string& text : texts_of(desk.workbench)) {
          for (const char32_t c : viz::decode(text))
            seen.insert(c);
        }
        desk.key(GLFW_KEY_UP);
        desk.key(GLFW_KEY_SPACE);
      }
    }
  }
  const auto phrases = viz::read_text_table(resources().data / "assets" / "errors.zh.json");
  REQUIRE(phrases.ok());
  for (const auto& [english, chinese] : phrases.value()) {
    for (const char32_t c : viz::decode(chinese))
      seen.insert(c);
  }
  CHECK(seen.size() > 200);
  for (const char32_t c : seen) {
    const auto code = static_cast<unsigned>(c);
    CAPTURE(code);
    for (const viz::Face face : {viz::Face::regular, viz::Face::bold, viz::Face::mono}) {
      CHECK(resources().glyphs->find(face, c).index != 0);
    }
  }
}

}  // namespace
}  // namespace backprop::test
