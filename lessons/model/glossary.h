/// The glossary: the terms that chapters link to, and the symbols of the formulas beside those of
/// programs and of the source. One file per language, lessons/content/glossary.<language>.md, of
/// blocks such as
///
///     ```term
///     id: bias
///     title: Bias
///     forms: bias, biases          (may be left out, as may tex and lesson)
///     tex: z = w \cdot x + b
///     text: A number that a neuron adds to its weighted sum.
///     lesson: 2.1
///     ```
///
///     ```symbol
///     tex: b, b_l
///     program: b, b1, b2           (may be left out, as may source)
///     source: b
///     meaning: the bias of a neuron; the biases of layer $l$
///     ```
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct Term {
  std::string id;
  std::string title;
  std::vector<std::string> forms;  ///< how texts write it; may be empty
  std::string tex;                 ///< may be empty
  Inlines text;
  std::string lesson;  ///< the chapter that explains it; may be empty
  int line = 1;        ///< in the file
};

struct Symbol {
  std::string tex;      ///< one formula, or several with commas between
  std::string program;  ///< what programs call it; may be empty
  std::string source;   ///< how the source writes it, as TeX; may be empty
  Inlines meaning;
  int line = 1;
};

struct Glossary {
  Language language = Language::english;
  std::vector<Term> terms;      ///< in the file's order
  std::vector<Symbol> symbols;  ///< likewise
};

/// Reads a glossary. Errors carry the line in the file; nothing in a file can crash it.
Result<Glossary> parse_glossary(std::string_view source, Language language);

/// The glossary that is shipped. Errors: it lacks, or its text is wrong; the cause names the file.
Result<Glossary> load_glossary(Language language);

/// A formula of a glossary and the line of its block.
struct GlossaryTex {
  std::string tex;
  int line = 1;
};
/// All formulas, those within texts among them.
std::vector<GlossaryTex> tex_of(const Glossary& glossary);

/// Null where there is no such term.
const Term* find_term(const Glossary& glossary, std::string_view id);

}  // namespace backprop::lessons
