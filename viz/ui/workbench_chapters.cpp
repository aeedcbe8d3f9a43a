// The list of chapters and the glossary; words that the pointer rests on, and the card that
// explains them.
#include <imgui.h>

#include <algorithm>

#include "viz/scene/chapters_scene.h"
#include "viz/scene/glossary_scene.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

constexpr double link_delay = 0.35;  // of a word that says that it is explained
constexpr double word_delay = 0.8;   // of any other: reading is not to be disturbed
constexpr std::string_view term_link = "link:term:";

}  // namespace

void Workbench::load_terms() {
  pointed_term_.reset();
  term_finder_.reset();
  auto glossary = lessons::load_glossary(app_.state().language);
  glossary_ = glossary ? std::move(glossary).value() : lessons::Glossary{};
  term_finder_.emplace(glossary_);
}

/// The term of a linked word, or of whatever word is at that point.
std::optional<TermOnScreen> Workbench::term_under(Vec2 point, const Widget* widget) const {
  if (widget != nullptr && widget->view_action.starts_with(term_link)) {
    const auto* term = find_term(glossary_, widget->view_action.substr(term_link.size()));
    if (term != nullptr) return TermOnScreen{term, widget->rect};
  }
  if (!term_finder_ || (widget != nullptr && !widget->tooltip.empty())) return std::nullopt;
  for (std::size_t i = scenes_.size(); i-- > overlay_scenes_;) {
    if (!clips_[i].contains(point)) continue;
    if (auto found = term_at(scenes_[i], point, *term_finder_, *resources_.glyphs)) return found;
  }
  return std::nullopt;
}

void Workbench::note_pointed_term(Vec2 point, const Widget* widget) {
  const auto found = term_under(point, widget);
  const bool same = found && pointed_term_ && found->term == pointed_term_->term &&
                    found->word == pointed_term_->word;
  if (same) return;
  pointed_term_ = found;
  const bool link = widget != nullptr && widget->view_action.starts_with(term_link);
  term_due_ = seconds_ + (link ? link_delay : word_delay);
}

/// The term whose card is shown: of a link that Tab has reached, or under the pointer for a while.
std::optional<TermOnScreen> Workbench::explained_term() const {
  const Widget* focused = find_widget(focused_widget_);
  const bool in_sight =
      focused != nullptr && focused >= widgets_.data() + overlay_widgets_;  // not below a list
  if (in_sight && focused->view_action.starts_with(term_link))
    return term_under(focused->rect.center(), focused);
  if (!pointed_term_ || seconds_ < term_due_ || drag_ != Drag::none) return std::nullopt;
  return pointed_term_;
}

/// The glossary opens at an entry.
void Workbench::open_term(const std::string& id) {
  if (overlay_ != Overlay::chapters || chapter_tab_ != ChapterTab::terms)
    show_chapters(ChapterTab::terms);
  list_goal_ = {"term:" + id, true};
}

void Workbench::handle_chapters_keys() {
  if (key_pressed(Key::chapters)) show_chapters(ChapterTab::chapters);
  if (key_pressed(Key::glossary)) show_chapters(ChapterTab::terms);
}

void Workbench::add_chapters(Rect window, const Look& look) {
  ChapterList list{chapters_, glossary_, chapter_tab_};
  add_scene(chapters_scene(list, window, look), window);
  add_list(chapters_area(window), [&](float scroll) {
    list.scroll = scroll;
    return chapters_content(list, app_.state(), window, look);
  });
}

}  // namespace backprop::viz
