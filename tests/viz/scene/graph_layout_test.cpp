// The graph's layout: no box over another, no line through a foreign box, few crossings, the same
// every time, and quick for large graphs of difficult shapes.
#include "viz/scene/graph_layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "tests/support/composite_programs.h"
#include "tests/support/graph_programs.h"
#include "tests/support/programs.h"
#include "viz/scene/graph_order.h"

namespace backprop::test {
namespace {

using namespace viz;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Pairs of boxes that lie over each other, found by a sweep from the left.
int overlapping(const GraphLayout& layout, std::size_t nodes) {
  std::vector<Rect> boxes;
  for (std::size_t n = 0; n < nodes; ++n)
    boxes.push_back(layout.box(static_cast<int>(n)));
  std::sort(boxes.begin(), boxes.end(), [](const Rect& a, const Rect& b) { return a.x < b.x; });
  int count = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (std::size_t j = i + 1; j < boxes.size() && boxes[j].x < boxes[i].right(); ++j)
      count += overlap(boxes[i], boxes[j]) ? 1 : 0;
  }
  return count;
}

/// Points of lines that lie in boxes other than those they join.
int points_in_boxes(const GraphLayout& layout) {
  int count = 0;
  for (const GraphLine& line : layout.lines) {
    for (const Vec2 point : points_of(layout, line)) {
      for (const int l : {layout.items[at(line.from)].layer, layout.items[at(line.to)].layer}) {
        const GraphLayer& layer = layout.layers[at(l)];
        for (int i = layer.first; i < layer.end; ++i) {
          const GraphItem& item = layout.items[at(i)];
          if (item.bend || i == line.from || i == line.to) continue;
          count += item.box.contains(point) ? 1 : 0;
        }
      }
    }
  }
  return count;
}

/// An edge's line begins at the value's box, ends at the reader's, and goes to the right.
bool joins(const GraphModel& model, const GraphLayout& layout, int edge) {
  const std::vector<int> lines = lines_of(layout, edge);
  if (lines.empty()) return layout.edges[at(edge)].line < 0;
  const Rect& from = layout.box(model.edges[at(edge)].from);
  const Rect& to = layout.box(model.edges[at(edge)].to);
  Vec2 last = layout.lines[at(lines.front())].begin;
  bool good = last.x == from.right() && last.y > from.y && last.y < from.bottom();
  for (const int line : lines) {
    for (const Vec2 point : points_of(layout, layout.lines[at(line)])) {
      good = good && point.x >= last.x - 0.01F;
      last = point;
    }
  }
  return good && last.x == to.x && last.y > to.y && last.y < to.bottom();
}

bool same(const GraphLayout& a, const GraphLayout& b) {
  const auto same_item = [](const GraphItem& x, const GraphItem& y) {
    return x.node == y.node && x.bend == y.bend && x.box == y.box;
  };
  return a.world == b.world &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_item);
}

void check_layout(const GraphModel& model) {
  const GraphLayout layout = layout_graph(model);
  CHECK(overlapping(layout, model.nodes.size()) == 0);
  CHECK(points_in_boxes(layout) == 0);
  CHECK(same(layout, layout_graph(model)));
  int wrong = 0;
  int outside = 0;
  for (int e = 0; e < static_cast<int>(model.edges.size()); ++e)
    wrong += joins(model, layout, e) ? 0 : 1;
  for (int n = 0; n < static_cast<int>(model.nodes.size()); ++n) {
    const Rect& box = layout.box(n);
    const Rect& world = layout.world;
    outside += box.x < world.x || box.y < world.y || box.right() > world.right() ||
                       box.bottom() > world.bottom()
                   ? 1
                   : 0;
  }
  CHECK(wrong == 0);
  CHECK(outside == 0);
}

long long crossings_of(const GraphModel& model) {
  return crossings(ordered(model, layers_of(model)));
}

double seconds_for(const GraphModel& model) {
  const auto before = std::chrono::steady_clock::now();
  const GraphLayout layout = layout_graph(model);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - before;
  CHECK(layout.item_of_node.size() == model.nodes.size());
  return time.count();
}

TEST_CASE("boxes and lines of all programs") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const auto trace = run_of(program.text);
    check_layout(graph_of(*trace, 0));
    check_layout(graph_of(*trace, trace->step_count()));
  }
  check_layout(graph_of(*run_of(lstm_program), 0));
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    check_layout(graph_of(*run_of(composite_program(seed)), 0));
    check_layout(graph_of(*run_of(random_program(seed)), 0));
  }
}

TEST_CASE("boxes and lines of random graphs and difficult shapes") {
  check_layout({});
  check_layout(chain_graph(1));
  check_layout(chain_graph(300));
  check_layout(star_graph(500));
  check_layout(parallel_graph(200, 4));
  check_layout(graph_with(400, [](int) { return std::vector<int>{}; }));
  for (unsigned seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    check_layout(random_graph(10 + static_cast<int>(seed) * 20, seed));
  }
}

TEST_CASE("positions are the same at all times of an iteration") {
  const auto trace = run_of(shipped_program("xor"));
  const GraphLayout first = layout_graph(graph_of(*trace, 1));
  int times = 0;
  for (Index step = 1; step <= trace->step_count(); ++step) {
    if (trace->step(step - 1).iteration > 0) break;
    CHECK(same(first, layout_graph(graph_of(*trace, step))));
    ++times;
  }
  CHECK(times > 30);
}

TEST_CASE("values stand to the right of what they read; leaves just before their readers") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const GraphModel model = graph_of(*trace, 0);
  const GraphLayout layout = layout_graph(model);
  for (const GraphEdge& edge : model.edges)
    CHECK(layout.box(edge.from).right() < layout.box(edge.to).x);
  const auto layer = [&](const char* name) {
    return layout.items[at(layout.item_of_node[at(model.node_of(find_value(*trace, name)))])].layer;
  };
  CHECK(layer("x") == 0);
  CHECK(layer("h") == 3);
  CHECK(layer("W2") == 3);
  CHECK(layer("y") == 6);
  CHECK(layer("J") == 10);
}

TEST_CASE("graphs that can be drawn without crossings are") {
  CHECK(crossings_of(graph_of(*run_of(shipped_program("two-two-two")), 0)) == 0);
  CHECK(crossings_of(graph_of(*run_of(shipped_program("neuron-mse")), 0)) == 0);
  CHECK(crossings_of(graph_of(*run_of(shipped_program("xor")), 20)) == 0);
  // A tree: each node reads two of its own.
  CHECK(crossings_of(graph_with(63, [](int n) {
          return n < 32 ? std::vector<int>{} : std::vector{2 * (n - 32), 2 * (n - 32) + 1};
        })) == 0);
  // Four chains between one value and another, numbered across one another.
  CHECK(crossings_of(graph_with(14, [](int n) {
          if (n == 0) return std::vector<int>{};
          if (n < 5) return std::vector{0};
          if (n < 9) return std::vector{9 - n};
          if (n < 13) return std::vector{n == 12 ? 5 : n - 3};
          return std::vector{9, 10, 11, 12};
        })) == 0);
}

TEST_CASE("two that both read the same two cross once, three with three nine times") {
  const auto complete = [](int size) {
    return graph_with(3 * size, [=](int n) {
      std::vector<int> from;
      if (n < size) return from;
      for (int i = 0; n >= 2 * size && i < size; ++i)
        from.push_back(size + i);
      return from.empty() ? std::vector{n - size} : from;
    });
  };
  CHECK(crossings_of(complete(2)) == 1);
  CHECK(crossings_of(complete(3)) == 9);
}

TEST_CASE("a group's nodes stand together in each layer, and nothing else is in its outline") {
  const auto trace = run_of(lstm_program);
  const GraphModel model = graph_of(*trace, 0);
  const GraphLayout layout = layout_graph(model);
  int inside = 0;
  for (const GraphOutline& outline : layout.outlines) {
    for (const Rect& column : outline.columns) {
      for (int n = 0; n < static_cast<int>(model.nodes.size()); ++n) {
        if (!overlap(column, layout.box(n))) continue;
        CHECK(model.nodes[at(n)].group == outline.group);
        ++inside;
      }
    }
  }
  int members = 0;
  for (const GraphNode& node : model.nodes)
    members += node.group >= 0 ? 1 : 0;
  CHECK(inside == members);
  CHECK(members > 40);
}

TEST_CASE("very long edges are cut and counted at both ends; long chains become bands") {
  const GraphModel skip = graph_with(40, [](int n) {
    if (n == 0) return std::vector<int>{};
    return n == 39 ? std::vector{38, 1} : std::vector{n - 1};
  });
  const GraphLayout layout = layout_graph(skip);
  CHECK(layout.cut_in[39].count == 1);
  CHECK(layout.cut_out[1].count >= 1);
  CHECK(layout.edges[at(skip.edge_of(39, 1))].line < 0);
  const GraphLayout chain = layout_graph(chain_graph(2000));
  CHECK(chain.layers.back().band > 5);
  CHECK(chain.world.w < 4 * chain.world.h);
  CHECK(chain.world.h < 4 * chain.world.w);
}

TEST_CASE("ten thousand nodes take well under a second, whatever the shape") {
  constexpr double most = 2.5;  // generous: tests also run with sanitizers and on busy machines
  CHECK(seconds_for(random_graph(10'000, 7)) < most);
  CHECK(seconds_for(chain_graph(10'000)) < most);
  CHECK(seconds_for(star_graph(5'001)) < most);
  CHECK(seconds_for(parallel_graph(2'000, 5)) < most);
  const GraphLayout star = layout_graph(star_graph(5'001));
  CHECK(star.world.h < 4 * star.world.w);
}

}  // namespace
}  // namespace backprop::test
