// The labs: cards in the place of the panes, their keys, wheel and typed text.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viz/app/lab_programs.h"
#include "viz/app/lab_settings.h"
#include "viz/scene/lab_menu.h"
#include "viz/ui/editor.h"
#include "viz/ui/keys.h"
#include "viz/ui/turned_pane.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr double zoom_step = 1.25;
constexpr double pan_part = 0.1;        // of the range
constexpr double key_part = 1.0 / 120;  // of the range, that x moves by a key

/// The largest 1, 2, 5 times a power of ten that is not above.
double round_down(double number) {
  const double power = std::pow(10.0, std::floor(std::log10(number)));
  for (const double factor : {5.0, 2.0}) {
    if (factor * power <= number * (1 + 1e-9)) return factor * power;
  }
  return power;
}

/// The range around a place that stays where it is.
command::SetLabRange zoomed(const ActivationLab& lab, double by, double at, bool continues) {
  return {at - (at - lab.low) * by, at + (lab.high - at) * by, continues};
}

command::SetLabRange panned(const ActivationLab& lab, double part, bool continues) {
  const double by = (lab.high - lab.low) * part;
  return {lab.low + by, lab.high + by, continues};
}

}  // namespace

/// There are no panes then: nothing of them is hit, dragged or scrolled.
void Workbench::lay_out_lab() {
  WindowLayout bare;
  bare.top = layout_.top;
  layout_ = bare;
  const Rect below{0, bare.top.bottom(), size_.x, size_.y - bare.top.bottom()};
  lab_layout_ = layout_lab(below);
  playground_.lay_out(below);
}

void Workbench::add_lab(const Look& look) {
  const State& state = app_.state();
  if (in_playground()) {
    PlaygroundPane::Frame frame{hovered_widget_, std::nullopt, still_};
    if (ImGui::IsMousePosValid() && !still_)
      frame.mouse = Vec2{ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y};
    playground_.build(frame, look, {0, 0, size_.x, size_.y},
                      [this](Scene scene, Rect clip) { add_scene(std::move(scene), clip); });
    return;
  }
  lab_view_.mouse.reset();
  if (hovered_widget_ == lab_plot_widget && ImGui::IsMousePosValid() && !still_) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    lab_view_.mouse = Vec2{mouse.x, mouse.y};
  }
  const auto add = [&](Scene scene, Rect area, float& scroll, float& height) {
    height = scene.content_height;
    add_scene(std::move(scene), area);
    scroll = std::clamp(scroll, 0.0F, std::max(0.0F, height - area.h));
  };
  lab_models_.begin_frame(still_);
  Builder card(look);  // stays where it is while its content scrolls
  card.card(lab_layout_.left, 12);
  add_scene(std::move(card.scene), lab_layout_.left);
  add(lab_choice_scene(state, lab_models_, lab_view_, lab_layout_.left, look), lab_layout_.left,
      lab_view_.left_scroll, lab_heights_[0]);
  add(lab_work_scene(state, lab_models_, lab_view_, lab_layout_.right, look), lab_layout_.right,
      lab_view_.right_scroll, lab_heights_[1]);
}

/// Over the plot the wheel zooms, elsewhere a column scrolls.
void Workbench::scroll_lab(Vec2 mouse, float wheel) {
  if (in_playground()) {
    playground_.scroll(mouse, wheel);
    return;
  }
  const ActivationLab& lab = app_.state().activations;
  const Widget* plot = find_widget(lab_plot_widget);
  if (plot != nullptr && plot->rect.contains(mouse)) {
    if (ImGui::GetIO().KeyShift) {
      app_.dispatch(panned(lab, -wheel * pan_part, true));
      return;
    }
    const double at = plot->slider->value_at(plot->rect, mouse);
    app_.dispatch(zoomed(lab, std::pow(zoom_step, -wheel), at, true));
    return;
  }
  turn_pane({lab_layout_.left, lab_heights_[0]}, mouse, wheel, lab_view_.left_scroll);
  turn_pane({lab_layout_.right, lab_heights_[1]}, mouse, wheel, lab_view_.right_scroll);
}

/// x snaps to round numbers of about a pixel. A drag is one gesture: undo takes it back whole.
void Workbench::slide_in_lab(Command edit) {
  auto& number = std::get<command::EditLabNumber>(edit);
  const ActivationLab& lab = app_.state().activations;
  if (number.which.kind == LabNumber::Kind::x) {
    const double grain = round_down((lab.high - lab.low) / 400);
    number.number = std::round(number.number / grain) * grain;
    const double digits = std::pow(10.0, std::ceil(-std::log10(grain)) + 1);
    number.number = std::round(number.number * digits) / digits + 0.0;
  }
  number.continues = lab_gesture_;
  lab_gesture_ = true;
  app_.dispatch(edit);
}

void Workbench::handle_lab_keys() {
  if (in_playground()) {
    handle_playground_keys();
    return;
  }
  const ActivationLab& lab = app_.state().activations;
  const bool shift = ImGui::GetIO().KeyShift;
  const int by = (key_pressed(Key::right) ? 1 : 0) - (key_pressed(Key::left) ? 1 : 0);
  if (by != 0 && shift) app_.dispatch(panned(lab, by * pan_part, true));
  if (by != 0 && !shift) {
    const double step = round_down((lab.high - lab.low) * key_part);
    slide_in_lab(command::EditLabNumber{{LabNumber::Kind::x}, lab.x + by * step});
  }
  if (key_pressed(Key::zoom_in)) lab_action("lab-zoom-in");
  if (key_pressed(Key::zoom_out)) lab_action("lab-zoom-out");
  if (key_pressed(Key::zoom_fit)) lab_action("lab-fit");
  if (key_pressed(Key::edit)) lab_action("lab-type");
  const float page = lab_layout_.right.h * 0.85F;
  const float down =
      (key_pressed(Key::page_down) ? page : 0) - (key_pressed(Key::page_up) ? page : 0);
  lab_view_.left_scroll += down;
  lab_view_.right_scroll += down;
  handle_keys_of_labs();
}

/// What is the same in all of them.
void Workbench::handle_keys_of_labs() {
  if (key_pressed(Key::chapters)) view_action("chapters");
  if (key_pressed(Key::glossary)) view_action("glossary");
  if (key_pressed(Key::labs)) view_action("labs");
  if (key_pressed(Key::tab)) move_focus(ImGui::GetIO().KeyShift);
  if (key_pressed(Key::enter)) press_focused();
  if (!key_pressed(Key::escape)) return;
  if (!focused_widget_.empty() || notice_) {
    focused_widget_.clear();
    notice_.reset();
  } else {
    app_.dispatch(command::OpenLab{});
  }
}

/// The function is typed over the place that shows it. Esc, or a click elsewhere, ends it.
void Workbench::handle_lab_text() {
  const Widget* field = find_widget(lab_text_widget);
  if (field == nullptr) {
    lab_view_.typing = false;
    return;
  }
  std::string text = app_.state().activations.typed;
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                      !field->rect.contains({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
  const EditorAction action = edit_program(field->rect, text, lab_text_takes_focus_,
                                           resources_.palettes.at(app_.state().theme));
  lab_text_takes_focus_ = false;
  if (text != app_.state().activations.typed) app_.dispatch(command::TypeFunction{text});
  if (action != EditorAction::none || beside) lab_view_.typing = false;
}

bool Workbench::lab_action(const std::string& action) {
  const ActivationLab& lab = app_.state().activations;
  const double middle = (lab.low + lab.high) / 2;
  const ActivationLab usual;
  if (action == "labs") {
    open_list(Overlay::labs);
  } else if (action == "lab-type") {
    const auto& shown = lab.shown;
    const bool there = std::find(shown.begin(), shown.end(), mine) != shown.end();
    if (!there || lab.chosen != mine) app_.dispatch(command::PickFunction{mine});
    lab_view_.typing = lab_text_takes_focus_ = true;
  } else if (action == "lab-zoom-in") {
    app_.dispatch(zoomed(lab, 1 / zoom_step, middle, false));
  } else if (action == "lab-zoom-out") {
    app_.dispatch(zoomed(lab, zoom_step, middle, false));
  } else if (action == "lab-left" || action == "lab-right") {
    app_.dispatch(panned(lab, action == "lab-left" ? -pan_part : pan_part, false));
  } else if (action == "lab-fit") {
    app_.dispatch(command::SetLabRange{usual.low, usual.high});
  } else if (action == "lab-trace") {
    open_text("neuron", neuron_program(lab), "");
  } else if (action == "lab-use") {
    use_in_program();
  } else if (action.starts_with("lab-layer:")) {
    const auto colon = action.rfind(':');
    const std::string name = action.substr(10, colon - 10);
    open_text("stack", stack_program(lab, name, std::stoi(action.substr(colon + 1))), "");
  } else if (action.starts_with("open-lab:")) {
    open_lab(action.substr(9), "");
  } else {
    return false;
  }
  return true;
}

/// The draft is changed and shown beside its button Run; nothing runs by itself.
void Workbench::use_in_program() {
  const State& state = app_.state();
  const auto text = program_with_chosen(state.activations, state.draft);
  if (!text) {
    notify(text.error());
    return;
  }
  app_.dispatch(command::OpenLab{});
  if (text.value() != app_.state().draft) app_.dispatch(command::EditDraft{text.value()});
  code_scroll_ = 0;
  editing_ = false;  // so that the keys of undo and run are the program's, not a text field's
}

/// From the menu, or from a lesson with its settings.
void Workbench::open_lab(const std::string& name, const std::string& settings) {
  overlay_ = Overlay::none;
  const auto lab = lab_named(name);
  if (!lab) return;
  auto open = lab_opening(*lab, settings);
  if (open)
    app_.dispatch(std::move(open).value());
  else
    notify(open.error());
}

}  // namespace backprop::viz
