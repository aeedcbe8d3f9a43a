// A file dropped through the platform; the next start as the program makes it; a step copied as
// `trace` prints it.
#include <doctest/doctest.h>
#include <imgui.h>

#include <cstdlib>
#include <map>

#include "tests/support/folder.h"
#include "tests/ui/records.h"

namespace backprop::test {
namespace {

using viz::Language;
using viz::SettingsKeeper;
using viz::Theme;

TEST_CASE("a file dropped on the window opens, the first of several; what is none is told") {
  const Folder folder("dropped");
  const auto path = [&](const char* name) { return (folder / name).string(); };
  write_file(folder / "one.py", "w = param(3.0)\nJ = w * w\nJ.backward()\n");
  write_file(folder / "two.py", "v = param(1.0)\n");
  Desk desk(opened_program("xor"));
  desk.drop({});
  CHECK(desk.state().ran_name == "xor");
  desk.drop({path("one.py"), path("two.py")});
  CHECK(desk.state().ran_name == "one");
  CHECK(desk.state().program_path == path("one.py"));
  CHECK(desk.state().trace->program.starts_with("w = param(3.0)"));
  desk.drop({path("none.py")});
  CHECK(desk.state().ran_name == "one");
  CHECK(desk.shows(path("none.py") + " cannot be read"));
  // On a list or a typed program, too.
  desk.key(GLFW_KEY_F1);
  desk.drop({path("two.py")});
  CHECK(desk.state().ran_name == "two");
}

/// Starts the window as the command does: with what the file holds.
void start_again(const std::filesystem::path& file, const auto& look_at) {
  SettingsKeeper keeper(file);
  const SettingsKeeper::Loaded kept = keeper.load();
  CHECK_FALSE(kept.first_time);
  viz::State first = opened("4.2", kept.settings.language);
  first.theme = kept.settings.theme;
  Desk desk(std::move(first), static_cast<float>(kept.settings.window_width),
            static_cast<float>(kept.settings.window_height));
  desk.workbench.come_back(kept, true);
  desk.workbench.keep_in(keeper);
  desk.frames(4);
  look_at(desk);
}

TEST_CASE("the next start has the layout, theme, language and position of the last one") {
  const Folder folder("next-start");
  const auto file = folder / "settings.json";
  std::map<std::string, viz::Rect> before;
  std::vector<std::string> words;
  {
    SettingsKeeper keeper(file);
    Desk desk(opened("4.2"), 1300, 820);
    desk.workbench.keep_in(keeper);
    desk.click("programs");
    desk.click("open:two-two-two");
    desk.frames(3);
    desk.click("language-zh");
    desk.click("theme");
    desk.click("fold-lesson");
    const float edge = widget_of(desk, "fold-inspector").rect.x;
    desk.drag({edge, 300}, {edge - 60, 300});
    desk.key(GLFW_KEY_2);
    for (int i = 0; i < 12; ++i)
      desk.key(GLFW_KEY_SPACE);
    desk.click("op:" + std::to_string(id_of(desk, "W2")));
    desk.move(2, 818);
    desk.frames(30);
    before = places(desk, "");
    words = texts_of(desk.workbench);
    desk.key(GLFW_KEY_Q, true);  // the window closes, and is kept
    desk.workbench.keep_settings();
  }
  start_again(file, [&](Desk& desk) {
    CHECK(desk.state().language == Language::chinese);
    CHECK(desk.state().theme == Theme::dark);
    CHECK(desk.state().view == viz::View::graph);
    CHECK(desk.state().ran_name == "two-two-two");
    CHECK(desk.state().time == Time{12, 0});
    CHECK(desk.state().selection == viz::Entity::value(id_of(desk, "W2")));
    CHECK(desk.workbench.settings().panes.lesson_folded);
    desk.move(2, 818);
    desk.frames(30);
    const auto after = places(desk, "");
    CHECK(after.size() > 40);
    for (const auto& [name, rect] : before) {
      CAPTURE(name);
      if (name == "undo") continue;  // nothing can be undone yet
      REQUIRE(after.contains(name));
      CHECK(after.at(name) == rect);
    }
    CHECK(texts_of(desk.workbench) == words);
    desk.key(GLFW_KEY_SPACE);
    desk.click("theme");
    desk.workbench.keep_settings();
  });
  start_again(file, [](Desk& desk) {  // and the start after that
    CHECK(desk.state().theme == Theme::light);
    CHECK(desk.state().time == Time{13, 0});
  });
}

TEST_CASE("a copied step is what the command trace prints for it") {
  const Folder folder("trace");
  const auto out = folder / "out.txt";
  const auto program = folder / "program.py";
  Desk desk(opened_program("two-two-two"));
  write_file(program, desk.state().trace->program);
  const std::string command = std::string("'") + BACKPROP_BINARY + "' trace '" + program.string() +
                              "' >'" + out.string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  const std::string printed = read_file(out);
  std::size_t from = 0;
  for (Index step = 0; step < desk.state().trace->step_count(); ++step) {
    CAPTURE(step);
    desk.key(GLFW_KEY_SPACE);
    desk.key(GLFW_KEY_C, true);
    const std::string copied = ImGui::GetClipboardText();
    REQUIRE(copied.size() > 10);
    const std::size_t at = printed.find(copied, from);  // in the same order
    REQUIRE(at != std::string::npos);
    from = at + copied.size();
  }
}

}  // namespace
}  // namespace backprop::test
