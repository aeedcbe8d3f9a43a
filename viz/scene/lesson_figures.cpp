// Figures and plots of a chapter on its page.
#include <algorithm>

#include "viz/scene/lesson_page.h"
#include "viz/scene/lesson_things.h"
#include "viz/scene/plot_player.h"
#include "viz/scene/plot_scene.h"

namespace backprop::viz {
namespace {

/// What is wrong stands in the block's place.
void problem(LessonPage& page, const Error& given) {
  Builder& b = page.b;
  const Error error = b.words.translated(given);
  const LessonPage::Box box = page.open_box();
  page.y = b.paragraph({page.x + 14, page.y + 10}, page.width - 28, error.cause, TextStyle::small,
                       b.colors.ink);
  if (!error.advice.empty()) {
    page.y = b.paragraph({page.x + 14, page.y + 2}, page.width - 28, error.advice, TextStyle::small,
                         b.colors.muted);
  }
  page.close_box(box, page.y + 10, b.colors.wrong_fill, b.colors.hairline);
}

void caption(LessonPage& page, const lessons::Inlines& text) {
  page.y += 6;
  page.y +=
      page.inlines(text, TextStyle::small, page.x, page.y, page.width, page.b.colors.muted) + 12;
}

}  // namespace

bool LessonThings::still_hold(const Traces& before, const Traces& now) {
  return std::equal(
      before.begin(), before.end(), now.begin(), now.end(),
      [](const auto& a, const auto& b) { return a == b || (a && b && a->program == b->program); });
}

const Result<lessons::PlotData>& LessonThings::plot(const LessonContent& content,
                                                    const State& state, std::size_t block) {
  const auto& plot = std::get<lessons::Plot>(content.lesson.blocks[block].is);
  Traces traces;
  for (const lessons::Plot::Line& line : plot.lines)
    traces.push_back(shown_run(content, state, line.program));
  KeptPlot& kept = plots_[block];
  if (!kept.data || !still_hold(kept.traces, traces)) {
    kept.data = lessons::plot_data(
        plot, [&](const std::string& program) { return shown_run(content, state, program); });
  }
  kept.traces = std::move(traces);
  return *kept.data;
}

Result<FigureModel>& LessonThings::figure(const LessonContent& content, const State& state,
                                          std::size_t block) {
  const auto& figure = std::get<lessons::Figure>(content.lesson.blocks[block].is);
  Traces traces{shown_run(content, state, figure.program)};
  KeptFigure& kept = figures_[block];
  if (!kept.model || !still_hold(kept.traces, traces)) {
    kept.model.reset();
    if (traces[0]) {
      kept.model.emplace(FigureModel::of(figure, traces[0]));
    } else {
      kept.model.emplace(Error{{}, "the program '" + figure.program + "' has not run", {}});
    }
  }
  kept.traces = std::move(traces);
  return *kept.model;
}

void paint(LessonPage& page, const lessons::Figure& figure) {
  Builder& b = page.b;
  page.y += 8;
  if (page.waits()) return;
  auto& model = page.numbers.things->figure(page.content, page.state, page.index);
  if (!model) {
    problem(page, model.error());
  } else {
    const Rect frame{page.x, page.y, page.width, model.value().height(page.width)};
    model.value().paint(b, frame, page.state.language, page.state.theme);
    Widget& widget = b.region(page.name("figure"), frame, std::nullopt);
    widget.view_action = page.name("figure");
    widget.tooltip = b.words["lesson.figure.tip"];
    page.y = frame.bottom();
  }
  caption(page, figure.caption);
}

void paint(LessonPage& page, const lessons::Plot& plot) {
  page.y += 8;
  if (page.waits()) return;
  const auto& data = page.numbers.things->plot(page.content, page.state, page.index);
  if (!data) {
    problem(page, data.error());
  } else {
    const WatchedPlots& watched = page.view.watched;
    const bool moves = is_watched(watched, plot);
    const int all = updates_of(data.value());
    const int updates = moves ? std::min(all, watched.updates) : all;
    page.y =
        plot_scene(page.b, data.value(), {page.x, page.y}, page.width, page.name("plot"), updates);
    // A single update is seen at a glance.
    if (all > 1) {
      const PlotPlayer player{page.block().id, updates, all, moves && watched.playing};
      page.y = plot_player(page.b, player, {page.x, page.y + 4}, page.width);
    }
  }
  caption(page, plot.caption);
}

}  // namespace backprop::viz
