#include "engine/program/names.h"

#include <algorithm>
#include <array>

#include "engine/nn/optimizer.h"
#include "engine/nn/schedule.h"
#include "engine/nn/start.h"
#include "engine/program/composites.h"
#include "engine/program/lexer.h"

namespace backprop {

bool belongs_to_programs(const std::string& name) {
  constexpr std::array<std::string_view, 6> words = {"tensor",   "param", "zero_grad",
                                                     "backward", "float", "range"};
  return std::find(words.begin(), words.end(), name) != words.end() ||
         find_optimizer(name) != nullptr || find_schedule(name) != nullptr ||
         find_initialiser(name) != nullptr || find_composite(name) != nullptr;
}

bool is_known_word(const std::string& name) {
  return find_op(name) != nullptr || belongs_to_programs(name);
}

NameSet names_in(std::string_view program) {
  NameSet names;
  const auto tokens = lex(program);
  if (!tokens) return names;
  for (const Token& token : tokens.value()) {
    if (token.kind == TokenKind::name) names.insert(token.text);
  }
  return names;
}

std::string free_name(const std::string& name, const NameSet& taken) {
  std::string free = name;
  for (int i = 2; taken.contains(free) || is_known_word(free); ++i)
    free = name + "_" + std::to_string(i);
  return free;
}

std::string renamed_definition(const std::string& definition, const std::string& name) {
  const auto tokens = lex(definition);
  if (!tokens) return definition;
  bool after_def = false;
  for (const Token& token : tokens.value()) {
    if (after_def)
      return std::string(definition).replace(token.begin, token.end - token.begin, name);
    after_def = token.kind == TokenKind::name && token.text == "def";
  }
  return definition;
}

}  // namespace backprop
