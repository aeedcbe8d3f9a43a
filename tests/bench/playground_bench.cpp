// The playground: updates of a 2-8-8-1 network on batches of 10, maps of the plane, and rewinding,
// on one thread, beside plain loops over single numbers.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

#include "engine/data/toy_sets.h"
#include "engine/tensor/tanh.h"
#include "engine/train/playground/map.h"
#include "engine/train/playground/session.h"
#include "tests/bench/bench.h"

namespace backprop::bench {
namespace {

using namespace playground;

constexpr std::int64_t updates = 20'000;
constexpr std::int64_t slice = 1000;  // some milliseconds: others use the machine too
constexpr int rounds = 7;
constexpr double rate = 0.01;

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Least of several rounds, since others use the machine too.
double least(const std::function<void()>& work) {
  double best = HUGE_VAL;
  for (int round = 0; round < rounds; ++round)
    best = std::min(best, seconds(work));
  return best;
}

/// The same of the slices of all updates: run(end) goes on to that many.
double least_slice(const std::function<void(std::int64_t end)>& run) {
  double best = HUGE_VAL;
  for (std::int64_t end = slice; end <= updates; end += slice)
    best = std::min(best, seconds([&] { run(end); }));
  return best;
}

Setup setup_with(const char* activation) {
  Setup setup;
  setup.hidden = {{8, activation_named(activation)}, {8, activation_named(activation)}};
  setup.optimizer = optimizer_named("sgd", rate);
  return setup;
}

std::shared_ptr<const Data> circle_data() {
  const Split parts = split(toy_points(ToySet::circle, {500, 0, 1}).value(), 0.5, 1);
  return std::make_shared<const Data>(Data{parts.training, parts.test, true});
}

/// The same network, one number after the other, as one would write it down: the reference.
class PlainNetwork {
 public:
  PlainNetwork(const Setup& setup, bool relu)
      : relu_(relu), layers_(layers_of(setup)), parameters_(first_parameters(setup)) {
    gradient_.resize(parameters_.size());
    for (const DenseLayer& layer : layers_) {
      outputs_.emplace_back(static_cast<std::size_t>(layer.outputs));
      slopes_.emplace_back(static_cast<std::size_t>(layer.outputs));
    }
    inputs_.resize(2);
  }

  double predict(double x1, double x2) {
    inputs_ = {x1, x2};
    const std::vector<double>* from = &inputs_;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      for (std::size_t o = 0; o < outputs_[i].size(); ++o) {
        double sum = 0;
        for (std::size_t k = 0; k < from->size(); ++k)
          sum = sum + (*from)[k] * weight(i, o, k);
        outputs_[i][o] = activated(i, sum + parameters_[layers_[i].bias + o]);
      }
      from = &outputs_[i];
    }
    return outputs_.back()[0];
  }

  void update(const Points& points, std::span<const std::uint32_t> batch) {
    std::fill(gradient_.begin(), gradient_.end(), 0.0);
    for (const std::uint32_t n : batch) {
      const double error = predict(points[n].x1, points[n].x2) - points[n].label;
      add_gradient(1.0 / static_cast<double>(batch.size()) * (2.0 * error));
    }
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      parameters_[i] = parameters_[i] - rate * gradient_[i];
  }

  const std::vector<double>& parameters() const { return parameters_; }

 private:
  double& weight(std::size_t i, std::size_t o, std::size_t k) {
    return parameters_[layers_[i].weight + o * static_cast<std::size_t>(layers_[i].inputs) + k];
  }
  bool is_relu(std::size_t layer) const { return relu_ && layer + 1 < layers_.size(); }
  double activated(std::size_t layer, double sum) const {
    return is_relu(layer) ? std::max(0.0, sum) : tanh_of(sum);  // the engine's: bits are compared
  }
  double slope(std::size_t layer, double y) const {
    return is_relu(layer) ? static_cast<double>(y > 0) : 1.0 - y * y;
  }

  void add_gradient(double to_output) {
    slopes_.back()[0] = to_output;
    for (std::size_t i = layers_.size(); i-- > 0;) {
      const std::vector<double>& from = i == 0 ? inputs_ : outputs_[i - 1];
      for (std::size_t o = 0; o < outputs_[i].size(); ++o)
        slopes_[i][o] = slopes_[i][o] * slope(i, outputs_[i][o]);
      for (std::size_t o = 0; o < outputs_[i].size(); ++o) {
        const std::size_t first =
            layers_[i].weight + o * static_cast<std::size_t>(layers_[i].inputs);
        for (std::size_t k = 0; k < from.size(); ++k)
          gradient_[first + k] += slopes_[i][o] * from[k];
        gradient_[layers_[i].bias + o] += slopes_[i][o];
      }
      for (std::size_t k = 0; i > 0 && k < from.size(); ++k) {
        double sum = 0;
        for (std::size_t o = 0; o < outputs_[i].size(); ++o)
          sum = sum + slopes_[i][o] * weight(i, o, k);
        slopes_[i - 1][k] = sum;
      }
    }
  }

  bool relu_;
  std::vector<DenseLayer> layers_;
  std::vector<double> parameters_, gradient_, inputs_;
  std::vector<std::vector<double>> outputs_, slopes_;
};

/// What an update would spend in the standard library's tanh at least: so many, of numbers in
/// order.
double tanh_seconds(int count) {
  std::vector<double> numbers(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = -2 + 4 * static_cast<double>(i) / count;
  double sum = 0;
  const double spent = least([&] {
    for (int round = 0; round < 1000; ++round) {
      for (const double number : numbers)
        sum += std::tanh(number);
    }
  });
  const volatile double keep = sum;
  (void)keep;
  return spent / 1000;
}

/// Updates per second; false where the plain loops do not come to the same bits.
bool bench_updates(const char* activation, const std::shared_ptr<const Data>& data) {
  const Setup setup = setup_with(activation);
  const bool relu = setup.hidden[0].activation.op->name == "relu";
  double whole = HUGE_VAL;
  double bare = HUGE_VAL;
  double plain = HUGE_VAL;
  bool same = true;
  for (int round = 0; round < rounds; ++round) {
    Session session = Session::start(setup, data).value();
    whole = std::min(whole, least_slice([&](std::int64_t) { session.advance(slice); }));
    Trainer trainer(setup, data);
    State state = first_state(setup);
    bare = std::min(bare, least_slice([&](std::int64_t end) {
                      while (state.iteration < end)
                        trainer.step(state);
                    }));
    PlainNetwork network(setup, relu);
    plain = std::min(plain, least_slice([&](std::int64_t end) {
                       for (std::int64_t i = end - slice; i < end; ++i)
                         network.update(data->training, trainer.batch(i));
                     }));
    same = same && network.parameters() == state.parameters &&
           session.state().parameters == state.parameters;
  }
  const auto per_second = [](double spent) { return static_cast<double>(slice) / spent; };
  std::printf(
      "%s: %.0f updates/s in a session, %.0f without curves and snapshots; plain loops %.0f: "
      "%.2f x\n",
      activation, per_second(whole), per_second(bare), per_second(plain), plain / whole);
  const int calls = relu ? 10 : 170;
  std::printf("  the standard library's tanh, %d times an update, would alone allow at most %.0f\n",
              calls, 1 / tanh_seconds(calls));
  if (!same) std::printf("  the plain loops came to other bits\n");
  return same;
}

/// The network of tanh again, but for an activation that was typed.
void bench_typed(const std::shared_ptr<const Data>& data) {
  const char* text = "def f(x): return x * sigmoid(1.702 * x)";
  const auto spent = [&](const Activation& activation) {
    Setup setup = setup_with("tanh");
    for (Layer& layer : setup.hidden)
      layer.activation = activation;
    double best = HUGE_VAL;
    for (int round = 0; round < rounds; ++round) {
      Session session = Session::start(setup, data).value();
      best = std::min(best, least_slice([&](std::int64_t) { session.advance(slice); }));
    }
    return best;
  };
  const double typed = spent(typed_activation(text));
  std::printf("%s: %.0f updates/s in a session; %.2f x the time of sigmoid, which is a row\n", text,
              static_cast<double>(slice) / typed, typed / spent(activation_named("sigmoid")));
}

void bench_map(const char* activation) {
  const Setup setup = setup_with(activation);
  const std::vector<double> parameters = first_parameters(setup);
  Map map(setup);
  const double ours = least([&] { map.compute(parameters); });
  PlainNetwork network(setup, setup.hidden[0].activation.op->name == "relu");
  double sum = 0;
  const double plain = least([&] {
    for (int i = 0; i < 10'000; ++i)
      sum += network.predict(-6 + 0.12 * (i % 100), -6 + 0.12 * (i / 100));  // NOLINT: rows
  });
  const volatile double keep = sum;
  (void)keep;
  std::printf("%s: 100 x 100 points, output and 16 neurons: %.2f ms; plain loops %.2f ms\n",
              activation, 1e3 * ours, 1e3 * plain);
}

void bench_rewind(const char* activation, const std::shared_ptr<const Data>& data) {
  Session session = Session::start(setup_with(activation), data).value();
  session.advance(100'000);
  double worst = 0;
  // The last one before the next snapshot is the farthest from one.
  for (std::int64_t to = session.snapshot_distance() - 1; to <= 100'000;
       to += 37 * session.snapshot_distance())
    worst = std::max(worst, least([&] { session.rewind_to(to); }));
  std::printf(
      "%s: rewinding within 100,000 updates: at most %.2f ms; snapshots, one for %.0f "
      "updates, take %.2f MB\n",
      activation, 1e3 * worst, static_cast<double>(session.snapshot_distance()),
      1e-6 * static_cast<double>(session.snapshot_bytes()));
}

}  // namespace

bool bench_playground() {
  const auto data = circle_data();
  bool good = true;
  for (const char* activation : {"relu", "tanh"})
    good = bench_updates(activation, data) && good;
  bench_typed(data);
  for (const char* activation : {"relu", "tanh"})
    bench_map(activation);
  for (const char* activation : {"relu", "tanh"})
    bench_rewind(activation, data);
  return good;
}

}  // namespace backprop::bench
