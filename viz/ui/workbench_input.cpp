#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viz/scene/code_scene.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/tooltip_scene.h"
#include "viz/scene/why_scene.h"
#include "viz/ui/editor.h"
#include "viz/ui/keys.h"
#include "viz/ui/turned_pane.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr float zoom_step = 1.3F;  // of a key or button

/// Folds a side pane or unfolds it; one that had to fold for want of room takes the other's.
void fold(bool is_folded, bool& wanted, bool& other) {
  if (is_folded && !wanted)
    other = true;
  else
    wanted = !is_folded;
}

}  // namespace

void Workbench::handle_input(const FrameInfo&) {
  handle_mouse();
  if (exporting() && key_pressed(Key::escape)) {
    end_export(true);
    return;
  }
  if (overlay_ == Overlay::path) {
    handle_path_dialog();
    return;
  }
  handle_typing();
  if (number_editor_.typing() && overlay_ == Overlay::none) {
    type_number();
  } else {
    handle_keys();
  }
}

/// Fields that Dear ImGui draws, where no list lies over them.
void Workbench::handle_typing() {
  if (!in_lab()) lab_view_.typing = false;
  if (overlay_ != Overlay::none) return;
  if (in_lab()) {
    if (lab_view_.typing) handle_lab_text();
    return;
  }
  if (editing_) handle_editor();
  if (!app_.state().hunt) handle_lesson_entry();
  if (app_.state().practice) handle_practice();
}

// The mouse.

const Widget* Workbench::widget_at(Vec2 point) const {
  const auto found = std::find_if(widgets_.rbegin(), widgets_.rend(),
                                  [&](const Widget& widget) { return hits(widget, point); });
  return found == widgets_.rend() ? nullptr : &*found;
}

/// The bar of the timeline stands for the step that ends at the time under the pointer.
void Workbench::aim_at_step(Widget& bar, Vec2 point) const {
  const Index time = timeline_.time_at(point.x).step;
  if (app_.state().practice || time == 0 || time > app_.state().trace->step_count()) return;
  bar.entity = Entity::step(time - 1);
  bar.tooltip =
      words().format("timeline.step", time) + step_summary(*app_.state().trace, time - 1, words());
}

std::optional<Widget> Workbench::aimed_widget(Vec2 point) const {
  const Widget* widget = widget_at(point);
  if (widget == nullptr) return std::nullopt;
  Widget aimed = aimed_at(*widget, point);
  if (widget->grid && aimed.entity.index >= 0)
    aimed.tooltip = number_tip(app_.state(), aimed.entity, widget->name.starts_with("gradient:"));
  if (widget->name == "timeline") aim_at_step(aimed, point);
  return aimed;
}

/// What a widget says, and what can be done with its number.
std::string Workbench::tip_of(const Widget& widget) const {
  const bool number = widget.entity.kind == Entity::Kind::value && !widget.tooltip.empty() &&
                      layout_.network.contains(widget.rect.center());
  if (!number || app_.state().practice) return widget.tooltip;
  if (edits_in_place(widget))
    return widget.tooltip + "\n" + words()["edit.here"] + "\n" + words()["run_to.key"];
  return widget.tooltip + "\n" + words()["run_to.here"];
}

/// What the widget there has to say, below the whole of a label that is shown shortened.
std::string Workbench::tooltip_at(Vec2 point, const std::string& tip) const {
  for (std::size_t i = scenes_.size(); i-- > 0;) {
    if (!clips_[i].contains(point)) continue;
    const std::string* whole = shortened_at(scenes_[i], point);
    if (whole != nullptr && tip.find(*whole) == std::string::npos)
      return tip.empty() ? *whole : *whole + "\n" + tip;
    if (overlay_ != Overlay::none) break;  // what lies below it is not meant
  }
  return tip;
}

void Workbench::handle_mouse() {
  const ImGuiIO& io = ImGui::GetIO();
  if (overlay_of_tip_ != overlay_) {  // what was pointed at lies below it now, or is back
    overlay_of_tip_ = overlay_;
    tooltip_.clear();
    pointed_term_.reset();
  }
  if (!ImGui::IsMousePosValid()) return;
  const Vec2 mouse{io.MousePos.x, io.MousePos.y};
  if (drag_ != Drag::none) {
    handle_drag(mouse);
    return;
  }
  const Widget* typed = find_widget(number_editor_.typed_widget());
  const Widget* text = lab_view_.typing ? find_widget(lab_text_widget) : nullptr;
  const bool over_editor = (editing_ && !in_lab() && overlay_ == Overlay::none &&
                            code_editor_area(app_.state(), layout_.code).contains(mouse)) ||
                           (text != nullptr && text->rect.contains(mouse)) ||
                           (typed != nullptr && typed->rect.contains(mouse));
  const auto widget = over_editor ? std::nullopt : aimed_widget(mouse);
  const Entity entity = widget ? widget->entity : Entity{};
  const std::string name = widget ? widget->name : "";
  const std::string tip = over_editor ? "" : tooltip_at(mouse, widget ? tip_of(*widget) : "");
  if (name != hovered_widget_ || entity != hover_ || (tip != pointed_tip_)) {
    hovered_widget_ = name;
    hover_since_ = seconds_;
    pointed_tip_ = tip;
    tooltip_ = tip;
  }
  hover_ = entity;
  if (over_editor) {
    pointed_term_.reset();
  } else {
    note_pointed_term(mouse, widget ? &*widget : nullptr);
  }
  if (io.MouseWheel != 0 && !over_editor) turn_wheel(mouse, widget, io.MouseWheel);
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Right) && widget) {
    if (const auto asked = why_of(app_.state(), *widget)) app_.dispatch(command::AskWhy{*asked});
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !over_editor) {
    focused_widget_.clear();
    tooltip_.clear();
    pointed_term_.reset();
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && widget &&
        widget->entity.kind == Entity::Kind::value) {
      if (!edit_in_place(*widget)) app_.dispatch(command::RunTo{widget->entity});
      return;
    }
    begin_press(mouse);
  }
}

/// A turn goes on with what it began with: a field that is scrolled under the pointer is not meant.
void Workbench::turn_wheel(Vec2 mouse, const std::optional<Widget>& widget, float notches) {
  constexpr double pause = 0.4;
  constexpr float still = 3;
  const bool goes_on = seconds_ < wheel_.at + pause &&
                       std::abs(mouse.x - wheel_.mouse.x) <= still &&
                       std::abs(mouse.y - wheel_.mouse.y) <= still;
  const std::string field = widget && widget->edit ? widget->name : "";
  if (!goes_on) wheel_.field = field;
  wheel_.at = seconds_;
  wheel_.mouse = mouse;
  if (wheel_.field.empty()) {
    handle_scroll(mouse, notches);
  } else if (wheel_.field == field) {
    app_.dispatch(turned(*widget->edit, notches, ImGui::GetIO().KeyShift, true));
  }
}

void Workbench::begin_press(Vec2 mouse) {
  dragged_from_ = mouse;
  has_moved_ = false;
  lab_gesture_ = false;
  const auto widget = aimed_widget(mouse);
  if (widget && widget->name == "timeline") {
    drag_ = Drag::timeline;
    handle_drag(mouse);
    return;
  }
  if (widget && widget->slider && widget->enabled) {
    drag_ = Drag::slider;
    slider_ = *widget;
    handle_drag(mouse);
    return;
  }
  if (widget && in_playground() && playground_.begins_drawing(*widget)) {
    drag_ = Drag::points;
    slider_ = *widget;
    playground_.draw(slider_, mouse, false);
    return;
  }
  if (widget && widget->edit) {
    drag_ = Drag::number;
    focused_widget_ = widget->name;
    number_editor_.begin_drag(*widget, mouse.x);
    return;
  }
  if (widget) {
    activate(*widget);
    return;
  }
  for (int i = 0; i < 4; ++i) {
    if (!layout_.splitters[i].contains(mouse)) continue;
    drag_ = Drag::splitter;
    dragged_splitter_ = static_cast<Splitter>(i);
    return;
  }
  if (layout_.network.contains(mouse)) drag_ = Drag::view;
}

void Workbench::handle_drag(Vec2 mouse) {
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    // A click on the paper of a view, without moving, lets go of what is selected.
    const bool selected = app_.state().selection.kind != Entity::Kind::none;
    if (drag_ == Drag::view && !has_moved_ && selected) app_.dispatch(command::Select{});
    const bool clicked = drag_ == Drag::number && number_editor_.end_drag();
    drag_ = Drag::none;
    lab_gesture_ = false;
    if (clicked) press(std::string(focused_widget_));
    return;
  }
  if (drag_ == Drag::number) {
    if (const auto edit = number_editor_.drag_to(mouse.x, ImGui::GetIO().KeyShift))
      app_.dispatch(*edit);
    return;
  }
  const Vec2 by{mouse.x - dragged_from_.x, mouse.y - dragged_from_.y};
  has_moved_ = has_moved_ || std::abs(by.x) + std::abs(by.y) > 3;
  if (drag_ == Drag::splitter) {
    sizes_ = dragged(sizes_, dragged_splitter_, mouse, size_.x, size_.y);
  } else if (drag_ == Drag::slider) {
    slide(slider_, slider_.slider->value_at(slider_.rect, mouse));
  } else if (drag_ == Drag::points) {
    playground_.draw(slider_, mouse, true);
  } else if (drag_ == Drag::view) {
    if (!has_moved_) return;
    views_.pan(app_.state(), by);
    dragged_from_ = mouse;
  } else {
    const Time time = timeline_.time_at(mouse.x);
    if (time != app_.state().time) app_.dispatch(command::GoTo{time});
  }
}

void Workbench::handle_scroll(Vec2 mouse, float wheel) {
  if (overlay_ == Overlay::path) path_dialog_->scroll(wheel);
  if (overlay_ != Overlay::none) {
    scroll_list(-wheel * pixels_of_notch);
    return;
  }
  if (in_lab()) {
    scroll_lab(mouse, wheel);
    return;
  }
  if (layout_.network.contains(mouse)) views_.wheel(app_.state(), wheel, mouse);
  turn_pane({layout_.lesson, lesson_height_}, mouse, wheel, lesson_scroll_);
  turn_pane({layout_.inspector, inspector_height_}, mouse, wheel, inspector_scroll_);
  turn_pane({code_text_area(layout_.code), code_height_}, mouse, wheel, code_scroll_);
}

// What widgets do.

void Workbench::activate(const Widget& widget) {
  if (!widget.enabled) return;
  const Widget chosen = widget;  // the command rebuilds what `widget` lies in
  if (chosen.edit) number_editor_.begin_typing(chosen);
  if (chosen.command) app_.dispatch(*chosen.command);
  if (!chosen.view_action.empty()) view_action(chosen.view_action);
  playground_.note_click(chosen);
  if (chosen.name == "start-hunt") sizes_.lesson_folded = false;  // the hunt takes its place
  if (chosen.name == "run" || chosen.name == "revert") editing_ = false;
}

bool Workbench::press(const std::string& name) {
  const Widget* widget = find_widget(name);
  if (widget == nullptr || !widget->enabled) return false;
  activate(*widget);
  return true;
}

void Workbench::view_action(const std::string& action) {
  if (action == "help") {
    open_list(Overlay::keys);
  } else if (action == "programs") {
    open_list(Overlay::programs);
    list_goal_ = {"open:" + app_.state().program_name};
  } else if (action == "copy-step") {
    copy_step();
  } else if (action == "breakpoints") {
    overlay_ = overlay_ == Overlay::breakpoints ? Overlay::none : Overlay::breakpoints;
  } else if (action.starts_with("iteration:")) {
    timeline_.flip(std::stoi(action.substr(10)));
  } else if (action == "close") {
    overlay_ = Overlay::none;
  } else if (action == "dismiss") {
    notice_.reset();
  } else if (action == "undo") {
    app_.undo();
  } else if (action == "redo") {
    app_.redo();
  } else if (action == "edit") {
    editing_ = !editing_;
    editor_takes_focus_ = editing_;
  } else if (action == "fold-lesson") {
    fold(layout_.lesson_folded, sizes_.lesson_folded, sizes_.inspector_folded);
  } else if (action == "zoom-in" || action == "zoom-out") {
    views_.zoom(app_.state(), action == "zoom-in" ? zoom_step : 1 / zoom_step,
                layout_.network.center());
  } else if (action == "zoom-fit") {
    views_.fit(app_.state());
  } else if (action == "fold-inspector") {
    fold(layout_.inspector_folded, sizes_.inspector_folded, sizes_.lesson_folded);
  } else if (action.starts_with("open:")) {
    overlay_ = Overlay::none;
    open_program(action.substr(5));
  } else if (!lab_action(action) && !playground_action(action) && !lesson_action(action) &&
             !file_action(action)) {
    change_preferences(action);
  }
}

void Workbench::open_program(const std::string& name) {
  const auto text = lessons::load_program(name, app_.state().language);
  if (text) {
    open_text(name, text.value(), "");
  } else {
    notify(text.error());
  }
}

void Workbench::open_text(const std::string& name, const std::string& text,
                          const std::string& path) {
  app_.dispatch(command::OpenProgram{name, text, path});
  code_scroll_ = 0;
  editing_ = false;
}

// The editor.

void Workbench::handle_editor() {
  std::string text = app_.state().draft;
  const Rect area = code_editor_area(app_.state(), layout_.code);
  const EditorAction action =
      edit_program(area, text, editor_takes_focus_, resources_.palettes.at(app_.state().theme));
  editor_takes_focus_ = false;
  if (text != app_.state().draft) app_.dispatch(command::EditDraft{text});
  if (action == EditorAction::none) return;
  if (action == EditorAction::run) app_.dispatch(command::RunDraft{});
  // What cannot be read stays open: the next keys are meant for it.
  editing_ = action == EditorAction::run && app_.state().error.has_value();
  editor_takes_focus_ = editing_;
}

// Numbers in their fields.

void Workbench::type_number() {
  const Widget* field = find_widget(number_editor_.typed_widget());
  if (field == nullptr || !field->edit) {  // another step, another selection
    number_editor_.stop_typing();
    return;
  }
  const auto typed = number_editor_.type(*field, resources_.palettes.at(app_.state().theme));
  if (typed.error) notify(*typed.error);
  if (typed.edit) app_.dispatch(*typed.edit);
  if (typed.run && app_.state().edited()) app_.dispatch(command::RunDraft{});
}

}  // namespace backprop::viz
