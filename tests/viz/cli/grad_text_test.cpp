// `grad` as text: what updates leave behind, of parameters and of running averages.
#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>

namespace backprop::test {
namespace {

/// What the binary prints for a program without single quotes.
std::string grad_of(const std::string& program) {
  const std::string command =
      "printf '%s' '" + program + "' | '" + std::string(BACKPROP_BINARY) + "' grad -";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  REQUIRE(pipe != nullptr);
  std::string text;
  for (int c = fgetc(pipe.get()); c != EOF; c = fgetc(pipe.get()))
    text += static_cast<char>(c);
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string training =
    "x = tensor([[1.0], [3.0]])\nw = param([0.5])\nm = tensor([1.0])\n"
    "y = batch_norm(x, m, weight=w, training=True, momentum=0.5)\nJ = sum(y * x)\nJ.backward()\n";

TEST_CASE("a name shows the number at the last backward(), and what later steps made of it") {
  const std::string once = grad_of(training);
  CHECK(has(once, "\nm = [1.5]\n"));
  CHECK_FALSE(has(once, "after the update"));
  const std::string twice = grad_of(training + "z = batch_norm(x, m, training=True, momentum=1)\n");
  CHECK(has(twice, "\nm = [1.5]\n  grad = [0]\n  after the update = [2]\n"));
  const std::string never = grad_of(training.substr(0, training.find("J =")));
  CHECK(has(never, "\nm = [1.5]\n"));
  const std::string optimized = grad_of(training + "sgd(lr=0.5)\n");
  CHECK(has(optimized, "\nw = [0.5]\n"));
  CHECK(has(optimized, "  after the update = "));
}

}  // namespace
}  // namespace backprop::test
