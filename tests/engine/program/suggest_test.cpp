// A mistyped name gets the known one that was probably meant, and a name like no other gets none.
#include "engine/program/suggest.h"

#include <doctest/doctest.h>

namespace backprop {
namespace {

TEST_CASE("the nearest known name is suggested, where one is near") {
  const std::vector<std::string> known = {"sigmoid", "sum",       "add", "log",
                                          "tensor",  "zero_grad", "x"};
  CHECK(nearest_name("sigmod", known) == "sigmoid");
  CHECK(nearest_name("sigmiod", known) == "sigmoid");
  CHECK(nearest_name("tensr", known) == "tensor");
  CHECK(nearest_name("Tensor", known) == "tensor");
  CHECK(nearest_name("TENSOR", known) == "tensor");
  CHECK(nearest_name("zero_grads", known) == "zero_grad");
  CHECK(nearest_name("sun", known) == "sum");
  CHECK(nearest_name("X", known) == "x");
  CHECK(nearest_name("adam", known).empty());
  CHECK(nearest_name("loss", known).empty());
  CHECK(nearest_name("y", known).empty());
  CHECK(nearest_name("softmax", known).empty());
  CHECK(nearest_name(std::string(1000, 'a'), known).empty());
}

}  // namespace
}  // namespace backprop
