/// The part of the check that is about the glossary; see lesson_check.h.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lessons/model/check_block.h"
#include "lessons/model/glossary.h"

namespace backprop::lessons {

class GlossaryCheck {
 public:
  /// Reads the glossary in both languages.
  explicit GlossaryCheck(const Library& library);

  /// The ids of all terms, for links; nothing where there is no glossary yet. Terms may be linked
  /// to as soon as one language has them.
  const std::optional<std::set<std::string>>& terms() const { return terms_; }

  /// What is wrong with it, for the chapters and terms that it may point to.
  void check(const LinkTargets& targets, std::vector<Finding>& findings);

 private:
  void add(Language language, int line, std::string cause, std::string advice);
  void check_term(Language language, const Term& term, const LinkTargets& targets);
  void check_formulas(const Glossary& glossary);
  void check_terms_of(const Glossary& from, const Glossary& in);
  void compare_symbols(const Glossary& english, const Glossary& chinese);

  std::array<std::optional<Glossary>, 2> glossaries_;
  std::optional<std::set<std::string>> terms_;
  std::vector<Finding> findings_;
};

}  // namespace backprop::lessons
