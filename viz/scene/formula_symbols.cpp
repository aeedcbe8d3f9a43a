#include "viz/scene/formula_symbols.h"

#include <optional>

#include "lessons/model/notation.h"
#include "viz/text/tex_symbols.h"

namespace backprop::viz {
namespace {

constexpr char32_t partial = 0x1D715;  // as \partial is set

const MathNode& unwrapped(const MathNode& node) {
  const bool single = node.kind == MathNode::Kind::row && node.children.size() == 1;
  return single ? unwrapped(node.children[0]) : node;
}

/// "w" or, of an upright word, "loss"; empty for what is no name.
std::string letters_of(const MathNode& node) {
  const MathNode& inner = unwrapped(node);
  if (inner.kind == MathNode::Kind::text) return inner.words;
  if (inner.kind != MathNode::Kind::symbol) return "";
  const char letter = typed_letter(inner.symbol);
  return letter == 0 ? "" : std::string(1, letter);
}

/// The digits of an index, "12"; empty where it is something else.
std::string digits_of(const MathNode& node) {
  std::string digits;
  const auto add = [&](const MathNode& part) {
    const bool digit =
        part.kind == MathNode::Kind::symbol && part.symbol >= U'0' && part.symbol <= U'9';
    if (digit) digits += static_cast<char>(part.symbol);
    return digit || (part.kind == MathNode::Kind::symbol && part.symbol == U',') ||
           part.kind == MathNode::Kind::space;
  };
  const MathNode& inner = unwrapped(node);
  if (inner.kind != MathNode::Kind::row) return add(inner) ? digits : "";
  for (const MathNode& part : inner.children) {
    if (!add(part)) return "";
  }
  return digits;
}

class Finder {
 public:
  Finder(const Trace& trace, std::vector<MarkedNumber>& marks, const FormulaLetters& letters)
      : trace_(trace), marks_(marks), letters_(letters) {}

  void visit(MathNode& node) {
    if (const auto number = meant_by(node)) {
      node.mark = static_cast<int>(marks_.size());
      marks_.push_back(*number);
      return;  // its own letters are not marked again
    }
    // An element that the recording does not have is not taken for the whole.
    const bool unknown_element =
        node.kind == MathNode::Kind::scripts && !digits_of(node.children[1]).empty();
    for (std::size_t i = unknown_element ? 2 : 0; i < node.children.size(); ++i)
      visit(node.children[i]);
  }

 private:
  std::optional<Entity> named(const std::string& name) const {
    if (name.empty()) return std::nullopt;
    const ValueId id = find_value(trace_, name);
    if (id == no_value || trace_.value(id).data.size() == 0) return std::nullopt;
    return Entity::value(id, trace_.value(id).data.size() == 1 ? 0 : -1);
  }

  /// Digits as one index per dimension.
  std::optional<Entity> element(const Entity& whole, const std::string& digits) const {
    const Shape& shape = trace_.value(whole.id).data.shape;
    if (shape.size() != digits.size() || letters_.indices == lessons::Indices::none)
      return std::nullopt;
    const char first = letters_.indices == lessons::Indices::from_zero ? '0' : '1';
    const std::vector<Index> strides = strides_of(shape);
    Index position = 0;
    for (std::size_t d = 0; d < digits.size(); ++d) {
      const Index index = digits[d] - first;
      if (index < 0 || index >= shape[d]) return std::nullopt;
      position += index * strides[d];
    }
    return Entity::value(whole.id, position);
  }

  std::optional<Entity> value_of(const MathNode& node) const {
    const MathNode& inner = unwrapped(node);
    const bool scripts = inner.kind == MathNode::Kind::scripts;
    const std::string name = letters_of(scripts ? inner.children[0] : inner);
    const std::string digits = scripts ? digits_of(inner.children[1]) : "";
    if (name.empty()) return std::nullopt;
    if (scripts && digits.empty()) return std::nullopt;  // a power is not the value
    for (const auto& own : lessons::own_letters(letters_.source, name, digits)) {
      if (const auto found = picked(own.first, own.second)) return found;
    }
    return picked(name, digits);
  }

  std::optional<Entity> picked(const std::string& name, const std::string& digits) const {
    if (const auto own = named(name + digits)) return own;  // W_1 is the program's W1
    const auto whole = digits.empty() ? std::nullopt : named(name);
    return whole ? element(*whole, digits) : std::nullopt;
  }

  /// What follows the sign of a partial derivative in a row.
  std::optional<Entity> differential(const MathNode& node) const {
    const MathNode& inner = unwrapped(node);
    if (inner.kind != MathNode::Kind::row || inner.children.size() != 2) return std::nullopt;
    const MathNode& sign = inner.children[0];
    if (sign.kind != MathNode::Kind::symbol || sign.symbol != partial) return std::nullopt;
    return value_of(inner.children[1]);
  }

  std::optional<MarkedNumber> meant_by(const MathNode& node) const {
    if (node.kind == MathNode::Kind::fraction) {
      const auto above = differential(node.children[0]);
      const auto below = differential(node.children[1]);
      if (above && below && above->id == trace_.loss()) return MarkedNumber{*below, true};
      return std::nullopt;
    }
    const bool name = node.kind == MathNode::Kind::symbol || node.kind == MathNode::Kind::scripts;
    if (!name) return std::nullopt;
    if (const auto value = value_of(node)) return MarkedNumber{*value, false};
    return std::nullopt;
  }

  const Trace& trace_;
  std::vector<MarkedNumber>& marks_;
  FormulaLetters letters_;
};

}  // namespace

void mark_symbols(MathNode& formula, const Trace& trace, std::vector<MarkedNumber>& marks,
                  const FormulaLetters& letters) {
  Finder(trace, marks, letters).visit(formula);
}

}  // namespace backprop::viz
