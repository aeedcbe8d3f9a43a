// Settings as text: they come back, and no text is too odd to be refused in words.
#include "viz/app/settings.h"

#include <doctest/doctest.h>

#include "tests/support/json.h"
#include "tests/support/mutations.h"

namespace backprop::test {
namespace {

using namespace viz;

/// Nothing in it has its default.
Settings busy() {
  Settings settings;
  settings.language = Language::chinese;
  settings.theme = Theme::dark;
  settings.preferences = {140, 2, true};
  settings.panes = {300, 250, 180, 400, true, true};
  settings.window_width = 1100;
  settings.window_height = 700;
  settings.recent = {"/tmp/\u4E2D\u6587 \"a\".py", "/b.py"};
  settings.position = "BPT1:abc";
  settings.path = "/b.py";
  return settings;
}

Settings read(const std::string& text) {
  const auto settings = read_settings(text);
  REQUIRE(settings.ok());
  return settings.value();
}

TEST_CASE("settings come back from their text") {
  CHECK(read(settings_text(busy())) == busy());
  CHECK(read(settings_text({})) == Settings{});
  CHECK_FALSE(busy() == Settings{});
  CHECK(read("{\"version\": 1}") == Settings{});
  CHECK(read("{\"version\": 1, \"later\": [[1]]}") == Settings{});
}

TEST_CASE("what is no JSON or of another version is refused") {
  const auto cause = [](const std::string& text) {
    const auto settings = read_settings(text);
    return settings.ok() ? "" : settings.error().cause;
  };
  for (const char* text : {"", "{", "[]", "7", "null", "{\"version\": 1}x", "\xFF\xFE"})
    CHECK(cause(text) == "the settings file is damaged");
  for (const char* text : {"{}", "{\"version\": 2}", "{\"version\": \"1\"}", "{\"version\": null}"})
    CHECK(cause(text) == "the settings file is of another version of the program");
  CHECK(cause(std::string(longest_settings + 1, ' ')) == "the settings file is too large");
  CHECK(cause("{\"version\": 1, \"x\": " + std::string(100'000, '[')) ==
        "the settings file is damaged");
}

TEST_CASE("each entry of a wrong kind is refused by its name") {
  const auto json = parsed(settings_text(busy()));
  CHECK(json.size() == 20);
  for (const auto& [key, value] : json.items()) {
    if (key == "version") continue;
    CAPTURE(key);
    for (const char* wrong : {"{}", "[[]]", "null"}) {
      auto changed = json;
      changed[key] = parsed(wrong);
      const auto settings = read_settings(changed.dump());
      if (key == "recent" && changed[key].is_array()) {  // one of them is passed over
        CHECK(settings.ok());
        continue;
      }
      REQUIRE_FALSE(settings.ok());
      CHECK(settings.error().cause ==
            "the settings file's entry '" + key + "' cannot be understood");
    }
  }
}

TEST_CASE("numbers out of range are moved into it") {
  const Settings settings = read(
      R"({"version": 1, "text_percent": 1e300, "play_speed": -3, "lesson_width": -1e99,)"
      R"("code_width": 1e99, "window_width": 1, "digits": 700, "window_height": 99999999999999999999})");
  CHECK(settings.preferences.text_percent == 200);
  CHECK(settings.preferences.play_speed == 0.5);
  CHECK(settings.preferences.digits == 9);
  CHECK(settings.panes.lesson == 0);
  CHECK(settings.panes.code == 4096);
  CHECK(settings.window_width == 640);
  CHECK(settings.window_height == 16'384);
}

TEST_CASE("a recent file that is none is passed over, and the rest stays") {
  const auto read = read_settings(
      R"({"version": 1, "language": "zh", "recent": ["/a.py", 7, null, "/b.py"], "digits": 4})");
  REQUIRE(read.ok());
  CHECK(read.value().recent == std::vector<std::string>{"/a.py", "/b.py"});
  CHECK(read.value().language == Language::chinese);
  CHECK(read.value().preferences.digits == 4);
}

TEST_CASE("recent files: the newest first, each once, no more than ten") {
  std::vector<std::string> recent;
  for (int i = 0; i < 12; ++i)
    add_recent(recent, std::to_string(i));
  CHECK(recent.size() == most_recent_files);
  CHECK(recent.front() == "11");
  CHECK(recent.back() == "2");
  add_recent(recent, "5");
  CHECK(recent.size() == most_recent_files);
  CHECK(recent[0] == "5");
  CHECK(recent[1] == "11");
  Settings many;
  many.recent.assign(50, "/a");
  CHECK(read(settings_text(many)).recent.size() == most_recent_files);
}

TEST_CASE("20,000 settings that are almost right give settings or an error") {
  const std::string text = settings_text(busy());
  std::mt19937 random(1);
  int good = 0;
  int bad = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto settings = read_settings(mutated(text, random));
    if (settings.ok()) {
      ++good;
      CHECK(read(settings_text(settings.value())) == settings.value());
    } else {
      ++bad;
      CHECK_FALSE(settings.error().cause.empty());
    }
  }
  CHECK(good > 1000);
  CHECK(bad > 1000);
}

}  // namespace
}  // namespace backprop::test
