#include "lessons/model/check_glossary.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "lessons/model/tex_text.h"

namespace backprop::lessons {

GlossaryCheck::GlossaryCheck(const Library& library) {
  const auto has = [&](Language language) {
    return library.files.contains(glossary_path(language));
  };
  if (!has(Language::english) && !has(Language::chinese)) return;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (!has(languages[i])) {
      add(languages[i], 1, "this file lacks", "the glossary is there in English and in Chinese");
      continue;
    }
    auto glossary = parse_glossary(library.files.at(glossary_path(languages[i])), languages[i]);
    if (!glossary) {
      const Error& error = glossary.error();
      add(languages[i], error.place.line, error.cause, error.advice);
      continue;
    }
    if (!terms_) terms_.emplace();
    for (const Term& term : glossary.value().terms)
      terms_->insert(term.id);
    glossaries_[i] = std::move(glossary).value();
  }
}

void GlossaryCheck::add(Language language, int line, std::string cause, std::string advice) {
  findings_.push_back(
      {"lessons/" + glossary_path(language), line, "", std::move(cause), std::move(advice)});
}

void GlossaryCheck::check(const LinkTargets& targets, std::vector<Finding>& findings) {
  for (const auto& glossary : glossaries_) {
    if (!glossary) continue;
    for (const Term& term : glossary->terms)
      check_term(glossary->language, term, targets);
    check_formulas(*glossary);
  }
  if (glossaries_[0] && glossaries_[1]) {
    check_terms_of(*glossaries_[0], *glossaries_[1]);
    check_terms_of(*glossaries_[1], *glossaries_[0]);
    compare_symbols(*glossaries_[0], *glossaries_[1]);
  }
  std::move(findings_.begin(), findings_.end(), std::back_inserter(findings));
  findings_.clear();
}

void GlossaryCheck::check_term(Language language, const Term& term, const LinkTargets& targets) {
  const auto check = [&](const std::string& address) {
    const auto error = bad_link(address, targets);
    if (error) add(language, term.line, error->cause, error->advice);
  };
  if (!term.lesson.empty()) check("lesson:" + term.lesson);
  for (const Inline& run : term.text) {
    if (run.kind == Inline::Kind::link) check(run.address);
  }
}

void GlossaryCheck::check_formulas(const Glossary& glossary) {
  for (const auto& [tex, line] : tex_of(glossary)) {
    const auto text = tex_as_text(tex);
    if (text) continue;
    add(glossary.language, line, fmt::format("the formula {}: {}", tex, text.error().cause),
        text.error().advice);
  }
}

/// Each term is in the other language, too; what differs is told of the Chinese.
void GlossaryCheck::check_terms_of(const Glossary& from, const Glossary& in) {
  for (const Term& term : from.terms) {
    const Term* other = find_term(in, term.id);
    if (other == nullptr) {
      add(from.language, term.line,
          fmt::format("the term '{}' is not in {}", term.id, glossary_path(in.language)),
          "write it in both languages");
    } else if (from.language == Language::chinese &&
               (other->tex != term.tex || other->lesson != term.lesson)) {
      add(from.language, term.line,
          fmt::format("the languages differ in tex or lesson of the term '{}'", term.id),
          "make them the same");
    }
  }
}

/// What follows the first difference often follows from it.
void GlossaryCheck::compare_symbols(const Glossary& english, const Glossary& chinese) {
  const std::size_t count = std::max(english.symbols.size(), chinese.symbols.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Symbol* en = i < english.symbols.size() ? &english.symbols[i] : nullptr;
    const Symbol* zh = i < chinese.symbols.size() ? &chinese.symbols[i] : nullptr;
    if (en != nullptr && zh != nullptr && en->tex == zh->tex && en->program == zh->program &&
        en->source == zh->source) {
      continue;
    }
    add(zh != nullptr ? Language::chinese : Language::english, zh != nullptr ? zh->line : en->line,
        fmt::format("the languages part here: the symbol {} in Chinese, {} in English",
                    zh != nullptr ? zh->tex : "(none)", en != nullptr ? en->tex : "(none)"),
        "write the same symbols in the same order");
    return;
  }
}

}  // namespace backprop::lessons
