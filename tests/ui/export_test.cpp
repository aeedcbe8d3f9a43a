// Pictures of the window in files, made while it goes on.
#include <doctest/doctest.h>
#include <imgui.h>

#include "tests/support/folder.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"
#include "tests/ui/desk.h"
#include "viz/platform/image.h"
#include "viz/ui/exporter.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;
using viz::Exporter;
using viz::ExportPlan;

viz::Image picture(const fs::path& path) {
  auto image = viz::read_png(path);
  REQUIRE(image.ok());
  return std::move(image).value();
}

/// Pictures in a GIF: its image descriptors, found by walking through its blocks.
int pictures_in(const std::string& gif) {
  const auto byte = [&](std::size_t at) {
    return at < gif.size() ? static_cast<unsigned char>(gif[at]) : 0;
  };
  const auto colors = [&](unsigned flags) {
    return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
  };
  REQUIRE(gif.starts_with("GIF89a"));
  std::size_t at = 13 + colors(byte(10));
  int count = 0;
  while (at < gif.size() && byte(at) != 0x3B) {
    const bool image = byte(at) == 0x2C;
    count += image ? 1 : 0;
    at += image ? 11 + colors(byte(at + 9)) : 2;
    for (; byte(at) != 0; at += byte(at) + 1U) {
    }
    ++at;
  }
  CHECK(byte(at) == 0x3B);  // its end is there
  return count;
}

void export_to(Desk& desk, const std::string& item, const std::string& path) {
  desk.click("programs");
  desk.click(item);
  desk.frames(3);
  desk.key(GLFW_KEY_A, true);
  desk.type(path);
  desk.frames(2);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
}

TEST_CASE("the window's picture is exported from the menu, and the window goes on") {
  const Folder folder("picture");
  Desk desk(opened(), 1000, 640);
  desk.click("fold-inspector");
  desk.key(GLFW_KEY_SPACE);
  export_to(desk, "file-picture", (folder / "now").string());  // .png is added
  CHECK(desk.shows(desk.words().format("file.exported", "now.png")));
  const viz::Image image = picture(folder / "now.png");
  CHECK(image.width == 1000);
  CHECK(image.height == 640);
  CHECK(ImGui::GetCurrentContext() != nullptr);
  desk.key(GLFW_KEY_SPACE);
  CHECK(desk.state().time.step == 2);

  // The panes are as in the window: the other way round the picture is another one.
  desk.click("undo");
  desk.click("fold-inspector");
  export_to(desk, "file-picture", (folder / "other.png").string());
  CHECK(picture(folder / "other.png").rgba != image.rgba);

  // What the chapter has been scrolled to is what its picture shows.
  export_to(desk, "file-picture", (folder / "top.png").string());
  desk.workbench.scroll_lesson(400);
  desk.frames(2);
  export_to(desk, "file-picture", (folder / "below.png").string());
  CHECK(picture(folder / "below.png").rgba != picture(folder / "top.png").rgba);

  export_to(desk, "file-picture", (folder / "now.svg").string());
  CHECK(read_file(folder / "now.svg").starts_with("<svg"));
  CHECK(read_file(folder / "now.svg").find("NaN") == std::string::npos);
}

TEST_CASE("larger text: the picture has the window's device pixels") {
  const Folder folder("zoom");
  Desk desk(opened(), 1000, 640);
  viz::Settings settings;
  settings.preferences.text_percent = 140;
  desk.workbench.apply(settings);
  desk.frames(2);
  export_to(desk, "file-picture", (folder / "a.png").string());
  CHECK(std::abs(picture(folder / "a.png").width - 1000) <= 1);
}

TEST_CASE("steps are exported as a GIF of all, of the rest and of a phase") {
  const Folder folder("steps");
  Desk desk(opened(), 640, 420);
  const int count = static_cast<int>(desk.state().trace->step_count());
  for (int i = 0; i < 3; ++i)
    desk.key(GLFW_KEY_SPACE);
  export_to(desk, "movie:all", (folder / "all.gif").string());
  CHECK(desk.frames().next_frame_in == 0);  // it goes on by itself
  desk.frames(count + 2);
  CHECK(desk.shows(desk.words().format("file.exported", "all.gif")));
  CHECK(pictures_in(read_file(folder / "all.gif")) == count + 1);
  CHECK(desk.state().time == Time{3, 0});  // what is looked at stays

  if (!under_sanitizers) {
    export_to(desk, "movie:rest", (folder / "rest.gif").string());
    desk.frames(count + 2);
    CHECK(pictures_in(read_file(folder / "rest.gif")) == count + 1 - 3);
  }

  export_to(desk, "movie:phase", (folder / "phase.gif").string());
  desk.frames(count + 2);
  const Time end = next(*desk.state().trace, {}, StepSize::phase);
  CHECK(pictures_in(read_file(folder / "phase.gif")) == static_cast<int>(end.step) + 1);
}

TEST_CASE("steps are exported into a new folder, a picture for each") {
  const Folder folder("numbered");
  Desk desk(opened(), 640, 420);
  desk.key(GLFW_KEY_END);
  desk.key(GLFW_KEY_BACKSPACE);
  const Index from = desk.state().time.step;
  export_to(desk, "movie:rest", (folder / "new").string() + "/");
  desk.frames(3);
  CHECK(desk.shows(desk.words().format("file.exported", "new/")));
  CHECK(picture(folder / "new" / fmt::format("{:05}.png", from)).width == 640);
  CHECK(fs::exists(folder / "new" / fmt::format("{:05}.png", from + 1)));
  CHECK(std::distance(fs::directory_iterator(folder / "new"), fs::directory_iterator()) == 2);
}

TEST_CASE("Esc stops an export; what was made of it can be looked at") {
  const Folder folder("stop");
  Desk desk(opened(), 640, 420);
  export_to(desk, "movie:all", (folder / "part.gif").string());
  desk.frames(2);
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames(2);
  const int made = pictures_in(read_file(folder / "part.gif"));
  CHECK(made >= 1);
  CHECK(made < 12);
  CHECK(
      desk.shows(desk.words().format("file.stopped", made, desk.state().trace->step_count() + 1)));
  CHECK(desk.frames().next_frame_in > 0);
}

TEST_CASE(
    "too many steps are refused before the first picture, places that cannot be written after") {
  const Folder folder("many");
  std::string text = "x = tensor(1)\nfor t in range(700):\n    x = x + 1\n";
  Desk desk(opened_text(text));
  export_to(desk, "movie:all", (folder / "a.gif").string());
  CHECK(desk.shows(desk.words().format("file.too_many", 702, 600)));
  CHECK_FALSE(fs::exists(folder / "a.gif"));
  desk.key(GLFW_KEY_ESCAPE);
  export_to(desk, "file-picture", "/proc/a.png");
  CHECK(desk.shows("/proc/a.png"));
  CHECK(desk.shows("could not be written"));
}

TEST_CASE("an exporter goes through its plan piece by piece") {
  const Folder folder("plan");
  ExportPlan plan;
  plan.state = opened();
  plan.path = (folder / "steps").string() + "/";
  plan.width = 640;
  plan.height = 420;
  plan.one_picture = false;
  plan.first = 20;
  plan.last = 999;  // the recording ends before
  auto exporter = Exporter::begin(plan, resources());
  REQUIRE(exporter.ok());
  CHECK(exporter.value()->total() == 3);
  for (int i = 1; i <= 3; ++i) {
    CHECK_FALSE(exporter.value()->done());
    CHECK_FALSE(exporter.value()->advance().has_value());
    CHECK(exporter.value()->made() == i);
  }
  CHECK(exporter.value()->done());
  CHECK_FALSE(exporter.value()->finish().has_value());
  CHECK(picture(folder / "steps" / "00020.png").rgba !=
        picture(folder / "steps" / "00022.png").rgba);
}

}  // namespace
}  // namespace backprop::test
