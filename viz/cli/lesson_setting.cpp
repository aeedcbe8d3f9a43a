#include "viz/cli/lesson_setting.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lessons/model/block_parts.h"
#include "lessons/model/glossary.h"
#include "lessons/model/lesson_parser.h"
#include "lessons/model/notation.h"
#include "viz/app/lab_settings.h"
#include "viz/scene/lab_menu.h"
#include "viz/text/math.h"
#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

using lessons::Language;

/// Where something stands: for the finding.
struct Spot {
  std::string file;
  int line = 1;
  std::string block;
};

class SettingCheck {
 public:
  explicit SettingCheck(const Glyphs& glyphs) : glyphs_(glyphs) {}

  void check_words(const std::string& words, Face face, const Spot& spot) {
    for (const char32_t c : decode(words)) {
      if (c == '\n' || c == '\r' || c == '\t' || glyphs_.find(face, c).index != 0) continue;
      add(spot, fmt::format("no font has the character {} (U+{:04X})", encode(c),
                            static_cast<std::uint32_t>(c)));
    }
  }

  void check_text(const lessons::Inlines& text, const Spot& spot) {
    using Kind = lessons::Inline::Kind;
    for (const lessons::Inline& run : text) {
      if (run.kind == Kind::math) continue;
      const Face face = run.kind == Kind::strong ? Face::bold
                        : run.kind == Kind::code ? Face::mono
                                                 : Face::regular;
      check_words(run.text, face, spot);
    }
  }

  void check_tex(const std::string& tex, const Spot& spot) {
    const auto formula = parse_tex(tex);
    if (!formula) {
      add(spot, fmt::format("the formula {} cannot be set: {} (character {})", tex,
                            formula.error().cause, formula.error().place.column));
      return;
    }
    const MathBox box = layout_math(glyphs_, formula.value(), 16, MathStyle::display);
    const bool whole = std::all_of(box.glyphs.begin(), box.glyphs.end(),
                                   [](const MathGlyph& glyph) { return glyph.glyph.index != 0; });
    if (!whole) add(spot, fmt::format("no font has a sign of the formula {}", tex));
  }

  std::size_t count() const { return findings_.size(); }
  /// A lab that there is not yet has its settings unread.
  void check_lab(const lessons::Lab& lab, const Spot& spot) {
    const auto its = lab_named(lab.name);
    if (!its) return;
    const auto opening = lab_opening(*its, lab.settings);
    if (!opening) add(spot, opening.error().cause, opening.error().advice);
  }

  std::vector<lessons::Finding> take() { return std::move(findings_); }

 private:
  void add(const Spot& spot, std::string cause, std::string advice = "write it otherwise") {
    findings_.push_back(
        {"lessons/" + spot.file, spot.line, spot.block, std::move(cause), std::move(advice)});
  }

  const Glyphs& glyphs_;
  std::vector<lessons::Finding> findings_;
};

/// Words that are no running text: titles, labels.
void check_labels(const lessons::Block& block, const std::string& file, std::string_view text,
                  SettingCheck& check) {
  const auto add = [&](const std::string& words, std::string_view key, int nth) {
    check.check_words(words, Face::regular,
                      {file, lessons::line_of(text, block.line, key, nth), block.id});
  };
  if (const auto* plot = std::get_if<lessons::Plot>(&block.is)) {
    for (int i = 0; i < static_cast<int>(plot->lines.size()); ++i)
      add(plot->lines[static_cast<std::size_t>(i)].label, "line", i);
  }
  if (const auto* map = std::get_if<lessons::ConceptMap>(&block.is)) {
    for (const auto& edge : map->edges)
      add(edge.label, edge.printed_wrong ? "printed" : "edge", 0);
  }
}

/// What a notation makes of the formulas, where it changes them.
void check_notations(const lessons::Lesson& lesson, const std::string& file, std::string_view text,
                     SettingCheck& check) {
  using lessons::Notation;
  for (const Notation notation : {Notation::written_out, Notation::source, Notation::delta}) {
    const lessons::Lesson written = lessons::in_notation(lesson, notation);
    for (std::size_t i = 0; i < written.blocks.size(); ++i) {
      const auto before = lessons::tex_of(lesson.blocks[i]);
      for (const auto& part : lessons::tex_of(written.blocks[i])) {
        const bool same = std::any_of(before.begin(), before.end(),
                                      [&](const auto& other) { return other.tex == part.tex; });
        const int line = lessons::line_of(text, lesson.blocks[i].line, part.key, part.nth);
        if (!same) check.check_tex(part.tex, {file, line, lesson.blocks[i].id});
      }
    }
  }
}

void check_chapter(const std::string& file, std::string_view text, Language language,
                   SettingCheck& check) {
  const auto lesson = lessons::parse_lesson(text, language);
  if (!lesson) return;
  const std::size_t found_before = check.count();
  check.check_words(lesson.value().title, Face::regular, {file, 1, ""});
  check.check_words(lesson.value().subtitle, Face::regular, {file, 1, ""});
  for (const lessons::Block& block : lesson.value().blocks) {
    const auto spot = [&](std::string_view key, int nth) {
      return Spot{file, lessons::line_of(text, block.line, key, nth), block.id};
    };
    for (const auto& part : lessons::texts_of(block))
      check.check_text(*part.text, spot(part.key, part.nth));
    for (const auto& part : lessons::tex_of(block))
      check.check_tex(part.tex, spot(part.key, part.nth));
    check_labels(block, file, text, check);
    if (const auto* lab = std::get_if<lessons::Lab>(&block.is))
      check.check_lab(*lab, spot("settings", 0));
  }
  if (check.count() == found_before) check_notations(lesson.value(), file, text, check);
}

void check_glossary(const std::string& file, std::string_view text, Language language,
                    SettingCheck& check) {
  const auto glossary = lessons::parse_glossary(text, language);
  if (!glossary) return;
  for (const lessons::Term& term : glossary.value().terms) {
    check.check_words(term.title, Face::bold, {file, term.line, term.id});
    check.check_text(term.text, {file, term.line, term.id});
  }
  for (const lessons::Symbol& symbol : glossary.value().symbols)
    check.check_text(symbol.meaning, {file, symbol.line, ""});
  for (const auto& part : lessons::tex_of(glossary.value()))
    check.check_tex(part.tex, {file, part.line, ""});
}

}  // namespace

std::vector<lessons::Finding> check_setting(const lessons::Library& library, const Glyphs& glyphs) {
  SettingCheck check(glyphs);
  for (const auto& [path, text] : library.files) {
    for (const Language language : {Language::english, Language::chinese}) {
      const auto folder = fmt::format("content/{}/", lessons::code_of(language));
      if (path.starts_with(folder)) check_chapter(path, text, language, check);
      if (path == lessons::glossary_path(language)) check_glossary(path, text, language, check);
    }
    if (path.starts_with("programs/")) check.check_words(text, Face::mono, {path, 1, ""});
  }
  return check.take();
}

}  // namespace backprop::viz
