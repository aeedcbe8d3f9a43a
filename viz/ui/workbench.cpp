#include "viz/ui/workbench.h"

#include <imgui.h>

#include <algorithm>

#include "viz/scene/breakpoints_scene.h"
#include "viz/scene/code_scene.h"
#include "viz/scene/compare_scene.h"
#include "viz/scene/glossary_scene.h"
#include "viz/scene/inspector_scene.h"
#include "viz/scene/lab_menu.h"
#include "viz/scene/tooltip_scene.h"
#include "viz/scene/why_scene.h"
#include "viz/ui/editor.h"
#include "viz/ui/exporter.h"
#include "viz/ui/painter.h"

namespace backprop::viz {
namespace {

constexpr double seconds_per_tick = 0.7;  // of playing
constexpr double tooltip_delay = 0.45;
constexpr double seconds_of_motion = 0.3;  // until a number has arrived
constexpr Index steps_per_frame = 2000;    // of a run of the draft

}  // namespace

Workbench::Workbench(App& app, const Resources& resources)
    : app_(app),
      resources_(resources),
      atlas_(std::make_unique<GlyphAtlas>(*resources.glyphs)),
      playground_(app) {}

Workbench::~Workbench() = default;

void Workbench::on_context(float scale) {
  scale_ = scale;
  font_text_ = typed_text();
  build_editor_font(scale, font_text_);
}

/// What stands in fields of Dear ImGui.
std::string Workbench::typed_text() const {
  if (path_dialog_) return path_dialog_->text();
  return lab_view_.typing ? app_.state().activations.typed : app_.state().draft;
}

bool Workbench::fonts_lack() const {
  if (!editing_ && !path_dialog_ && !lab_view_.typing) return false;
  const std::string text = typed_text();
  return text != font_text_ && !editor_font_has(text);
}

FrameResult Workbench::frame(const FrameInfo& info) {
  seconds_ = info.seconds;
  zoom_ = info.zoom;
  size_ = {info.width, info.height};
  app_.work(steps_per_frame);
  if (notice_ && info.seconds >= notice_->until) notice_.reset();
  play(info.seconds);
  playground_.train(info.seconds);
  advance_plot();
  // What is aimed at must be there, and of this recording: another may have come since the last
  // frame.
  if (numbers_trace_ != app_.state().trace.get()) build(info);
  handle_input(info);
  reach_lesson_goal();
  reach_step();
  note_completed_tasks();
  keep_answers();
  note_motion();
  if (const auto refusal = app_.take_refusal()) notify(*refusal);
  build(info);
  paint(info);
  keep_changes();
  FrameResult result;
  result.close = quit_;
  result.zoom = fitting_zoom();
  result.new_fonts = fonts_lack();
  if (exporting()) result.between = [this] { advance_export(); };
  result.next_frame_in = next_frame_in(info.seconds);
  return result;
}

void Workbench::play(double seconds) {
  if (!app_.state().playing) {
    last_tick_ = seconds;
    return;
  }
  if (seconds - last_tick_ < seconds_per_tick / preferences_.play_speed) return;
  last_tick_ = seconds;
  app_.dispatch(command::Tick{});
}

double Workbench::next_frame_in(double seconds) const {
  if (app_.state().running || timeline_.is_searching() || exporting()) return 0;
  if (playground_.busy()) return 0;
  if (arrival() < 1) return 0;
  if (path_dialog_ && !path_dialog_->ready()) return 0;
  double next = std::numeric_limits<double>::infinity();
  const double tick = seconds_per_tick / preferences_.play_speed;
  if (app_.state().playing) next = std::max(0.0, last_tick_ + tick - seconds);
  if (lesson_view_.watched.playing)
    next = std::min(next, std::max(0.0, plot_moved_at_ + seconds_per_update() - seconds));
  const bool caret = editing_ || lab_view_.typing || path_dialog_ || number_editor_.typing() ||
                     app_.state().practice || !lesson_view_.entry.empty();
  if (caret) next = std::min(next, 0.4);  // it blinks
  if (app_.state().lab == Lab::activations && lab_models_.is_busy()) next = 0;
  if (notice_) next = std::min(next, notice_->until - seconds);
  if (has_changes())
    next = std::min(next, std::max(0.01, kept_at_ + seconds_between_keeping - seconds));
  const bool tooltip_due = !tooltip_.empty() && seconds < hover_since_ + tooltip_delay;
  if (tooltip_due) next = std::min(next, hover_since_ + tooltip_delay - seconds + 0.01);
  if (pointed_term_ && seconds < term_due_) next = std::min(next, term_due_ - seconds + 0.01);
  return next;
}

/// A single step on is seen to travel; jumps and steps back are there at once.
void Workbench::note_motion() {
  const State& state = app_.state();
  const bool same_trace = motion_trace_ == state.trace.get();
  const Time& now = state.time;
  if (same_trace && now == motion_time_) return;
  const bool one_step = same_trace && now.term == 0 && now.step == motion_time_.step + 1;
  motion_since_ = one_step ? seconds_ : -seconds_of_motion;
  motion_trace_ = state.trace.get();
  motion_time_ = now;
}

float Workbench::arrival() const {
  if (still_ || preferences_.reduced_motion) return 1;
  return static_cast<float>(std::clamp((seconds_ - motion_since_) / seconds_of_motion, 0.0, 1.0));
}

void Workbench::refresh_editable() {
  const State& state = app_.state();
  const Entity element = selected_element(state);
  const bool same = editable_trace_ == state.trace && editable_element_ == element &&
                    editable_.run == looked_at_run(state) && editable_draft_ == state.draft;
  if (same) return;
  editable_ = editable_numbers(state);
  editable_trace_ = state.trace;
  editable_element_ = element;
  editable_draft_ = state.draft;
}

void Workbench::add_scene(Scene scene, Rect clip) {
  for (Widget& widget : scene.widgets) {
    // What is scrolled out of its pane cannot be clicked.
    const float top = std::max(widget.rect.y, clip.y);
    const float bottom = std::min(widget.rect.bottom(), clip.bottom());
    const float left = std::max(widget.rect.x, clip.x);
    const float right = std::min(widget.rect.right(), clip.right());
    if (bottom - top < 4 || right - left < 1) continue;
    widget.rect = {left, top, right - left, bottom - top};
    widgets_.push_back(widget);
  }
  scenes_.push_back(std::move(scene));
  clips_.push_back(clip);
}

/// Lesson, views, inspector, timeline and code.
void Workbench::add_panes(const Look& look) {
  const State& state = app_.state();
  if (!layout_.lesson_folded) add_left_pane(look);
  add_scene(views_.scene(state, layout_.network, look), layout_.network);
  add_scene(views_.bar(state, layout_.network, look), layout_.network);
  add_place_field(look);
  if (!layout_.inspector_folded) add_right_pane(look);
  if (is_compared(state)) add_scene(compare_scene(state, layout_.compare, look), layout_.compare);
  timeline_.hold(drag_ == Drag::timeline);
  add_scene(timeline_.scene(state, preferences_.play_speed, layout_.timeline, look),
            layout_.timeline);
  if (code_time_ != state.time || code_trace_ != state.trace.get() || state.error) {
    code_scroll_ = code_scroll_to_current(state, layout_.code, code_scroll_);
    code_time_ = state.time;
    code_trace_ = state.trace.get();
  }
  Scene code = editing_ ? code_editor_scene(state, layout_.code, look)
                        : code_scene(state, layout_.code, code_scroll_, look);
  code_height_ = code.content_height;
  add_scene(std::move(code), layout_.code);
  add_scene(borders_scene(layout_, look), {0, 0, size_.x, size_.y});
}

void Workbench::build(const FrameInfo& info) {
  const State& state = app_.state();
  scenes_.clear();
  clips_.clear();
  widgets_.clear();
  layout_ = layout_window(info.width, info.height, sizes_, editing_);
  refresh_lesson();
  if (is_compared(state)) layout_ = with_comparison(layout_);
  if (in_lab()) lay_out_lab();
  refresh_editable();
  reset_scrolls();
  const Look look{resources_.palettes.at(state.theme),
                  resources_.words.at(state.language),
                  *resources_.glyphs,
                  hover_,
                  arrival(),
                  &formulas_,
                  preferences_.digits,
                  state.trace.get()};
  const Rect window{0, 0, info.width, info.height};

  add_scene(background_scene(layout_, window, look), window);
  if (in_lab())
    add_lab(look);
  else
    add_panes(look);
  add_scene(top_bar_scene(state, lesson_, layout_.top, app_.can_undo(), app_.can_redo(), look),
            layout_.top);
  if (notice_) {
    const std::optional<Error>& error = notice_->error;
    add_scene(notice_scene(error ? words().told(*error) : notice_->message, error.has_value(),
                           notice_area(), look),
              window);
  }
  overlay_widgets_ = overlay_ == Overlay::none ? 0 : widgets_.size();
  overlay_scenes_ = overlay_ == Overlay::none ? 0 : scenes_.size();
  if (overlay_ == Overlay::programs) add_file_menu(window, look);
  if (overlay_ == Overlay::breakpoints)
    add_scene(breakpoints_scene(state, layout_.timeline, window, look), window);
  if (overlay_ == Overlay::chapters) add_chapters(window, look);
  if (overlay_ == Overlay::labs)
    add_scene(lab_menu_scene(state, layout_.top, window, look), window);
  if (overlay_ == Overlay::keys) add_keys(window, look);
  if (overlay_ == Overlay::path)
    add_scene(path_scene(path_dialog_->view(look.words), window, look), window);
}

/// Where the messages stand.
Rect Workbench::notice_area() const {
  if (in_playground()) return playground_.layout().network;
  return in_lab() ? lab_layout_.right : layout_.network;
}

void Workbench::paint(const FrameInfo& info) {
  const State& state = app_.state();
  const Palette& colors = resources_.palettes.at(state.theme);
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  Painter painter(list, *atlas_, *resources_.glyphs, info.texture(*atlas_), info.scale);
  const int generation = atlas_->generation();
  // The card of a path stands below its field, which is a Dear ImGui window.
  const bool modal = overlay_ != Overlay::none && overlay_ != Overlay::path;
  const std::size_t below = modal ? overlay_scenes_ : scenes_.size();
  for (std::size_t i = 0; i < below; ++i)
    painter.paint(scenes_[i], clips_[i]);
  // Overlays and tooltips lie over the editor, which is a Dear ImGui window.
  Painter front(*ImGui::GetForegroundDrawList(), *atlas_, *resources_.glyphs, info.texture(*atlas_),
                info.scale);
  for (std::size_t i = below; i < scenes_.size(); ++i)
    front.paint(scenes_[i], clips_[i]);
  if (const Widget* focused = find_widget(focused_widget_)) {
    const Rect r = inset(focused->rect, -2, -2);
    (modal ? front : painter)(draw::Rectangle{r, 7, Color{0, 0, 0, 0}, colors.focus, 2});
  }
  const Look look{colors, words(), *resources_.glyphs, hover_};
  if (const auto explained = explained_term()) {
    front.paint(term_card(*explained->term, explained->word, size_, look));
  } else if (!tooltip_.empty() && seconds_ >= hover_since_ + tooltip_delay && drag_ == Drag::none) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    front.paint(tooltip_scene(tooltip_, {mouse.x, mouse.y}, size_, look));
  }
  // A full atlas was emptied while painting: what came before shows stale pixels, so paint once
  // more.
  if (atlas_->generation() != generation) hover_since_ = seconds_;
}

const Widget* Workbench::find_widget(const std::string& name) const {
  if (name.empty()) return nullptr;
  const auto found = std::find_if(widgets_.rbegin(), widgets_.rend(),
                                  [&](const Widget& widget) { return widget.name == name; });
  return found == widgets_.rend() ? nullptr : &*found;
}

std::string Workbench::text_dump() const {
  std::string text;
  for (const Scene& scene : scenes_) {
    for (const Record& record : scene.records) {
      if (const auto* words = std::get_if<draw::Text>(&record.shape)) text += words->text + "\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace backprop::viz
