#include "viz/scene/graph_layers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "viz/scene/graph_layout.h"

namespace backprop::viz {
namespace {

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

/// Places with a limited capacity in a row; finds the next one that has room, in nearly constant
/// time.
class Row {
 public:
  Row(int length, int capacity) : counts_(at(length)), next_(at(length + 1)), capacity_(capacity) {
    std::iota(next_.begin(), next_.end(), 0);
  }
  /// Takes room at the first place from `from` on that has any; the row must be long enough.
  int take(int from) {
    const int place = find(from);
    if (++counts_[at(place)] >= capacity_) next_[at(place)] = place + 1;
    return place;
  }
  bool has_room(int place) const { return counts_[at(place)] < capacity_; }
  int count(int place) const { return counts_[at(place)]; }

 private:
  int find(int place) {
    while (next_[at(place)] != place) {
      next_[at(place)] = next_[at(next_[at(place)])];
      place = next_[at(place)];
    }
    return place;
  }
  std::vector<int> counts_;
  std::vector<int> next_;
  int capacity_;
};

class Layering {
 public:
  Layering(const GraphModel& model, int bands)
      : model_(model),
        bands_(bands),
        count_(static_cast<int>(model.nodes.size())),
        readers_(readers_of(model)) {
    first_argument_.assign(at(count_) + 1, 0);
    for (const GraphEdge& edge : model.edges)
      ++first_argument_[at(edge.to) + 1];
    std::partial_sum(first_argument_.begin(), first_argument_.end(), first_argument_.begin());
    result_.band.assign(at(count_), 0);
    result_.layer.assign(at(count_), 0);
    for (int n = 0; n < count_; ++n)
      ops_ += is_op(n) ? 1 : 0;
    capacity_ = std::max(least_capacity, static_cast<int>(std::sqrt(0.7 * ops_)));
  }

  GraphLayers run() && {
    order_chains();
    place_ops();
    pull_ops();
    cut_bands();
    place_leaves();
    place_updates();
    return std::move(result_);
  }

 private:
  static constexpr int least_capacity = 32;  // ops in one layer
  static constexpr int least_cut = 24;       // layers that are never cut into bands

  bool is_leaf(int n) const { return first_argument_[at(n)] == first_argument_[at(n) + 1]; }
  /// Ops have layers of their own; leaves and last updates stand beside them.
  bool is_op(int n) const { return !is_leaf(n) && !model_.nodes[at(n)].last; }

  template <class Function>
  void for_each_reader(int n, Function function) const {
    for (int i = readers_.first[at(n)]; i < readers_.first[at(n) + 1]; ++i) {
      const int reader = model_.edges[at(readers_.edges[at(i)])].to;
      if (!model_.nodes[at(reader)].last) function(reader);
    }
  }
  template <class Function>
  void for_each_argument(int n, Function function) const {
    for (int e = first_argument_[at(n)]; e < first_argument_[at(n) + 1]; ++e)
      function(model_.edges[at(e)].from);
  }

  /// Depth first from the values that nothing reads: each value after what it reads.
  void order_chains() {
    std::vector<char> met(at(count_));
    std::vector<std::pair<int, int>> open;  // a node and its next edge
    for (int sink = 0; sink < count_; ++sink) {
      bool read = false;
      for_each_reader(sink, [&](int) { read = true; });
      if (read || met[at(sink)] != 0) continue;
      met[at(sink)] = 1;
      open.emplace_back(sink, first_argument_[at(sink)]);
      while (!open.empty()) {
        auto& [node, edge] = open.back();
        if (edge == first_argument_[at(node) + 1]) {
          result_.order.push_back(node);
          open.pop_back();
          continue;
        }
        const int argument = model_.edges[at(edge++)].from;
        if (met[at(argument)] != 0) continue;
        met[at(argument)] = 1;
        open.emplace_back(argument, first_argument_[at(argument)]);
      }
    }
  }

  void place_ops() {
    Row row(count_ + 2, capacity_);
    for (const int n : result_.order) {
      if (!is_op(n)) continue;
      int earliest = 0;
      for_each_argument(n, [&](int argument) {
        if (is_op(argument)) earliest = std::max(earliest, result_.layer[at(argument)] + 1);
      });
      result_.layer[at(n)] = row.take(earliest);
      layers_ = std::max(layers_, result_.layer[at(n)] + 1);
    }
  }

  int first_reader(int n) const {
    int first = -1;
    for_each_reader(n, [&](int reader) {
      if (is_op(reader) && (first < 0 || result_.layer[at(reader)] < first))
        first = result_.layer[at(reader)];
    });
    return first;
  }

  /// W.T, x[t] and what is computed from one such value alone go to their readers, as leaves do.
  void pull_ops() {
    std::vector<int> counts(at(layers_ + 1));
    for (int n = 0; n < count_; ++n) {
      if (is_op(n)) ++counts[at(result_.layer[at(n)])];
    }
    for (auto n = result_.order.rbegin(); n != result_.order.rend(); ++n) {
      if (!is_op(*n)) continue;
      int held_by = 0;
      for_each_argument(*n, [&](int argument) { held_by += is_op(argument) ? 1 : 0; });
      const int reader = held_by > 1 ? -1 : first_reader(*n);
      if (reader < 1 || counts[at(reader - 1)] >= capacity_) continue;
      --counts[at(result_.layer[at(*n)])];
      result_.layer[at(*n)] = reader - 1;
      ++counts[at(reader - 1)];
    }
  }

  /// How many edges between ops go over each border between layers.
  std::vector<int> crossing_borders() const {
    std::vector<int> crossing(at(layers_ + 2));
    for (const GraphEdge& edge : model_.edges) {
      if (!is_op(edge.from) || !is_op(edge.to)) continue;
      ++crossing[at(result_.layer[at(edge.from)] + 1)];
      --crossing[at(result_.layer[at(edge.to)] + 1)];
    }
    std::partial_sum(crossing.begin(), crossing.end(), crossing.begin());
    return crossing;
  }

  /// Into how many bands, so that a very wide graph gets the shape of a page.
  int wanted_bands() const {
    if (bands_ > 0) return std::min(bands_, std::max(1, layers_));
    if (layers_ <= least_cut) return 1;
    std::vector<int> counts(at(layers_));
    for (int n = 0; n < count_; ++n) {
      if (is_op(n)) ++counts[at(result_.layer[at(n)])];
    }
    const auto typical = counts.begin() + layers_ * 9 / 10;
    std::nth_element(counts.begin(), typical, counts.end());
    const double rows = 2 + 1.5 * *typical;
    const double width = layers_ * static_cast<double>(graph_measures::pitch_x);
    const double height = rows * static_cast<double>(graph_measures::pitch_y);
    if (width < 4 * height) return 1;
    return std::max(1, static_cast<int>(std::lround(std::sqrt(width / (1.5 * height)))));
  }

  /// Cuts where few edges cross, near the places that make the bands alike.
  void cut_bands() {
    const int bands = wanted_bands();
    const std::vector<int> crossing = crossing_borders();
    const int length = (layers_ + bands - 1) / std::max(1, bands);
    std::vector<int> band_of(at(layers_ + 1)), begins{0};
    for (int b = 1; b < bands; ++b) {
      const int ideal = static_cast<int>(static_cast<long long>(b) * layers_ / bands);
      int best = ideal;
      for (int away = 1; away <= length / 4; ++away) {
        for (const int cut : {ideal - away, ideal + away}) {
          if (cut > begins.back() && cut < layers_ && crossing[at(cut)] < crossing[at(best)])
            best = cut;
        }
      }
      if (best > begins.back()) begins.push_back(best);
    }
    result_.bands = static_cast<int>(begins.size());
    begins.push_back(layers_ + 1);
    for (int b = 0; b < result_.bands; ++b) {
      for (int l = begins[at(b)]; l < std::min(begins[at(b) + 1], layers_ + 1); ++l)
        band_of[at(l)] = b;
    }
    for (int n = 0; n < count_; ++n) {
      if (!is_op(n)) continue;
      const int band = band_of[at(result_.layer[at(n)])];
      result_.band[at(n)] = band;
      result_.layer[at(n)] -= begins[at(band)];
    }
  }

  /// Just before the first reader, or as near before as there is room. Layers are counted down from
  /// the readers', so that any number finds a place; the bands are then moved to begin at 0.
  void place_leaves() {
    std::vector<int> ends(at(result_.bands));  // layers of ops in each band
    for (int n = 0; n < count_; ++n) {
      if (is_op(n))
        ends[at(result_.band[at(n)])] =
            std::max(ends[at(result_.band[at(n)])], result_.layer[at(n)] + 1);
    }
    std::vector<std::vector<int>> leaves(at(result_.bands));
    for (const int n : result_.order) {
      if (is_leaf(n)) leaves[at(band_of_leaf(n))].push_back(n);
    }
    for (int b = 0; b < result_.bands; ++b)
      place_leaves_of(b, ends[at(b)], leaves[at(b)]);
  }

  /// The op that reads it first: in the first band, there in the first layer; -1: none.
  int reading_op(int leaf) const {
    int first = -1;
    for_each_reader(leaf, [&](int reader) {
      if (!is_op(reader)) return;
      const auto place = [&](int n) {
        return std::pair(result_.band[at(n)], result_.layer[at(n)]);
      };
      if (first < 0 || place(reader) < place(first)) first = reader;
    });
    return first;
  }
  int band_of_leaf(int leaf) const {
    const int reader = reading_op(leaf);
    return reader < 0 ? 0 : result_.band[at(reader)];
  }

  void place_leaves_of(int band, int end, const std::vector<int>& leaves) {
    const int capacity = 2 * capacity_;
    Row row(end + static_cast<int>(leaves.size()) / capacity + 2, capacity);
    std::vector<int> before(leaves.size());
    int most = -1;
    for (std::size_t i = leaves.size(); i-- > 0;) {
      const int reader = reading_op(leaves[i]);
      // Place 0 of the row is the layer before the band's last one, place end - 1 the one before
      // its first.
      before[i] = row.take(reader < 0 ? std::max(0, end - 1) : end - 1 - result_.layer[at(reader)]);
      most = std::max(most, before[i]);
    }
    const int shift = std::max(0, most - end + 2);
    for (int n = 0; n < count_ && shift > 0; ++n) {
      if (is_op(n) && result_.band[at(n)] == band) result_.layer[at(n)] += shift;
    }
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      result_.band[at(leaves[i])] = band;
      result_.layer[at(leaves[i])] = end - 2 - before[i] + shift;
    }
  }

  void place_updates() {
    for (int n = 0; n < count_; ++n) {
      if (!model_.nodes[at(n)].last || is_leaf(n)) continue;
      const int replaced = model_.edges[at(first_argument_[at(n)])].from;
      result_.band[at(n)] = result_.band[at(replaced)];
      result_.layer[at(n)] = result_.layer[at(replaced)] + 1;
    }
  }

  const GraphModel& model_;
  int bands_;  ///< asked for; 0: none
  int count_;
  GraphReaders readers_;
  std::vector<int> first_argument_;  ///< of each node: its first edge; edges stand by reader
  GraphLayers result_;
  int ops_ = 0;
  int capacity_ = least_capacity;
  int layers_ = 0;  ///< of ops
};

}  // namespace

GraphReaders readers_of(const GraphModel& model) {
  GraphReaders readers;
  readers.first.assign(model.nodes.size() + 1, 0);
  readers.edges.resize(model.edges.size());
  for (const GraphEdge& edge : model.edges)
    ++readers.first[at(edge.from) + 1];
  std::partial_sum(readers.first.begin(), readers.first.end(), readers.first.begin());
  std::vector<int> next(readers.first.begin(), readers.first.end() - 1);
  for (std::size_t e = 0; e < model.edges.size(); ++e)
    readers.edges[at(next[at(model.edges[e].from)]++)] = static_cast<int>(e);
  return readers;
}

GraphLayers layers_of(const GraphModel& model, int bands) {
  return Layering(model, bands).run();
}

}  // namespace backprop::viz
