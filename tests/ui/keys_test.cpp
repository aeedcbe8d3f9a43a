// The list of keys (F1) names every key that the program listens to, in both languages.
#include "viz/ui/keys.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using viz::Key;
using viz::Language;

/// How the list calls a key; in Chinese where that differs.
struct Name {
  Key key;
  const char* english;
  const char* chinese = nullptr;
};

constexpr Name names[] = {
    {Key::space, "Space", "\u7A7A\u683C"},
    {Key::backspace, "Backspace"},
    {Key::left, "Left", "\u2190"},
    {Key::right, "Right", "\u2192"},
    {Key::up, "Up", "\u2191"},
    {Key::down, "Down", "\u2193"},
    {Key::home, "Home"},
    {Key::end, "End"},
    {Key::play, "P"},
    {Key::edit, "E"},
    {Key::enter, "Enter"},
    {Key::tab, "Tab"},
    {Key::escape, "Esc"},
    {Key::help, "F1"},
    {Key::undo, "Ctrl+Z"},
    {Key::redo, "Ctrl+Y"},
    {Key::view_1, "1"},
    {Key::view_2, "2"},
    {Key::view_3, "3"},
    {Key::view_4, "4"},
    {Key::zoom_in, "+"},
    {Key::zoom_out, "\u2212"},
    {Key::zoom_fit, "0"},
    {Key::next_stop, "B"},
    {Key::why, "W"},
    {Key::run_to, "R"},
    {Key::open, "Ctrl+O"},
    {Key::save, "Ctrl+S"},
    {Key::quit, "Ctrl+Q"},
    {Key::paste, "Ctrl+V"},
    {Key::copy, "Ctrl+C"},
    {Key::claim_before, "["},
    {Key::claim_after, "]"},
    {Key::chapters, "L"},
    {Key::glossary, "G"},
    {Key::page_up, "Page Up"},
    {Key::page_down, "Down"},
    {Key::labs, "A"},
};

/// Keys with another one held.
constexpr const char* combined[] = {"Shift+B", "Ctrl+Shift+Z", "Ctrl+Enter", "Shift+"};

/// The names in a row of the list: between commas.
std::set<std::string> names_in(std::string row) {
  for (const char* between : {"\uFF0C", "\u3001", ","}) {
    const std::string sign = between;
    for (std::size_t at = row.find(sign); at != std::string::npos; at = row.find(sign, at))
      row.replace(at, sign.size(), "\n");
  }
  std::set<std::string> found;
  std::istringstream lines(row);
  for (std::string name; std::getline(lines, name);) {
    const std::size_t begin = name.find_first_not_of(' ');
    if (begin != std::string::npos)
      found.insert(name.substr(begin, name.find_last_not_of(' ') + 1 - begin));
  }
  return found;
}

TEST_CASE("every key has a name here, in the order of the keys") {
  REQUIRE(std::size(names) == static_cast<std::size_t>(Key::labs) + 1);
  for (std::size_t i = 0; i < std::size(names); ++i)
    CHECK(names[i].key == static_cast<Key>(i));
}

TEST_CASE("the list of keys names every key that the program handles, in both languages") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened("4.2", language));
    desk.key(GLFW_KEY_F1);
    // The keys stand left of what they do, in the face of code.
    std::set<std::string> listed;
    std::string all;
    for (const viz::Record& record : desk.workbench.scenes().back().records) {
      const auto* text = std::get_if<viz::draw::Text>(&record.shape);
      if (text == nullptr || text->style != viz::TextStyle::code) continue;
      listed.merge(names_in(text->text));
      all += text->text + "\n";
    }
    CHECK(listed.size() > 20);
    for (const Name& name : names) {
      const bool other = language == Language::chinese && name.chinese != nullptr;
      const std::string its = other ? name.chinese : name.english;
      CAPTURE(its);
      CHECK(listed.contains(its));
    }
    for (const char* key : combined) {
      CAPTURE(key);
      CHECK(all.find(key) != std::string::npos);
    }
    desk.key(GLFW_KEY_F1);
    CHECK(desk.workbench.overlay_scenes() == 0);
  }
}

}  // namespace
}  // namespace backprop::test
