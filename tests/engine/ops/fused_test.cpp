// Every fused row against the same thing written out in simpler ops: values and gradients within
// 1e-12 of the sum of the absolute terms.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/trace/time.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

struct Pair {
  std::string fused;
  std::string unfused;
};

// On a, b of shape [3, 4], in (-2, 2); p, q in (0.1, 0.9); w [4], m [4, 4], i [1, 2, 3, 4],
// k [2, 2, 2, 2].
const std::vector<Pair> pairs = {
    {"softmax(a, dim=1)", "exp(a) / sum(exp(a), dim=1, keepdim=True)"},
    {"softmax(a, dim=0)", "exp(a - max(a).detach()) / sum(exp(a - max(a).detach()), dim=0)"},
    {"log_softmax(a, dim=1)", "a - log(sum(exp(a), dim=1, keepdim=True))"},
    {"logsumexp(a, dim=1)", "log(sum(exp(a), dim=1))"},
    {"cross_entropy(a, [2, 0, 3])",
     "-(log_softmax(a, dim=1)[0, 2] + log_softmax(a, dim=1)[1, 0] + "
     "log_softmax(a, dim=1)[2, 3]) / 3"},
    {"cross_entropy(a, [2, 0, 3])", "nll_loss(log_softmax(a, dim=1), [2, 0, 3])"},
    {"cross_entropy(a, softmax(b, dim=1), reduction='none')",
     "-sum(softmax(b, dim=1) * log_softmax(a, dim=1), dim=1)"},
    {"cross_entropy(a, [2, 0, 3], w)",
     "-(w.detach()[2] * log_softmax(a, dim=1)[0, 2] + w.detach()[0] * log_softmax(a, dim=1)[1, 0] "
     "+ "
     "w.detach()[3] * log_softmax(a, dim=1)[2, 3]) / (w[2] + w[0] + w[3]).detach()"},
    {"cross_entropy(a, [2, -1, 3], ignore_index=-1)",
     "-(log_softmax(a, dim=1)[0, 2] + log_softmax(a, dim=1)[2, 3]) / 2"},
    {"cross_entropy(a, [2, 0, 3], label_smoothing=0.2)",
     "0.8 * cross_entropy(a, [2, 0, 3]) - 0.2 * mean(log_softmax(a, dim=1))"},
    {"cross_entropy(a, [2, 0, 2], w, 0, 'none', label_smoothing=0.2)",
     "0.8 * cross_entropy(a, [2, 0, 2], w, 0, 'none') - 0.05 * sum(w.detach() * log_softmax(a, "
     "dim=1), dim=1) * tensor([1, 0, 1])"},
    {"cross_entropy(a, softmax(b, dim=1), w, label_smoothing=0.2)",
     "-sum(w * (0.8 * softmax(b, dim=1) + 0.05) * log_softmax(a, dim=1)) / 3"},
    {"nll_loss(a, [2, 0, 3], w, 0)",
     "-(w.detach()[2] * a[0, 2] + w.detach()[3] * a[2, 3]) / (w[2] + w[3]).detach()"},
    {"nll_loss(a, [2, 0, 3], reduction='sum')", "-(a[0, 2] + a[1, 0] + a[2, 3])"},
    {"mean(a, dim=0)", "sum(a, dim=0) / 3"},
    {"prod(a, dim=1)", "a[:, 0] * a[:, 1] * a[:, 2] * a[:, 3]"},
    {"var(a, dim=1)", "sum((a - mean(a, dim=1, keepdim=True)) ** 2, dim=1) / 3"},
    {"std(a, dim=0, unbiased=False)", "sqrt(mean((a - mean(a, dim=0, keepdim=True)) ** 2, dim=0))"},
    {"norm(a, dim=1)", "sqrt(sum(a * a, dim=1))"},
    {"norm(a, p=3)", "sum(abs(a) ** 3) ** (1 / 3)"},
    {"norm(a, p=1)", "sum(abs(a))"},
    {"norm(a, p=float('inf'))", "max(abs(a))"},
    {"mse_loss(a, b)", "mean((a - b) ** 2)"},
    {"l1_loss(a, b, reduction='sum')", "sum(abs(a - b))"},
    {"huber_loss(a, b, delta=0.7)",
     "mean(where(abs(a - b) < 0.7, 0.5 * (a - b) ** 2, 0.7 * (abs(a - b) - 0.35)))"},
    {"binary_cross_entropy(p, q)", "-mean(q * log(p) + (1 - q) * log(1 - p))"},
    {"binary_cross_entropy(p, q, w)", "-mean(w.detach() * (q * log(p) + (1 - q) * log(1 - p)))"},
    {"binary_cross_entropy_with_logits(a, q)",
     "-mean(q * log(sigmoid(a)) + (1 - q) * log(1 - sigmoid(a)))"},
    {"binary_cross_entropy_with_logits(a, q, pos_weight=w)",
     "-mean(w.detach() * q * log(sigmoid(a)) + (1 - q) * log(1 - sigmoid(a)))"},
    {"binary_cross_entropy_with_logits(a, q, 2 * w, 'none', w)",
     "-2 * w.detach() * (w.detach() * q * log(sigmoid(a)) + (1 - q) * log(1 - sigmoid(a)))"},
    {"linear(a, m, w)", "a @ m.T + w"},
    {"layer_norm(a, 4, w, w)",
     "(a - mean(a, dim=1, keepdim=True)) / sqrt(var(a, dim=1, unbiased=False, keepdim=True) + "
     "1e-5) "
     "* w + w"},
    {"batch_norm(a, None, None, w, w, training=True)",
     "(a - mean(a, dim=0)) / sqrt(var(a, dim=0, unbiased=False) + 1e-5) * w + w"},
    {"conv2d(i, k[:, :, 0:1, 0:1])",
     "permute(permute(i, (0, 2, 3, 1)) @ k[:, :, 0, 0].T, (0, 3, 1, 2))"},
    {"avg_pool2d(i[:, :, :, 0:2], (1, 2))", "(i[:, :, :, 0:1] + i[:, :, :, 1:2]) / 2"},
    {"max_pool2d(i[:, :, :, 0:2], (1, 2))", "maximum(i[:, :, :, 0:1], i[:, :, :, 1:2])"},
    {"embedding([2, 0, 2], a)", "stack([a[2], a[0], a[2]])"},
    {"sigmoid(a)", "1 / (1 + exp(-a))"},
    {"gelu(a)", "a * 0.5 * (1 + erf(a / 1.4142135623730951))"},
    {"gelu(a, approximate='tanh')",
     "0.5 * a * (1 + tanh(0.7978845608028654 * (a + 0.044715 * a ** 3)))"},
    {"silu(a)", "a * sigmoid(a)"},
    {"mish(a)", "a * tanh(softplus(a))"},
    {"softplus(a)", "log(1 + exp(a))"},
    {"hardswish(3 * a)", "3 * a * relu6(3 * a + 3) / 6"},
    {"relu6(3 * a)", "minimum(relu(3 * a), 6)"},
    {"rnn_cell(a, b, m, m, w, w)", "tanh(a @ m.T + w + (b @ m.T + w))"},
};

std::string program(const std::string& expression) {
  return "a = param(uniform((3, 4), -2, 2, seed=1))\nb = param(uniform((3, 4), -2, 2, seed=2))\n"
         "p = param(uniform((3, 4), 0.1, 0.9, seed=3))\nq = param(uniform((3, 4), 0.1, 0.9, "
         "seed=4))\n"
         "w = param(uniform(4, 0.5, 1.5, seed=5))\nm = param(uniform((4, 4), -1, 1, seed=6))\n"
         "i = param(uniform((1, 2, 3, 4), -1, 1, seed=7))\nk = param(uniform((2, 2, 2, 2), -1, 1, "
         "seed=8))\ny = " +
         expression + "\nJ = sum(y * y * 0.5 + y)\nJ.backward()\n";
}

double sum_of_sizes(const Trace& trace, ValueId id, Index element) {
  double sum = 1;  // the absolute floor: numbers here are of the size 1
  for (const Index at : contributions_to(trace, id)) {
    const Tensor& part = trace.contributions[static_cast<std::size_t>(trace.step(at).contribution)];
    sum += std::abs(part[element]);
  }
  return sum;
}

TEST_CASE("fused rows agree with the same written out") {
  for (const Pair& pair : pairs) {
    CAPTURE(pair.fused);
    const auto fused = run_of(program(pair.fused));
    const auto unfused = run_of(program(pair.unfused));
    for (const char* name : {"a", "b", "p", "q", "w", "m", "i", "k", "y", "J"}) {
      CAPTURE(name);
      const ValueId x = find_value(*fused, name);
      const ValueId y = find_value(*unfused, name);
      const Tensor& value_x = fused->value(x).data;
      const Tensor& value_y = unfused->value(y).data;
      REQUIRE(value_x.shape == value_y.shape);
      const Tensor gradient_x = gradient_at(*fused, x, fused->step_count());
      const Tensor gradient_y = gradient_at(*unfused, y, unfused->step_count());
      for (Index e = 0; e < value_x.size(); ++e) {
        CHECK(std::abs(value_x[e] - value_y[e]) <= 1e-12 * std::max(1.0, std::abs(value_y[e])));
        CHECK(std::abs(gradient_x[e] - gradient_y[e]) <= 1e-12 * sum_of_sizes(*unfused, y, e));
      }
    }
  }
}

}  // namespace
}  // namespace backprop::test
