#include "lessons/model/glossary_text.h"

#include <fmt/format.h>

#include "lessons/model/text_inlines.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

struct Words {
  std::string_view glossary, chapter, symbols, program, source;
};

const Words& words_of(Language language) {
  static constexpr Words english{.glossary = "Glossary",
                                 .chapter = "See chapter {}",
                                 .symbols = "Symbols",
                                 .program = "in programs: {}",
                                 .source = "in the source: {}"};
  static constexpr Words chinese{.glossary = "术语表",
                                 .chapter = "见章节 {}",
                                 .symbols = "符号",
                                 .program = "程序中：{}",
                                 .source = "原文中：{}"};
  return language == Language::english ? english : chinese;
}

std::string heading(std::string_view text, char rule) {
  return wrapped(text, "", "") + std::string(static_cast<std::size_t>(width_of(text)), rule) + "\n";
}

std::string term_text(const Term& term, Language language, const Titles& titles) {
  std::string text = "\n" + wrapped(term.title, "", "");
  if (!term.tex.empty()) text += wrapped(plain_tex(term.tex), "        ", "          ");
  text += wrapped(plain(term.text, language, titles), "    ", "    ");
  if (term.lesson.empty()) return text;
  const auto title = titles.find(term.lesson);
  const std::string chapter =
      title == titles.end() ? term.lesson : term.lesson + "  " + title->second;
  return text +
         wrapped(fmt::format(fmt::runtime(words_of(language).chapter), chapter), "    ", "      ");
}

std::string symbol_text(const Symbol& symbol, Language language, const Titles& titles) {
  const Words& words = words_of(language);
  std::string text = wrapped(plain_tex(symbol.tex), "", "  ");
  text += wrapped(plain(symbol.meaning, language, titles), "    ", "    ");
  if (!symbol.program.empty()) {
    text += wrapped(fmt::format(fmt::runtime(words.program), symbol.program), "    ", "      ");
  }
  if (!symbol.source.empty()) {
    text += wrapped(fmt::format(fmt::runtime(words.source), plain_tex(symbol.source)), "    ",
                    "      ");
  }
  return text;
}

}  // namespace

std::string glossary_as_text(const Glossary& glossary) {
  const Words& words = words_of(glossary.language);
  const Titles titles = chapter_titles(glossary.language);
  std::string text = heading(words.glossary, '=');
  for (const Term& term : glossary.terms)
    text += term_text(term, glossary.language, titles);
  if (glossary.symbols.empty()) return text;
  text += "\n" + heading(words.symbols, '-');
  for (const Symbol& symbol : glossary.symbols)
    text += "\n" + symbol_text(symbol, glossary.language, titles);
  return text;
}

}  // namespace backprop::lessons
