// What a frame of the window costs in CPU time, without the GPU's work: stepping on every frame and
// standing still, beside a plain Dear ImGui frame of as many glyphs.
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

#include "tests/bench/bench.h"
#include "viz/app/lab_settings.h"
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
  constexpr int warm_up = 20;
  constexpr int count = 300;
  std::vector<double> costs;
  for (int i = 0; i < warm_up + count; ++i) {
    const double before = cpu_ms();
    frame();
    if (i >= warm_up) costs.push_back(cpu_ms() - before);
  }
  std::sort(costs.begin(), costs.end());
  return {costs[costs.size() / 2], costs[costs.size() * 95 / 100]};
}

/// `asked_ms`: what a frame may cost; 0: nothing is asked.
void print(const char* what, Cost cost, double reference, double asked_ms = 0) {
  std::printf("%-44s median %.3f ms, 95%% below %.3f ms; %.1f x the reference", what, cost.median,
              cost.high, cost.median / reference);
  if (asked_ms > 0)
    std::printf("; %.2f x the %.0f ms that are asked", cost.median / asked_ms, asked_ms);
  std::printf("\n");
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

/// A window on a program, without a screen.
class Window {
 public:
  Window(State state, const Resources& resources)
      : app_(std::move(state)),
        workbench_(app_, resources),
        platform_(1440, 900, 1, [this](float scale) { workbench_.on_context(scale); }) {}

  FrameResult frame() {
    return platform_.frame([this](const FrameInfo& info) { return workbench_.frame(info); });
  }
  /// The next step, and from the end the first again.
  void step() {
    const bool end = app_.state().time.step >= app_.state().trace->step_count();
    app_.dispatch(end ? Command(command::GoTo{{}}) : Command(command::StepForward{}));
  }
  App& app() { return app_; }
  Workbench& workbench() { return workbench_; }
  NullPlatform& platform() { return platform_; }

 private:
  App app_;
  Workbench workbench_;
  NullPlatform platform_;
};

constexpr const char* digits_network =
    "x = uniform((1, 784), 0.0, 1.0, seed=7)\n"
    "W1 = param(xavier_uniform(64, 784, seed=1))\nb1 = param(zeros((64,)))\n"
    "W2 = param(xavier_uniform(10, 64, seed=2))\nb2 = param(zeros((10,)))\n"
    "h = relu(linear(x, W1, b1))\nz = linear(h, W2, b2)\nJ = cross_entropy(z, [3])\n"
    "J.backward()\nsgd(lr=0.1)\n";

/// Rounds of a small network until there are that many steps.
std::string long_program(int rounds) {
  return "x = tensor([0.6, -1.2])\nw = param([0.8, 0.9])\nfor t in range(" +
         std::to_string(rounds) +
         "):\n    a = sigmoid(w @ x)\n    J = (a - 1.0) ** 2\n    J.backward()\n"
         "    sgd(lr=0.1)\n    zero_grad()\n";
}

/// A chain of operations with many readers of one value: `count` of them.
std::string wide_program(int count) {
  return "w = param(0.5)\nx = w\nfor t in range(" + std::to_string(count / 2) +
         "):\n    x = x * 0.5 + w\nx.backward()\n";
}

State state_of(const char* name, const std::string& text) {
  auto state = open_program_state(name, text, Language::english);
  if (!state) {
    std::fprintf(stderr, "%s: %s\n", name, state.error().cause.c_str());
    std::exit(1);
  }
  return std::move(state).value();
}

/// What a frame may cost: of large networks and graphs, and of long recordings.
constexpr double asked_of_large = 2;
constexpr double asked_of_long = 8;
constexpr double asked_of_training = 4;  // while it trains on the other core
constexpr double asked_of_lab = 4;

/// `selected`: the name of a value, or null.
void bench_program(const char* what, const std::string& text, const Resources& resources,
                   const std::vector<View>& views, double reference, double asked,
                   const char* selected = nullptr) {
  Window window(state_of(what, text), resources);
  const Index steps = window.app().state().trace->step_count();
  std::printf("%s: %lld steps\n", what, static_cast<long long>(steps));
  if (selected != nullptr) {
    const ValueId id = find_value(*window.app().state().trace, selected);
    window.app().dispatch(command::Select{Entity::value(id, 0)});
    std::printf("with %s selected\n", selected);
  }
  for (const View view : views) {
    window.app().dispatch(command::SetView{view});
    for (const Index at : {steps / 2, steps}) {
      window.app().dispatch(command::GoTo{{at, 0}});
      const std::string name = "  " + name_of(view) + ", at step " + std::to_string(at);
      print(name.c_str(), measure([&] { window.frame(); }), reference, asked);
    }
    print(("  " + name_of(view) + ", a step on every frame").c_str(), measure([&] {
            window.step();
            window.frame();
          }),
          reference, asked);
  }
}

/// Frames at their usual distance while it trains as fast as it can on a thread of its own.
void bench_training_window(const char* what, const std::string& settings, int forks,
                           const State& state, const Resources& resources, double reference) {
  auto open = lab_opening(Lab::playground, settings);
  if (!open) {
    std::fprintf(stderr, "%s: %s\n", what, open.error().cause.c_str());
    std::exit(1);
  }
  Window window(state, resources);
  window.workbench().train_in_background();
  window.app().dispatch(std::move(open).value());
  for (int i = 0; i < forks; ++i)
    window.app().dispatch(command::ChangePlayground{playground_change::Fork{}});
  print((std::string(what) + ", standing still").c_str(), measure([&] { window.frame(); }),
        reference, asked_of_training);
  window.app().dispatch(
      command::ChangePlayground{playground_change::Speed{PlaygroundSpeed::fastest}});
  window.app().dispatch(command::ChangePlayground{playground_change::Run{}});
  const auto iteration = [&] { return window.app().state().playground->iteration; };
  const std::int64_t from = iteration();
  const auto begin = std::chrono::steady_clock::now();
  print((std::string(what) + ", training").c_str(), measure([&] {
          window.frame();
          std::this_thread::sleep_for(std::chrono::milliseconds(14));
        }),
        reference, asked_of_training);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("  of each run %.0f updates a second\n",
              static_cast<double>(iteration() - from) / seconds.count());
}

void bench_playground_window(const State& state, const Resources& resources, double reference) {
  const std::string usual = "features=x1,x2; layers=8,8; batch=10; lr=0.01; activation=";
  bench_training_window("playground 2-8-8-1, relu", usual + "relu", 0, state, resources, reference);
  bench_training_window("playground 2-8-8-1, tanh", usual + "tanh", 0, state, resources, reference);
  bench_training_window("playground, race of four", usual + "tanh", 3, state, resources, reference);
  bench_training_window("playground, the largest",
                        "features=x1,x2,x1 ** 2,x2 ** 2,x1 * x2,sin(x1),sin(x2); "
                        "layers=16,16,16,16,16,16; lr=0.001; activation=tanh",
                        0, state, resources, reference);
}

/// The activation lab with six functions and the largest stack of layers: standing still, and while
/// a number is dragged of which all curves or the whole stack is new in every frame.
void bench_lab(const Resources& resources, double reference) {
  Window window(state_of("lab", "x = tensor(1.0)\n"), resources);
  ActivationLab lab;
  lab.typed = lab.good = "def f(x, k=1.7): return x * sigmoid(k * x) + where(x > 0, 0, sin(x) / 9)";
  lab.shown = {"sigmoid", "tanh", "leaky_relu", "gelu", "mish", mine};
  lab.chosen = mine;
  lab.depth.depth = most_depth;
  lab.depth.width = most_width;
  window.app().dispatch(command::OpenLab{Lab::activations, lab});
  const auto time = [&](const char* what, const std::function<void(int)>& edit) {
    int n = 0;
    const Cost cost = measure([&] {
      edit(n++);
      window.frame();
    });
    print(what, cost, reference, asked_of_lab);
  };
  const auto set = [&](const LabNumber& which, double number) {
    window.app().dispatch(command::EditLabNumber{which, number, true});
  };
  using Kind = LabNumber::Kind;
  time("activation lab, standing still", [](int) {});
  time("  the point moves", [&](int n) { set({Kind::x}, 0.01 * (n % 100)); });
  time("  a typed function's parameter moves", [&](int n) {
    set({Kind::parameter, 0, mine, "k"}, 1 + 0.01 * (n % 100));
  });
  time("  a weight moves", [&](int n) { set({Kind::weight, 1}, 0.01 * (n % 100)); });
  time("  another stack of layers", [&](int n) { set({Kind::seed}, 1 + n % 100); });
}

}  // namespace

bool bench_frames() {
  const bool started = bench_first_frame();
  const auto resources = Resources::load();
  const auto text = lessons::load_program("two-two-two");
  if (!resources || !text) {
    std::fprintf(stderr, "the program's data are missing\n");
    return false;
  }
  double reference_ms = 0;
  {
    Window window(state_of("two-two-two", text.value()), *resources.value());
    const Cost reference = measure(
        [&] { window.platform().frame([](const FrameInfo&) { return plain_text_frame(); }); });
    reference_ms = reference.median;
    print("reference: 60 lines of plain text", reference, reference_ms);
    FrameResult last;
    print("2-2-2 network, standing still", measure([&] { last = window.frame(); }), reference_ms);
    std::printf("%-44s %s\n", "  next frame without input",
                std::isinf(last.next_frame_in) ? "never: idle draws nothing" : "is wanted");
    print("2-2-2 network, a step on every frame", measure([&] {
            window.step();
            window.frame();
          }),
          reference_ms);
  }
  const Resources& all = *resources.value();
  bench_playground_window(state_of("two-two-two", text.value()), all, reference_ms);
  bench_program("784-64-10", digits_network, all, {std::begin(all_views), std::end(all_views)},
                reference_ms, asked_of_large);
  bench_program("10,000 operations", wide_program(10'000), all, {View::graph, View::network},
                reference_ms, asked_of_large);
  bench_program("10,000 operations", wide_program(10'000), all, {View::graph}, reference_ms,
                asked_of_large, "w");
  bench_program("100,000 steps", long_program(8'400), all, {View::network, View::tensors},
                reference_ms, asked_of_long);
  bench_program("100,000 steps", long_program(8'400), all, {View::network, View::graph},
                reference_ms, asked_of_long, "w");
  bench_lab(all, reference_ms);
  return started;
}

}  // namespace backprop::bench
