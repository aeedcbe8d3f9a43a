// Practice stands in the inspector's place, the hunt in the lesson's.
#include "viz/scene/hunt_scene.h"
#include "viz/scene/inspector_scene.h"
#include "viz/scene/practice_scene.h"
#include "viz/scene/why_scene.h"
#include "viz/ui/entry.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

void Workbench::reset_scrolls() {
  const State& state = app_.state();
  if (state.practice.has_value() != practising_) inspector_scroll_ = 0;
  if (state.hunt.has_value() != hunting_) {
    if (state.hunt) scroll_of_lesson_ = lesson_scroll_;
    lesson_scroll_ = state.hunt ? 0 : scroll_of_lesson_;
  }
  if (why_ != state.why) inspector_scroll_ = 0;
  why_ = state.why;
  practising_ = state.practice.has_value();
  hunting_ = state.hunt.has_value();
}

void Workbench::add_left_pane(const Look& look) {
  const State& state = app_.state();
  Scene scene = state.hunt ? hunt_scene(state, layout_.lesson, lesson_scroll_, look)
                           : lesson_scene(lesson_, numbers_, state, lesson_view_, lesson_heights_,
                                          layout_.lesson, lesson_scroll_, look);
  lesson_height_ = scene.content_height;
  // What was kept for another size of window may be beyond its end.
  lesson_scroll_ = std::min(lesson_scroll_, std::max(0.0F, lesson_height_ - layout_.lesson.h));
  if (!state.hunt) reach_block();
  add_scene(std::move(scene), layout_.lesson);
}

void Workbench::add_right_pane(const Look& look) {
  const State& state = app_.state();
  if (state.practice) {
    Scene scene =
        practice_scene(state, practice_typed_, layout_.inspector, inspector_scroll_, look);
    inspector_height_ = scene.content_height;
    add_scene(std::move(scene), layout_.inspector);
    return;
  }
  practice_question_ = {-1, -1};
  Rect area = layout_.inspector;
  if (!state.hunt) area.h -= modes_height;
  Scene scene = state.why.empty()
                    ? inspector_scene(state, editable_, inspector_, area, inspector_scroll_, look)
                    : why_scene(state, area, inspector_scroll_, look);
  inspector_height_ = scene.content_height + (state.hunt ? 0 : modes_height);
  add_scene(std::move(scene), area);
  if (state.hunt) return;
  const Rect foot{area.x, area.bottom(), area.w, modes_height};
  add_scene(modes_scene(state, foot, look), foot);
}

void Workbench::handle_practice() {
  const lessons::practice::Practice& now = *app_.state().practice;
  const std::pair<Index, int> question{now.step, static_cast<int>(now.ask)};
  if (question != practice_question_) {
    practice_question_ = question;
    practice_typed_.clear();
    entry_takes_focus_ = true;
  }
  const Widget* entry = find_widget("practice-entry");
  if (entry == nullptr) return;
  const bool entered = edit_line(entry->rect, practice_typed_, entry_takes_focus_,
                                 resources_.palettes.at(app_.state().theme));
  entry_takes_focus_ = false;
  if (!entered || practice_typed_.empty()) return;
  app_.dispatch(command::PracticeAnswer{practice_typed_});
  entry_takes_focus_ = true;  // after a mistake it goes on in the same place
}

bool Workbench::leave_mode() {
  if (app_.state().practice) {
    app_.dispatch(command::LeavePractice{});
  } else if (app_.state().hunt) {
    app_.dispatch(command::LeaveHunt{});
  } else {
    return false;
  }
  return true;
}

}  // namespace backprop::viz
