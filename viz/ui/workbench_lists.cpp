// Lists over the window that may be too long for it: how far they are scrolled, and what they are
// scrolled to.
#include <algorithm>

#include "viz/scene/file_menu.h"
#include "viz/scene/keys_scene.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

void Workbench::open_list(Overlay overlay) {
  overlay_ = overlay_ == overlay ? Overlay::none : overlay;
  list_scroll_ = 0;
  list_goal_ = {};
}

/// The list is the topmost scene, and cut to its own area.
void Workbench::scroll_list(float by) {
  const float most = std::max(0.0F, scenes_.back().content_height - clips_.back().h);
  list_scroll_ = std::clamp(list_scroll_ + by, 0.0F, most);
}

void Workbench::handle_list_keys() {
  const float page = clips_.back().h * 0.85F;
  if (key_pressed(Key::page_down)) scroll_list(page);
  if (key_pressed(Key::page_up)) scroll_list(-page);
  if (overlay_ != Overlay::keys) return;  // where nothing can be walked through
  constexpr float line = 48;
  if (key_pressed(Key::down)) scroll_list(line);
  if (key_pressed(Key::up)) scroll_list(-line);
}

namespace {

/// Which part of a list is seen, at its right edge; nothing where that is all.
void mark_part(Scene& scene, Rect area, float scroll, Color color) {
  const float all = scene.content_height;
  if (all <= area.h) return;
  const Rect part{area.right() - 4, area.y + area.h * scroll / all, 4, area.h * area.h / all};
  scene.records.push_back({draw::Rectangle{part, 2, color}, {}});
}

}  // namespace

/// Scrolls as far as it takes to see the widget that is to be reached.
void Workbench::add_list(Rect area, const std::function<Scene(float)>& content) {
  constexpr float margin = 8;
  Scene scene = content(list_scroll_);
  const ListGoal goal = std::exchange(list_goal_, {});
  const auto found = std::find_if(scene.widgets.begin(), scene.widgets.end(),
                                  [&](const Widget& widget) { return widget.name == goal.widget; });
  if (found != scene.widgets.end()) {
    const Rect& rect = found->rect;
    const float before = list_scroll_;
    if (goal.to_top || rect.y < area.y + margin)
      list_scroll_ += rect.y - area.y - margin;
    else if (rect.bottom() > area.bottom() - margin)
      list_scroll_ += rect.bottom() - area.bottom() + margin;
    const float most = std::max(0.0F, scene.content_height - area.h);
    list_scroll_ = std::clamp(list_scroll_, 0.0F, most);
    if (list_scroll_ != before) scene = content(list_scroll_);
  }
  mark_part(scene, area, list_scroll_, resources_.palettes.at(app_.state().theme).faint);
  add_scene(std::move(scene), area);
}

void Workbench::add_file_menu(Rect window, const Look& look) {
  const std::vector<lessons::ProgramGroup> programs =
      lessons::programs_by_chapter(chapters_, lessons::program_names());
  const FileMenu menu{{programs, recent_}, preferences_};
  const State& state = app_.state();
  add_scene(file_menu_scene(state, menu, window, look), window);
  const Rect area = file_list_area(state, menu, window, look);
  add_list(area,
           [&](float scroll) { return file_list_scene(state, menu.list, area, scroll, look); });
}

void Workbench::add_keys(Rect window, const Look& look) {
  add_scene(keys_scene(window, look), window);
  add_list(keys_area(window, look),
           [&](float scroll) { return keys_content(window, scroll, look); });
}

}  // namespace backprop::viz
