#include "viz/scene/graph_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "viz/scene/graph_layout.h"

namespace backprop::viz {
namespace {

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

// The lines.

class Lines {
 public:
  Lines(const GraphModel& model, const GraphLayers& layers)
      : model_(model), layers_(layers), readers_(readers_of(model)) {}

  OrderedGraph run() && {
    number_layers();
    for (const int node : layers_.order)
      graph_.layers[at(graph_.items[at(node)].layer)].push_back(node);
    graph_.edge_from.assign(model_.edges.size(), -1);
    for (const int node : layers_.order)
      draw_line(node);
    join();
    return std::move(graph_);
  }

 private:
  void number_layers() {
    const auto count = static_cast<int>(model_.nodes.size());
    std::vector<int> first(at(layers_.bands) + 1);
    for (int n = 0; n < count; ++n) {
      int& end = first[at(layers_.band[at(n)]) + 1];
      end = std::max(end, layers_.layer[at(n)] + 1);
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    graph_.layers.resize(at(first.back()));
    for (int b = 0; b < layers_.bands; ++b)
      graph_.band_of_layer.resize(at(first[at(b) + 1]), b);
    for (int n = 0; n < count; ++n) {
      const int layer = first[at(layers_.band[at(n)])] + layers_.layer[at(n)];
      graph_.items.push_back({n, false, -1, layer, model_.nodes[at(n)].group});
    }
  }

  int layer_of(int node) const { return graph_.items[at(node)].layer; }

  /// The edges to the value's readers, nearest first.
  std::vector<int> sorted_edges(int node) const {
    const auto begin = readers_.edges.begin();
    std::vector<int> edges(begin + readers_.first[at(node)], begin + readers_.first[at(node) + 1]);
    std::stable_sort(edges.begin(), edges.end(), [&](int a, int b) {
      return layer_of(model_.edges[at(a)].to) < layer_of(model_.edges[at(b)].to);
    });
    return edges;
  }

  /// The last layer of the line in which it belongs to the value's own group.
  int end_of_group(int node, const std::vector<int>& edges) const {
    int end = -1;
    const int group = model_.nodes[at(node)].group;
    for (const int e : edges) {
      const int reader = model_.edges[at(e)].to;
      if (group >= 0 && model_.nodes[at(reader)].group == group)
        end = std::max(end, layer_of(reader));
    }
    return end;
  }

  void draw_line(int node) {
    const std::vector<int> edges = sorted_edges(node);
    const int group_end = end_of_group(node, edges);
    const int start = layer_of(node);
    int last = node;  // the item that the line has come to
    for (const int e : edges) {
      const int reader = model_.edges[at(e)].to;
      const int layer = layer_of(reader);
      const int here = graph_.items[at(last)].layer;
      if (layers_.band[at(reader)] != layers_.band[at(node)] || layer <= start) continue;
      if (layer - here > graph_measures::longest_gap ||
          layer - start > graph_measures::longest_line)
        return;  // nor are those after it
      for (int l = here + 1; l < layer; ++l) {
        const int group = l < group_end ? model_.nodes[at(node)].group : -1;
        graph_.items.push_back({node, true, last, l, group});
        last = static_cast<int>(graph_.items.size()) - 1;
        graph_.layers[at(l)].push_back(last);
      }
      graph_.edge_from[at(e)] = last;
    }
  }

  void join() {
    graph_.left.resize(graph_.items.size());
    graph_.right.resize(graph_.items.size());
    const auto add = [&](int from, int to) {
      graph_.right[at(from)].push_back(to);
      graph_.left[at(to)].push_back(from);
    };
    for (std::size_t i = 0; i < graph_.items.size(); ++i) {
      if (graph_.items[i].bend) add(graph_.items[i].from, static_cast<int>(i));
    }
    for (std::size_t e = 0; e < model_.edges.size(); ++e) {
      if (graph_.edge_from[e] >= 0) add(graph_.edge_from[e], model_.edges[e].to);
    }
  }

  const GraphModel& model_;
  const GraphLayers& layers_;
  GraphReaders readers_;
  OrderedGraph graph_;
};

// The order.

using Layers = std::vector<std::vector<int>>;

/// Counts pairs out of order as places are added one after the other.
class Inversions {
 public:
  explicit Inversions(std::size_t places) : sums_(places + 1) {}
  /// How many of those added so far stand behind `place`.
  long long behind(int place) const {
    long long before = 0;
    for (std::size_t i = at(place) + 1; i > 0; i &= i - 1)
      before += sums_[i];
    return added_ - before;
  }
  void add(int place) {
    for (std::size_t i = at(place) + 1; i < sums_.size(); i += i & (~i + 1))
      ++sums_[i];
    ++added_;
  }

 private:
  std::vector<long long> sums_;
  long long added_ = 0;
};

class Ordering {
 public:
  explicit Ordering(OrderedGraph& graph) : graph_(graph), place_(graph.items.size()) {
    int groups = 0;
    for (const OrderedItem& item : graph.items)
      groups = std::max(groups, item.group + 1);
    cluster_of_group_.assign(at(groups), -1);
  }

  void run() {
    const bool small = graph_.items.size() <= 2000;
    const int rounds = graph_.items.size() <= 60'000 ? 8 : 3;
    for (int start = 0; start < (small ? 3 : 1); ++start) {
      if (start == 1) sort_by_program();
      if (start == 2) {
        for (auto& layer : graph_.layers)
          std::reverse(layer.begin(), layer.end());
      }
      gather_groups();
      for (int i = 0; i < rounds; ++i) {
        sweep(true);
        keep_if_better(small);
        sweep(false);
        keep_if_better(small);
      }
    }
    if (!best_.empty()) graph_.layers = std::move(best_);
  }

  long long count() {
    long long total = 0;
    for (std::size_t l = 0; l < graph_.layers.size(); ++l)
      number(l);
    std::vector<int> ends;
    for (std::size_t l = 0; l + 1 < graph_.layers.size(); ++l) {
      Inversions inversions(graph_.layers[l + 1].size());
      for (const int item : graph_.layers[l]) {
        ends.clear();
        for (const int to : graph_.right[at(item)])
          ends.push_back(place_[at(to)]);
        for (const int end : ends)
          total += inversions.behind(end);
        for (const int end : ends)
          inversions.add(end);
      }
    }
    return total;
  }

 private:
  void number(std::size_t layer) {
    for (std::size_t i = 0; i < graph_.layers[layer].size(); ++i)
      place_[at(graph_.layers[layer][i])] = static_cast<int>(i);
  }

  void sort_by_program() {
    for (auto& layer : graph_.layers) {
      std::sort(layer.begin(), layer.end(), [&](int a, int b) {
        const auto key = [&](int i) { return std::pair(graph_.items[at(i)].node, i); };
        return key(a) < key(b);
      });
    }
  }

  struct Place {
    double cluster_key = 0;
    int cluster = 0;  ///< the first place of its group's members; its own without a group
    double key = 0;
    int item = 0;
    bool operator<(const Place& other) const {
      if (cluster_key != other.cluster_key) return cluster_key < other.cluster_key;
      if (cluster != other.cluster) return cluster < other.cluster;
      return key < other.key;
    }
  };

  struct Cluster {
    int first = 0;
    double sum = 0;
    double count = 0;
  };

  /// The members of a group side by side, all else by its key; stable.
  void sort_layer(std::vector<int>& layer, std::vector<Place>& places) {
    std::vector<Cluster> clusters;
    std::vector<std::size_t> cluster_of(layer.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      const int group = graph_.items[at(layer[i])].group;
      const bool known = group >= 0 && cluster_of_group_[at(group)] >= 0;
      cluster_of[i] = known ? at(cluster_of_group_[at(group)]) : clusters.size();
      if (!known) clusters.push_back({static_cast<int>(i)});
      if (group >= 0) cluster_of_group_[at(group)] = static_cast<int>(cluster_of[i]);
      clusters[cluster_of[i]].sum += places[i].key;
      clusters[cluster_of[i]].count += 1;
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Cluster& cluster = clusters[cluster_of[i]];
      places[i].cluster_key = cluster.sum / cluster.count;
      places[i].cluster = cluster.first;
    }
    std::stable_sort(places.begin(), places.end());
    for (std::size_t i = 0; i < places.size(); ++i) {
      layer[i] = places[i].item;
      const int group = graph_.items[at(layer[i])].group;
      if (group >= 0) cluster_of_group_[at(group)] = -1;
    }
  }

  void gather_groups() {
    std::vector<Place> places;
    for (std::size_t l = 0; l < graph_.layers.size(); ++l) {
      auto& layer = graph_.layers[l];
      places.clear();
      for (std::size_t i = 0; i < layer.size(); ++i)
        places.push_back({0, 0, static_cast<double>(i), layer[i]});
      sort_layer(layer, places);
      number(l);
    }
  }

  /// Each item to the middle of those that it is joined to in the layer before (or the next); one
  /// that is joined to none stays below the one above it.
  void sweep(bool rightward) {
    const auto count = graph_.layers.size();
    std::vector<Place> places;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t l = rightward ? i : count - 1 - i;
      auto& layer = graph_.layers[l];
      places.clear();
      double above = -1;
      for (const int item : layer) {
        const auto& joined = rightward ? graph_.left[at(item)] : graph_.right[at(item)];
        double sum = 0;
        for (const int other : joined)
          sum += place_[at(other)];
        if (!joined.empty()) above = sum / static_cast<double>(joined.size());
        places.push_back({0, 0, above, item});
      }
      sort_layer(layer, places);
      if (rightward) center_bends(layer);
      number(l);
    }
  }

  bool same_origin(int a, int b) const {
    return graph_.left[at(a)].size() == 1 && graph_.left[at(a)] == graph_.left[at(b)] &&
           graph_.items[at(a)].group == graph_.items[at(b)].group;
  }

  /// Where a line branches to many readers and goes on, it goes on in their middle: at their side,
  /// each such layer would stand lower than the one before.
  void center_bends(std::vector<int>& layer) {
    constexpr std::ptrdiff_t many = 8;
    for (auto first = layer.begin(); first != layer.end();) {
      const auto end =
          std::find_if_not(first, layer.end(), [&](int item) { return same_origin(*first, item); });
      if (end == first) {
        ++first;
        continue;
      }
      if (end - first >= many) {
        const auto nodes = std::stable_partition(
            first, end, [&](int item) { return !graph_.items[at(item)].bend; });
        std::rotate(first + (nodes - first) / 2, nodes, end);
      }
      first = end;
    }
  }

  void keep_if_better(bool small) {
    if (small) exchange_neighbours();
    const long long now = count();
    if (!best_.empty() && now >= least_) return;
    least_ = now;
    best_ = graph_.layers;
  }

  /// How many crossings the lines of two items have with each other, `a` standing above `b`.
  int crossings_of(const std::vector<int>& a, const std::vector<int>& b) const {
    int crossed = 0;
    for (const int of_a : a) {
      for (const int of_b : b)
        crossed += place_[at(of_a)] > place_[at(of_b)] ? 1 : 0;
    }
    return crossed;
  }

  bool better_exchanged(int a, int b) const {
    constexpr std::size_t most_pairs = 400;
    const auto& [la, lb, ra, rb] =
        std::tie(graph_.left[at(a)], graph_.left[at(b)], graph_.right[at(a)], graph_.right[at(b)]);
    if (graph_.items[at(a)].group != graph_.items[at(b)].group) return false;
    if (la.size() * lb.size() + ra.size() * rb.size() > most_pairs) return false;
    return crossings_of(lb, la) + crossings_of(rb, ra) <
           crossings_of(la, lb) + crossings_of(ra, rb);
  }

  void exchange_neighbours() {
    bool changed = true;
    for (int round = 0; round < 8 && changed; ++round) {
      changed = false;
      for (auto& layer : graph_.layers) {
        for (std::size_t i = 0; i + 1 < layer.size(); ++i) {
          if (!better_exchanged(layer[i], layer[i + 1])) continue;
          std::swap(layer[i], layer[i + 1]);
          std::swap(place_[at(layer[i])], place_[at(layer[i + 1])]);
          changed = true;
        }
      }
    }
  }

  OrderedGraph& graph_;
  std::vector<int> place_;             ///< of each item, in its layer
  std::vector<int> cluster_of_group_;  ///< in the layer that is being sorted; -1: none yet
  Layers best_;
  long long least_ = 0;
};

}  // namespace

OrderedGraph ordered(const GraphModel& model, const GraphLayers& layers) {
  OrderedGraph graph = Lines(model, layers).run();
  Ordering(graph).run();
  return graph;
}

long long crossings(const OrderedGraph& graph) {
  OrderedGraph copy = graph;
  return Ordering(copy).count();
}

}  // namespace backprop::viz
