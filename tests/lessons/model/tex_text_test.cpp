#include "lessons/model/tex_text.h"

#include <doctest/doctest.h>

#include <string>

namespace backprop::lessons {
namespace {

std::string text(const std::string& tex) {
  const auto text = tex_as_text(tex);
  return text ? text.value() : "error: " + text.error().cause;
}

TEST_CASE("TeX as plain text") {
  CHECK(text(R"(\frac{\partial J}{\partial w_1} = 2 (a - y))") == "∂J/∂w₁ = 2(a − y)");
  CHECK(text(R"(\frac{\partial J}{\partial a} \cdot \frac{\partial a}{\partial z})") ==
        "∂J/∂a · ∂a/∂z");
  CHECK(text(R"(\frac{\partial J}{\partial a} \frac{\partial a}{\partial z})") == "∂J/∂a ∂a/∂z");
  CHECK(text(R"(\frac{a - y}{a (1 - a)})") == "(a − y)/(a(1 − a))");
  CHECK(text(R"(\frac{1}{4})") == "1/4");
  CHECK(text(R"(\sigma'(z))") == "σ′(z)");
  CHECK(text(R"((a - y)^2)") == "(a − y)²");
  CHECK(text(R"(x^{12} + w_{10} + h_i + a^{n + 1})") == "x¹² + w₁₀ + h_i + a^(n+1)");
  CHECK(text(R"(J = - \left( y \cdot \log a + (1 - y) \cdot \log (1 - a) \right))") ==
        "J = −(y · log a + (1 − y) · log(1 − a))");
  CHECK(text(R"(\hat{y} \ne y)") == "y\u0302 ≠ y");
  CHECK(text(R"(z \text{ if } y)") == "z if y");
  CHECK(text(R"(\sqrt{2} + \sqrt{\hat v_t + 1})") == "√2 + √(v\u0302_t + 1)");
  CHECK(text(R"(\sum_{i=1}^{N} (a_i - y_i)^2)") == "∑_(i=1…N) (a_i − y_i)²");
  CHECK(text(R"(\sum_j p_j + \sum x_i + \prod_{k=1}^{3} a_k)") ==
        "∑_j p_j + ∑ x_i + ∏_(k=1…3) a_k");
  CHECK(text(R"(\delta_{o1} + \mu_{\text{train}} + \frac{\partial J}{\partial h_{L-1}})") ==
        "δ_o1 + μ_train + ∂J/∂h_(L−1)");
  CHECK(text(R"(W_l a_{l-1} + h_1 (x))") == "W_l a_(l−1) + h₁(x)");
  CHECK(text(R"(X^\top \odot \bar{W} \, x \leftarrow \ldots)") == "Xᵀ ⊙ W\u0304 x ← …");
  CHECK(text(R"(\begin{bmatrix} a & b \\ c & -1 \end{bmatrix} x)") == "[a, b; c, −1]x");
  CHECK(text(R"(f = \begin{cases} z & z > 0 \\ 0 & \text{else} \end{cases})") ==
        "f = { z z > 0; 0 else");
  CHECK(text(R"(\left\{ a \right\} \left| b \right.)") == "{a}|b");
  CHECK(text(R"(\mathrm{softmax}(z), 5\,\%)") == "softmax(z), 5%");
  CHECK(text("a, b") == "a, b");
  CHECK(text("") == "");
}

TEST_CASE("TeX that lessons do not use, or that is malformed, is an error") {
  for (const char* tex : {R"(\binom{2}{1})",
                          R"(\frac{a)",
                          R"(\frac{a}{b)",
                          "{",
                          "a}",
                          "a^",
                          "a_}",
                          R"(\frac)",
                          R"(\)",
                          R"(\left)",
                          R"(\text x)",
                          R"(\hat)",
                          R"(\left\sigma)",
                          R"(a & b)",
                          R"(a \\ b)",
                          R"(\begin{matrix} a)",
                          R"(\begin{table} a \end{table})",
                          R"(\begin{matrix} a \end{cases})",
                          R"(\begin)",
                          R"(\left\)"}) {
    CAPTURE(tex);
    const auto result = tex_as_text(tex);
    REQUIRE_FALSE(result.ok());
    CHECK_FALSE(result.error().advice.empty());
  }
  CHECK(tex_as_text(R"(a + \oint)").error().place.column == 5);
  std::string deep;
  for (int i = 0; i < 10'000; ++i)
    deep += "{";
  CHECK_FALSE(tex_as_text(deep).ok());
  std::string scripts;
  for (int i = 0; i < 10'000; ++i)
    scripts += "^";
  CHECK_FALSE(tex_as_text(scripts).ok());
}

}  // namespace
}  // namespace backprop::lessons
