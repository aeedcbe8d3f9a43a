#include "viz/scene/inspector_scene.h"

#include "viz/scene/explanation_rows.h"
#include "viz/scene/selection_rows.h"
#include "viz/scene/step_rows.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;
constexpr float tab_height = 26;

void beginning(Column& c) {
  c.y += 18;
  c.b.text({c.x, c.y}, c.b.words["inspector.start.title"], TextStyle::heading, c.b.colors.ink,
           Align::left, c.width);
  c.gap(10);
  c.prose(c.b.words["inspector.start.text"], c.b.colors.ink);
  c.gap(6);
}

/// Whether the step or the selection is explained below.
void tabs(Column& c, const State& state, const Entity& element) {
  const float width = (c.width - 6) / 2;
  const auto tab = [&](const char* name, float x, const std::string& label, Inspected which) {
    c.b.button(name, {x, c.y, width, tab_height}, label, command::Inspect{which},
               {.filled = state.inspected == which});
  };
  tab("inspect-step", c.x, c.b.words["inspector.this_step"], Inspected::step);
  tab("inspect-selection", c.x + width + 6, element_name(*state.trace, element.id, element.index),
      Inspected::selection);
  c.gap(tab_height + 6);
}

}  // namespace

Scene inspector_scene(const State& state, const EditableNumbers& numbers, InspectorCache& cache,
                      Rect area, float scroll, const Look& look) {
  Builder b(look);
  const float top = area.y + 16 - scroll;
  Column c{b, area.x + margin, area.w - 2 * margin, top};
  const Entity element = selected_element(state);
  const bool selected = element.kind == Entity::Kind::value;
  if (selected) {
    selection_rows(c, state, numbers);
    tabs(c, state, element);
  }
  const auto step = current_step(state);
  if (selected && state.inspected == Inspected::selection)
    explanation_rows(c, state, element, cache.arrivals);
  else if (step)
    step_rows(c, state, numbers, *step, cache.arrivals);
  else
    beginning(c);
  check_rows(c, state, cache.checks);
  b.scene.content_height = c.y - top + 24;
  return std::move(b.scene);
}

}  // namespace backprop::viz
