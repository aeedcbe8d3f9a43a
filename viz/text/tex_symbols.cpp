#include "viz/text/tex_symbols.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace backprop::viz {
namespace {

struct Named {
  std::string_view name;
  TexSymbol symbol;
};

using enum AtomClass;

constexpr Named names[] = {
    {"alpha", {0x1D6FC}},
    {"beta", {0x1D6FD}},
    {"gamma", {0x1D6FE}},
    {"delta", {0x1D6FF}},
    {"varepsilon", {0x1D700}},
    {"epsilon", {0x1D716}},
    {"zeta", {0x1D701}},
    {"eta", {0x1D702}},
    {"theta", {0x1D703}},
    {"iota", {0x1D704}},
    {"kappa", {0x1D705}},
    {"lambda", {0x1D706}},
    {"mu", {0x1D707}},
    {"nu", {0x1D708}},
    {"xi", {0x1D709}},
    {"pi", {0x1D70B}},
    {"rho", {0x1D70C}},
    {"sigma", {0x1D70E}},
    {"tau", {0x1D70F}},
    {"upsilon", {0x1D710}},
    {"varphi", {0x1D711}},
    {"phi", {0x1D719}},
    {"chi", {0x1D712}},
    {"psi", {0x1D713}},
    {"omega", {0x1D714}},
    {"Gamma", {0x393}},
    {"Delta", {0x394}},
    {"Theta", {0x398}},
    {"Lambda", {0x39B}},
    {"Xi", {0x39E}},
    {"Pi", {0x3A0}},
    {"Sigma", {0x3A3}},
    {"Phi", {0x3A6}},
    {"Psi", {0x3A8}},
    {"Omega", {0x3A9}},
    {"partial", {0x1D715}},
    {"nabla", {0x2207}},
    {"infty", {0x221E}},
    {"ell", {0x2113}},
    {"top", {0x22A4}},
    {"prime", {0x2032}},
    {"forall", {0x2200}},
    {"exists", {0x2203}},
    {"ldots", {0x2026, inner}},
    {"cdots", {0x22EF, inner}},
    {"vdots", {0x22EE}},
    {"dots", {0x2026, inner}},
    {"cdot", {0x22C5, binary}},
    {"times", {0xD7, binary}},
    {"odot", {0x2299, binary}},
    {"oplus", {0x2295, binary}},
    {"pm", {0xB1, binary}},
    {"mp", {0x2213, binary}},
    {"div", {0xF7, binary}},
    {"ast", {0x2217, binary}},
    {"circ", {0x2218, binary}},
    {"to", {0x2192, relation}},
    {"rightarrow", {0x2192, relation}},
    {"leftarrow", {0x2190, relation}},
    {"Rightarrow", {0x21D2, relation}},
    {"mapsto", {0x21A6, relation}},
    {"le", {0x2264, relation}},
    {"leq", {0x2264, relation}},
    {"ge", {0x2265, relation}},
    {"geq", {0x2265, relation}},
    {"ne", {0x2260, relation}},
    {"neq", {0x2260, relation}},
    {"approx", {0x2248, relation}},
    {"equiv", {0x2261, relation}},
    {"sim", {0x223C, relation}},
    {"propto", {0x221D, relation}},
    {"in", {0x2208, relation}},
    {"ll", {0x226A, relation}},
    {"gg", {0x226B, relation}},
    {"mid", {0x2223, relation}},
    {"sum", {0x2211, large_op, true}},
    {"prod", {0x220F, large_op, true}},
    {"int", {0x222B, large_op}},
    {"langle", {0x27E8, opening}},
    {"rangle", {0x27E9, closing}},
    {"lbrace", {'{', opening}},
    {"rbrace", {'}', closing}},
    {"{", {'{', opening}},
    {"}", {'}', closing}},
    {"lvert", {'|', opening}},
    {"rvert", {'|', closing}},
    {"Vert", {0x2016}},
    {"|", {0x2016}},
    {"%", {'%'}},
    {"#", {'#'}},
    {"&", {'&'}},
    {"_", {'_'}},
    {"$", {'$'}},
};

constexpr std::array<std::string_view, 14> functions = {"log", "ln",   "exp", "sin", "cos",
                                                        "tan", "tanh", "max", "min", "arg",
                                                        "det", "lim",  "sgn", "diag"};

}  // namespace

std::optional<TexSymbol> tex_symbol(std::string_view name) {
  const auto found = std::find_if(std::begin(names), std::end(names),
                                  [&](const Named& entry) { return entry.name == name; });
  if (found == std::end(names)) return std::nullopt;
  return found->symbol;
}

bool is_tex_function(std::string_view name) {
  return std::find(functions.begin(), functions.end(), name) != functions.end();
}

char typed_letter(char32_t c) {
  if (c == 0x210E) return 'h';
  if (c >= 0x1D44E && c < 0x1D44E + 26) return static_cast<char>('a' + (c - 0x1D44E));
  if (c >= 0x1D434 && c < 0x1D434 + 26) return static_cast<char>('A' + (c - 0x1D434));
  return 0;
}

TexSymbol typed_symbol(char32_t c) {
  if (c == 'h') return {0x210E};  // the hole in the block of italic letters
  if (c >= 'a' && c <= 'z') return {0x1D44E + (c - 'a')};
  if (c >= 'A' && c <= 'Z') return {0x1D434 + (c - 'A')};
  switch (c) {
    case '-':
      return {0x2212, binary};
    case '+':
      return {c, binary};
    case '*':
      return {0x2217, binary};
    case '=':
    case '<':
    case '>':
    case ':':
      return {c, relation};
    case '(':
    case '[':
      return {c, opening};
    case ')':
    case ']':
    case '!':
      return {c, closing};
    case ',':
    case ';':
      return {c, punctuation};
    case '\'':
      return {0x2032};
    default:
      return {c};
  }
}

char32_t bold_letter(char32_t c) {
  if (c >= 'a' && c <= 'z') return 0x1D41A + (c - 'a');
  if (c >= 'A' && c <= 'Z') return 0x1D400 + (c - 'A');
  if (c >= '0' && c <= '9') return 0x1D7CE + (c - '0');
  return c;
}

}  // namespace backprop::viz
