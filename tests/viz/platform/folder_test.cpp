// Paths that are typed: what is listed, what Tab makes of them.
#include "viz/platform/folder.h"

#include <doctest/doctest.h>

#include "tests/support/folder.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;
using namespace viz;

using Entries = std::vector<FolderEntry>;
const std::vector<std::string> endings = {".py", ".bptutor"};

TEST_CASE("a folder lists its folders, then its files of the kind that is asked for") {
  const Folder folder("list");
  for (const char* name : {"b.py", "A.py", "c.bptutor", "d.txt", ".hidden.py", "noending"})
    write_file(folder / name, "");
  fs::create_directories(folder / "z");
  fs::create_directories(folder / "\u4E2D\u6587");
  fs::create_symlink(folder / "nowhere", folder / "broken.py");
  const auto entries = list_folder(folder.path.string(), endings, false);
  REQUIRE(entries.ok());
  CHECK(entries.value() == Entries{{"z", true},
                                   {"\u4E2D\u6587", true},
                                   {"A.py", false},
                                   {"b.py", false},
                                   {"broken.py", false},
                                   {"c.bptutor", false}});
  CHECK(list_folder(folder.path.string(), endings, true).value().size() == 7);
  CHECK_FALSE(list_folder((folder / "b.py").string(), endings, false).ok());
  CHECK_FALSE(list_folder((folder / "none").string(), endings, false).ok());
  CHECK_FALSE(list_folder("", endings, false).ok());
}

TEST_CASE("Tab adds what all that go on from it have in common") {
  const Entries entries = {{"alpha", true},        {"alphabet.py", false}, {"beta", true},
                           {"\u4E2D\u6587", true}, {"\u4E2D\u6586", true}, {"Gamma.py", false}};
  CHECK(completed_path("/x/a", entries) == "/x/alpha");
  CHECK(completed_path("/x/alphab", entries) == "/x/alphabet.py");
  CHECK(completed_path("b", entries) == "beta/");
  CHECK(completed_path("/x/B", entries) == "/x/beta/");
  CHECK(completed_path("gam", entries) == "Gamma.py");
  CHECK(completed_path("/x/q", entries) == "/x/q");
  CHECK(completed_path("", entries) == "");
  CHECK(completed_path("/x/", {}) == "/x/");
  // No half of a character is left.
  CHECK(completed_path("\u4E2D", entries) == "\u4E2D");
}

TEST_CASE("typed paths are split and expanded") {
  CHECK(split_path("/a/b.py").folder == "/a/");
  CHECK(split_path("/a/b.py").rest == "b.py");
  CHECK(split_path("b").folder.empty());
  const std::string home = std::getenv("HOME");
  CHECK(expanded_path("~") == fs::path(home).lexically_normal());
  CHECK(expanded_path("~/a") == (fs::path(home) / "a").lexically_normal());
  CHECK(expanded_path("/a/../b/./c.py") == "/b/c.py");
  CHECK(expanded_path("a.py") == (fs::current_path() / "a.py").string());
  CHECK(expanded_path("/a/new/") == "/a/new/");
}

}  // namespace
}  // namespace backprop::test
