#include "viz/ui/playground_pane.h"

#include <algorithm>
#include <cmath>

#include "viz/ui/turned_pane.h"

namespace backprop::viz {
namespace {

constexpr float apart = 7;  // pixels between points of one stroke
constexpr double erased = 0.5;

}  // namespace

PlaygroundModel& PlaygroundPane::model() {
  if (model_ == nullptr) model_ = std::make_unique<PlaygroundModel>(threads_);
  return *model_;
}

void PlaygroundPane::change(PlaygroundChange what, bool continues) {
  app_.dispatch(command::ChangePlayground{std::move(what), continues});
}

void PlaygroundPane::train(double seconds) {
  if (app_.state().lab != Lab::playground) {
    // Nothing goes on behind another view.
    if (model_ != nullptr && model_->busy()) model_->follow(lab());
    return;
  }
  model().train(lab(), seconds);
  // Beyond trouble there is nothing.
  const bool stuck = model().stuck() && lab().iteration > model().iteration();
  if (lab().running || stuck) change(playground_change::Trained{model().iteration()});
  if (lab().running && (model().stuck() || model().error())) change(playground_change::Pause{});
}

bool PlaygroundPane::busy() const {
  return app_.state().lab == Lab::playground && model_ != nullptr && model_->busy();
}

void PlaygroundPane::build(const Frame& frame, const Look& look, Rect window,
                           const std::function<void(Scene, Rect)>& add) {
  if (frame.still)
    model().finish(lab());
  else
    model().follow(lab());
  view_.mouse = frame.hovered == playground_map_widget ? frame.mouse : std::nullopt;
  view_.pointed.reset();
  const std::string neuron = "play-neuron:";
  if (frame.hovered.starts_with(neuron) && frame.hovered != neuron + "output") {
    const auto colon = frame.hovered.rfind(':');
    view_.pointed = {std::stoi(frame.hovered.substr(neuron.size())),
                     std::stoi(frame.hovered.substr(colon + 1))};
  }
  view_.curve_mouse = frame.hovered == playground_losses_widget ? frame.mouse : std::nullopt;
  view_.hovered = frame.hovered;
  const Playground play{app_.state(), model(), maps_, view_};
  const auto card = [&](Rect area) {  // stays where it is while its content scrolls
    Builder b(look);
    b.card(area, 12);
    add(std::move(b.scene), area);
  };
  const auto column = [&](Scene scene, Rect area, float& scroll, float& height) {
    height = scene.content_height;
    card(area);
    add(std::move(scene), area);
    scroll = std::clamp(scroll, 0.0F, std::max(0.0F, height - area.h));
  };
  add(playground_time_scene(play, layout_.time, look), layout_.time);
  column(playground_left_scene(play, layout_, look), layout_.left, view_.left_scroll, left_height_);
  add(playground_network_scene(play, layout_.network, look), layout_.network);
  column(playground_right_scene(play, layout_.right, look), layout_.right, view_.right_scroll,
         right_height_);
  if (view_.choice.open.empty()) return;
  const auto choices = playground_choices(play, look.words);
  if (choices.empty())
    view_.choice.open.clear();
  else
    add(choice_list_scene(view_.choice, choices, window, look), window);
}

void PlaygroundPane::scroll(Vec2 mouse, float wheel) {
  turn_pane({layout_.left, left_height_}, mouse, wheel, view_.left_scroll);
  turn_pane({layout_.right, right_height_}, mouse, wheel, view_.right_scroll);
}

void PlaygroundPane::scroll_by(float down) {
  view_.left_scroll += down * layout_.left.h;
  view_.right_scroll += down * layout_.right.h;
}

bool PlaygroundPane::begins_drawing(const Widget& widget) const {
  return widget.name == playground_map_widget && lab().points.own;
}

void PlaygroundPane::draw(const Widget& map, Vec2 mouse, bool continues) {
  if (!map.rect.contains(mouse)) return;
  if (continues && drawn_at_ && std::hypot(mouse.x - drawn_at_->x, mouse.y - drawn_at_->y) < apart)
    return;
  drawn_at_ = mouse;
  const Vec2 place = plane_point(map.rect, mouse);
  if (view_.erasing)
    change(playground_change::Erase{place.x, place.y, erased}, continues);
  else
    change(playground_change::Draw{place.x, place.y}, continues);
}

bool PlaygroundPane::view_action(const std::string& action) {
  const std::string choose = "choose:";
  const std::string brush = "play-brush:";
  if (action.starts_with(choose)) {
    const std::string name = action.substr(choose.size());
    view_.choice.open = view_.choice.open == name ? "" : name;
  } else if (action.starts_with(brush)) {
    view_.erasing = false;
    change(playground_change::Brush{std::stod(action.substr(brush.size()))});
  } else if (action == "play-erase") {
    view_.erasing = !view_.erasing;
  } else {
    return false;
  }
  return true;
}

void PlaygroundPane::note_click(const Widget& widget) {
  if (!widget.view_action.starts_with("choose:")) view_.choice.open.clear();
}

bool PlaygroundPane::close_list() {
  const bool open = !view_.choice.open.empty();
  view_.choice.open.clear();
  return open;
}

bool PlaygroundPane::let_go() {
  if (lab().parameter) {
    change(playground_change::Open{});
  } else if (lab().neuron) {
    change(playground_change::Look{-1, -1});
  } else {
    return false;
  }
  return true;
}

void PlaygroundPane::toggle_running() {
  if (lab().running)
    change(playground_change::Pause{});
  else if (!model().error() && !model().stuck())
    change(playground_change::Run{});
}

void PlaygroundPane::move(std::int64_t updates) {
  if (updates > 0 && (model().error() || model().stuck())) return;
  const std::int64_t to = std::max<std::int64_t>(0, lab().iteration + updates);
  if (to != lab().iteration) change(playground_change::GoTo{to}, true);
}

void PlaygroundPane::go_to_end() {
  if (!model().error()) change(playground_change::GoTo{model().furthest()}, true);
}

}  // namespace backprop::viz
