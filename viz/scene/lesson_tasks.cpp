// What the learner does in a chapter: questions with their answers, changes to a program, modes.
#include <fmt/format.h>

#include <algorithm>

#include "viz/scene/lesson_page.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

using lessons::Answer;
using lessons::Judgement;
using lessons::Verdict;

constexpr float row_height = 30;

/// A task's card while it is painted: heading, question, then rows.
struct Task {
  LessonPage& page;
  Builder& b;
  const Answer* answer;
  LessonPage::Box box;
  float left, inner;

  Task(LessonPage& its_page, const char* heading, const lessons::Inlines& question)
      : page(its_page),
        b(page.b),
        answer(answer_to(page.content, page.state, page.index)),
        box(opened(page)),
        left(page.x + 16),
        inner(page.width - 32) {
    page.y += 14;
    b.text({left, page.y + 14}, b.words[heading], TextStyle::strong, b.colors.ink, Align::left,
           inner - 24);
    if (done()) verdict_sign(b, {left + inner - 10, page.y + 9}, Sign::yes, b.colors.good);
    page.y += 24;
    text(question, TextStyle::body, b.colors.ink);
    page.y += 4;
  }

  static LessonPage::Box opened(LessonPage& page) {
    page.y += 8;
    return page.open_box();
  }

  bool done() const { return answer != nullptr && answer->done; }
  bool shown() const { return answer != nullptr && answer->shown; }
  const Judgement* judgement() const {
    const auto found = page.numbers.judgements.find(page.index);
    return found == page.numbers.judgements.end() ? nullptr : &found->second;
  }

  void text(const lessons::Inlines& inlines, TextStyle style, Color color) {
    if (inlines.empty()) return;
    page.y += page.inlines(inlines, style, left, page.y, inner, color) + 4;
  }
  void plain(const std::string& words, TextStyle style, Color color) {
    page.y = b.paragraph({left, page.y}, inner, words, style, color) + 4;
  }

  /// The hints that were asked for, one below the other.
  void hints(const std::vector<lessons::Inlines>& all) {
    const int taken = answer == nullptr ? 0 : answer->hints;
    for (int i = 0; i < std::min(taken, static_cast<int>(all.size())); ++i) {
      plain(b.words.format("lesson.hint", i + 1), TextStyle::caption, b.colors.muted);
      page.y -= 4;
      text(all[static_cast<std::size_t>(i)], TextStyle::small, b.colors.ink);
    }
  }

  /// A row of buttons as wide as their words, in as many rows as they need.
  struct Button {
    std::string name;
    std::string label;
    std::optional<Command> command;
    std::string view_action;
    bool filled = false;
    bool enabled = true;
  };
  void buttons(const std::vector<Button>& all) {
    float at = left;
    for (const Button& button : all) {
      const float w = std::min(b.width(button.label, TextStyle::small) + 26, inner);
      if (at > left && at + w > left + inner) {
        at = left;
        page.y += row_height + 4;
      }
      b.button(button.name, {at, page.y, w, row_height}, button.label,
               button.command.value_or(command::StepForward{}),
               {.filled = button.filled, .enabled = button.enabled});
      if (!button.command) b.scene.widgets.back().command.reset();
      b.scene.widgets.back().view_action = button.view_action;
      at += w + 8;
    }
    if (!all.empty()) page.y += row_height + 8;
  }

  std::vector<Button> help(const std::vector<lessons::Inlines>& hint_texts) const {
    std::vector<Button> row;
    const std::string& id = page.block().id;
    const int most = static_cast<int>(hint_texts.size());
    const int taken = answer == nullptr ? 0 : answer->hints;
    if (most > 0 && taken < most) {
      row.push_back({page.name("hint"), b.words.format("lesson.hint_button", taken, most),
                     command::TakeHint{id, most}, ""});
    }
    const bool tried = answer != nullptr && (!answer->given.empty() || taken >= most);
    if (tried) {
      row.push_back({page.name("show"), b.words["lesson.show"], command::ShowAnswer{id}, ""});
    }
    return row;
  }
  /// To do it once more.
  Button again() const {
    return {page.name("again"), b.words["lesson.again"], command::ResetTask{page.block().id}, ""};
  }

  void close() {
    page.close_box(box, page.y + 8, b.colors.note, b.colors.note_border);
    page.y += 10;
  }
};

/// The verdict on the last try, in words; empty for none.
std::string verdict_text(const Strings& words, const Judgement& judgement, int digits) {
  switch (judgement.verdict) {
    case Verdict::right:
      return words["lesson.correct"];
    case Verdict::too_rough:
      return words.format("lesson.too_rough", digits);
    case Verdict::wrong_sign:
      return words["lesson.wrong_sign"];
    case Verdict::known_mistake:
      return {};
    case Verdict::wrong:
      return words["lesson.wrong"];
    case Verdict::unreadable:
      return judgement.error ? words.told(*judgement.error) : words["lesson.wrong"];
  }
  return {};
}

/// Why what stands in the field cannot be read; null where it can, or has not been looked at.
const Error* unreadable_entry(const LessonPage& page) {
  const std::string& id = page.block().id;
  const auto said = page.view.unreadable.find(id);
  if (said == page.view.unreadable.end()) return nullptr;
  const auto typed = page.view.typed.find(id);
  const bool still = typed != page.view.typed.end() && typed->second == said->second.typed;
  return still ? &said->second.why : nullptr;
}

/// The field that a number is typed into; Dear ImGui's lies over it while it is typed in.
void number_field(Task& task) {
  LessonPage& page = task.page;
  Builder& b = page.b;
  const std::string& id = page.block().id;
  const auto found = page.view.typed.find(id);
  const std::string typed = found == page.view.typed.end() ? std::string() : found->second;
  const float check_width = b.width(b.words["lesson.check"], TextStyle::small) + 26;
  const Rect field{task.left, page.y, task.inner - check_width - 8, row_height};
  b.add(draw::Rectangle{field, 6, b.colors.background, b.colors.hairline, 1});
  const bool empty = typed.empty();
  b.text({field.x + 8, b.baseline_in(field.y, field.h, TextStyle::code)},
         empty ? b.words["lesson.type"] : typed, empty ? TextStyle::small : TextStyle::code,
         empty ? b.colors.muted : b.colors.ink, Align::left, field.w - 16);
  Widget& widget = b.region(page.name("entry"), field, std::nullopt);
  widget.view_action = widget.name;
  widget.tooltip = b.words["lesson.type.tip"];
  b.button(page.name("check"), {field.right() + 8, page.y, check_width, row_height},
           b.words["lesson.check"], command::StepForward{}, {.filled = true, .enabled = !empty});
  b.scene.widgets.back().command.reset();
  b.scene.widgets.back().view_action = page.name("check");
  page.y += row_height + 8;
}

void listing(Task& task, const std::vector<std::string>& lines) {
  Builder& b = task.b;
  for (const std::string& line : lines) {
    task.page.y = b.paragraph({task.left + 8, task.page.y}, task.inner - 8, line,
                              TextStyle::code_small, b.colors.ink) +
                  2;
  }
  task.page.y += 4;
}

}  // namespace

void paint(LessonPage& page, const lessons::Predict& predict) {
  Task task(page, "lesson.predict", predict.question);
  Builder& b = page.b;
  const Answer* answer = task.answer;
  const std::string given = answer != nullptr && !answer->given.empty() ? answer->given.back() : "";
  constexpr std::pair<const char*, const char*> signs[] = {
      {"-1", "lesson.negative"}, {"0", "lesson.zero"}, {"1", "lesson.positive"}};
  const auto truth = page.numbers.predicts.find(page.index);
  const bool known = truth != page.numbers.predicts.end() && !truth->second.error;
  const auto misses = [&](const char* sign) {
    return known && sign != std::to_string(truth->second.sign);
  };
  float at = task.left;
  for (const auto& [sign, key] : signs) {
    const std::string& label = b.words[key];
    const float w = std::min(b.width(label, TextStyle::small) + 28, task.inner / 3 - 6);
    b.button(page.name("predict") + ":" + sign, {at, page.y, w, row_height}, label,
             command::AnswerTask{page.block().id, sign, true, misses(sign)},
             {.filled = given == sign, .enabled = !task.done() || given == sign});
    at += w + 8;
  }
  page.y += row_height + 8;
  if (task.done() && known) {
    const bool right = given == std::to_string(truth->second.sign);
    b.text({task.left, page.y + 14},
           b.words.format(right ? "lesson.right" : "lesson.not_right", truth->second.text),
           TextStyle::strong,
           number_ink(b.colors, right ? b.colors.good : b.colors.wrong,
                      page.is_own_run(predict.program) &&
                          is_expression_stale(page.state, predict.expression)),
           Align::left, task.inner);
    page.y += 24;
    task.text(predict.explanation, TextStyle::small, b.colors.ink);
    if (!right) task.buttons({task.again()});
  }
  task.close();
}

void paint(LessonPage& page, const lessons::Choose& choose) {
  Task task(page, "lesson.choose", choose.question);
  Builder& b = page.b;
  for (std::size_t i = 0; i < choose.options.size(); ++i) {
    const lessons::Choose::Option& option = choose.options[i];
    const std::string number = std::to_string(i);
    const bool tried = task.answer != nullptr &&
                       std::find(task.answer->given.begin(), task.answer->given.end(), number) !=
                           task.answer->given.end();
    const bool right = i == choose.right;
    const bool shown = tried || (task.shown() && right);
    const std::size_t record = b.scene.records.size();
    b.add(draw::Rectangle{});
    const float top = page.y;
    const Color color = shown ? (right ? b.colors.good : b.colors.wrong) : b.colors.ink;
    if (shown)
      verdict_sign(b, {task.left + 17, top + 16}, right ? Sign::yes : Sign::no, color);
    else
      b.add(draw::Circle{{task.left + 17, top + 16}, 6, b.colors.card, b.colors.muted, 1.2F});
    const float text_left = task.left + 34;
    const float text_width = task.inner - 44;
    const std::size_t place = b.scene.widgets.size();
    b.region(page.name("choose") + ":" + number, {},
             command::AnswerTask{page.block().id, number, right})
        .enabled = !task.done() && !tried;
    page.y += 6 + page.inlines(option.text, TextStyle::body, text_left, top + 5, text_width,
                               b.colors.ink);
    if (shown && !option.reply.empty()) {
      page.y += page.inlines(option.reply, TextStyle::small, text_left, page.y, text_width,
                             b.colors.muted);
    }
    page.y += 6;
    const Rect all{task.left, top, task.inner, page.y - top};
    b.scene.records[record].shape =
        draw::Rectangle{all, 6, b.colors.card, shown ? color : b.colors.hairline, 1};
    b.scene.widgets[place].rect = all;
    page.y += 6;
  }
  if (task.done()) task.text(choose.explanation, TextStyle::small, b.colors.ink);
  task.close();
}

void paint(LessonPage& page, const lessons::TypeNumber& number) {
  Task task(page, "lesson.number", number.question);
  Builder& b = page.b;
  const Judgement* judgement = task.judgement();
  task.hints(number.hints);
  const Error* unreadable = nullptr;
  if (!task.done()) {
    number_field(task);
    unreadable = unreadable_entry(page);
    if (unreadable != nullptr)
      task.plain(b.words.told(*unreadable), TextStyle::small, b.colors.ink);
    task.buttons(task.help(number.hints));
  }
  if (judgement != nullptr && unreadable == nullptr && !task.done()) {
    if (judgement->reply != nullptr) {
      task.text(*judgement->reply, TextStyle::small, b.colors.wrong);
    } else {
      const bool mild =
          judgement->verdict == Verdict::too_rough || judgement->verdict == Verdict::unreadable;
      task.plain(verdict_text(b.words, *judgement, number.digits), TextStyle::small,
                 mild ? b.colors.ink : b.colors.wrong);
    }
  }
  if (task.done()) {
    const std::string truth = judgement != nullptr ? judgement->truth : std::string();
    task.plain(b.words.format(task.shown() ? "lesson.it_is" : "lesson.right", truth),
               TextStyle::body_strong, task.shown() ? b.colors.ink : b.colors.good);
    task.text(number.explanation, TextStyle::small, b.colors.ink);
    task.buttons({task.again()});
  }
  task.close();
}

namespace {

/// What became of the last run as a try; before any, what to do.
void say_why_not(Task& task, const lessons::Change& change) {
  const LessonNumbers& numbers = task.page.numbers;
  const Strings& words = task.b.words;
  const auto line = numbers.forbidden.find(task.page.index);
  const auto missed = numbers.missed.find(task.page.index);
  if (line != numbers.forbidden.end()) {
    const std::string only = fmt::format("{}", fmt::join(change.only, ", "));
    task.plain(words.format("lesson.only", only, line->second), TextStyle::small,
               task.b.colors.wrong);
  } else if (missed != numbers.missed.end()) {
    task.plain(missed->second ? words.told(*missed->second) : words["lesson.missed"],
               TextStyle::small, task.b.colors.wrong);
  } else {
    task.plain(words["lesson.not_reached"], TextStyle::small, task.b.colors.muted);
  }
}

}  // namespace

void paint(LessonPage& page, const lessons::Change& change) {
  Task task(page, "lesson.change", change.question);
  Builder& b = page.b;
  task.hints(change.hints);
  const bool open = page.is_own_run(change.program);
  std::vector<Task::Button> row;
  if (!open) {
    row.push_back({page.name("task"), b.words.format("lesson.open_program", change.program),
                   std::nullopt, page.name("task"), true});
  } else if (!task.done()) {
    row.push_back({page.name("edit"), b.words["lesson.edit_program"], std::nullopt, "edit", true});
  }
  if (!task.done()) {
    const auto help = task.help(change.hints);
    row.insert(row.end(), help.begin(), help.end());
    if (open && change.hints.empty() && help.empty()) {
      row.push_back(
          {page.name("show"), b.words["lesson.show"], command::ShowAnswer{page.block().id}, ""});
    }
  }
  task.buttons(row);
  if (task.shown()) {
    task.plain(b.words["lesson.solution"], TextStyle::caption, b.colors.muted);
    listing(task, change.solution);
  }
  if (task.done()) {
    if (!task.shown()) task.plain(b.words["lesson.reached"], TextStyle::body_strong, b.colors.good);
    task.text(change.explanation, TextStyle::small, b.colors.ink);
    task.buttons({task.again()});
  } else if (open) {
    say_why_not(task, change);
  }
  task.close();
}

namespace {

/// A task that a mode of the window is for.
void mode_task(LessonPage& page, const char* heading, const lessons::Inlines& text,
               const char* begin) {
  Task task(page, heading, text);
  Builder& b = page.b;
  const bool busy = page.state.practice.has_value() || page.state.hunt.has_value();
  const char* label = task.done() ? "lesson.again" : begin;
  task.buttons({{page.name("task"), b.words[label], std::nullopt, page.name("task"), !task.done(),
                 !busy && !page.state.running}});
  if (task.done()) task.plain(b.words["lesson.done"], TextStyle::body_strong, b.colors.good);
  task.close();
}

}  // namespace

void paint(LessonPage& page, const lessons::DoBackprop& is) {
  mode_task(page, "lesson.backprop", is.text, "lesson.backprop.begin");
}

void paint(LessonPage& page, const lessons::FindFault& is) {
  mode_task(page, "lesson.fault", is.text, "lesson.fault.begin");
}

}  // namespace backprop::viz
