// Single lines with PyTorch's own names.
#include <doctest/doctest.h>

#include "engine/io/pytorch.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

TEST_CASE("a line is written with PyTorch's own names") {
  const std::pair<const char*, const char*> lines[] = {
      {"o = sigmoid(W2 @ h + b2)", "o = torch.sigmoid(W2 @ h + b2)"},
      {"x = tensor([0.05, 0.10])  # tensor(s)", "x = torch.tensor([0.05, 0.10])  # tensor(s)"},
      {"W = param([[0.1], [0.2]])", "W = torch.nn.Parameter(torch.tensor([[0.1], [0.2]]))"},
      {"J = 0.5 * sum((o - y) ** 2)", "J = 0.5 * torch.sum((o - y) ** 2)"},
      {"a = relu(x).sum() + gelu(x)", "a = torch.relu(x).sum() + F.gelu(x)"},
      {"J = cross_entropy(z, [3], reduction='mean')",
       "J = F.cross_entropy(z, [3], reduction='mean')"},
      {"sgd(lr=0.5)", "torch.optim.SGD(parameters, lr=0.5).step()"},
      {"adam()", "torch.optim.Adam(parameters).step()"},
      {"zero_grad()", "optimizer.zero_grad()"},
      {"J.backward()", "J.backward()"},
      {"def f(x): return x * sigmoid(x)", "def f(x): return x * torch.sigmoid(x)"},
      {"y = f(sum_of)", "y = f(sum_of)"},
      {"W = param([[1.0,", "W = torch.nn.Parameter(torch.tensor([[1.0,"},
      {"", ""},
  };
  for (const auto& [line, expected] : lines)
    CHECK(pytorch_line(line) == expected);
}

TEST_CASE("every line of every program can be spelt, and keeps its comment and its signs") {
  for (const NamedProgram& program : all_programs()) {
    std::string line;
    for (const char c : program.text + "\n") {
      if (c != '\n') {
        line += c;
        continue;
      }
      const std::string spelt = pytorch_line(line);
      CAPTURE(line);
      const std::size_t comment = line.find('#');
      if (comment != std::string::npos) CHECK(spelt.ends_with(line.substr(comment)));
      CHECK(spelt.size() >= line.substr(0, comment).size());
      line.clear();
    }
  }
}

}  // namespace
}  // namespace backprop::test
