/// The chapters as a list: what can be told of each without showing it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lessons/model/answers.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct Chapter {
  std::string id;
  std::string title;
  std::string subtitle;
  std::vector<std::string> programs;  ///< that it shows, in the order of its text, the one that it
                                      ///< opens with first
  double order = 0;                   ///< of reading; infinite for one that cannot be read
  int minutes = 0;
  std::vector<std::string> tasks;  ///< the blocks that are tasks, by id
  std::optional<Error> error;      ///< why it cannot be read; its cause names the file
  std::map<std::string, std::string> questions =
      {};  ///< what the tasks ask, by id: see task_text.h

  /// A task's question; its id where none is known.
  const std::string& question(const std::string& task) const {
    const auto found = questions.find(task);
    return found == questions.end() || found->second.empty() ? task : found->second;
  }
};

/// All chapters in reading order: by their `order`, then as lesson_ids() has them. One that cannot
/// be read has its id for a title and stands last. Every file is read once.
std::vector<Chapter> catalogue(Language language);

/// The chapter of that id; null where there is none.
const Chapter* find_chapter(const std::vector<Chapter>& chapters, const std::string& id);

/// The ids of all chapters in reading order, that of the English ones.
Result<std::vector<std::string>> list_lessons();

/// The programs that a chapter brings in.
struct ProgramGroup {
  std::string title;  ///< the chapter's; empty: no chapter shows them
  std::vector<std::string> programs;
};

/// All of the programs, each with the first chapter that shows it, in reading order; last those
/// that no chapter shows. No group is empty.
std::vector<ProgramGroup> programs_by_chapter(const std::vector<Chapter>& chapters,
                                              const std::vector<std::string>& programs);

/// How much of a chapter is done.
LessonProgress progress_of(const Chapter& chapter, const Answers& answers);

}  // namespace backprop::lessons
