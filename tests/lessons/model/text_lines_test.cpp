#include "lessons/model/text_lines.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace backprop::lessons {
namespace {

TEST_CASE("widths in columns") {
  CHECK(width_of("") == 0);
  CHECK(width_of("ab c") == 4);
  CHECK(width_of("梯度，a") == 7);
  CHECK(width_of("w₁ · x") == 6);
  CHECK(width_of("y\u0302v\u20D7") == 2);
  CHECK(width_of("\xFF") == 1);  // a stray byte
}

TEST_CASE("lines break at spaces and between Chinese characters, not before closing punctuation") {
  const std::string word(40, 'a');
  CHECK(wrapped(word + " " + word, "- ", "  ") == "- " + word + "\n  " + word + "\n");
  CHECK(wrapped("", "1. ", "   ") == "1.\n");
  const std::string longest(100, 'b');
  CHECK(wrapped(longest + " c", "", " ") == longest + "\n c\n");
  std::string chinese;
  for (int i = 0; i < 39; ++i)
    chinese += "度";
  CHECK(wrapped(chinese, "", "") == chinese + "\n");  // 78 columns
  CHECK(wrapped(chinese + "，度", "", "") == chinese.substr(0, 38 * 3) + "\n度，度\n");
  CHECK(wrapped(chinese.substr(3) + "（度", "", "") == chinese.substr(3) + "\n（度\n");
}

TEST_CASE("padding and lines") {
  CHECK(padded("度", 4) == "度  ");
  CHECK(padded("abc", 2) == "abc");
  CHECK(lines_in("a\r\n\nb") == std::vector<std::string>{"a", "", "b"});
  CHECK(lines_in("a\n") == std::vector<std::string>{"a"});
  CHECK(lines_in("").empty());
}

}  // namespace
}  // namespace backprop::lessons
