#include "lessons/model/lesson_text.h"

#include "lessons/model/text_context.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

TextContext context_of(const Lesson& lesson, const Trace& trace) {
  TextContext context{.language = lesson.language,
                      .own_program = lesson.program,
                      .words = text_words(lesson.language),
                      .titles = chapter_titles(lesson.language),
                      .runs = ProgramRuns([language = lesson.language](const std::string& name) {
                        return load_program(name, language);
                      }),
                      .listed = {},
                      .answers = {}};
  // The caller's own, which outlives the text: not shared.
  context.runs.put(lesson.program, std::shared_ptr<const Trace>(std::shared_ptr<void>(), &trace));
  return context;
}

std::string head_of(const Lesson& lesson, const TextWords& words) {
  std::string text = ruled(lesson.id + "  " + lesson.title, '=');
  if (!lesson.subtitle.empty()) text += wrapped(lesson.subtitle, "", "");
  if (lesson.minutes > 0) text += wrapped(say(words.minutes, lesson.minutes), "", "");
  return text;
}

}  // namespace

std::string lesson_as_text(const Lesson& lesson, const Trace& trace) {
  TextContext context = context_of(lesson, trace);
  std::string text = head_of(lesson, context.words);
  for (const Block& block : lesson.blocks) {
    text += '\n';
    text += std::visit([&](const auto& is) { return text_of(is, context); }, block.is);
  }
  if (context.tasks == 0) return text;
  return text + '\n' + ruled(std::string(context.words.answers), '-') + context.answers;
}

}  // namespace backprop::lessons
