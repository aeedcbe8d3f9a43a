// What the source prints, and that the chapters have it: the equations of 4.1 and 4.2 with their
// marks, and every line of the program of 5.2.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {
namespace {

/// TeX without what only sets it: spaces, dots between factors, sizes of brackets.
std::string bare(std::string tex) {
  for (const std::string part : {"\\cdot", "\\left", "\\right", "\\,", " "}) {
    for (auto at = tex.find(part); at != std::string::npos; at = tex.find(part))
      tex.erase(at, part.size());
  }
  return tex;
}

Lesson english(const std::string& id) {
  auto lesson = load_lesson(id, Language::english);
  REQUIRE(lesson.ok());
  return std::move(lesson).value();
}

/// "\frac{\partial J}{\partial w}"
std::string d(const std::string& of, const std::string& by) {
  return "\\frac{\\partial " + of + "}{\\partial " + by + "}";
}

/// How the chapters mark an equation, in their order: '+' holds, '-' does not. Some are read in two
/// ways.
using Marks = std::map<std::string, std::string>;

Marks marked(bool Claim::*as) {
  Marks marks;
  for (const std::string id : {"4.1", "printed-gradients"}) {
    for (const Block& block : english(id).blocks) {
      const auto* claim = std::get_if<Claim>(&block.is);
      if (claim != nullptr && claim->*as)
        marks[bare(claim->tex)] += claim->expected_to_hold ? '+' : '-';
    }
  }
  return marks;
}

/// Section 4.1. The first reading of its forward lines is the program `printed-recipe`.
const Marks& printed_in_4_1() {
  static const Marks marks{
      {"h_j = f_w(x_j)", "+"},
      {"y_1 = f_w(x)", "++"},
      {"h_1 = f_w(y_1)", "++"},
      {"y_2 = f_w(h_1)", "++"},
      {"h_2 = f_w(y_2)", "++"},
      {"y_L = f_w(h_{L-1})", "+"},
      {"h_L = f_w(y_L)", "+"},
      {"J = \\frac{1}{N} \\sum_{i=1}^{N} (y_i - \\hat y_i)^2", "+"},
      {d("J", "w") + " = " + d("J", "y_L") + d("y_L", "h_{L-1}") + d("h_{L-1}", "w"), "+-"},
      {d("J", "y_{L-1}") + " = " + d("J", "h_{L-1}") + d("h_{L-1}", "y_{L-1}"), "+"},
      {d("J", "x") + " = " + d("J", "h_1") + d("h_1", "y_1") + d("y_1", "x"), "+"},
  };
  return marks;
}

/// Section 4.2; of its expansion what each sign of equality says, with L_1 to L_5 for the lines.
const Marks& printed_in_4_2() {
  static const Marks marks{
      {"y_1 = f_w(x) = f(w \\cdot x + b)", "+"},
      {d("J", "y_1") + " = " + d("J", "h_1") + d("h_1", "y_1"), "+"},
      {d("h_1", "y_1") + " = " + d("f", "y_1"), "-"},
      {d("J", "w") + " = " + d("J", "y_1") + d("y_1", "x") + d("f", "w"), "-"},
      {d("J", "w") + " = L_1", "-"},
      {"L_1 = L_2", "+"},
      {"L_2 = L_3", "+"},
      {"L_3 = L_4", "-"},
      {"L_4 = L_5", "-"},
  };
  return marks;
}

/// What it says in words, or what follows from them.
Marks said_in_words() {
  const Marks said{
      {"h_j = f(x_j)", "-"},
      {"y_L = a_L", "-"},
      {"\\hat y = y_L", "-"},
      {d("J", "w_L") + " = " + d("J", "y_L") + d("y_L", "h_{L-1}") + d("h_{L-1}", "w_L"), "-"},
      {d("J", "w_1") + " = " + d("J", "o_1") + d("o_1", "h_1") + d("h_1", "w_1"), "-"},
      {d("y_1", "x") + " = w", "-"},
      {d("J", "w") + " = L_5", "-"},
  };
  Marks as_shown;
  for (const auto& [tex, mark] : said)
    as_shown[bare(tex)] = mark;
  return as_shown;
}

TEST_CASE("what only follows from the words of 4.1 and 4.2 is not said to be printed") {
  CHECK(marked(&Claim::as_said) == said_in_words());
}

TEST_CASE("every equation that sections 4.1 and 4.2 print is there with its mark, and no other") {
  Marks found = marked(&Claim::as_printed);
  for (const Marks* wanted : {&printed_in_4_1(), &printed_in_4_2()}) {
    for (const auto& [tex, mark] : *wanted) {
      CAPTURE(tex);
      CHECK(found[bare(tex)] == mark);
      found.erase(bare(tex));
    }
  }
  for (const auto& [tex, mark] : found)
    FAIL_CHECK("marked as printed, but it is not: " << tex);
}

TEST_CASE("the five lines of the expansion in 4.2 are shown as they are printed") {
  const std::string jy = d("J", "y_1"), jh = d("J", "h_1"), fy = d("f", "y_1"), fh = d("f", "h_1");
  const std::string hy = d("h_1", "y_1"), fw = d("f", "w");
  const std::vector<std::string> lines{
      "(" + jy + fy + "+" + jh + fy + ")" + fw,
      "(" + jy + fy + "+" + jy + fh + hy + ")" + fw,
      "(" + jy + fy + "+" + jy + fh + fy + ")" + fw,
      "(" + jy + fy + "+" + jh + fh + fy + ")" + fw,
      jy + fy + fw + "+" + jh + fh + fw,
  };
  std::vector<std::string> shown;
  for (const Block& block : english("printed-gradients").blocks) {
    if (const auto* formula = std::get_if<Formula>(&block.is)) shown.push_back(bare(formula->tex));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CAPTURE(i);
    const std::string line = "L_" + std::to_string(i + 1) + "=" + bare(lines[i]);
    CHECK(std::find(shown.begin(), shown.end(), line) != shown.end());
  }
}

/// The program of section 5.2, without its comments; lines that stand there twice, once.
const std::vector<std::string>& lines_of_5_2() {
  static const std::vector<std::string> lines{
      "import torch",
      "from torchvision import datasets, transforms",
      "import torch.nn as nn",
      "import torch.optim as optim",
      "transform = transforms.Compose([",
      "transforms.ToTensor(),",
      "transforms.Normalize((0.1307,), (0.3081,))",
      "])",
      "train_dataset = datasets.MNIST('data', train=True, download=True, transform=transform)",
      "test_dataset = datasets.MNIST('data', train=False, download=True, transform=transform)",
      "batch_size = 64",
      R"(device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu"))",
      "train_loader = torch.utils.data.DataLoader(train_dataset, batch_size=batch_size, "
      "shuffle=True)",
      "test_loader = torch.utils.data.DataLoader(test_dataset, batch_size=batch_size, "
      "shuffle=False)",
      "class Net(nn.Module):",
      "def __init__(self):",
      "super(Net, self).__init__()",
      "self.fc1 = nn.Linear(784, 500)",
      "self.fc2 = nn.Linear(500, 10)",
      "def forward(self, x):",
      "x = x.view(-1, 784)",
      "x = torch.relu(self.fc1(x))",
      "x = torch.softmax(self.fc2(x), dim=1)",
      "return x",
      "model = Net().to(device)",
      "criterion = nn.CrossEntropyLoss()",
      "optimizer = optim.Adam(model.parameters(), lr=0.001)",
      "def train(epoch):",
      "model.train()",
      "for batch_idx, (data, target) in enumerate(train_loader):",
      "data, target = data.to(device), target.to(device)",
      "optimizer.zero_grad()",
      "output = model(data)",
      "loss = criterion(output, target)",
      "loss.backward()",
      "optimizer.step()",
      "if (batch_idx+1) % 100 == 0:",
      R"(print('Train Epoch: {} [{}/{} ({:.0f}%)]\tLoss: {:.6f}'.format()",
      "epoch, batch_idx * len(data), len(train_loader.dataset),",
      "100. * batch_idx / len(train_loader), loss.item()))",
      "def test():",
      "model.eval()",
      "test_loss = 0",
      "correct = 0",
      "with torch.no_grad():",
      "for data, target in test_loader:",
      "test_loss += criterion(output, target).item()",
      "pred = output.argmax(dim=1, keepdim=True)",
      "correct += pred.eq(target.view_as(pred)).sum().item()",
      R"(print('\nTest set: Average loss: {:.4f}, Accuracy: {}/{} ({:.0f}%)\n'.format()",
      "test_loss / len(test_loader), correct, len(test_loader.dataset),",
      "100. * correct / len(test_loader.dataset)))",
      "for epoch in range(1, 10):",
      "train(epoch)",
      "test()",
      "torch.save(model.state_dict(), 'mnist_net.pth')",
  };
  return lines;
}

/// The code in the first cells of a chapter's tables whose other cells are filled, too.
std::vector<std::string> explained_code(const Lesson& lesson) {
  std::vector<std::string> code;
  for (const Block& block : lesson.blocks) {
    const auto* table = std::get_if<Table>(&block.is);
    if (table == nullptr) continue;
    for (const auto& row : table->rows) {
      CHECK(std::none_of(row.begin(), row.end(), [](const Inlines& cell) { return cell.empty(); }));
      for (const Inline& run : row.front()) {
        if (run.kind == Inline::Kind::code) code.push_back(run.text);
      }
    }
  }
  return code;
}

TEST_CASE("5.2 reads every line of the printed program, in its order") {
  for (const Language language : {Language::english, Language::chinese}) {
    const auto lesson = load_lesson("5.2", language);
    REQUIRE(lesson.ok());
    const auto code = explained_code(lesson.value());
    auto at = code.begin();
    for (const std::string& line : lines_of_5_2()) {
      CAPTURE(line);
      const auto found = std::find(at, code.end(), line);
      CHECK(found != code.end());
      if (found != code.end()) at = found + 1;
    }
  }
}

}  // namespace
}  // namespace backprop::lessons
