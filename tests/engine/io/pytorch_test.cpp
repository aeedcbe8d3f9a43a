// The exported scripts run under PyTorch and give the same values, gradients and updates. Skipped,
// with a message, where no Python with PyTorch is installed.
#include "engine/io/pytorch.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <sstream>

#include "engine/io/json.h"
#include "tests/support/folder.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using nlohmann::json;

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[4096];
  while (pipe != nullptr) {
    const std::size_t read = fread(buffer, 1, sizeof buffer, pipe.get());
    if (read == 0) break;
    text.append(buffer, read);
  }
  return text;
}

/// A Python that has PyTorch; empty where there is none.
std::string python_with_torch() {
  for (const std::string python : {"/usr/bin/python3", "python3"}) {
    if (output_of(python + " -c 'import torch; print(1)' 2>/dev/null") == "1\n") return python;
  }
  return {};
}

bool agree(const json& ours, const json& theirs) {
  if (ours.is_array() != theirs.is_array()) return false;
  if (ours.is_array()) {
    if (ours.size() != theirs.size()) return false;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      if (!agree(ours[i], theirs[i])) return false;
    }
    return true;
  }
  const double a = number_of(ours);
  const double b = number_of(theirs);
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= 1e-10 * std::max(1.0, std::abs(a));
}

/// Where PyTorch itself loses digits (see tests/golden/judge.py) or has 1/6 in float32.
bool is_judged(const std::string& text) {
  for (const char* word : {"hardsigmoid", "1000.0, -38.0", "binary_cross_entropy(x, t"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

std::vector<std::string> exported_programs() {
  std::vector<std::string> programs;
  const json document = golden_document();
  for (const json& golden : document.at("programs")) {
    const std::string text = golden.at("program").get<std::string>();
    if (!is_judged(text)) programs.push_back(text);
  }
  for (std::uint32_t seed = 0; seed < 100; ++seed)
    programs.push_back(random_program(seed));
  programs.push_back(
      "W = param(xavier_uniform(3, 2, seed=1))\nb = param(zeros(3))\nx = normal((4, 2), std=0.5, "
      "seed=2)\nfor t in range(3):\n    zero_grad()\n    h = dropout(linear(x, W, b), p=0.4, "
      "seed=t)\n    J = mean(h.gelu() ** 2)\n    J.backward()\n    adam(lr=step_lr(0.1, t, 2))\n");
  for (const std::string& call : optimizer_calls())
    programs.push_back(resumed_training(call, 2));
  return programs;
}

TEST_CASE("exported scripts give the same gradients under PyTorch") {
  const std::string python = python_with_torch();
  if (python.empty()) {
    MESSAGE("skipped: no Python with PyTorch is installed (Debian: python3-torch)");
    return;
  }
  const Folder folder("exports");
  const std::vector<std::string> programs = exported_programs();
  std::string command = python + " " TEST_DATA_DIR "/golden/run_exports.py";
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const auto path = folder.path / (std::to_string(i) + ".py");
    std::ofstream(path) << pytorch_script(*run_of(programs[i]));
    command += " " + path.string();
  }
  std::istringstream lines(output_of(command));
  int compared = 0;
  for (const std::string& program : programs) {
    CAPTURE(program);
    std::string line;
    REQUIRE(std::getline(lines, line));
    const json theirs = parsed(line);
    if (theirs.contains("error")) {
      FAIL_CHECK(theirs.at("error").get<std::string>());
      continue;
    }
    const json ours = parsed(gradients_json(*run_of(program)));
    CHECK(agree(ours.at("loss").is_null() ? json(0) : ours.at("loss"),
                theirs.at("loss").is_null() ? json(0) : theirs.at("loss")));
    for (const char* what : {"values", "grads", "params"}) {
      for (const auto& [name, numbers] : ours.at(what).items()) {
        CAPTURE(what);
        CAPTURE(name);
        if (!theirs.at(what).contains(name)) {
          FAIL_CHECK("missing in PyTorch's output");
          continue;
        }
        CAPTURE(numbers.dump());
        CAPTURE(theirs.at(what).at(name).dump());
        CHECK(agree(numbers, theirs.at(what).at(name)));
        ++compared;
      }
    }
  }
  CHECK(compared > 4000);
}

}  // namespace
}  // namespace backprop::test
