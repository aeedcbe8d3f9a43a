// The keys of the workbench: what each does where no text is being typed.
#include <imgui.h>

#include <algorithm>

#include "viz/scene/why_scene.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr float pan_step = 60;  // pixels

}  // namespace

void Workbench::handle_keys() {
  if (key_pressed(Key::help)) view_action("help");
  if (ImGui::GetIO().KeyCtrl && key_pressed(Key::quit)) quit_ = true;
  if (overlay_ != Overlay::none) {
    if (key_pressed(Key::escape)) overlay_ = Overlay::none;
    if (key_pressed(Key::tab)) move_focus(ImGui::GetIO().KeyShift);
    if (key_pressed(Key::up) || key_pressed(Key::down)) move_focus(key_pressed(Key::up));
    if (key_pressed(Key::enter)) press(std::string(focused_widget_));
    handle_list_keys();
    if (overlay_ == Overlay::chapters) handle_chapters_keys();
    return;
  }
  if (ImGui::GetIO().KeyCtrl && file_key()) return;
  if (ImGui::GetIO().WantTextInput || (editing_ && !in_lab()))
    return;  // a focused widget owns its keys
  if (ImGui::GetIO().KeyCtrl) {
    const bool shift = ImGui::GetIO().KeyShift;  // Ctrl+Shift+Z is redo, too
    if (key_pressed(Key::undo) && !shift) app_.undo();
    if (key_pressed(Key::redo) || (key_pressed(Key::undo) && shift)) app_.redo();
    if (key_pressed(Key::enter) && app_.state().edited() && !in_lab())
      app_.dispatch(command::RunDraft{});
    return;
  }
  handle_plain_keys();
}

void Workbench::handle_plain_keys() {
  if (change_focused_number() || move_slider() || move_cell())
    return;  // a focused widget owns its keys
  if (in_lab()) {
    handle_lab_keys();
    return;
  }
  if (ImGui::GetIO().KeyShift && move_view()) return;
  handle_time_keys();
  handle_view_keys();
  if (key_pressed(Key::why)) {
    if (const auto asked = why_of(app_.state(), meant())) app_.dispatch(command::AskWhy{*asked});
  }
  if (key_pressed(Key::run_to) && meant().entity.kind != Entity::Kind::none)
    app_.dispatch(command::RunTo{meant().entity});
  if (key_pressed(Key::edit)) view_action("edit");
  if (key_pressed(Key::tab)) move_focus(ImGui::GetIO().KeyShift);
  if (key_pressed(Key::enter)) press_focused();
  if (key_pressed(Key::escape)) let_go();
}

void Workbench::handle_time_keys() {
  if (key_pressed(Key::space) || key_pressed(Key::right)) app_.dispatch(command::StepForward{});
  if (key_pressed(Key::backspace) || key_pressed(Key::left)) app_.dispatch(command::StepBack{});
  if (key_pressed(Key::up)) change_step_size(1);
  if (key_pressed(Key::down)) change_step_size(-1);
  if (key_pressed(Key::home)) app_.dispatch(command::GoTo{{}});
  if (key_pressed(Key::end)) app_.dispatch(command::GoTo{{app_.state().trace->step_count(), 0}});
  if (key_pressed(Key::play)) app_.dispatch(command::SetPlaying{!app_.state().playing});
  if (key_pressed(Key::next_stop)) app_.dispatch(command::RunToStop{!ImGui::GetIO().KeyShift});
}

void Workbench::handle_view_keys() {
  constexpr Key views[] = {Key::view_1, Key::view_2, Key::view_3, Key::view_4};
  for (std::size_t i = 0; i < std::size(views); ++i) {
    if (key_pressed(views[i])) app_.dispatch(command::SetView{all_views[i]});
  }
  if (key_pressed(Key::claim_before)) step_claims(false);
  if (key_pressed(Key::claim_after)) step_claims(true);
  if (key_pressed(Key::page_up)) turn_page(false);
  if (key_pressed(Key::page_down)) turn_page(true);
  if (key_pressed(Key::chapters)) view_action("chapters");
  if (key_pressed(Key::glossary)) view_action("glossary");
  if (key_pressed(Key::labs)) view_action("labs");
  if (key_pressed(Key::zoom_in)) view_action("zoom-in");
  if (key_pressed(Key::zoom_out)) view_action("zoom-out");
  if (key_pressed(Key::zoom_fit)) view_action("zoom-fit");
}

/// Esc: one thing after the other is let go of.
void Workbench::let_go() {
  focused_widget_.clear();
  notice_.reset();
  const State& state = app_.state();
  if (lesson_view_.watched.playing)
    lesson_view_.watched.playing = false;
  else if (state.playing)
    app_.dispatch(command::SetPlaying{false});
  else if (!state.why.empty())
    app_.dispatch(command::CloseWhy{});
  else if (!leave_mode() && state.selection.kind != Entity::Kind::none)
    app_.dispatch(command::Select{});
}

/// With Shift the arrows move the view.
bool Workbench::move_view() {
  constexpr std::pair<Key, Vec2> moves[] = {{Key::left, {pan_step, 0}},
                                            {Key::right, {-pan_step, 0}},
                                            {Key::up, {0, pan_step}},
                                            {Key::down, {0, -pan_step}}};
  bool moved = false;
  for (const auto& [key, by] : moves) {
    if (!key_pressed(key)) continue;
    views_.pan(app_.state(), by);
    moved = true;
  }
  return moved;
}

/// What a key is about: what the pointer is on, else what Tab has reached, else what is selected.
Widget Workbench::meant() const {
  const State& state = app_.state();
  const Widget* focused = find_widget(focused_widget_);
  const Widget* hovered = find_widget(hovered_widget_);
  Widget meant;
  meant.entity = state.selection;
  if (hovered != nullptr && hover_.kind != Entity::Kind::none) {
    meant = *hovered;
    meant.entity = hover_;
  } else if (focused != nullptr && selected_cell(*focused) >= 0) {
    meant.asks = focused->asks;
  } else if (focused != nullptr && focused->entity.kind != Entity::Kind::none) {
    meant = *focused;
  }
  return meant;
}

bool Workbench::change_focused_number() {
  const Widget* field = find_widget(focused_widget_);
  if (field == nullptr || !field->edit) return false;
  const double steps = (key_pressed(Key::up) ? 1 : 0) - (key_pressed(Key::down) ? 1 : 0);
  if (steps == 0) return false;
  app_.dispatch(turned(*field->edit, steps, ImGui::GetIO().KeyShift, true));
  return true;
}

bool Workbench::move_slider() {
  constexpr double parts = 60;  // where it has no steps of its own
  const Widget* widget = find_widget(focused_widget_);
  if (widget == nullptr || !widget->slider || !widget->enabled) return false;
  const int by = (key_pressed(Key::right) ? 1 : 0) - (key_pressed(Key::left) ? 1 : 0);
  if (by == 0) return false;
  const Slider& slider = *widget->slider;
  const double step = slider.step > 0 ? slider.step : (slider.high - slider.low) / parts;
  slide(Widget(*widget), std::clamp(slider.value + by * step, slider.low, slider.high));
  return true;
}

void Workbench::slide(const Widget& widget, double value) {
  if (widget.edit) {
    slide_in_lab(with_number(*widget.edit, value, true));
  } else if (widget.name == lab_plot_widget) {
    slide_in_lab(widget.slider->command(value));
  } else if (widget.slider->command != nullptr) {
    app_.dispatch(widget.slider->command(value));
  } else {
    block_action(widget.name, value);
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
  const auto add = [&](const std::vector<Widget>& widgets) {
    for (const Widget& widget : widgets) {
      if (widget.focusable && widget.enabled) order.push_back(widget.name);
    }
  };
  if (overlay_ == Overlay::none) add(widgets_);
  // Those of a list, too, that are scrolled out of it: they are scrolled to.
  for (std::size_t i = overlay_scenes_; overlay_ != Overlay::none && i < scenes_.size(); ++i)
    add(scenes_[i].widgets);
  if (order.empty()) return;
  const auto at = std::find(order.begin(), order.end(), focused_widget_);
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  std::ptrdiff_t next = 0;
  if (at != order.end())
    next = (at - order.begin() + (backwards ? count - 1 : 1)) % count;
  else if (backwards)
    next = count - 1;
  focused_widget_ = order[static_cast<std::size_t>(next)];
  list_goal_ = {focused_widget_};
}

}  // namespace backprop::viz
