#include "engine/function/formula_tex.h"

#include <algorithm>
#include <array>

#include "engine/function/formula_binding.h"
#include "engine/tex.h"

namespace backprop {
namespace {

constexpr std::array<std::string_view, 12> greek = {"alpha", "beta",  "gamma", "delta",
                                                    "eta",   "theta", "kappa", "lambda",
                                                    "mu",    "sigma", "tau",   "omega"};

/// Heads of functions other than their names set upright.
struct Head {
  std::string_view op, tex;
};
constexpr std::array<Head, 7> heads = {{{"sigmoid", "\\sigma"},
                                        {"tanh", "\\tanh"},
                                        {"sin", "\\sin"},
                                        {"cos", "\\cos"},
                                        {"log", "\\log"},
                                        {"maximum", "\\max"},
                                        {"minimum", "\\min"}}};

struct Relation {
  std::string_view symbol, tex, opposite;
};
constexpr std::array<Relation, 6> relations = {{{">", ">", "\\le"},
                                                {">=", "\\ge", "<"},
                                                {"<", "<", "\\ge"},
                                                {"<=", "\\le", ">"},
                                                {"==", "=", "\\ne"},
                                                {"!=", "\\ne", "="}}};

std::string name_in_tex(const std::string& name) {
  return std::find(greek.begin(), greek.end(), name) == greek.end() ? letters_tex(name)
                                                                    : "\\" + name;
}

std::string head_of(const OpRow& op) {
  const auto found = std::find_if(heads.begin(), heads.end(),
                                  [&](const Head& head) { return head.op == op.name; });
  return found == heads.end() ? "\\operatorname{" + std::string(op.name) + "}"
                              : std::string(found->tex);
}

std::string bracketed(const std::string& tex) {
  return "\\left(" + tex + "\\right)";
}

class TexWriter {
 public:
  explicit TexWriter(int digits) : digits_(digits) {}

  std::string write(const FormulaPtr& f) const {
    if (f->is_number()) return number_tex(f->number, digits_);
    if (f->op == nullptr) return name_in_tex(f->name);
    const auto& arguments = f->arguments;
    if (f->is_call("div")) return fraction(*f);
    if (f->is_call("mul")) return product(*f);
    if (f->is_call("pow")) return base(arguments[0]) + "^{" + write(arguments[1]) + "}";
    if (f->is_call("neg")) return "-" + operand(arguments[0], FormulaBinding::minus);
    if (f->is_call("exp")) return "e^{" + write(arguments[0]) + "}";
    if (f->is_call("sqrt")) return "\\sqrt{" + write(arguments[0]) + "}";
    if (f->is_call("abs")) return "\\left|" + write(arguments[0]) + "\\right|";
    if (f->is_call("where")) return cases(*f);
    if (f->op->symbol.empty()) return call(*f);
    if (binding_of(*f) == FormulaBinding::comparison) return "[" + comparison(*f, false) + "]";
    return operand(arguments[0], FormulaBinding::sum) + " " + std::string(f->op->symbol) + " " +
           operand(arguments[1], FormulaBinding::product);
  }

 private:
  /// A minus in front of its numerator stands in front of the fraction.
  std::string fraction(const Formula& f) const {
    const std::string above = write(f.arguments[0]);
    const bool minus = above.starts_with('-') && binding_of(*f.arguments[0]) != FormulaBinding::sum;
    return (minus ? "-\\frac{" + above.substr(1) : "\\frac{" + above) + "}{" +
           write(f.arguments[1]) + "}";
  }

  /// Fractions and comparisons carry their own brackets; a power of ten is a product.
  static FormulaBinding binding(const Formula& f, const std::string& tex) {
    const FormulaBinding own = binding_of(f);
    if (f.is_call("div") && tex.starts_with('-')) return FormulaBinding::minus;
    if (f.is_call("div") || own == FormulaBinding::comparison) return FormulaBinding::atom;
    if (f.is_call("exp")) return FormulaBinding::power;
    const bool power_of_ten = f.is_number() && tex.find("cdot") != std::string::npos;
    return power_of_ten ? std::min(own, FormulaBinding::product) : own;
  }

  std::string operand(const FormulaPtr& f, FormulaBinding needed) const {
    const std::string tex = write(f);
    return binding(*f, tex) < needed ? bracketed(tex) : tex;
  }

  std::string base(const FormulaPtr& f) const {
    const bool fraction = f->is_call("div");
    return fraction ? "{" + bracketed(write(f)) + "}"
                    : "{" + operand(f, FormulaBinding::atom) + "}";
  }

  /// Factors stand side by side, with a dot before digits.
  std::string product(const Formula& f) const {
    const std::string left = operand(f.arguments[0], FormulaBinding::product);
    const std::string right = operand(f.arguments[1], FormulaBinding::power);
    const std::size_t first = std::min(right.find_first_not_of('{'), right.size() - 1);
    const bool digit = right[first] >= '0' && right[first] <= '9';
    return left + (digit ? " \\cdot " : "\\,") + right;
  }

  std::string comparison(const Formula& f, bool opposite) const {
    const auto relation =
        std::find_if(relations.begin(), relations.end(),
                     [&](const Relation& one) { return one.symbol == f.op->symbol; });
    const std::string_view sign = opposite ? relation->opposite : relation->tex;
    return operand(f.arguments[0], FormulaBinding::sum) + " " + std::string(sign) + " " +
           operand(f.arguments[1], FormulaBinding::sum);
  }

  /// A condition, or its opposite.
  std::string condition(const FormulaPtr& f, bool opposite) const {
    if (f->op != nullptr && binding_of(*f) == FormulaBinding::comparison)
      return comparison(*f, opposite);
    return write(f) + (opposite ? " = 0" : " \\ne 0");
  }

  std::string cases(const Formula& f) const {
    return "\\begin{cases} " + write(f.arguments[1]) + " & " + condition(f.arguments[0], false) +
           " \\\\ " + write(f.arguments[2]) + " & " + condition(f.arguments[0], true) +
           " \\end{cases}";
  }

  std::string call(const Formula& f) const {
    std::string inside;
    const auto add = [&](const std::string& tex) { inside += (inside.empty() ? "" : ", ") + tex; };
    for (const FormulaPtr& argument : f.arguments)
      add(write(argument));
    for (const FormulaOption& option : f.options)
      add(name_in_tex(std::string(option.name)) + " = " +
          (option.number != nullptr ? write(option.number) : upright_tex(option.choice)));
    return head_of(*f.op) + bracketed(inside);
  }

  int digits_;
};

}  // namespace

std::string formula_tex(const FormulaPtr& formula, int digits) {
  return TexWriter(digits).write(formula);
}

}  // namespace backprop
