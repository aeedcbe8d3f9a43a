#include "lessons/model/glossary.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "lessons/model/data_dir.h"
#include "lessons/model/lesson_fields.h"
#include "lessons/model/library.h"
#include "lessons/model/markdown.h"

namespace backprop::lessons {
namespace {

const FieldRules& rules_of(bool term) {
  constexpr KeyRule::Count once = KeyRule::Count::once;
  static const FieldRules terms{
      "a term", {{"id", once}, {"title", once}, {"forms"}, {"tex"}, {"text", once}, {"lesson"}}};
  static const FieldRules symbols{"a symbol",
                                  {{"tex", once}, {"program"}, {"source"}, {"meaning", once}}};
  return term ? terms : symbols;
}

std::vector<std::string> forms_in(const std::string& text) {
  std::vector<std::string> forms;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const std::string_view form = trimmed(rest.substr(0, end));
    if (!form.empty()) forms.emplace_back(form);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return forms;
}

std::optional<Error> add_term(const Fields& fields, int line, Glossary& glossary) {
  Term term;
  term.id = text_of(fields, "id");
  if (find_term(glossary, term.id) != nullptr) {
    return Error{find_field(fields, "id")->place,
                 fmt::format("another term has the id '{}'", term.id), "choose an id of its own"};
  }
  term.title = text_of(fields, "title");
  term.forms = forms_in(text_of(fields, "forms"));
  term.tex = text_of(fields, "tex");
  term.lesson = text_of(fields, "lesson");
  term.line = line;
  if (auto error = read_text(*find_field(fields, "text"), term.text)) return error;
  glossary.terms.push_back(std::move(term));
  return std::nullopt;
}

std::optional<Error> add_symbol(const Fields& fields, int line, Glossary& glossary) {
  Symbol symbol;
  symbol.tex = text_of(fields, "tex");
  symbol.program = text_of(fields, "program");
  symbol.source = text_of(fields, "source");
  symbol.line = line;
  if (auto error = read_text(*find_field(fields, "meaning"), symbol.meaning)) return error;
  glossary.symbols.push_back(std::move(symbol));
  return std::nullopt;
}

std::optional<Error> add_block(const MarkdownBlock& block, Glossary& glossary) {
  const auto* fence = std::get_if<Fence>(&block.is);
  const bool term = fence != nullptr && fence->info == "term";
  if (!term && (fence == nullptr || fence->info != "symbol")) {
    return Error{block.place, "a glossary holds terms and symbols alone",
                 "write ```term or ```symbol"};
  }
  const auto fields = parse_fields(rules_of(term), fence->text, block.place.line + 1, block.place);
  if (!fields) return fields.error();
  return term ? add_term(fields.value(), block.place.line, glossary)
              : add_symbol(fields.value(), block.place.line, glossary);
}

}  // namespace

Result<Glossary> parse_glossary(std::string_view source, Language language) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const std::size_t begin = source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const auto blocks = parse_markdown(source.substr(begin), 0);
  if (!blocks) return blocks.error();
  Glossary glossary;
  glossary.language = language;
  for (const MarkdownBlock& block : blocks.value()) {
    if (auto error = add_block(block, glossary)) return *std::move(error);
  }
  return glossary;
}

Result<Glossary> load_glossary(Language language) {
  const std::string path = glossary_path(language);
  std::error_code ignored;
  std::ifstream file(data_dir() / "lessons" / path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(data_dir() / "lessons" / path, ignored)) {
    return Error{{}, "there is no glossary", fmt::format("write it: lessons/{}", path)};
  }
  auto glossary = parse_glossary(std::string(std::istreambuf_iterator<char>(file), {}), language);
  if (glossary) return glossary;
  Error error = glossary.error();
  error.cause = fmt::format("{}, line {}: {}", path, error.place.line, error.cause);
  return error;
}

std::vector<GlossaryTex> tex_of(const Glossary& glossary) {
  std::vector<GlossaryTex> all;
  const auto add = [&](const std::string& tex, int line) {
    if (!tex.empty()) all.push_back({tex, line});
  };
  const auto add_text = [&](const Inlines& text, int line) {
    for (const Inline& run : text) {
      if (run.kind == Inline::Kind::math) add(run.text, line);
    }
  };
  for (const Term& term : glossary.terms) {
    add(term.tex, term.line);
    add_text(term.text, term.line);
  }
  for (const Symbol& symbol : glossary.symbols) {
    add(symbol.tex, symbol.line);
    add(symbol.source, symbol.line);
    add_text(symbol.meaning, symbol.line);
  }
  return all;
}

const Term* find_term(const Glossary& glossary, std::string_view id) {
  const auto found = std::find_if(glossary.terms.begin(), glossary.terms.end(),
                                  [&](const Term& term) { return term.id == id; });
  return found == glossary.terms.end() ? nullptr : &*found;
}

}  // namespace backprop::lessons
