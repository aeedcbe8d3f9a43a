// The scalar tape's compact arrays against a plain model that keeps a list of all edges: random
// recordings with blocks, fused ops, several sweeps, cleared gradients and replaced parameters.
#include <doctest/doctest.h>

#include <set>
#include <stdexcept>

#include "engine/ops/op.h"
#include "engine/random.h"
#include "engine/scalar/tape_why.h"
#include "engine/scalar/var.h"
#include "tests/support/bits.h"

namespace backprop {
namespace {

using test::same_bits;
using Id = Tape::Id;

/// What the tape's header promises, done in the plainest way.
class Plain {
 public:
  struct Node {
    const OpRow* op = nullptr;
    std::vector<Id> operands;
    double value = 0;
    bool constant = false;
  };
  struct Block {
    Id begin, end, element_size;
    bool fused;
  };
  struct Edge {
    Id record, operand;
    double before, contribution;
  };

  Id add(Node node) {
    nodes.push_back(std::move(node));
    gradients.push_back(0);
    return static_cast<Id>(nodes.size()) - 1;
  }

  void edge(Id record, Id operand, double contribution) {
    const auto at = static_cast<std::size_t>(operand);
    if (nodes[at].constant) return;
    edges.push_back({record, operand, gradients[at], contribution});
    gradients[at] += contribution;
    reached.insert(operand);
    history.push_back(gradients);
  }

  void backward(Id loss) {
    reached.clear();
    edge(Tape::none, loss, 1.0);
    auto block = blocks.rbegin();
    while (block != blocks.rend() && block->begin > loss)
      ++block;
    for (Id id = block != blocks.rend() && block->end > loss ? block->end - 1 : loss; id >= 0;) {
      if (block == blocks.rend() || id >= block->end) {
        if (reached.count(id) > 0) sweep(id);
        --id;
        continue;
      }
      if (any_reached(*block)) sweep(*block);
      id = block->begin - 1;
      ++block;
    }
  }

  void clear() { std::fill(gradients.begin(), gradients.end(), 0.0); }

  double value(Id id) const { return nodes[static_cast<std::size_t>(id)].value; }

  std::vector<Node> nodes;
  std::vector<double> gradients;
  std::vector<Block> blocks;
  std::vector<Edge> edges;
  std::vector<std::vector<double>> history;  ///< all gradients after each edge
  std::set<Id> reached, swept;

 private:
  /// Leaves do not count: they have nothing to hand on.
  bool any_reached(const Block& block) const {
    const auto first = reached.lower_bound(block.begin);
    return std::any_of(first, reached.lower_bound(block.end), [&](Id id) {
      return nodes[static_cast<std::size_t>(id)].op != nullptr && swept.count(id) == 0;
    });
  }
  void sweep(const Block& block) {
    if (block.fused) {  // twice the product's derivatives: not what its records would give
      const auto& node = nodes[static_cast<std::size_t>(block.end - 1)];
      const double g = gradients[static_cast<std::size_t>(block.end - 1)];
      swept.insert(block.end - 1);
      edge(block.end - 1, node.operands[0], 2 * g * value(node.operands[1]));
      edge(block.end - 1, node.operands[1], 2 * g * value(node.operands[0]));
      return;
    }
    for (Id element = block.begin; element < block.end; element += block.element_size) {
      for (Id id = element + block.element_size; id-- > element;)
        sweep(id);
    }
  }
  void sweep(Id id) {
    const Node& node = nodes[static_cast<std::size_t>(id)];
    if (node.op == nullptr) return;
    swept.insert(id);
    const double g = gradients[static_cast<std::size_t>(id)];
    const double b = node.operands.size() > 1 ? value(node.operands[1]) : 0;
    for (std::size_t which = 0; which < node.operands.size(); ++which) {
      const double contribution =
          node.op->scalar.backward[which](g, value(node.operands[0]), b, node.value);
      edge(id, node.operands[which], contribution);
    }
  }
};

/// The same recording on a tape and on the plain model.
class Both {
 public:
  explicit Both(std::uint64_t seed) : seed_(seed) {}

  void build() {
    for (int i = 0; i < 6; ++i)
      leaf(i % 3 == 2);
    for (int event = 0; event < 40; ++event) {
      switch (whole(12)) {
        case 0:
          leaf(whole(3) == 0);
          break;
        case 1:
          block();
          break;
        case 2:
          fused();
          break;
        case 3:
          clear();
          break;
        case 4:
          next_version();
          break;
        case 5:
        case 6:
          backward();
          break;
        default:
          for (int i = 0; i < 4; ++i)
            op(any(), any());
      }
    }
    backward();
  }

  void compare() const {
    REQUIRE(tape.size() == plain.nodes.size());
    std::vector<Tape::Time> times;
    for (Tape::Time time = 0; time < tape.time(); ++time) {
      const auto edge = tape.edge_at(time);
      if (!edge) continue;
      REQUIRE(times.size() < plain.edges.size());
      const Plain::Edge& its = plain.edges[times.size()];
      CHECK(edge->record == its.record);
      CHECK(edge->operand == its.operand);
      CHECK(same_bits(edge->before, its.before));
      CHECK(same_bits(edge->contribution, its.contribution));
      times.push_back(time);
    }
    CHECK(times.size() == plain.edges.size());
    compare_gradients(times);
  }

  Tape tape;
  Plain plain;

 private:
  void compare_gradients(const std::vector<Tape::Time>& times) const {
    const TapeHistory history(tape);
    for (Id id = 0; id < static_cast<Id>(tape.size()); ++id) {
      const auto at = static_cast<std::size_t>(id);
      CHECK(same_bits(tape.value(id), plain.nodes[at].value));
      CHECK(same_bits(tape.gradient(id), plain.gradients[at]));
      for (std::size_t k = 0; k < times.size(); ++k) {
        const auto& then = plain.history[k];
        if (at < then.size()) CHECK(same_bits(history.gradient_at(id, times[k] + 1), then[at]));
      }
    }
    CHECK(history.gradient_at(0, 0) == 0);
  }

  int whole(int below) {
    return static_cast<int>(random::bits(seed_, place_++) % static_cast<std::uint64_t>(below));
  }
  Id any() { return whole(static_cast<int>(tape.size())); }
  /// Mostly near the end, so that expressions are deep.
  Id recent() { return std::max(0, static_cast<Id>(tape.size()) - 1 - whole(8)); }

  Id leaf(bool constant) {
    const double value = whole(9) == 0 ? 0.0 : 0.25 * (whole(17) - 8);
    plain.add({nullptr, {}, value, constant});
    return tape.leaf(value, constant);
  }

  Id op(Id a, Id b) {
    static const char* const names[] = {"add",  "sub", "mul",     "div",
                                        "tanh", "neg", "maximum", "exp"};
    const OpRow& row = op_named(names[whole(8)]);
    const bool binary = row.arity() == 2;
    plain.add({&row, binary ? std::vector<Id>{a, b} : std::vector<Id>{a},
               row.scalar.forward(plain.value(a), binary ? plain.value(b) : 0.0), false});
    return tape.record(row, a, binary ? b : Tape::none);
  }

  /// Elements that do not read each other: of two numbers from outside, then of the one before;
  /// some begin with a leaf of their own.
  void block() {
    const Id begin = static_cast<Id>(tape.size());
    const int elements = 1 + whole(3);
    const int size = 1 + whole(3);
    const int leaves = whole(4);  // 0: variables, 1: constants, else none
    tape.begin_block();
    for (int element = 0; element < elements; ++element) {
      if (leaves < 2) leaf(leaves == 1);
      for (int i = 0; i < size; ++i)
        op(i == 0 && leaves >= 2 ? whole(begin) : static_cast<Id>(tape.size()) - 1, whole(begin));
    }
    tape.end_block(elements);
    const int records = size + (leaves < 2 ? 1 : 0);
    plain.blocks.push_back({begin, static_cast<Id>(tape.size()), records, false});
  }

  void fused() {
    const Id begin = static_cast<Id>(tape.size());
    const Id a = any();
    const Id b = any();
    const OpRow& multiply = op_named("mul");
    tape.begin_block();
    const Id y = tape.record(multiply, a, b);
    tape.end_fused_block(
        {{{a}, {b}}, {y}, [](const Tape& t, const Tape::Fused& its, const Tape::AddEdge& add) {
           const Id from_a = its.arguments[0][0];
           const Id from_b = its.arguments[1][0];
           const double g = t.gradient(its.output[0]);
           add(from_a, 0, 2 * g * t.value(from_b));
           add(from_b, 1, 2 * g * t.value(from_a));
         }});
    plain.add({&multiply, {a, b}, plain.value(a) * plain.value(b), false});
    plain.blocks.push_back({begin, begin + 1, 1, true});
  }

  void clear() {
    tape.clear_gradients();
    plain.clear();
    const TapeHistory history(tape);
    for (Id id = 0; id < static_cast<Id>(tape.size()); ++id) {
      CHECK(history.gradient_at(id, tape.time()) == 0);
      CHECK(why(history, {id, true, tape.time()}, 5).front().number == 0);
    }
  }

  void next_version() {
    const Id old = any();
    if (plain.nodes[static_cast<std::size_t>(old)].op != nullptr) return;
    const double kept = plain.gradients[static_cast<std::size_t>(old)];
    const Id id = plain.add({nullptr, {}, 0.5, false});
    plain.edge(Tape::none, id, kept);
    CHECK(tape.next_version(old, 0.5) == id);
  }

  /// From a number that no earlier sweep's operations lead to.
  void backward() {
    for (int tries = 0; tries < 20; ++tries) {
      const Id loss = recent();
      if (plain.nodes[static_cast<std::size_t>(loss)].constant || leads_to_swept(loss)) continue;
      tape.backward(loss);
      plain.backward(loss);
      return;
    }
  }

  /// Over-careful: a block takes part as a whole.
  bool leads_to_swept(Id loss) const {
    std::set<Id> pending{loss};
    std::set<Id> seen;
    while (!pending.empty()) {
      const Id id = *pending.rbegin();
      pending.erase(id);
      if (!seen.insert(id).second) continue;
      if (plain.swept.count(id) > 0) return true;
      const auto& operands = plain.nodes[static_cast<std::size_t>(id)].operands;
      pending.insert(operands.begin(), operands.end());
      for (const Plain::Block& block : plain.blocks) {
        if (id < block.begin || id >= block.end) continue;
        for (Id other = block.begin; other < block.end; ++other) {
          const auto& its = plain.nodes[static_cast<std::size_t>(other)].operands;
          pending.insert(its.begin(), its.end());
        }
      }
    }
    return false;
  }

  std::uint64_t seed_;
  std::uint64_t place_ = 0;
};

TEST_CASE("edges and gradients at every time are those of a plain list of edges") {
  std::size_t edges = 0;
  std::size_t sweeps = 0;
  for (std::uint64_t seed = 0; seed < 800; ++seed) {
    CAPTURE(seed);
    Both both(seed);
    both.build();
    both.compare();
    edges += both.plain.edges.size();
    for (const auto& edge : both.plain.edges)
      sweeps += edge.record == Tape::none ? 1 : 0;
  }
  CHECK(edges > 9'000);
  CHECK(sweeps > 1'500);
}

TEST_CASE("an operation cannot be swept twice, from a later sum or by itself") {
  Tape tape;
  const Var x = variable(tape, 3.0);
  const Var y = x * x;
  y.backward();
  CHECK_THROWS_AS(y.backward(), std::logic_error);
  const Var z = y + x;
  CHECK_THROWS_AS(z.backward(), std::logic_error);
  tape.clear();
  const Var again = variable(tape, 2.0);
  (again * again).backward();
  CHECK(again.gradient() == 4);
}

TEST_CASE("a cleared tape records anew in the same memory") {
  Tape tape;
  for (int round = 0; round < 3; ++round) {
    tape.clear();
    const Var x = variable(tape, 3.0 + round);
    const Var y = tanh(x) * x + 1.0;
    y.backward();
    const double t = std::tanh(x.value());
    CHECK(x.gradient() == doctest::Approx(t + x.value() * (1 - t * t)));
    CHECK(tape.size() == 5);
    CHECK(TapeHistory(tape).edges_into(x.id()).size() == 2);
  }
}

TEST_CASE("a tape grows beyond its first memory, and what it holds stays") {
  Tape tape;
  Var sum = variable(tape, 1.0);
  const Var first = sum;
  for (int i = 0; i < 5000; ++i)
    sum = sum + first * 0.5;
  sum.backward();
  CHECK(sum.value() == 2501.0);
  CHECK(first.gradient() == 2501.0);
  CHECK(Tape::record_bytes() == 41);
}

}  // namespace
}  // namespace backprop
