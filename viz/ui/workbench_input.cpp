#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viz/scene/code_scene.h"
#include "viz/ui/editor.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
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
  if (editing_ && overlay_ == Overlay::none) handle_editor();
  handle_keys();
}

// The mouse.

const Widget* Workbench::widget_at(Vec2 point) const {
  const auto found = std::find_if(widgets_.rbegin(), widgets_.rend(),
                                  [&](const Widget& widget) { return hits(widget, point); });
  return found == widgets_.rend() ? nullptr : &*found;
}

void Workbench::handle_mouse() {
  const ImGuiIO& io = ImGui::GetIO();
  if (!ImGui::IsMousePosValid()) return;
  const Vec2 mouse{io.MousePos.x, io.MousePos.y};
  if (drag_ != Drag::none) {
    handle_drag(mouse);
    return;
  }
  const bool over_editor =
      editing_ && overlay_ == Overlay::none && code_text_area(layout_.code).contains(mouse);
  const Widget* widget = over_editor ? nullptr : widget_at(mouse);
  const std::string name = widget != nullptr ? widget->name : "";
  if (name != hovered_widget_) {
    hovered_widget_ = name;
    hover_since_ = seconds_;
    tooltip_ = widget != nullptr ? widget->tooltip : "";
  }
  hover_ = widget != nullptr ? widget->entity : Entity{};
  if (io.MouseWheel != 0 && !over_editor) handle_scroll(mouse, io.MouseWheel);
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !over_editor) {
    focused_widget_.clear();
    tooltip_.clear();
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && widget != nullptr &&
        widget->entity.kind == Entity::Kind::value) {
      app_.dispatch(command::RunTo{widget->entity});
      return;
    }
    begin_press(mouse);
  }
}

void Workbench::begin_press(Vec2 mouse) {
  const Widget* widget = widget_at(mouse);
  if (widget != nullptr && widget->name == "timeline") {
    drag_ = Drag::timeline;
    handle_drag(mouse);
    return;
  }
  if (widget != nullptr) {
    activate(*widget);
    return;
  }
  for (int i = 0; i < 4; ++i) {
    if (!layout_.splitters[i].contains(mouse)) continue;
    drag_ = Drag::splitter;
    dragged_splitter_ = static_cast<Splitter>(i);
    return;
  }
  if (layout_.network.contains(mouse)) app_.dispatch(command::Select{});
}

void Workbench::handle_drag(Vec2 mouse) {
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    drag_ = Drag::none;
    return;
  }
  if (drag_ == Drag::splitter) {
    sizes_ = dragged(sizes_, dragged_splitter_, mouse, size_.x, size_.y);
  } else {
    const Time time = time_at(*app_.state().trace, timeline_bar(layout_.timeline), mouse.x);
    if (time != app_.state().time) app_.dispatch(command::GoTo{time});
  }
}

void Workbench::handle_scroll(Vec2 mouse, float wheel) {
  if (overlay_ == Overlay::path) path_dialog_->scroll(wheel);
  if (overlay_ != Overlay::none) return;
  const auto scroll = [&](Rect area, float height, float& at) {
    if (area.contains(mouse))
      at = std::clamp(at - wheel * 48, 0.0F, std::max(0.0F, height - area.h));
  };
  scroll(layout_.lesson, lesson_height_, lesson_scroll_);
  scroll(layout_.inspector, inspector_height_, inspector_scroll_);
  scroll(code_text_area(layout_.code), code_height_, code_scroll_);
}

// What widgets do.

void Workbench::activate(const Widget& widget) {
  if (!widget.enabled) return;
  const Widget chosen = widget;  // the command rebuilds what `widget` lies in
  if (chosen.command) app_.dispatch(*chosen.command);
  if (!chosen.view_action.empty()) view_action(chosen.view_action);
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
    overlay_ = overlay_ == Overlay::keys ? Overlay::none : Overlay::keys;
  } else if (action == "programs") {
    overlay_ = overlay_ == Overlay::programs ? Overlay::none : Overlay::programs;
  } else if (action == "close") {
    overlay_ = Overlay::none;
  } else if (action == "dismiss") {
    notice_.clear();
  } else if (action == "undo") {
    app_.undo();
  } else if (action == "redo") {
    app_.redo();
  } else if (action == "edit") {
    editing_ = !editing_;
    editor_takes_focus_ = editing_;
  } else if (action == "fold-lesson") {
    sizes_.lesson_folded = !sizes_.lesson_folded;
  } else if (action == "fold-inspector") {
    sizes_.inspector_folded = !sizes_.inspector_folded;
  } else if (action.starts_with("open:")) {
    overlay_ = Overlay::none;
    open_program(action.substr(5));
  } else if (!file_action(action)) {
    change_preferences(action);
  }
}

void Workbench::open_program(const std::string& name) {
  const auto text = lessons::load_program(name);
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
  const Rect area = code_text_area(layout_.code);
  const EditorAction action =
      edit_program(area, text, editor_takes_focus_, resources_.palettes.at(app_.state().theme));
  editor_takes_focus_ = false;
  if (text != app_.state().draft) app_.dispatch(command::EditDraft{text});
  if (action == EditorAction::none) return;
  editing_ = false;
  if (action == EditorAction::run) app_.dispatch(command::RunDraft{});
}

// The keys.

void Workbench::handle_keys() {
  if (key_pressed(Key::help)) view_action("help");
  if (overlay_ != Overlay::none) {
    if (key_pressed(Key::escape)) overlay_ = Overlay::none;
    if (key_pressed(Key::tab)) move_focus(ImGui::GetIO().KeyShift);
    if (key_pressed(Key::up) || key_pressed(Key::down)) move_focus(key_pressed(Key::up));
    if (key_pressed(Key::enter)) press(std::string(focused_widget_));
    return;
  }
  if (ImGui::GetIO().KeyCtrl && file_key()) return;
  if (ImGui::GetIO().WantTextInput || editing_) return;  // a focused widget owns its keys
  if (ImGui::GetIO().KeyCtrl) {
    if (key_pressed(Key::undo)) app_.undo();
    if (key_pressed(Key::redo)) app_.redo();
    if (key_pressed(Key::enter) && app_.state().edited()) app_.dispatch(command::RunDraft{});
    return;
  }
  handle_plain_keys();
}

void Workbench::handle_plain_keys() {
  if (key_pressed(Key::space) || key_pressed(Key::right)) app_.dispatch(command::StepForward{});
  if (key_pressed(Key::backspace) || key_pressed(Key::left)) app_.dispatch(command::StepBack{});
  if (key_pressed(Key::up)) change_step_size(1);
  if (key_pressed(Key::down)) change_step_size(-1);
  if (key_pressed(Key::home)) app_.dispatch(command::GoTo{{}});
  if (key_pressed(Key::end)) app_.dispatch(command::GoTo{{app_.state().trace->step_count(), 0}});
  if (key_pressed(Key::play)) app_.dispatch(command::SetPlaying{!app_.state().playing});
  if (key_pressed(Key::edit)) view_action("edit");
  if (key_pressed(Key::tab)) move_focus(ImGui::GetIO().KeyShift);
  if (key_pressed(Key::enter) && !focused_widget_.empty()) press(std::string(focused_widget_));
  if (key_pressed(Key::escape)) {
    focused_widget_.clear();
    notice_.clear();
    if (app_.state().playing)
      app_.dispatch(command::SetPlaying{false});
    else if (app_.state().selection.kind != Entity::Kind::none)
      app_.dispatch(command::Select{});
  }
}

void Workbench::change_step_size(int by) {
  const int size = std::clamp(static_cast<int>(app_.state().step_size) + by, 0, 3);
  if (size != static_cast<int>(app_.state().step_size)) {
    app_.dispatch(command::SetStepSize{static_cast<StepSize>(size)});
  }
}

void Workbench::move_focus(bool backwards) {
  std::vector<std::string> order;
  for (std::size_t i = overlay_widgets_; i < widgets_.size(); ++i) {
    if (widgets_[i].focusable && widgets_[i].enabled) order.push_back(widgets_[i].name);
  }
  if (order.empty()) return;
  const auto at = std::find(order.begin(), order.end(), focused_widget_);
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  std::ptrdiff_t next = 0;
  if (at != order.end())
    next = (at - order.begin() + (backwards ? count - 1 : 1)) % count;
  else if (backwards)
    next = count - 1;
  focused_widget_ = order[static_cast<std::size_t>(next)];
}

}  // namespace backprop::viz
