#include "tests/support/composite_programs.h"

#include <array>
#include <random>
#include <sstream>
#include <string_view>

namespace backprop::test {
namespace {

/// Each gives shape [2, 3] from A and B of shape [2, 3]; U, V are [3, 3], p is [3], K is [2, 2, 3],
/// s a number.
constexpr std::array<std::string_view, 90> templates = {
    "A + B",
    "A - B * p",
    "A * B",
    "A / (B * B + 0.5)",
    "(A * A + 0.3) ** 1.5",
    "(A * A + 0.3) ** (B + 2)",
    "-A * s",
    "maximum(A, B)",
    "minimum(A, p)",
    "exp(A)",
    "expm1(A) * B",
    "log(A * A + 0.4)",
    "log1p(A * A)",
    "sqrt(A * A + 0.2)",
    "sin(3 * A)",
    "cos(A + B)",
    "erf(A)",
    "erfc(A) * B",
    "abs(A)",
    "sign(A) * B",
    "clamp(A, min=-0.8, max=0.9)",
    "where(A > B, A * p, tanh(B))",
    "(A >= 0.2) * B",
    "detach(A) * B",
    "sigmoid(A)",
    "tanh(A)",
    "relu(A)",
    "relu6(A + 3)",
    "hardtanh(A)",
    "leaky_relu(A, 0.1)",
    "elu(A)",
    "selu(B)",
    "gelu(A)",
    "gelu(A, approximate='tanh')",
    "silu(A)",
    "softplus(A, beta=2)",
    "softsign(A)",
    "mish(B)",
    "hardsigmoid(3 * A)",
    "hardswish(3 * A)",
    "A + sum(B, dim=0)",
    "A * mean(B, dim=1, keepdim=True)",
    "prod(A, dim=1, keepdim=True) * B",
    "var(A, dim=1, keepdim=True) + B",
    "A * var(B)",
    "std(A + tensor([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]), dim=0) * B",
    "norm(A, dim=1, keepdim=True) + B",
    "norm(A, p=3) * B",
    "A - logsumexp(B, dim=1, keepdim=True)",
    "max(A, dim=0) * B",
    "min(A) + B",
    "A * (argmax(B, dim=1, keepdim=True) + 1)",
    "softmax(2 * A, dim=1)",
    "log_softmax(A, dim=0)",
    "A @ U",
    "linear(A, U, p)",
    "A @ U @ V",
    "(A @ B.T) @ A",
    "reshape(A.T, (2, 3))",
    "transpose(A, 0, 1).reshape(2, 3) * B",
    "permute(unsqueeze(A, 0), (1, 0, 2)).flatten(1)",
    "cat([A[:, 0:1], B[:, 1:]], dim=1)",
    "stack([A[1], B[0]])",
    "A[1] * B",
    "B + A[:, 2:3]",
    "embedding([1, 0], A) + B",
    "conv1d(unsqueeze(A, 0), K, padding=1)[0]",
    "conv2d(reshape(A, (1, 2, 3)), U[0:2, 0:2].reshape(1, 1, 2, 2), padding=1)[0, 0:2, 0:3]",
    "max_pool2d(unsqueeze(A, 0), (2, 1), stride=1)[0] * B",
    "avg_pool2d(unsqueeze(A, 0), 2, 1, padding=1)[0, 0:2, 0:3] * B",
    "layer_norm(A * 3, 3, p, s * p)",
    "batch_norm(A.T * 3, None, None, B[:, 0], training=True).T",
    "dropout(A, p=0.3, seed=5)",
    "rnn_cell(A, B, U, V, p, p)",
    "gru_cell(A, B, cat([U, V, U]), cat([V, U, V]))",
    "lstm_cell(A, (B, A), cat([U, V, U, V]), cat([V, U, V, U]))[1]",
    "scaled_dot_product_attention(A, B, A)",
    "A * mse_loss(A, B)",
    "B + l1_loss(A, B + 2)",
    "A * huber_loss(A * 3, B, delta=0.7)",
    "A + cross_entropy(B, [2, 0])",
    "A + cross_entropy(B, [2, -100], detach(p), label_smoothing=0.2)",
    "B * cross_entropy(A, softmax(B, dim=1), p, label_smoothing=0.1)",
    "A * nll_loss(log_softmax(B, dim=1), [1, 1])",
    "B + nll_loss(log_softmax(A, dim=1), [0, 2], detach(p), reduction='none').unsqueeze(1)",
    "A * binary_cross_entropy(sigmoid(A), sigmoid(B))",
    "B * binary_cross_entropy(sigmoid(B), sigmoid(A), detach(p), 'none')",
    "B * binary_cross_entropy_with_logits(A, sigmoid(B))",
    "A + binary_cross_entropy_with_logits(B, sigmoid(A), pos_weight=detach(p))",
    "A * binary_cross_entropy_with_logits(B, sigmoid(A), detach(p), 'sum', detach(s))"};

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::string write() {
    text_ << "v0 = param(uniform((2, 3), -1.5, 1.5, seed=" << random_() % 1000 << "))\n"
          << "v1 = param(uniform((2, 3), -1.5, 1.5, seed=" << random_() % 1000 << "))\n"
          << "U = param(uniform((3, 3), -1, 1, seed=" << random_() % 1000 << "))\n"
          << "V = param(uniform((3, 3), -1, 1, seed=" << random_() % 1000 << "))\n"
          << "K = param(uniform((2, 2, 3), -1, 1, seed=" << random_() % 1000 << "))\n"
          << "p = param(uniform((3,), 0.3, 1.3, seed=" << random_() % 1000 << "))\n"
          << "s = param(0." << 3 + random_() % 6 << ")\n";
    int count = 2;
    for (const int lines = 2 + pick(4); count < 2 + lines; ++count)
      text_ << "v" << count << " = " << squashed(expression(count)) << "\n";
    text_ << "J = sum(v" << count - 1 << " * (v0 + 2 * v1)) + sum(U * V) * s + mean(p) + sum(K)\n"
          << "J.backward()\n";
    return text_.str();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }

  std::string squashed(const std::string& expression) {
    return pick(2) == 0 ? "1.5 * tanh(" + expression + ")" : "sin(" + expression + ")";
  }

  std::string expression(int count) {
    const std::string a = "v" + std::to_string(pick(count));
    const std::string b = "v" + std::to_string(pick(count));
    std::string text;
    for (const char c :
         templates[static_cast<std::size_t>(pick(static_cast<int>(templates.size())))])
      text += c == 'A' ? a : c == 'B' ? b : std::string(1, c);
    return text;
  }

  std::mt19937 random_;
  std::ostringstream text_;
};

}  // namespace

std::string composite_program(std::uint32_t seed) {
  return Writer(seed).write();
}

}  // namespace backprop::test
