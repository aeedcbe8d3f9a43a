/// What an expression of a program is made of.
#pragma once

#include <type_traits>

#include "engine/program/ast.h"

namespace backprop::ast {

/// Calls visit(part) for each expression right inside of it, as they are written.
template <class Visit>
void for_each_part(const Expression& expression, const Visit& visit) {
  const auto each = [&](const ExpressionPtr& part) {
    if (part) visit(*part);
  };
  std::visit(
      [&](const auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Unary>) {
          each(node.operand);
        } else if constexpr (std::is_same_v<Node, Binary>) {
          each(node.left);
          each(node.right);
        } else if constexpr (std::is_same_v<Node, Sequence>) {
          for (const ExpressionPtr& item : node.items)
            each(item);
        } else if constexpr (std::is_same_v<Node, Call>) {
          each(node.receiver);
          for (const Argument& argument : node.arguments)
            each(argument.value);
        } else if constexpr (std::is_same_v<Node, Attribute>) {
          each(node.object);
        } else if constexpr (std::is_same_v<Node, Indexing>) {
          each(node.object);
          for (const Subscript& subscript : node.subscripts) {
            each(subscript.first);
            each(subscript.last);
          }
        }
      },
      expression.node);
}

/// Calls visit(inner) for each statement in the block of a loop or definition, and in blocks
/// inside.
template <class Visit>
void for_each_inside(const Statement& statement, const Visit& visit) {
  const Block* block = nullptr;
  if (const auto* loop = std::get_if<ForLoop>(&statement.node)) block = &loop->body;
  if (const auto* its = std::get_if<Definition>(&statement.node)) block = &its->function->body;
  if (block == nullptr) return;
  for (const Statement& inner : *block) {
    visit(inner);
    for_each_inside(inner, visit);
  }
}

/// What a statement itself computes: not what is in its block; null for a definition.
inline const Expression* expression_of(const Statement& statement) {
  if (const auto* its = std::get_if<Assignment>(&statement.node)) return its->value.get();
  if (const auto* its = std::get_if<ExpressionStatement>(&statement.node)) return its->value.get();
  if (const auto* its = std::get_if<ForLoop>(&statement.node)) return its->count.get();
  if (const auto* its = std::get_if<Return>(&statement.node)) return its->value.get();
  return nullptr;
}

}  // namespace backprop::ast
