// What the window was like comes back at the next start, whatever became of the file.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "engine/trace/time.h"
#include "tests/support/folder.h"
#include "tests/ui/desk.h"
#include "viz/app/share.h"
#include "viz/scene/numbers.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;
using viz::Settings;
using viz::SettingsKeeper;

constexpr int keeping = 60 * 4;  // frames in which changes are written

Settings load(const fs::path& path) {
  auto loaded = SettingsKeeper(path).load();
  CHECK_FALSE(loaded.notice.has_value());
  return loaded.settings;
}

TEST_CASE("a start without a file has the defaults, and changes are written after a while") {
  const Folder folder("settings");
  const fs::path path = folder / "deep" / "settings.json";
  SettingsKeeper keeper(path);
  CHECK(keeper.load().settings == Settings{});
  Desk desk(opened());
  desk.workbench.keep_in(keeper);
  desk.frames(keeping);
  CHECK(fs::exists(path));
  desk.click("language-zh");
  desk.click("theme");
  desk.click("fold-lesson");
  desk.key(GLFW_KEY_SPACE);
  desk.key(GLFW_KEY_SPACE);
  CHECK(load(path).language == viz::Language::english);  // not with every key
  const auto due = desk.frames(30).next_frame_in;        // the step has arrived
  CHECK(due > 0);
  CHECK(due < 4);  // the window wakes up to write
  desk.frames(keeping);
  const Settings kept = load(path);
  CHECK(kept.language == viz::Language::chinese);
  CHECK(kept.theme == viz::Theme::dark);
  CHECK(kept.panes.lesson_folded);
  CHECK(kept.window_width == 1440);
  const auto position = viz::read_share(kept.position);
  REQUIRE(position.ok());
  CHECK(position.value().state.time == Time{2, 0});
  CHECK(desk.frames().next_frame_in > 4);  // nothing more to write
}

TEST_CASE("the next start is where the last one was") {
  const Folder folder("resume");
  SettingsKeeper keeper(folder / "settings.json");
  {
    Desk desk(opened());
    desk.workbench.keep_in(keeper);
    desk.click("programs");
    desk.click("open:four-samples");
    desk.frames(3);
    for (int i = 0; i < 5; ++i)
      desk.key(GLFW_KEY_SPACE);
    desk.platform.resize(1200, 800);
    desk.move(100, 400);
    desk.scroll(-5);
    desk.frames();
    desk.workbench.keep_settings();
  }
  const Settings kept = load(folder / "settings.json");
  CHECK(kept.window_width == 1200);
  CHECK(kept.window_height == 800);
  Desk desk(opened());
  desk.workbench.apply(kept);
  desk.app.resume(std::make_shared<const viz::SharedState>(viz::read_share(kept.position).value()),
                  "");
  desk.workbench.scroll_lesson(kept.lesson_scroll);
  desk.frames(3);
  CHECK(kept.lesson_scroll > 100);
  CHECK(desk.workbench.settings().lesson_scroll == kept.lesson_scroll);
  CHECK(desk.state().ran_name == "four-samples");
  CHECK(desk.state().time == Time{5, 0});
  CHECK(desk.shows(desk.words().format("timeline.position", 5, desk.state().trace->step_count())));
}

TEST_CASE("closed before the last position came back in whole, it is there at the next start") {
  const Folder folder("again");
  SettingsKeeper keeper(folder / "settings.json");
  Settings before;
  {
    Desk desk(opened_program("xor"));
    desk.key(GLFW_KEY_SPACE);
    before.position = viz::share_text(desk.state());
  }
  keeper.keep(before);
  Desk desk(opened());
  desk.workbench.keep_in(keeper);
  desk.app.resume(
      std::make_shared<const viz::SharedState>(viz::read_share(before.position).value()), "");
  desk.workbench.keep_settings();
  CHECK(load(folder / "settings.json").position == before.position);
  desk.frames(3);
  desk.workbench.keep_settings();
  CHECK(load(folder / "settings.json").position == before.position);
}

TEST_CASE("a file that cannot be understood is set aside, with a notice") {
  const Folder folder("damaged");
  const fs::path path = folder / "settings.json";
  int number = 0;
  for (const std::string& text :
       {std::string("{"), std::string(), std::string("{\"version\": 7}"),
        std::string("{\"version\": 1, \"theme\": 3}"), std::string(9'000'000, ' ')}) {
    write_file(path, text);
    SettingsKeeper keeper(path);
    const auto loaded = keeper.load();
    CHECK(loaded.settings == Settings{});
    REQUIRE(loaded.notice.has_value());
    const fs::path aside = folder / ("settings.damaged-" + std::to_string(++number) + ".json");
    CHECK(loaded.notice->advice == "it is now " + aside.string());
    CHECK(read_file(aside) == text);  // nothing is lost
    CHECK_FALSE(keeper.keep({}).has_value());
    CHECK(load(path) == Settings{});
  }
  Desk desk(opened());
  desk.workbench.notify({{}, "the settings file is damaged", "it is now elsewhere"});
  desk.frames();
  CHECK(desk.shows("the settings file is damaged: it is now elsewhere"));
}

TEST_CASE("a folder in the file's place, or a place that cannot be written: said once") {
  const Folder folder("places");
  fs::create_directories(folder / "settings.json");
  CHECK(SettingsKeeper(folder / "settings.json").load().notice.has_value());
  CHECK(fs::is_directory(folder / "settings.damaged-1.json"));

  write_file(folder / "file", "");
  for (const fs::path& nowhere :
       {folder / "file" / "settings.json", fs::path("/proc/nowhere/settings.json")}) {
    SettingsKeeper keeper(nowhere);
    CHECK(keeper.load().settings == Settings{});
    const auto error = keeper.keep({});
    REQUIRE(error.has_value());
    CHECK(error->advice == "the settings of this time will not be kept");
    CHECK_FALSE(keeper.keep({}).has_value());
  }
  mkfifo((folder / "pipe.json").c_str(), 0600);
  CHECK(SettingsKeeper(folder / "pipe.json").load().notice.has_value());
  CHECK_FALSE(SettingsKeeper("").load().notice.has_value());
  CHECK_FALSE(SettingsKeeper("").keep({}).has_value());
}

TEST_CASE("text of every size: fewer logical pixels, more device pixels, all within the window") {
  for (const int percent : viz::text_sizes) {
    CAPTURE(percent);
    Desk desk(opened(), 1440, 900, 2);
    Settings settings;
    settings.preferences.text_percent = percent;
    desk.workbench.apply(settings);
    desk.frames(2);
    const float wanted = static_cast<float>(percent) / 100;
    const float zoom = std::min({wanted, 1440.0F / 785, 900.0F / 500});  // as far as there is room
    const viz::Rect window = desk.workbench.clips().front();
    CHECK(window.w == doctest::Approx(1440 / zoom));
    CHECK(window.h == doctest::Approx(900 / zoom));
    desk.click("step-forward");
    CHECK(desk.state().time.step == 1);
    CHECK(desk.workbench.settings().window_width == 1440);
    const viz::Widget* help = desk.workbench.find_widget("help");
    REQUIRE(help != nullptr);
    CHECK(help->rect.right() <= 1440 / zoom);
  }
}

TEST_CASE("numbers have the chosen digits: in the inspector, in formulas and in claims") {
  Desk desk(opened(), 1440, 6000);
  desk.show_answers();
  const Trace& trace = *desk.state().trace;
  const ValueId a = find_value(trace, "a");
  desk.app.dispatch(viz::command::GoTo{{trace.value(a).made_by + 1, 0}});
  for (const int digits : viz::digit_counts) {
    CAPTURE(digits);
    desk.click("programs");
    desk.click("digits:" + std::to_string(digits));
    desk.click("programs");
    desk.frames(2);
    const auto all = texts_of(desk.workbench);
    const std::string number = viz::shown(trace.value(a).data[0], digits);
    CHECK(std::count(all.begin(), all.end(), number) >= 1);
    const std::string slope = viz::shown(2 * (trace.value(a).data[0] - 1.0), digits);
    CHECK(desk.shows(slope + " = " + slope));
    CHECK(desk.workbench.settings().preferences.digits == digits);
  }
}

TEST_CASE("the speed of playing is the chosen one") {
  for (const double speed : viz::play_speeds) {
    Desk desk(opened());
    Settings settings;
    settings.preferences.play_speed = speed;
    desk.workbench.apply(settings);
    desk.key(GLFW_KEY_P);
    desk.frames(static_cast<int>(0.7 * 60 * 3 / speed) + 3);
    CHECK(desk.state().time.step == 3);
  }
}

}  // namespace
}  // namespace backprop::test
