// What a frame of the window costs in CPU time, without the GPU's work: the 2-2-2 network, stepping
// on every frame and standing still, beside a plain Dear ImGui frame of as many glyphs.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "tests/bench/bench.h"
#include "viz/platform/null_platform.h"
#include "viz/ui/workbench.h"

namespace backprop::bench {
namespace {

using namespace backprop::viz;

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

struct Cost {
  double median = 0;
  double high = 0;  ///< 95 of 100 frames cost no more
};

Cost measure(const std::function<void()>& frame) {
  constexpr int warm_up = 50;
  constexpr int count = 1000;
  std::vector<double> costs;
  for (int i = 0; i < warm_up + count; ++i) {
    const double before = cpu_ms();
    frame();
    if (i >= warm_up) costs.push_back(cpu_ms() - before);
  }
  std::sort(costs.begin(), costs.end());
  return {costs[costs.size() / 2], costs[costs.size() * 95 / 100]};
}

void print(const char* what, Cost cost, double reference) {
  std::printf("%-44s median %.3f ms, 95%% below %.3f ms; %.1f x the reference\n", what, cost.median,
              cost.high, cost.median / reference);
}

/// The reference: the letters of a full window through Dear ImGui's own text.
FrameResult plain_text_frame() {
  for (int line = 0; line < 60; ++line) {
    ImGui::GetBackgroundDrawList()->AddText({10, 14.0F * static_cast<float>(line)},
                                            IM_COL32(0, 0, 0, 255),
                                            "the quick brown fox jumps over 12 dogs");
  }
  return {};
}

}  // namespace

bool bench_frames() {
  const auto resources = Resources::load();
  const auto text = lessons::load_program("two-two-two");
  if (!resources || !text) {
    std::fprintf(stderr, "the program's data are missing\n");
    return false;
  }
  auto state = open_program_state("two-two-two", text.value(), Language::english);
  App app(std::move(state).value());
  Workbench workbench(app, *resources.value());
  NullPlatform platform(1440, 900, 1, [&](float scale) { workbench.on_context(scale); });
  FrameResult last;
  const auto frame = [&] {
    last = platform.frame([&](const FrameInfo& info) { return workbench.frame(info); });
  };

  const Cost reference =
      measure([&] { platform.frame([](const FrameInfo&) { return plain_text_frame(); }); });
  print("reference: 60 lines of plain text", reference, reference.median);
  print("2-2-2 network, standing still", measure(frame), reference.median);
  std::printf("%-44s %s\n", "  next frame without input",
              std::isinf(last.next_frame_in) ? "never: idle draws nothing" : "is wanted");
  print("2-2-2 network, a step on every frame", measure([&] {
          const bool end = app.state().time.step >= app.state().trace->step_count();
          app.dispatch(end ? Command(command::GoTo{{}}) : Command(command::StepForward{}));
          frame();
        }),
        reference.median);
  return true;
}

}  // namespace backprop::bench
