// The language of a first start follows the environment.
#include "viz/app/first_language.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace backprop::test {
namespace {

using viz::Language;

Language in(const std::map<std::string, std::string>& environment) {
  return viz::first_language([&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

TEST_CASE("a Chinese environment begins in Chinese, any other in English") {
  CHECK(in({}) == Language::english);
  CHECK(in({{"LANG", "zh_CN.UTF-8"}}) == Language::chinese);
  CHECK(in({{"LANG", "zh"}}) == Language::chinese);
  CHECK(in({{"LC_MESSAGES", "zh_TW"}}) == Language::chinese);
  CHECK(in({{"LC_ALL", "zh_CN"}}) == Language::chinese);
  for (const char* other : {"C", "POSIX", "en_US.UTF-8", "de_CH", "", "z", "hzh"})
    CHECK(in({{"LANG", other}}) == Language::english);
}

TEST_CASE("the first variable that is set decides; an empty one is as if it were not") {
  CHECK(in({{"LC_ALL", "C"}, {"LC_MESSAGES", "zh_CN"}, {"LANG", "zh_CN"}}) == Language::english);
  CHECK(in({{"LC_MESSAGES", "en_GB"}, {"LANG", "zh_CN"}}) == Language::english);
  CHECK(in({{"LC_MESSAGES", "zh_CN"}, {"LANG", "en_GB"}}) == Language::chinese);
  CHECK(in({{"LC_ALL", ""}, {"LC_MESSAGES", ""}, {"LANG", "zh_CN"}}) == Language::chinese);
  CHECK(in({{"LC_CTYPE", "zh_CN.UTF-8"}}) == Language::english);  // of characters, not of words
}

}  // namespace
}  // namespace backprop::test
