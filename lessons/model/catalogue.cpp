#include "lessons/model/catalogue.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "lessons/model/task_text.h"

namespace backprop::lessons {
namespace {

Chapter chapter_of(const std::string& id, Language language) {
  Chapter chapter;
  chapter.id = chapter.title = id;
  auto loaded = load_lesson(id, language);
  if (!loaded) {
    chapter.order = std::numeric_limits<double>::infinity();
    chapter.error = loaded.error();
    return chapter;
  }
  Lesson lesson = std::move(loaded).value();
  chapter.title = std::move(lesson.title);
  chapter.subtitle = std::move(lesson.subtitle);
  chapter.program = std::move(lesson.program);
  chapter.order = lesson.order;
  chapter.minutes = lesson.minutes;
  for (const Block& block : lesson.blocks) {
    if (!is_task(block)) continue;
    chapter.tasks.push_back(block.id);
    chapter.questions[block.id] = question_text(block);
  }
  return chapter;
}

}  // namespace

std::vector<Chapter> catalogue(Language language) {
  std::vector<Chapter> chapters;
  const auto ids = lesson_ids();
  if (!ids) return chapters;
  for (const std::string& id : ids.value())
    chapters.push_back(chapter_of(id, language));
  std::stable_sort(chapters.begin(), chapters.end(),
                   [](const Chapter& a, const Chapter& b) { return a.order < b.order; });
  return chapters;
}

Result<std::vector<std::string>> list_lessons() {
  auto ids = lesson_ids();
  if (!ids) return ids;
  std::vector<std::string> ordered;
  for (const Chapter& chapter : catalogue(Language::english))
    ordered.push_back(chapter.id);
  return ordered;
}

std::vector<std::string> opening_programs(const std::vector<Chapter>& chapters) {
  std::vector<std::string> programs;
  for (const Chapter& chapter : chapters) {
    const std::string& program = chapter.program;
    const bool known = std::find(programs.begin(), programs.end(), program) != programs.end();
    if (!known && !program.empty()) programs.push_back(program);
  }
  return programs;
}

LessonProgress progress_of(const Chapter& chapter, const Answers& answers) {
  return progress_of(chapter.id, chapter.tasks, answers);
}

}  // namespace backprop::lessons
