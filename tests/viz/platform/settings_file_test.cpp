// Files that are written in whole, read within bounds and set aside.
#include "viz/platform/settings_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/folder.h"
#include "tests/support/variable.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;
using namespace viz;

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST_CASE("settings lie where the desktop's rules put them") {
  const Variable home("HOME", "/home/somebody");
  {
    const Variable xdg("XDG_CONFIG_HOME", "/elsewhere");
    CHECK(settings_path() == "/elsewhere/backprop-tutor/settings.json");
  }
  for (const char* not_absolute : {static_cast<const char*>(nullptr), "", "relative"}) {
    const Variable xdg("XDG_CONFIG_HOME", not_absolute);
    CHECK(settings_path() == "/home/somebody/.config/backprop-tutor/settings.json");
    const Variable homeless("HOME", nullptr);
    CHECK(settings_path().empty());
  }
}

TEST_CASE("a file is replaced in whole, keeps its rights, and a link stays a link") {
  const Folder folder("whole");
  const fs::path path = folder / "a.py";
  CHECK_FALSE(write_whole_file(path, "one").has_value());
  CHECK(read_file(path) == "one");
  chmod(path.c_str(), 0600);
  fs::create_symlink(path, folder / "link.py");
  CHECK_FALSE(write_whole_file(folder / "link.py", std::string(100'000, 'x')).has_value());
  CHECK(fs::is_symlink(folder / "link.py"));
  CHECK(read_file(path).size() == 100'000);
  CHECK((fs::status(path).permissions() & fs::perms::others_read) == fs::perms::none);
  CHECK(files_in(folder.path) == 2);  // nothing is left beside them
}

TEST_CASE("what cannot be written says so and leaves what is there") {
  const Folder folder("unwritable");
  CHECK(write_whole_file(folder / "no" / "such" / "a.py", "x").has_value());
  fs::create_directories(folder / "sub");
  CHECK(write_whole_file(folder / "sub", "x").has_value());
  CHECK(fs::is_directory(folder / "sub"));
  mkfifo((folder / "pipe").c_str(), 0600);
  CHECK(write_whole_file(folder / "pipe", "x").has_value());
  CHECK(fs::is_fifo(folder / "pipe"));
  CHECK(write_whole_file("/proc/x", "x").has_value());
  CHECK(write_whole_file("", "x").has_value());
  CHECK(files_in(folder.path) == 2);
}

TEST_CASE("reading: nothing where there is no file, an error for what is none, never too much") {
  const Folder folder("reading");
  const auto absent = read_whole_file(folder / "none", 10);
  REQUIRE(absent.ok());
  CHECK_FALSE(absent.value().has_value());
  CHECK_FALSE(read_whole_file(folder.path, 10).ok());
  CHECK_FALSE(read_whole_file("/dev/zero", 10).ok());
  mkfifo((folder / "pipe").c_str(), 0600);
  CHECK_FALSE(read_whole_file(folder / "pipe", 10).ok());  // and does not wait for a writer
  write_file(folder / "large", std::string(300'000, 'x'));
  CHECK(read_whole_file(folder / "large", 10).value()->size() == 11);
  CHECK(read_whole_file(folder / "large", 300'000).value()->size() == 300'000);
}

TEST_CASE("setting aside never takes a place that is taken") {
  const Folder folder("aside");
  for (int n = 1; n <= 3; ++n) {
    write_file(folder / "settings.json", std::to_string(n));
    const auto aside = set_aside(folder / "settings.json");
    REQUIRE(aside.ok());
    CHECK(aside.value() == folder / ("settings.damaged-" + std::to_string(n) + ".json"));
    CHECK(read_file(aside.value()) == std::to_string(n));
  }
  CHECK(files_in(folder.path) == 3);
  CHECK_FALSE(set_aside(folder / "settings.json").ok());
}

}  // namespace
}  // namespace backprop::test
