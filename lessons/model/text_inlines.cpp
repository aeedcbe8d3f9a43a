#include "lessons/model/text_inlines.h"

#include <fmt/format.h>

#include "lessons/model/block_parts.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/tex_text.h"

namespace backprop::lessons {
namespace {

/// What stands after a link's words.
std::string address_text(const Inline& link, Language language, const Titles& titles) {
  constexpr std::string_view lesson = "lesson:";
  const bool chinese = language == Language::chinese;
  if (link.address.starts_with("https://")) return " [" + link.address + "]";
  if (const auto moment = moment_linked(link))
    return fmt::format(fmt::runtime(chinese ? "（{}）" : " ({})"), *moment);
  if (!link.address.starts_with(lesson)) return {};
  const std::string id = link.address.substr(lesson.size());
  const auto found = titles.find(id);
  const bool told = found == titles.end() || found->second == link.text;
  if (told && link.text.find(id) != std::string::npos) return {};
  if (told) return chinese ? fmt::format("（章节 {}）", id) : fmt::format(" (chapter {})", id);
  return chinese ? fmt::format("（章节 {}：{}）", id, found->second)
                 : fmt::format(" (chapter {}: {})", id, found->second);
}

}  // namespace

Titles chapter_titles(Language language) {
  Titles titles;
  for (const Chapter& chapter : catalogue(language)) {
    if (!chapter.error) titles[chapter.id] = chapter.title;
  }
  return titles;
}

std::string plain_tex(const std::string& tex) {
  const auto text = tex_as_text(tex);
  return text ? text.value() : tex;
}

std::string plain(const Inlines& inlines, Language language, const Titles& titles) {
  std::string text;
  for (const Inline& run : inlines) {
    text += run.kind == Inline::Kind::math ? plain_tex(run.text) : run.text;
    if (run.kind == Inline::Kind::link) text += address_text(run, language, titles);
  }
  return text;
}

}  // namespace backprop::lessons
