#include "lessons/model/catalogue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace backprop::test {
namespace {

using lessons::Chapter;
using lessons::ProgramGroup;

Chapter chapter(const std::string& title, std::vector<std::string> programs) {
  Chapter made;
  made.title = title;
  made.programs = std::move(programs);
  return made;
}

TEST_CASE("a program stands with the first chapter that shows it, one without a chapter last") {
  const std::vector<Chapter> chapters{chapter("A", {"one", "two"}), chapter("B", {"two"}),
                                      chapter("C", {"gone", "three", "one"})};
  const auto groups = programs_by_chapter(chapters, {"alone", "one", "three", "two"});
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].title == "A");
  CHECK(groups[0].programs == std::vector<std::string>{"one", "two"});
  CHECK(groups[1].title == "C");
  CHECK(groups[1].programs == std::vector<std::string>{"three"});
  CHECK(groups[2].title.empty());
  CHECK(groups[2].programs == std::vector<std::string>{"alone"});
}

TEST_CASE("every shipped program is in one group") {
  const auto names = lessons::program_names();
  CHECK(names.size() > 50);
  CHECK(std::is_sorted(names.begin(), names.end()));
  std::multiset<std::string> listed;
  for (const ProgramGroup& group :
       programs_by_chapter(lessons::catalogue(lessons::Language::english), names))
    listed.insert(group.programs.begin(), group.programs.end());
  CHECK(listed == std::multiset<std::string>(names.begin(), names.end()));
}

}  // namespace
}  // namespace backprop::test
