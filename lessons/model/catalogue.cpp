#include "lessons/model/catalogue.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "lessons/model/claims.h"
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
  chapter.programs = programs_of(lesson);
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

const Chapter* find_chapter(const std::vector<Chapter>& chapters, const std::string& id) {
  const auto found = std::find_if(chapters.begin(), chapters.end(),
                                  [&](const Chapter& chapter) { return chapter.id == id; });
  return found == chapters.end() ? nullptr : &*found;
}

Result<std::vector<std::string>> list_lessons() {
  auto ids = lesson_ids();
  if (!ids) return ids;
  std::vector<std::string> ordered;
  for (const Chapter& chapter : catalogue(Language::english))
    ordered.push_back(chapter.id);
  return ordered;
}

std::vector<ProgramGroup> programs_by_chapter(const std::vector<Chapter>& chapters,
                                              const std::vector<std::string>& programs) {
  std::vector<ProgramGroup> groups;
  std::set<std::string> left(programs.begin(), programs.end());
  for (const Chapter& chapter : chapters) {
    ProgramGroup group{chapter.title, {}};
    for (const std::string& program : chapter.programs) {
      if (left.erase(program) > 0) group.programs.push_back(program);
    }
    if (!group.programs.empty()) groups.push_back(std::move(group));
  }
  if (!left.empty()) groups.push_back({"", {left.begin(), left.end()}});
  return groups;
}

LessonProgress progress_of(const Chapter& chapter, const Answers& answers) {
  return progress_of(chapter.id, chapter.tasks, answers);
}

}  // namespace backprop::lessons
