// Points as CSV: what spreadsheets and people write is read, what cannot be read is told at its
// place, and what is written reads back as the same.
#include "engine/data/points_csv.h"

#include <doctest/doctest.h>

#include <random>

#include "engine/data/toy_sets.h"
#include "tests/corpus/malformed_csv.h"

namespace backprop::test {
namespace {

TEST_CASE("points are read in every common form") {
  const Points wanted{{0.5, -1.25, 1}, {2, 3, -1}};
  for (const char* text : {
           "0.5,-1.25,1\n2,3,-1\n",
           "0.5,-1.25,1\n2,3,-1",
           "x1,x2,label\n0.5,-1.25,1\n2,3,-1\n",
           "\xEF\xBB\xBFx,y,class\r\n0.5,-1.25,1\r\n\r\n2,3,-1\r\n",
           "0.5;-1.25;1\n2;3;-1\n",
           "0,5;-1,25;1\n2;3;-1\n",
           "0.5\t-1.25\t1\n2\t3\t-1\n",
           "0,5\t-1,25\t1\n2,0\t3\t-1\n",
           "  0.5   -1.25  1\n2 3 -1  \n",
           "0.5 , -1.25 , +1\n 2 , 3 , -1\n",
           "# from a sheet\n\"x 1\",\"x \"\"2\"\"\",c\n\"0.5\",\"-1.25\",\"1\"\n# more\n2,3,-1\n",
           "\"0.5\" \"-1.25\" 1\n2 \"3\" -1\n",
           "0.5,\xE2\x88\x92"
           "1.25,1\r2,3,-1\r",
           ".5,-125e-2,1.0\n2.,3,-1\n",
           "x1,x2,label\n0.5,-1.25,1\n2,3,0\n",
       }) {
    CAPTURE(std::string(text));
    const auto read = parse_points(text);
    REQUIRE(read.ok());
    CHECK(read.value().points == wanted);
    CHECK(read.value().classes);
  }
}

TEST_CASE("labels that are no classes stay as they are") {
  const auto read = parse_points("1,2,0.5\n1,2,1\n1,2,0\n");
  REQUIRE(read.ok());
  CHECK_FALSE(read.value().classes);
  CHECK(read.value().points[2].label == 0);
  CHECK_FALSE(parse_points("1,2,-1\n1,2,1\n1,2,0\n").value().classes);
}

TEST_CASE("every malformed text is refused at its place, with a cause and an advice") {
  const auto corpus = malformed_csv();
  REQUIRE(corpus.size() >= 30);
  for (const MalformedCsv& its : corpus) {
    const std::string shown = its.text.substr(0, 80);
    CAPTURE(shown);
    const auto read = parse_points(its.text);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().cause == its.cause);
    CHECK(read.error().place.line == its.place.line);
    CHECK(read.error().place.column == its.place.column);
    CHECK_FALSE(read.error().advice.empty());
  }
}

TEST_CASE("what is written reads back as the same") {
  for (const ToySetRow& row : toy_sets()) {
    const Points points = toy_points(row.set, {200, 0.3, 7}).value();
    const auto read = parse_points(points_csv(points));
    REQUIRE(read.ok());
    CHECK(read.value().points == points);
    CHECK(read.value().classes == !row.regression);
  }
}

TEST_CASE("no text is too wild") {
  std::mt19937 random(7);
  const std::string pieces = "0123456789.,;\t \"\r\n-eE#x\xEF\xBB\xBF";
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? "" : "1,2,1\n3,4,0\n";
    for (std::size_t k = random() % 12; k > 0; --k)
      text.insert(random() % (text.size() + 1), 1, pieces[random() % pieces.size()]);
    const auto points = parse_points(text);
    read += points.ok() ? 1 : 0;
    if (!points) CHECK_FALSE(points.error().advice.empty());
  }
  CHECK(read > 100);
  CHECK(read < 2900);
}

}  // namespace
}  // namespace backprop::test
