#include "lessons/model/catalogue.h"

#include <utility>

namespace backprop::lessons {
namespace {

Chapter chapter_of(const std::string& id, Language language) {
  auto lesson = load_lesson(id, language);
  if (!lesson) return {id, id, {}, 0, {}, lesson.error()};
  Chapter chapter{id,
                  std::move(lesson.value().title),
                  std::move(lesson.value().subtitle),
                  lesson.value().minutes,
                  {},
                  std::nullopt};
  for (const Block& block : lesson.value().blocks) {
    if (is_task(block)) chapter.tasks.push_back(block.id);
  }
  return chapter;
}

}  // namespace

std::vector<Chapter> catalogue(Language language) {
  std::vector<Chapter> chapters;
  const auto ids = list_lessons();
  if (!ids) return chapters;
  for (const std::string& id : ids.value())
    chapters.push_back(chapter_of(id, language));
  return chapters;
}

}  // namespace backprop::lessons
