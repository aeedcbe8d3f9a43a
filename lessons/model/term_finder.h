/// Finds the glossary's terms in a text, by the forms in which texts write them.
#pragma once

#include <string_view>
#include <vector>

#include "lessons/model/glossary.h"

namespace backprop::lessons {

/// A term in a text, at bytes [begin, end).
struct FoundTerm {
  const Term* term = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
};

class TermFinder {
 public:
  /// Of every language: upper and lower case are the same, and Latin words are found whole. The
  /// glossary must outlive the finder.
  explicit TermFinder(const Glossary& glossary);

  /// The terms of a text, from left to right; where several begin at one place, the longest.
  std::vector<FoundTerm> all_in(std::string_view text) const;

 private:
  struct Form {
    std::string text;  ///< in lower case
    const Term* term = nullptr;
  };
  std::vector<Form> forms_;  ///< the longest first
};

}  // namespace backprop::lessons
