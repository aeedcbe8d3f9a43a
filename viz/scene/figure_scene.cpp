#include "viz/scene/figure_scene.h"

#include <algorithm>
#include <cmath>

#include "lessons/model/moments.h"
#include "viz/scene/cut.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {
namespace {

// What the views leave free for the window's tabs and legend.
constexpr float tabs = 42;
constexpr float legend = 40;

/// Buttons have no place in a picture.
void leave_out_buttons(Scene& scene) {
  for (const Widget& widget : scene.widgets) {
    const bool button = widget.name == "previous" || widget.name == "next" ||
                        widget.name == "sample-previous" || widget.name == "sample-next";
    if (!button) continue;
    std::erase_if(scene.records, [&](const Record& record) {
      if (const auto* box = std::get_if<draw::Rectangle>(&record.shape))
        return box->rect == widget.rect;
      const auto* text = std::get_if<draw::Text>(&record.shape);
      return text != nullptr && widget.rect.contains(text->baseline);
    });
  }
}

}  // namespace

View view_of(lessons::Figure::View view) {
  constexpr View views[] = {View::network, View::graph, View::tensors, View::paths};
  return views[static_cast<std::size_t>(view)];
}

Result<FigureModel> FigureModel::of(const lessons::Figure& figure,
                                    std::shared_ptr<const Trace> trace) {
  FigureModel model;
  State& state = model.state_;
  state.draft = trace->program;
  state.program_name = state.ran_name = figure.program;
  state.view = view_of(figure.view);
  const auto moment = lessons::find_moment(*trace, figure.at);
  if (!moment) return moment.error();
  state.time = moment.value().time;
  std::optional<Quantity> chosen = moment.value().focus;
  if (!figure.select.empty()) {
    const auto selected = lessons::find_moment(*trace, figure.select);
    if (!selected) return selected.error();
    chosen = selected.value().focus;
  }
  if (chosen) state.selection = entity_of(*trace, *chosen);
  state.trace = std::move(trace);
  if (state.view == View::network) {
    const NetworkModel network = network_of(*state.trace, state.time.step, 0, {});
    for (const NetworkColumn& column : network.columns)
      model.rows_ = std::max(model.rows_, column.nodes.size());
  }
  return model;
}

float FigureModel::height(float width) const {
  if (state_.view == View::network)
    return std::clamp(150 + 74 * static_cast<float>(rows_), 0.62F * width, 1.05F * width);
  // Many tensors need more room for their names.
  constexpr std::size_t many = 24;
  const bool crowded = state_.view == View::tensors && state_.trace->values.size() > many;
  return std::round((crowded ? 1.15F : 0.66F) * width);
}

void FigureModel::paint(Builder& b, Rect frame, Language language, Theme theme) {
  state_.language = language;
  state_.theme = theme;
  const Look look{b.look.colors,   b.look.words, b.look.glyphs, {}, 1,
                  b.look.formulas, b.look.digits};
  const Rect pane{frame.x, frame.y - tabs, frame.w, frame.h + tabs + legend};
  Scene scene = views_.scene(state_, pane, look);
  leave_out_buttons(scene);
  b.add(draw::Rectangle{frame, 8, b.colors.background});
  for (Record& record : cut_records(std::move(scene.records), inset(frame, 2, 2)))
    b.add(std::move(record.shape));
  b.add(draw::Rectangle{frame, 8, Color{0, 0, 0, 0}, b.colors.hairline, 1});
}

}  // namespace backprop::viz
