// The lesson's pane: the open chapter with its numbers, and what a click in it does.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>

#include "lessons/model/moments.h"
#include "viz/platform/files.h"
#include "viz/scene/chapters_scene.h"
#include "viz/ui/entry.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr double seconds_between_looks = 1;  // at the chapter's file

/// The part after the first ':'; empty where the action is of another kind.
std::optional<std::string> detail_of(const std::string& action, std::string_view kind) {
  if (!action.starts_with(kind) || action.size() <= kind.size() || action[kind.size()] != ':')
    return std::nullopt;
  return action.substr(kind.size() + 1);
}

using Blocks = std::vector<lessons::Block>;

/// Where the block of that id stands; the end where there is none.
Blocks::const_iterator find_block(const Blocks& blocks, const std::string& id) {
  return std::find_if(blocks.begin(), blocks.end(),
                      [&](const lessons::Block& block) { return block.id == id; });
}

}  // namespace

void Workbench::load_lesson(const std::string& id) {
  const Language language = app_.state().language;
  auto content = load_lesson_content(id, language, preferences_.notation);
  lesson_ = {};
  numbers_.things = std::make_shared<LessonThings>();
  if (content) {
    lesson_ = std::move(content).value();
  } else {
    lesson_.lesson.id = id;
    const Error error = words().translated(content.error());
    lesson_.lesson.title = error.cause;
    lesson_.lesson.subtitle = error.advice;
  }
  for (const lessons::Chapter& chapter : chapters_)
    lesson_.tasks[chapter.id] = chapter.tasks;
  const lessons::Chapter* here = lessons::find_chapter(chapters_, id);
  if (here == nullptr) return;
  if (here != &chapters_.front()) lesson_.before = Neighbour{(here - 1)->id, (here - 1)->title};
  if (here != &chapters_.back()) lesson_.after = Neighbour{(here + 1)->id, (here + 1)->title};
}

void Workbench::list_chapters() {
  chapters_language_ = app_.state().language;
  chapters_ = lessons::catalogue(chapters_language_);
  load_terms();
}

/// A chapter that a teacher saves is read again.
bool Workbench::lesson_was_saved() {
  if (seconds_ < lesson_looked_at_ + seconds_between_looks) return false;
  lesson_looked_at_ = seconds_;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(
      lessons::lesson_path(app_.state().lesson, app_.state().language), error);
  const auto before = std::exchange(lesson_written_, error ? decltype(written)() : written);
  return before != decltype(written)() && before != lesson_written_;
}

void Workbench::refresh_lesson() {
  const State& state = app_.state();
  const std::string key = fmt::format("{}/{}/{}", state.lesson, lessons::code_of(state.language),
                                      static_cast<int>(preferences_.notation));
  const bool saved = lesson_was_saved();
  if (key != lesson_key_ || saved) {
    // What the first chapter begins with may have been set before it is read.
    const bool other_chapter = !lesson_key_.empty() && !lesson_key_.starts_with(state.lesson + "/");
    if (other_chapter) {
      scrolls_of_lessons_[lesson_.lesson.id] = lesson_scroll_;
      lesson_scroll_ = scrolls_of_lessons_[state.lesson];
      lesson_view_ = {};
    }
    if (key != lesson_key_) lesson_written_ = {};
    if (saved || chapters_.empty() || chapters_language_ != state.language) list_chapters();
    lesson_key_ = key;
    load_lesson(state.lesson);
    numbers_trace_ = nullptr;
  }
  const bool same = numbers_digits_ == preferences_.digits && numbers_trace_ == state.trace.get() &&
                    numbers_key_ == state.program_name && numbers_answers_ == state.answers;
  if (same) return;
  numbers_digits_ = preferences_.digits;
  numbers_trace_ = state.trace.get();
  numbers_key_ = state.program_name;
  numbers_answers_ = state.answers;
  const long revision = numbers_.revision + 1;
  auto things = numbers_.things;
  numbers_ = numbers_of(lesson_, state, preferences_.digits);
  numbers_.things = std::move(things);
  numbers_.revision = revision;
}

/// What the learner's state completes by itself is noted as an answer.
void Workbench::note_completed_tasks() {
  if (completed_revision_ == app_.revision()) return;
  for (const command::AnswerTask& task : completed_tasks(lesson_, app_.state()))
    app_.dispatch(task);
  completed_revision_ = app_.revision();
}

void Workbench::keep_answers() {
  if (progress_keeper_ == nullptr || kept_answers_revision_ == app_.revision()) return;
  kept_answers_revision_ = app_.revision();
  if (const auto error = progress_keeper_->keep(app_.state().answers)) notify(*error);
}

/// "4.2/delta": opens the chapter at the task, which begins anew.
void Workbench::review(const std::string& task) {
  const auto slash = task.find('/');
  if (slash == std::string::npos) return;
  const std::string lesson = task.substr(0, slash);
  overlay_ = Overlay::none;
  if (lesson != app_.state().lesson) open_chapter(lesson);
  if (lesson != app_.state().lesson) return;  // it could not be opened
  block_to_reach_ = task.substr(slash + 1);
  app_.dispatch(command::ResetTask{block_to_reach_});
}

/// Once the chapter has been laid out.
void Workbench::reach_block() {
  if (block_to_reach_.empty() || lesson_.lesson.id != app_.state().lesson) return;
  const Blocks& blocks = lesson_.lesson.blocks;
  const auto found = find_block(blocks, std::exchange(block_to_reach_, {}));
  if (found != blocks.end()) scroll_to_block(static_cast<std::size_t>(found - blocks.begin()));
}

/// Shows a program at a moment: at once where it is open, else when it has run.
void Workbench::go_to(LessonGoal goal) {
  const State& state = app_.state();
  lesson_goal_.reset();
  if (goal.program != state.ran_name || goal.program != state.program_name)
    open_program(goal.program);
  lesson_goal_ = std::move(goal);
  reach_lesson_goal();
}

void Workbench::reach_lesson_goal() {
  if (!lesson_goal_ || app_.state().running) return;
  const LessonGoal goal = *std::exchange(lesson_goal_, std::nullopt);
  if (goal.program != app_.state().ran_name) return;  // it could not be run
  if (goal.view && *goal.view != app_.state().view) app_.dispatch(command::SetView{*goal.view});
  if (goal.mode) {
    app_.dispatch(*goal.mode);
    return;
  }
  const Trace& trace = *app_.state().trace;
  const auto moment =
      goal.claim ? lessons::moment_of(trace, *goal.claim) : std::optional<lessons::Moment>();
  const auto at = moment ? Result<lessons::Moment>(*moment) : lessons::find_moment(trace, goal.at);
  if (!at || (goal.claim && !moment)) return;
  app_.dispatch(command::Follow{at.value().time});
  std::optional<Quantity> focus = at.value().focus;
  if (!goal.select.empty()) {
    const auto chosen = lessons::find_moment(trace, goal.select);
    if (chosen && chosen.value().focus) focus = chosen.value().focus;
  }
  const Entity selection = focus ? entity_of(trace, *focus) : Entity{};
  if (selection != Entity{} && selection != app_.state().selection)
    app_.dispatch(command::Select{selection});
}

void Workbench::go_to_claim(const lessons::Block& block) {
  const auto& claim = std::get<lessons::Claim>(block.is);
  lesson_view_.claim = block.id;
  go_to({.program = claim.program, .claim = claim});
}

/// To the next equation of the derivation, or the one before.
void Workbench::step_claims(bool forward) {
  const Blocks& blocks = lesson_.lesson.blocks;
  const auto is_claim = [](const lessons::Block& block) {
    return std::holds_alternative<lessons::Claim>(block.is);
  };
  const auto at = find_block(blocks, lesson_view_.claim);
  auto next = blocks.end();
  if (forward) {
    next = std::find_if(at == blocks.end() ? blocks.begin() : at + 1, blocks.end(), is_claim);
  } else if (at != blocks.end()) {
    const auto before = std::find_if(std::make_reverse_iterator(at), blocks.rend(), is_claim);
    if (before != blocks.rend()) next = before.base() - 1;
  }
  if (next == blocks.end()) return;
  go_to_claim(*next);
  scroll_to_block(static_cast<std::size_t>(next - blocks.begin()));
}

/// Into the middle of the pane, as far as it is not in view already.
void Workbench::scroll_to_block(std::size_t block) {
  const float top = top_of_block(lesson_heights_, block);
  const float height = layout_.lesson.h;
  if (top > lesson_scroll_ + 40 && top < lesson_scroll_ + height * 0.7F) return;
  lesson_scroll_ = std::clamp(top - height * 0.35F, 0.0F, std::max(0.0F, lesson_height_ - height));
}

void Workbench::scroll_lesson(float scroll) {
  scrolls_of_lessons_[app_.state().lesson] = scroll;  // where it is shown later
  if (lesson_key_.empty() || lesson_.lesson.id == app_.state().lesson) lesson_scroll_ = scroll;
}

void Workbench::turn_page(bool forward) {
  const float by = layout_.lesson.h * (forward ? 0.85F : -0.85F);
  lesson_scroll_ =
      std::clamp(lesson_scroll_ + by, 0.0F, std::max(0.0F, lesson_height_ - layout_.lesson.h));
}

void Workbench::begin_task(const lessons::Block& block) {
  if (const auto* change = std::get_if<lessons::Change>(&block.is)) {
    go_to({.program = change->program, .at = "end"});
  } else if (const auto* backprop = std::get_if<lessons::DoBackprop>(&block.is)) {
    reset_done(block);
    go_to({.program = backprop->program, .mode = command::StartPractice{backprop->run}});
  } else if (const auto* fault = std::get_if<lessons::FindFault>(&block.is)) {
    reset_done(block);
    sizes_.lesson_folded = false;
    go_to(
        {.program = fault->program,
         .mode = command::StartHunt{static_cast<std::uint64_t>(app_.state().hunts), fault->fault}});
  }
}

void Workbench::reset_done(const lessons::Block& block) {
  const auto found = app_.state().answers.find({lesson_.lesson.id, block.id});
  if (found != app_.state().answers.end() && found->second.done)
    app_.dispatch(command::ResetTask{block.id});
}

/// What was typed is judged; right, the task is done. What cannot be read is no try.
void Workbench::check_number(const lessons::Block& block) {
  const std::string typed = lesson_view_.typed[block.id];
  const auto* number = std::get_if<lessons::TypeNumber>(&block.is);
  if (number == nullptr || typed.empty()) return;
  const auto trace = shown_run(lesson_, app_.state(), number->program);
  if (trace == nullptr) return;
  const lessons::Judgement judgement = lessons::judge(block, *trace, typed);
  lesson_view_.unreadable.erase(block.id);
  if (judgement.verdict == lessons::Verdict::unreadable && judgement.error) {
    lesson_view_.unreadable[block.id] = {typed, *judgement.error};
    return;
  }
  app_.dispatch(command::AnswerTask{block.id, typed, judgement.verdict == lessons::Verdict::right});
  if (judgement.verdict == lessons::Verdict::right) lesson_view_.entry.clear();
}

void Workbench::handle_lesson_entry() {
  if (lesson_view_.entry.empty()) return;
  const Widget* entry = find_widget("entry:" + lesson_view_.entry);
  const auto block = find_block(lesson_.lesson.blocks, lesson_view_.entry);
  const bool whole = entry != nullptr && entry->rect.h >= 28;
  if (block == lesson_.lesson.blocks.end() || !whole ||
      key_pressed(Key::escape)) {  // done, or scrolled away
    lesson_view_.entry.clear();
    return;
  }
  std::string& typed = lesson_view_.typed[block->id];
  const bool entered = edit_line(entry->rect, typed, lesson_entry_takes_focus_,
                                 resources_.palettes.at(app_.state().theme));
  lesson_entry_takes_focus_ = false;
  if (!entered || typed.empty()) return;
  check_number(*block);
  lesson_entry_takes_focus_ = true;
}

void Workbench::open_chapter(const std::string& id) {
  const auto lesson = lessons::load_lesson(id, app_.state().language);
  if (!lesson) {
    notify(lesson.error());
    return;
  }
  overlay_ = Overlay::none;
  const auto text = lessons::load_program(lesson.value().program, app_.state().language);
  if (!text) {
    notify(text.error());
    return;
  }
  sizes_.lesson_folded = false;
  const View view = view_of(lesson.value().view);
  const bool open = app_.state().draft == text.value() && !app_.state().running;
  if (open) {
    app_.dispatch(command::OpenLesson{id, view});
  } else {
    app_.dispatch(command::OpenLesson{id, view, lesson.value().program, text.value()});
    code_scroll_ = 0;
    editing_ = false;
  }
}

void Workbench::follow_link(const std::string& address) {
  if (const auto lesson = detail_of(address, "lesson")) {
    open_chapter(*lesson);
  } else if (const auto term = detail_of(address, "term")) {
    open_term(*term);
  } else if (const auto moment = detail_of(address, "step")) {
    go_to({.program = lesson_.lesson.program, .at = *moment});
  } else if (address.starts_with("https://")) {
    ImGui::SetClipboardText(address.c_str());
    inform(words().format("lesson.copied", address));
  }
}

/// The list opens there; open at that already, it closes.
void Workbench::show_chapters(ChapterTab tab) {
  const bool open = overlay_ == Overlay::chapters;
  const bool close = open && (tab == chapter_tab_ || tab == ChapterTab::chapters);
  if (!open) list_chapters();
  overlay_ = close ? Overlay::none : Overlay::chapters;
  chapter_tab_ = tab;
  list_scroll_ = 0;
}

bool Workbench::lesson_action(const std::string& action) {
  if (const auto address = detail_of(action, "link")) {
    follow_link(*address);
    return true;
  }
  if (action == "chapters" || action == "glossary") {
    show_chapters(action == "chapters" ? ChapterTab::chapters : ChapterTab::terms);
    return true;
  }
  if (const auto tab = detail_of(action, "tab")) {
    chapter_tab_ = chapter_tab(*tab).value_or(chapter_tab_);
    list_scroll_ = 0;
    return true;
  }
  if (const auto task = detail_of(action, "review")) {
    review(*task);
    return true;
  }
  return block_action(action);
}

/// "claim:delta": what a click on that block does; "plot-at:race": what a slider does there.
bool Workbench::block_action(const std::string& action, double value) {
  const auto colon = action.find(':');
  if (colon == std::string::npos) return false;
  const std::string kind = action.substr(0, colon);
  const auto block = find_block(lesson_.lesson.blocks, action.substr(colon + 1));
  if (block == lesson_.lesson.blocks.end()) return false;
  if (kind == "claim") {
    go_to_claim(*block);
  } else if (kind == "task") {
    begin_task(*block);
  } else if (kind == "check") {
    check_number(*block);
  } else if (kind == "play-plot") {
    play_plot(*block);
  } else if (kind == "plot-at") {
    set_plot(*block, value);
  } else if (kind == "entry") {
    lesson_view_.entry = block->id;
    lesson_entry_takes_focus_ = true;
  } else if (kind == "show-program") {
    const auto& show = std::get<lessons::ShowProgram>(block->is);
    go_to({.program = show.program,
           .at = show.at,
           .view = show.view ? std::optional(view_of(*show.view)) : std::nullopt});
  } else if (kind == "lab") {
    const auto& lab = std::get<lessons::Lab>(block->is);
    open_lab(lab.name, lab.settings);
  } else if (kind == "figure") {
    const auto& figure = std::get<lessons::Figure>(block->is);
    go_to({.program = figure.program,
           .at = figure.at,
           .select = figure.select,
           .view = view_of(figure.view)});
  } else {
    return false;
  }
  return true;
}

}  // namespace backprop::viz
