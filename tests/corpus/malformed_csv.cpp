#include "tests/corpus/malformed_csv.h"

namespace backprop::test {
namespace {

std::string repeated(const std::string& line, int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += line;
  return text;
}

}  // namespace

std::vector<MalformedCsv> malformed_csv() {
  const std::string good = "0.5,-1,1\n";
  return {
      {"", {1, 1}, "there are no points"},
      {"\n \n\t\n", {1, 1}, "there are no points"},
      {"# nothing\n", {1, 1}, "there are no points"},
      {"x1,x2,label\n", {1, 1}, "there are no points"},
      {"\xEF\xBB\xBF", {1, 1}, "there are no points"},
      {"0.5", {1, 4}, "1 field in a line where a point has 3"},
      {"0.5,1", {1, 6}, "2 fields in a line where a point has 3"},
      {good + "0.5 1 1\n", {2, 8}, "1 field in a line where a point has 3"},
      {good + "1,2,1,4,5\n", {2, 7}, "5 fields in a line where a point has 3"},
      {"1;2\n", {1, 4}, "2 fields in a line where a point has 3"},
      {"0.5;1;1\n0.5,1,1\n", {2, 8}, "1 field in a line where a point has 3"},
      {"1 2 1\n1 2\n", {2, 4}, "2 fields in a line where a point has 3"},
      {"1\t2\t1\n1\t\t1\n", {2, 3}, "x2 is missing"},
      {good + ",1,1\n", {2, 1}, "x1 is missing"},
      {good + "1,,1\n", {2, 3}, "x2 is missing"},
      {good + "1,2,\n", {2, 5}, "the label is missing"},
      {good + "1,2, \n", {2, 6}, "the label is missing"},
      {"1,a,1\n", {1, 3}, "'a' is not a number"},
      {"x1,x2,label\nx1,x2,label\n", {2, 1}, "'x1' is not a number"},
      {good + good + "1,2,blue\n", {3, 5}, "'blue' is not a number"},
      {good + "1,2.3.4,1\n", {2, 3}, "'2.3.4' is not a number"},
      {good + "1,--2,1\n", {2, 3}, "'--2' is not a number"},
      {good + "1, 0x10,1\n", {2, 4}, "'0x10' is not a number"},
      {good + "nan,1,1\n", {2, 1}, "'nan' is not a number"},
      {good + "1,inf,1\n", {2, 3}, "'inf' is not a number"},
      {good + "1,1e999,1\n", {2, 3}, "x2 is the number 1e999"},
      {good + "2000000,1,1\n", {2, 1}, "x1 is the number 2000000"},
      {good + "1,2,-1e7\n", {2, 5}, "the label is the number -1e7"},
      {good + "\xE5\xB1\x82,1,1\n", {2, 1}, "'\xE5\xB1\x82' is not a number"},
      {good + "\"\xE5\xB1\x82\",a,1\n", {2, 1}, "'\xE5\xB1\x82' is not a number"},
      {good + "\"1,2,1\n", {2, 1}, "a quote without its partner"},
      {good + "\"1\"2,2,1\n", {2, 4}, "text after the closing quote of a field"},
      {"1 \"2\"3 1\n", {1, 6}, "text after the closing quote of a field"},
      {"1;2,5;1\n1;2,5,1;1\n", {2, 3}, "'2,5,1' is not a number"},
      {good + "\r\n\r\n1,2\r\n", {4, 4}, "2 fields in a line where a point has 3"},
      {good + "\r1,2\r", {3, 4}, "2 fields in a line where a point has 3"},
      {good + "1,\xFF,1\n", {2, 3}, "this is not text in UTF-8"},
      {good + std::string("1,\0,1\n", 6), {2, 3}, "this is not text in UTF-8"},
      {repeated(good, 10'001), {10'001, 1}, "more than 10000 points"},
      {repeated("# a comment\n", 90'000), {1, 1}, "the text is longer than 1000000 bytes"},
  };
}

}  // namespace backprop::test
