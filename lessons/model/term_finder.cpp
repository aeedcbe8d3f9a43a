#include "lessons/model/term_finder.h"

#include <algorithm>

namespace backprop::lessons {
namespace {

// Titles and forms are Latin in ASCII, or Chinese, which has no case.
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Whether a word goes on across that place.
bool within_word(std::string_view text, std::size_t at) {
  return at > 0 && at < text.size() && in_word(text[at - 1]) && in_word(text[at]);
}

}  // namespace

TermFinder::TermFinder(const Glossary& glossary) {
  for (const Term& term : glossary.terms) {
    forms_.push_back({lowered(term.title), &term});
    for (const std::string& form : term.forms)
      forms_.push_back({lowered(form), &term});
  }
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const Form& a, const Form& b) { return a.text.size() > b.text.size(); });
}

std::vector<FoundTerm> TermFinder::all_in(std::string_view text) const {
  const std::string plain = lowered(text);
  std::vector<FoundTerm> found;
  for (std::size_t at = 0; at < plain.size();) {
    const auto here = std::find_if(forms_.begin(), forms_.end(), [&](const Form& form) {
      return plain.compare(at, form.text.size(), form.text) == 0 && !within_word(plain, at) &&
             !within_word(plain, at + form.text.size());
    });
    if (here == forms_.end()) {
      ++at;
      continue;
    }
    found.push_back({here->term, at, at + here->text.size()});
    at += here->text.size();
  }
  return found;
}

}  // namespace backprop::lessons
