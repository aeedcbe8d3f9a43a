// The scalar tape: a 16-32-32-1 network of tanh, written with Var, of three million operations.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

#include "engine/program/interpreter.h"
#include "engine/random.h"
#include "engine/scalar/column.h"
#include "engine/scalar/tape_why.h"
#include "engine/scalar/var.h"
#include "engine/trace/scalar_run.h"
#include "tests/bench/bench.h"

namespace backprop::bench {
namespace {

constexpr std::size_t operations = 3'000'000;
constexpr int rounds = 15;

double milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// Least of several rounds, since others use the machine too.
double least(const std::function<void()>& work, int count = rounds) {
  double best = HUGE_VAL;
  for (int round = 0; round < count; ++round)
    best = std::min(best, milliseconds(work));
  return best;
}

class Network {
 public:
  explicit Network(Tape& tape) : tape_(tape) {}

  /// Samples of a mean squared error until the tape has three million operations.
  Var record() {
    tape_.clear();
    std::uint64_t place = 0;
    const auto random = [&] { return 2 * random::uniform(7, place++) - 1; };
    layers_.clear();
    const std::vector<std::size_t> sizes{16, 32, 32, 1};
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
      Layer layer{sizes[i], {}, {}};
      for (std::size_t k = 0; k < sizes[i] * sizes[i + 1]; ++k)
        layer.weights.push_back(variable(tape_, random() / 4));
      for (std::size_t k = 0; k < sizes[i + 1]; ++k)
        layer.biases.push_back(variable(tape_, random() / 4));
      layers_.push_back(std::move(layer));
    }
    Var loss = sample(random);
    while (tape_.size() < operations)
      loss = loss + sample(random);
    return loss;
  }

 private:
  struct Layer {
    std::size_t inputs;
    std::vector<Var> weights, biases;
  };

  template <class Random>
  Var sample(const Random& random) {
    values_.clear();
    for (int i = 0; i < 16; ++i)
      values_.push_back(Var(tape_, tape_.leaf(random(), true)));
    for (const Layer& layer : layers_) {
      next_.clear();
      const Var* weight = layer.weights.data();
      for (const Var& bias : layer.biases) {
        Var sum = bias;
        for (const Var& value : values_)
          sum = sum + *weight++ * value;
        next_.push_back(tanh(sum));
      }
      values_.swap(next_);
    }
    const Var error = values_[0] - random();
    return error * error;
  }

  Tape& tape_;
  std::vector<Layer> layers_;
  std::vector<Var> values_, next_;
};

/// Writes as many bytes forward as recording does, then reads them backwards and writes as many as
/// the sweep does: a mark, two operands and a value; then the mark again, the gradient, and what
/// was there before, twice. In memory of the same kind.
class Stream {
 public:
  explicit Stream(std::size_t count) : count_(count) {
    marks_.reserve(count, 0);
    operands_.reserve(count, 0);
    values_.reserve(count, 0);
    gradients_.reserve(count, 0);
    before_.reserve(2 * count, 0);
  }

  void forward() {
    for (std::size_t i = 0; i < count_; ++i) {
      marks_[i] = Mark{static_cast<unsigned char>(i)};
      operands_[i] = i;
      values_[i] = static_cast<double>(i);
    }
  }
  void reverse() {
    for (std::size_t i = count_; i-- > 0;) {
      const std::uint64_t read = operands_[i] + static_cast<std::uint64_t>(marks_[i]);
      const double sum = values_[i] + static_cast<double>(read);
      marks_[i] = Mark{1};
      gradients_[i] = sum;
      before_[2 * i] = sum;
      before_[2 * i + 1] = sum;
    }
  }

 private:
  enum class Mark : std::uint8_t {};
  std::size_t count_;
  Column<Mark> marks_;
  Column<std::uint64_t, 1> operands_;
  Column<double, 2> values_;
  Column<double, 3> gradients_;
  Column<double, 4> before_;
};

/// Any time of a tape, and "why", with the index of uses that both need.
void bench_history(const Tape& tape) {
  std::unique_ptr<TapeHistory> history;
  const double index = least([&] { history = std::make_unique<TapeHistory>(tape); }, 5);
  std::printf("  the index of uses: %.0f ms, %.1f bytes a record more\n", index,
              static_cast<double>(history->bytes()) / static_cast<double>(tape.size()));
  double sum = 0;
  double slowest = 0;
  double fastest = HUGE_VAL;
  constexpr std::uint64_t jumps = 200;
  for (std::uint64_t jump = 0; jump < jumps; ++jump) {
    const auto time = static_cast<Tape::Time>(random::uniform(1, jump) * tape.time());
    const double spent = milliseconds([&] {
      for (std::uint64_t i = 0; i < 1000; ++i) {
        const double place = random::uniform(2 + jump, i) * static_cast<double>(tape.size());
        sum += tape.value(static_cast<Tape::Id>(place)) +
               history->gradient_at(static_cast<Tape::Id>(place), time);
      }
    });
    slowest = std::max(slowest, spent);
    fastest = std::min(fastest, spent);
  }
  std::printf("  a jump and 1,000 random values and gradients there: %.2f to %.2f ms\n", fastest,
              slowest);
  slowest = 0;
  std::size_t lines = 0;
  for (std::uint64_t ask = 0; ask < jumps; ++ask) {
    const auto id =
        static_cast<Tape::Id>(random::uniform(3, ask) * static_cast<double>(tape.size()));
    slowest = std::max(slowest, milliseconds([&] {
                         lines += why(*history, {id, true, tape.time()}, 200).size();
                       }));
  }
  std::printf("  the first 200 lines of why of random gradients: at most %.2f ms (%.0f lines)\n",
              slowest, static_cast<double>(lines) / static_cast<double>(jumps));
  const volatile double keep = sum;
  (void)keep;
}

void bench_sample() {
  const char* text =
      "x = tensor(uniform(784, -1, 1, seed=1))\n"
      "W1 = param(xavier_uniform(500, 784, seed=2))\nb1 = param(zeros(500))\n"
      "W2 = param(xavier_uniform(10, 500, seed=3))\nb2 = param(zeros(10))\n"
      "J = cross_entropy(W2 @ relu(W1 @ x + b1) + b2, 3)\nJ.backward()\n";
  const auto trace = run_program(text);
  if (!trace) {
    std::printf("the sample's program fails: %s\n", trace.error().cause.c_str());
    return;
  }
  ScalarRun run;
  const double first = milliseconds([&] { run = run_scalars(*trace.value()).value(); });
  const std::size_t records = run.tape.size();
  const double again = least([&] { static_cast<void>(run_scalars(*trace.value())); }, 5);
  std::printf("a 784-500-10 sample opened into scalars, %.2f million records: %.1f ms (%.1f)\n",
              1e-6 * static_cast<double>(records), again, first);
}

}  // namespace

bool bench_scalar() {
  Tape tape;
  Network network(tape);
  network.record().backward();  // the memory is there from now on
  const auto count = static_cast<double>(tape.size());
  double record = HUGE_VAL;
  double reverse = HUGE_VAL;
  for (int round = 0; round < rounds; ++round) {
    Var loss = network.record();
    record = std::min(record, milliseconds([&] { loss = network.record(); }));
    reverse = std::min(reverse, milliseconds([&] { loss.backward(); }));
  }
  Stream stream(tape.size());
  const double forward_bytes = least([&] { stream.forward(); });
  const double reverse_bytes = least([&] { stream.reverse(); });
  const double all = (record + reverse) * 1e6 / count;
  const double bytes = (forward_bytes + reverse_bytes) * 1e6 / count;
  std::printf("%.2f million records: %.2f ns record, %.2f ns reverse, %.2f ns in all\n",
              1e-6 * count, record * 1e6 / count, reverse * 1e6 / count, all);
  std::printf("  streaming the same bytes: %.2f + %.2f = %.2f ns; the tape takes %.2f x\n",
              forward_bytes * 1e6 / count, reverse_bytes * 1e6 / count, bytes, all / bytes);
  std::printf("  %zu bytes a record\n", Tape::record_bytes());
  bench_history(tape);
  bench_sample();
  return true;
}

}  // namespace backprop::bench
