#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/program/utf8.h"
#include "lessons/model/block_parts.h"
#include "lessons/model/check_block.h"
#include "lessons/model/tex_text.h"

namespace backprop::lessons {
namespace {

/// "https://example.org/a%20b": a host with a dot, and no character that an address cannot hold.
bool is_web_address(std::string_view address) {
  constexpr std::string_view scheme = "https://";
  if (!address.starts_with(scheme)) return false;
  const std::string_view rest = address.substr(scheme.size());
  const std::string_view host = rest.substr(0, rest.find('/'));
  const auto is_host = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '-'; };
  const auto is_printed = [](unsigned char c) { return c > 0x20 && c < 0x7F; };
  const auto dot = host.find('.');
  return dot != std::string_view::npos && dot > 0 && !host.ends_with('.') &&
         std::all_of(host.begin(), host.end(), is_host) &&
         std::all_of(rest.begin(), rest.end(), is_printed);
}

std::optional<Error> unknown_target(std::string_view what, const std::string& id,
                                    const std::set<std::string>& known) {
  if (known.contains(id)) return std::nullopt;
  return Error{{},
               fmt::format("a link leads to the {} '{}', which does not exist", what, id),
               fmt::format("there are {}", fmt::join(known, ", "))};
}

void check_links(const BlockText& part, const LinkTargets& targets, const BlockFindings& findings) {
  for (const Inline& run : *part.text) {
    if (run.kind != Inline::Kind::link || moment_linked(run)) continue;  // see check_shown
    if (const auto error = bad_link(run.address, targets)) findings.add(part.key, part.nth, *error);
  }
}

bool is_chinese(char32_t c) {
  return c >= 0x2E80 && c <= 0x9FFF;
}

/// A half-width sign that belongs to the Chinese around it, not to Latin words or numbers such as
/// "(1, 1)" or an English title; 0 where there is none.
char misplaced_sign(std::string_view text) {
  char32_t before = 0;  // the last character that is no space
  char sign = 0;        // a half-width sign that the next character may show to be misplaced
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) {
    const char32_t c = character_at(text, at);
    if (c == ' ') continue;
    if (sign != 0 && is_chinese(c)) return sign;
    sign = 0;
    const bool between = c == ',' || c == ';' || c == '?' || c == '!';
    if ((between || c == ')') && is_chinese(before)) return static_cast<char>(c);
    if (between || c == '(') sign = static_cast<char>(c);
    before = c;
  }
  return 0;
}

/// Marks that a reader would see, and in Chinese punctuation of Latin texts.
void check_marks(const BlockText& part, Language language, const BlockFindings& findings) {
  for (const Inline& run : *part.text) {
    if (run.kind == Inline::Kind::code || run.kind == Inline::Kind::math) continue;
    const auto mark = run.text.find_first_of("*$`\\");
    if (mark != std::string::npos) {
      findings.add(part.key, part.nth,
                   fmt::format("a '{}' is left in the text '{}'", run.text[mark], run.text),
                   "it had no effect: mend or delete it");
    }
    const char sign = language == Language::chinese ? misplaced_sign(run.text) : '\0';
    if (sign != 0) {
      findings.add(part.key, part.nth,
                   fmt::format("a half-width '{}' in the Chinese text '{}'", sign, run.text),
                   "write the full-width sign");
    }
  }
}

}  // namespace

std::optional<Error> bad_link(const std::string& address, const LinkTargets& targets) {
  constexpr std::string_view lesson = "lesson:";
  constexpr std::string_view term = "term:";
  if (address.starts_with(lesson)) {
    return unknown_target("chapter", address.substr(lesson.size()), targets.lessons);
  }
  if (address.starts_with(term)) {
    if (!targets.terms) return std::nullopt;
    return unknown_target("term", address.substr(term.size()), *targets.terms);
  }
  if (is_web_address(address)) return std::nullopt;
  return Error{
      {}, fmt::format("'{}' is no address", address), "write it as in https://example.org/page"};
}

void check_tex(const std::string& tex, const BlockFindings& findings, std::string_view key,
               int nth) {
  const auto text = tex_as_text(tex);
  if (text) return;
  findings.add(key, nth, fmt::format("the formula {}: {}", tex, text.error().cause),
               text.error().advice);
}

void check_texts(const ChapterFile& file, const Block& block, const LinkTargets& targets,
                 std::vector<Finding>& all) {
  const BlockFindings findings(file, block, all);
  for (const BlockText& part : texts_of(block)) {
    check_links(part, targets, findings);
    check_marks(part, file.lesson.language, findings);
  }
  for (const BlockTex& part : tex_of(block))
    check_tex(part.tex, findings, part.key, part.nth);
}

}  // namespace backprop::lessons
