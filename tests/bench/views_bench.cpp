// What the graph view of more than 10,000 recorded operations costs in CPU time, without the GPU's
// work: the layout once, then frames at several zooms, beside a frame of as many plain rectangles.
#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "engine/program/interpreter.h"
#include "tests/bench/bench.h"
#include "tests/support/graph_programs.h"
#include "viz/platform/null_platform.h"
#include "viz/scene/graph_scene.h"
#include "viz/ui/painter.h"
#include "viz/ui/resources.h"

namespace backprop::bench {
namespace {

using namespace backprop::viz;

constexpr const char* program =
    "w = param(0.5)\n"
    "h = tensor(0.1)\n"
    "s = tensor(0.0)\n"
    "for t in range(1800):\n"
    "    h = tanh(w * h + 0.1)\n"
    "    s = s + h * h\n"
    "s.backward()\n";

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

double median_ms(int count, const std::function<void()>& work) {
  std::vector<double> costs;
  for (int i = 0; i < count; ++i) {
    const double before = cpu_ms();
    work();
    costs.push_back(cpu_ms() - before);
  }
  std::sort(costs.begin(), costs.end());
  return costs[costs.size() / 2];
}

/// Frames of scenes on the null platform, painted as the window paints them.
class Frames {
 public:
  explicit Frames(const Resources& resources)
      : resources_(resources), atlas_(*resources.glyphs), platform_(1440, 900, 1, [](float) {}) {}

  double median(const std::function<Scene()>& scene) {
    return median_ms(60, [&] {
      platform_.frame([&](const FrameInfo& info) {
        Painter painter(*ImGui::GetBackgroundDrawList(), atlas_, *resources_.glyphs,
                        info.texture(atlas_), info.scale);
        painter.paint(scene(), {0, 0, 1440, 900});
        return FrameResult{};
      });
    });
  }

 private:
  const Resources& resources_;
  GlyphAtlas atlas_;
  NullPlatform platform_;
};

Scene plain_rectangles(std::size_t count) {
  Scene scene;
  for (std::size_t i = 0; i < count; ++i) {
    const Rect rect{static_cast<float>(i % 120) * 12, static_cast<float>(i / 120) * 10, 8, 6};
    scene.records.push_back({draw::Rectangle{rect, 0, {90, 90, 90, 255}}, {}});
  }
  return scene;
}

}  // namespace

bool bench_views() {
  const auto resources = Resources::load();
  auto state = open_program_state("many", program, Language::english);
  if (!resources || !state) {
    std::fprintf(stderr, "the program's data are missing\n");
    return false;
  }
  State& now = state.value();
  now.time.step = now.trace->step_count() / 2;
  GraphModel model;
  GraphLayout layout;
  const double modelled = median_ms(5, [&] { model = graph_of(*now.trace, now.time.step); });
  const double laid_out = median_ms(5, [&] { layout = layout_graph(model); });
  std::printf("%zu nodes, %zu edges: found in %.1f ms, laid out in %.0f ms\n", model.nodes.size(),
              model.edges.size(), modelled, laid_out);

  const auto time_layout = [](const char* what, const GraphModel& graph) {
    const double cost = median_ms(3, [&] { layout_graph(graph); });
    std::printf("%-44s %6zu nodes, %6zu edges: %.0f ms\n", what, graph.nodes.size(),
                graph.edges.size(), cost);
  };
  time_layout("layout of random reads", test::random_graph(10'000, 7));
  time_layout("layout of one chain", test::chain_graph(10'000));
  time_layout("layout of a value with 5,000 readers", test::star_graph(5'001));
  time_layout("layout of 2,000 parallel chains", test::parallel_graph(2'000, 5));
  time_layout("layout of the longest chain there can be", test::chain_graph(200'000));

  Frames frames(*resources.value());
  const Look look{resources.value()->palettes.at(Theme::light),
                  resources.value()->words.at(Language::english),
                  *resources.value()->glyphs,
                  {}};
  const double reference = frames.median([&] { return plain_rectangles(model.nodes.size()); });
  std::printf("%-44s median %.3f ms\n", "reference: as many plain rectangles", reference);
  const Rect area{0, 0, 1440, 900};
  const float all = fitted(layout.world, area).zoom;
  for (const float zoom : {all, 0.05F, 0.08F, 0.12F, 0.2F, 0.3F, 0.5F, 1.0F, 2.0F}) {
    const Viewport view{area, {layout.world.center(), std::max(all, zoom)}};
    const double cost = frames.median([&] { return graph_scene(now, model, layout, view, look); });
    const std::size_t drawn = graph_scene(now, model, layout, view, look).records.size();
    std::printf("graph at zoom %.3f: %6zu records %13s median %.3f ms; %.1f x the reference\n",
                static_cast<double>(view.camera.zoom), drawn, "", cost, cost / reference);
  }
  return true;
}

}  // namespace backprop::bench
