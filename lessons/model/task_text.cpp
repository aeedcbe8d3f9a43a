#include "lessons/model/task_text.h"

#include "lessons/model/text_inlines.h"

namespace backprop::lessons {

std::string plain_words(const Inlines& inlines) {
  std::string text;
  for (const Inline& run : inlines)
    text += run.kind == Inline::Kind::math ? plain_tex(run.text) : run.text;
  return text;
}

std::string question_text(const Block& block) {
  if (!is_task(block)) return {};
  return std::visit(
      [](const auto& is) -> std::string {
        if constexpr (requires { is.question; }) return plain_words(is.question);
        if constexpr (requires {
                        is.text;
                        is.program;
                      })
          return plain_words(is.text);
        return {};
      },
      block.is);
}

}  // namespace backprop::lessons
