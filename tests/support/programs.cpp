#include "tests/support/programs.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/program/interpreter.h"
#include "engine/program/literal.h"

namespace backprop::test {

std::string shipped_program(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(TEST_DATA_DIR) / "../lessons/programs";
  std::ifstream file(folder / (name + ".py"));
  if (!file) FAIL("no shipped program is called " << name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<NamedProgram> core_programs() {
  std::vector<NamedProgram> programs;
  for (const char* name : {"neuron-cross-entropy", "neuron-mse", "two-two-two", "xor"})
    programs.push_back({name, shipped_program(name)});
  return programs;
}

std::vector<NamedProgram> further_programs() {
  return {
      {"every elementwise op",
       "a = param([0.5, 1.5, -0.7])\n"
       "b = param([1.2, 0.3, 2.5])\n"
       "c = exp(a) / b - log(b) * sqrt(b) + a ** 3 - -a\n"
       "d = relu(c) + tanh(a) * sigmoid(b) + b ** 0.5 + b ** -1 + b ** -2 + a ** 2 + b ** 1.7\n"
       "J = sum(d * c)\n"
       "J.backward()\n"
       "sgd(lr=0.01)\n"},
      {"broadcasting",
       "A = param([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])\n"
       "r = param([0.1, 0.2, 0.3])\n"
       "c = param([[0.5], [-0.5]])\n"
       "s = param(2.0)\n"
       "B = (A * r + c) / s - s\n"
       "J = mean(B ** 2) + sum(A[1] * r) + A[0, 2] * s\n"
       "J.backward()\n"
       "sgd(lr=0.1)\n"},
      {"reductions along dimensions",
       "A = param([[1.0, -2.0, 3.0], [0.25, 5.0, -6.0]])\n"
       "p = sum(A, dim=0)\n"
       "q = mean(A, dim=1, keepdim=True)\n"
       "J = sum(p ** 2) + mean(A * q)\n"
       "J.backward()\n"},
      {"a value that is used three times",
       "x = param(1.5)\n"
       "y = x * x + x\n"
       "z = y * x - y / x\n"
       "z.backward()\n"
       "sgd(lr=0.1)\n"},
      {"gradients that add up over two backward()s, then are cleared",
       "w = param([0.3, -0.4])\n"
       "x = tensor([1.0, 2.0])\n"
       "J = (w @ x) ** 2\n"
       "J.backward()\n"
       "sgd(lr=0.05)\n"
       "J = sum(w * x)\n"
       "J.backward()\n"
       "sgd(lr=0.05)\n"
       "zero_grad()\n"
       "J = sum(w ** 3)\n"
       "J.backward()\n"
       "sgd(lr=0.05)\n"},
      {"products of matrices and vectors",
       "A = param([[1.0, 2.0, -1.0], [0.5, -3.0, 2.0]])\n"
       "B = param([[0.1, 0.2], [0.3, 0.4], [-0.5, 0.6]])\n"
       "v = param([1.0, -2.0])\n"
       "C = A @ B\n"
       "J = v @ C @ v + sum(v @ A) + sum((C.T @ v) ** 2)\n"
       "J.backward()\n"
       "sgd(lr=0.01)\n"},
      {"a loop of training",
       "w = param(0.0)\n"
       "for t in range(3):\n"
       "    J = (w - 3) ** 2\n"
       "    J.backward()\n"
       "    sgd(lr=0.25)\n"
       "    zero_grad()\n"},
      {"running averages that batch_norm keeps",
       "x = tensor([[0.4, 1.9], [-2.2, 0.3], [1.5, -0.7]])\n"
       "a = param([0.7, -1.3])\n"
       "m = tensor([0.1, -0.2])\n"
       "v = tensor([0.5, 2.0])\n"
       "for t in range(2):\n"
       "    y = batch_norm(tanh(x * a), m, v, training=True)\n"
       "    J = sum(y * y * x)\n"
       "    J.backward()\n"
       "    sgd(lr=0.1)\n"
       "    zero_grad()\n"
       "z = batch_norm(x * a, m, v)\n"
       "K = sum(z * z) + sum(m * a)\n"
       "K.backward()\n"},
  };
}

std::vector<NamedProgram> all_programs() {
  std::vector<NamedProgram> programs = core_programs();
  for (NamedProgram& program : further_programs())
    programs.push_back(std::move(program));
  return programs;
}

namespace {

/// Writes assignments v0, v1, ... of shape [2, 3] or broadcastable to it.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::string write() {
    text_ << "v0 = param([[" << number() << ", " << number() << ", " << number() << "], ["
          << number() << ", " << number() << ", " << number() << "]])\n"
          << "v1 = param([" << number() << ", " << number() << ", " << number() << "])\n"
          << "v2 = tensor([[" << number() << "], [" << number() << "]])\n"
          << "v3 = param(" << number() << ")\n";
    count_ = 4;
    const int lines = 3 + pick(6);
    for (int i = 0; i < lines; ++i) {
      text_ << "v" << count_ << " = " << expression() << "\n";
      ++count_;
    }
    text_ << "J = " << (pick(2) == 0 ? "mean" : "sum") << "((v" << count_ - 1
          << " + v0 + v1 + v3) ** 2)\n"
          << "J.backward()\nsgd(lr=0.01)\n";
    return text_.str();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }
  std::string number() {
    std::ostringstream text;
    text << (pick(2) == 0 ? "" : "-") << "0." << 1 + pick(9) << pick(10) << pick(10) << 1 + pick(9);
    return text.str();
  }
  std::string name() { return "v" + std::to_string(pick(count_)); }

  std::string expression() {
    const std::string a = name();
    const std::string b = name();
    switch (pick(14)) {
      case 0:
        return a + " + " + b;
      case 1:
        return a + " - " + b + " * " + number();
      case 2:
        return "tanh(" + a + ") * " + b;
      case 3:
        return "tanh(" + a + ") / (sigmoid(" + b + ") + 0.5)";
      case 4:
        return "-sigmoid(" + a + ")";
      case 5:
        return "exp(tanh(" + a + "))";
      case 6:
        return "log(" + a + " ** 2 + 0.5)";
      case 7:
        return "sqrt(" + a + " * " + a + " + 0.25)";
      case 8:
        return "relu(tanh(" + a + ") + 1.25)";
      case 9:
        return "(sigmoid(" + a + ") + 0.5) ** 1.5";
      case 10:
        return "tanh(" + a + ") + sum(v0 * " + number() + ", dim=0)";
      case 11:
        return "tanh(" + a + ") * mean(v0, dim=1, keepdim=True)";
      case 12:
        return "(v0 @ v1.T)[1] * tanh(" + a + ")";
      default:
        return "tanh((v0.T @ v0)[0]) + " + a + " * " + number();
    }
  }

  std::mt19937 random_;
  std::ostringstream text_;
  int count_ = 0;
};

}  // namespace

std::string random_program(std::uint32_t seed) {
  return Writer(seed).write();
}

std::shared_ptr<const Trace> run_of(const std::string& text) {
  auto trace = run_program(text);
  if (!trace) {
    FAIL("line " << trace.error().place.line << ": " << trace.error().cause << "\n" << text);
  }
  return trace.value();
}

std::vector<std::string> optimizer_calls() {
  return {
      "sgd(lr=0.1)",
      "sgd(lr=0.1, momentum=0.9, weight_decay=0.01)",
      "sgd(lr=0.1, momentum=0.9, nesterov=True)",
      "adam()",
      "adam(lr=0.1, betas=(0.8, 0.95), weight_decay=0.1)",
      "adamw(lr=0.1)",
      "rmsprop(lr=0.1)",
      "rmsprop(lr=0.1, centered=True, momentum=0.5)",
      "adagrad(lr=0.5, lr_decay=0.1)",
  };
}

namespace {

std::string training_from(const std::string& start, int rounds, const std::string& call) {
  return "w = param(" + start + ")\nfor t in range(" + std::to_string(rounds) +
         "):\n    zero_grad()\n    J = sum((w - 0.5) ** 4)\n    J.backward()\n    " + call + "\n";
}

}  // namespace

std::string training(const std::string& call) {
  return training_from("[1.5, -0.5, 0.25]", 4, call);
}

std::string resumed_training(const std::string& call, int updates) {
  const auto trace = run_of(training(call));
  const Parameter& w = trace->parameters[0];
  const Value& start = trace->value(w.versions[static_cast<std::size_t>(updates)]);
  const Step& step = trace->step(start.made_by);
  const OptimizerRun& run = trace->optimizer_runs[static_cast<std::size_t>(step.run)];
  const auto& state = trace->optimizer_states[static_cast<std::size_t>(step.state_after)];
  std::string resumed = call.substr(0, call.size() - 1) + (call.ends_with("()") ? "" : ", ") +
                        "updates=" + std::to_string(updates);
  const std::vector<StateTensor> kept = run.optimizer->state(run.settings);
  for (std::size_t k = 0; k < kept.size(); ++k)
    resumed += ", " + std::string(kept[k].name) + "=[" + literal_text(state.tensors[k]) + "]";
  return training_from(literal_text(start.data), 4 - updates, resumed + ")");
}

}  // namespace backprop::test
