// Files are opened and saved, states shared, with clicks, keys and typing; nothing is written over
// unasked, and nothing that is opened or pasted does harm.
#include <doctest/doctest.h>
#include <imgui.h>
#include <sys/stat.h>

#include "tests/support/folder.h"
#include "tests/support/mutations.h"
#include "tests/support/programs.h"
#include "tests/ui/desk.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;

const std::string square = "w = param(3.0)\nJ = w * w\nJ.backward()\n";

/// The field's text is replaced by typing.
void type_path(Desk& desk, const std::string& path) {
  desk.frames(3);
  desk.key(GLFW_KEY_A, true);
  desk.type(path);
  desk.frames(2);
}

void choose(Desk& desk, const std::string& item) {
  desk.click("programs");
  desk.click(item);
  desk.frames(3);
}

TEST_CASE("a program is opened by typing its path, with keys alone") {
  const Folder folder("open");
  write_file(folder / "square.py", square);
  Desk desk(opened());
  desk.key(GLFW_KEY_O, true);
  CHECK(desk.shows(desk.words()["path.open"]));
  type_path(desk, (folder / "squ").string());
  CHECK(desk.shows("square.py"));
  desk.key(GLFW_KEY_TAB);  // completes
  desk.frames(2);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(3);
  CHECK_FALSE(desk.shows(desk.words()["path.open"]));
  CHECK(desk.state().ran_name == "square");
  CHECK(desk.state().program_path == folder / "square.py");
  desk.key(GLFW_KEY_SPACE);  // keys act on the recording again
  CHECK(desk.state().time.step == 1);
  desk.key(GLFW_KEY_Z, true);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().ran_name == "neuron-mse");
  CHECK(desk.state().program_path.empty());
}

TEST_CASE("Ctrl+Q closes the window, whatever it shows") {
  for (const char* shown : {"", "programs", "edit", "chapters"}) {
    CAPTURE(shown);
    Desk desk(opened());
    if (*shown != '\0') desk.click(shown);
    CHECK_FALSE(desk.frames(2).close);
    desk.key(GLFW_KEY_Q);
    CHECK_FALSE(desk.frames().close);
    desk.key(GLFW_KEY_Q, true);
    CHECK(desk.frames().close);
  }
}

TEST_CASE("folders are entered by clicks and by arrow keys, and left again") {
  const Folder folder("browse");
  fs::create_directories(folder / "inner" / "deep");
  write_file(folder / "inner" / "square.py", square);
  write_file(folder / "inner" / "notes.txt", "x");
  Desk desk(opened());
  choose(desk, "file-open");
  type_path(desk, folder.path.string() + "/");
  desk.click("path-entry:1");  // inner, below ../
  desk.frames(3);
  CHECK(desk.shows("deep/"));
  CHECK_FALSE(desk.shows("notes.txt"));
  desk.click("path-entry:0");
  desk.frames(3);
  CHECK(desk.shows("inner/"));
  desk.key(GLFW_KEY_DOWN);
  desk.key(GLFW_KEY_DOWN);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(3);
  CHECK(desk.shows("deep/"));
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_DOWN);
  desk.key(GLFW_KEY_ENTER);  // the last one: square.py
  desk.frames(3);
  CHECK(desk.state().ran_name == "square");
}

TEST_CASE("what cannot be opened is said in the dialog, which stays") {
  const Folder folder("refused");
  mkfifo((folder / "pipe.py").c_str(), 0600);
  write_file(folder / "bad.bptutor", "BPT1:nonsense!");
  Desk desk(opened());
  const auto trace = desk.state().trace;
  desk.key(GLFW_KEY_O, true);
  type_path(desk, (folder / "none.py").string());
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows(desk.words()["path.none"]));
  type_path(desk, (folder / "pipe.py").string());
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows("is no file that can be read"));
  type_path(desk, (folder / "bad.bptutor").string());
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows("the code is damaged or cut off"));
  write_file(folder / "none.bptutor", "x = tensor(1)\n");
  type_path(desk, (folder / "none.bptutor").string());
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows("that is no code of a shared state"));
  type_path(desk, "/no/such/folder/\xFF\xFE/");
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows(desk.words()["path.none"]));
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames(2);
  CHECK_FALSE(desk.shows(desk.words()["path.open"]));
  CHECK(desk.state().trace == trace);
  CHECK_FALSE(desk.app.can_undo());
}

TEST_CASE("saving asks for a path once, remembers it, and never writes over another file unasked") {
  const Folder folder("save");
  write_file(folder / "taken.py", "mine");
  Desk desk(opened());
  choose(desk, "file-save");  // a shipped program has no file yet
  CHECK(desk.shows(desk.words()["path.save"]));
  type_path(desk, (folder / "taken").string());
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows(desk.words().format("path.exists", "taken.py")));
  CHECK(read_file(folder / "taken.py") == "mine");
  type_path(desk, (folder / "mine").string());
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  CHECK(read_file(folder / "mine.py") == shipped_program("neuron-mse"));
  CHECK(desk.shows(desk.words().format("file.saved", "mine.py")));
  CHECK(desk.state().program_name == "mine");
  CHECK(desk.state().ran_name == "mine");
  CHECK_FALSE(desk.state().edited());

  desk.app.dispatch(viz::command::EditDraft{square});
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  CHECK(read_file(folder / "mine.py") == square);  // no question for the same file

  choose(desk, "file-save-as");
  type_path(desk, (folder / "taken.py").string());
  desk.key(GLFW_KEY_ENTER);
  desk.key(GLFW_KEY_ENTER);  // it was asked
  desk.frames(2);
  CHECK(read_file(folder / "taken.py") == square);
  CHECK(desk.state().program_path == folder / "taken.py");
}

TEST_CASE("a file that another program changed is not written over without a question") {
  const Folder folder("changed");
  const fs::path path = folder / "a.py";
  write_file(path, square);
  Desk desk(opened());
  desk.workbench.open_file(path.string());
  desk.frames(3);
  write_file(path, "# theirs\n");
  desk.app.dispatch(viz::command::EditDraft{square + "# mine\n"});
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  CHECK(desk.shows(desk.words()["path.changed"]));
  CHECK(read_file(path) == "# theirs\n");
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames(2);
  CHECK(read_file(path) == "# theirs\n");
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  CHECK(read_file(path) == square + "# mine\n");
}

TEST_CASE("undo of an opening takes its file along: saving goes where the text came from") {
  const Folder folder("paths");
  write_file(folder / "a.py", square);
  write_file(folder / "b.py", square + "# b\n");
  write_file(folder / "bad.py", "x = q\n");
  Desk desk(opened());
  desk.workbench.open_file((folder / "a.py").string());
  desk.frames(3);
  desk.workbench.open_file((folder / "b.py").string());
  desk.frames(3);
  desk.app.undo();
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  CHECK(read_file(folder / "a.py") == square);
  CHECK(read_file(folder / "b.py") == square + "# b\n");
  // One that fails, and back to the program that ran.
  desk.workbench.open_file((folder / "bad.py").string());
  desk.frames(3);
  desk.click("revert");
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  CHECK(read_file(folder / "bad.py") == "x = q\n");
  CHECK(desk.state().program_path == folder / "a.py");
}

TEST_CASE("a program that is too long to be read whole is not saved over its file") {
  const Folder folder("long");
  const std::string text = "# " + std::string(1'200'000, 'x') + "\n";
  write_file(folder / "long.py", text);
  Desk desk(opened());
  desk.workbench.open_file((folder / "long.py").string());
  desk.frames(3);
  CHECK(desk.state().error.has_value());
  desk.key(GLFW_KEY_S, true);
  desk.frames(2);
  CHECK(desk.shows(desk.words()["path.save"]));
  CHECK(read_file(folder / "long.py") == text);
}

TEST_CASE("places that cannot be written are refused in the dialog") {
  Desk desk(opened());
  choose(desk, "file-save-as");
  type_path(desk, "/no/such/folder/a.py");
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows(desk.words().format("path.no_folder", "/no/such/folder")));
  type_path(desk, "/proc/a.py");
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.shows("/proc/a.py cannot be written"));
  desk.click("path-cancel");
  desk.frames();
  CHECK_FALSE(desk.shows(desk.words()["path.save"]));
  CHECK(desk.state().program_path.empty());
}

TEST_CASE("a code is copied and pasted") {
  std::string code;
  {
    Desk desk(opened_program("xor"));
    for (int i = 0; i < 7; ++i)
      desk.key(GLFW_KEY_SPACE);
    choose(desk, "file-copy");
    code = ImGui::GetClipboardText();
    CHECK(code == viz::share_text(desk.state()));
    CHECK(desk.shows(desk.words().format("file.copied", code.size())));
  }
  Desk other(opened());
  ImGui::SetClipboardText((" " + code.substr(0, 50) + "\n" + code.substr(50) + "\n").c_str());
  other.key(GLFW_KEY_V, true);
  other.frames(3);
  CHECK(other.state().ran_name == "xor");
  CHECK(other.state().time == Time{7, 0});
  other.key(GLFW_KEY_Z, true);
  CHECK(other.state().ran_name == "neuron-mse");

  ImGui::SetClipboardText("BPT1:AAAA");
  choose(other, "file-paste");
  CHECK(other.shows("the code is damaged or cut off"));
  ImGui::SetClipboardText("");
  choose(other, "file-paste");
  CHECK(other.shows(other.words()["file.empty_clipboard"]));
}

TEST_CASE("a state is saved in a file, and opened from it by the list of recent ones") {
  const Folder folder("recent");
  const fs::path path = folder / "seen.bptutor";
  Desk desk(opened_program("two-two-two"));
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_SPACE);
  choose(desk, "file-save-as");
  type_path(desk, path.string());
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  CHECK(viz::looks_like_share(read_file(path)));
  desk.key(GLFW_KEY_HOME);
  choose(desk, "open:four-samples");
  CHECK(desk.state().ran_name == "four-samples");
  CHECK(desk.state().program_path.empty());
  choose(desk, "recent:0");
  CHECK(desk.state().trace->program == shipped_program("two-two-two"));
  CHECK(desk.state().time == Time{9, 0});
  CHECK(desk.workbench.settings().recent == std::vector<std::string>{path.string()});
  fs::remove(path);
  choose(desk, "recent:0");  // gone: said, and no longer offered
  CHECK(desk.shows("cannot be read"));
  CHECK(desk.workbench.settings().recent.empty());
}

TEST_CASE("the menu sets text size, speed and motion, and resets the layout") {
  Desk desk(opened());
  choose(desk, "text:140");
  desk.frames(2);
  CHECK(desk.workbench.settings().preferences.text_percent == 140);
  CHECK(desk.workbench.clips().front().w == doctest::Approx(1440 / 1.4));
  desk.click("speed:4");
  desk.click("motion:reduced");
  CHECK(desk.workbench.settings().preferences.play_speed == 4);
  CHECK(desk.workbench.settings().preferences.reduced_motion);
  desk.click("motion:full");
  CHECK_FALSE(desk.workbench.settings().preferences.reduced_motion);
  desk.key(GLFW_KEY_ESCAPE);
  desk.click("fold-lesson");
  CHECK(desk.workbench.settings().panes.lesson_folded);
  choose(desk, "file-reset");
  CHECK(desk.workbench.settings().panes == viz::PaneSizes{});
  CHECK_FALSE(desk.app.can_undo());
}

TEST_CASE("the menu is walked with keys alone") {
  Desk desk(opened());
  while (desk.workbench.focused() != "programs")
    desk.key(GLFW_KEY_TAB);
  desk.key(GLFW_KEY_ENTER);
  desk.key(GLFW_KEY_TAB);
  CHECK(desk.workbench.focused() == "file-open");
  desk.key(GLFW_KEY_DOWN);
  CHECK(desk.workbench.focused() == "file-save");
  desk.key(GLFW_KEY_UP);
  desk.key(GLFW_KEY_UP);
  const std::string last =
      lessons::programs_by_chapter(lessons::catalogue(lessons::Language::english),
                                   lessons::program_names())
          .back()
          .programs.back();
  CHECK(desk.workbench.focused() == "open:" + last);  // around, within the menu
  desk.key(GLFW_KEY_ENTER);
  desk.frames(3);
  CHECK(desk.state().ran_name == last);
}

TEST_CASE("what is typed in any script has its characters in the field's font") {
  const Folder folder("script");
  Desk desk(opened());
  const auto has = [](ImWchar c) {
    return ImGui::GetIO().Fonts->Fonts[0]->FindGlyphNoFallback(c) != nullptr;
  };
  CHECK_FALSE(has(0x6842));
  desk.key(GLFW_KEY_O, true);
  type_path(desk, (folder / "\u6842").string());
  desk.frames(2);
  CHECK(has(0x6842));
  // A character that no font has does not have them built again and again.
  type_path(desk, (folder / "\uE123").string());
  desk.frames(2);
  CHECK_FALSE(desk.frames().new_fonts);
  desk.key(GLFW_KEY_ESCAPE);
  // A program with such a comment is edited.
  write_file(folder / "a.py", "# \u9E1F\n" + square);
  desk.workbench.open_file((folder / "a.py").string());
  desk.frames(3);
  CHECK_FALSE(has(0x9E1F));
  desk.key(GLFW_KEY_E);
  desk.frames(3);
  CHECK(has(0x9E1F));
}

TEST_CASE("the dialog bears any typing") {
  const Folder folder("typing");
  fs::create_directories(folder / "a b" / "c");
  Desk desk(opened());
  std::mt19937 random(3);
  desk.key(GLFW_KEY_O, true);
  std::string path = folder.path.string() + "/a";
  const int keys[] = {GLFW_KEY_TAB,  GLFW_KEY_ENTER,     GLFW_KEY_UP,  GLFW_KEY_DOWN,
                      GLFW_KEY_LEFT, GLFW_KEY_BACKSPACE, GLFW_KEY_HOME};
  for (int i = 0; i < 300; ++i) {
    if (i % 5 == 0) type_path(desk, mutated(path, random));
    desk.key(keys[random() % std::size(keys)]);
    if (!desk.shows(desk.words()["path.open"])) desk.key(GLFW_KEY_O, true);
  }
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames(2);
  CHECK_FALSE(desk.shows(desk.words()["path.open"]));
  CHECK(fs::exists(folder / "a b" / "c"));
}

}  // namespace
}  // namespace backprop::test
