#include "viz/scene/graph_place.h"

#include <algorithm>

#include "viz/scene/graph_layout.h"

namespace backprop::viz {
namespace {

constexpr float gap = 10;        // between items
constexpr float bend_gap = 4;    // between passing lines
constexpr float group_gap = 18;  // more between items of different groups
constexpr float port_pitch = 14;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

/// A line as the heights see it: its two ends should be level.
struct Pull {
  int from = 0, to = 0;
  float port = 0;  ///< at `to`, from its middle
  float weight = 1;
};

/// The lines that come into each item and that leave it.
struct Pulls {
  std::vector<Pull> all;
  std::vector<std::vector<int>> left, right;
};

Pulls pulls_of(const GraphModel& model, const OrderedGraph& graph,
               const std::vector<float>& ports) {
  Pulls pulls;
  pulls.left.resize(graph.items.size());
  pulls.right.resize(graph.items.size());
  const auto add = [&](const Pull& pull) {
    const auto index = static_cast<int>(pulls.all.size());
    pulls.left[at(pull.to)].push_back(index);
    pulls.right[at(pull.from)].push_back(index);
    pulls.all.push_back(pull);
  };
  // Long lines are worth the most: a kink in one is seen from afar.
  for (std::size_t i = 0; i < graph.items.size(); ++i) {
    const OrderedItem& item = graph.items[i];
    if (item.bend)
      add({item.from, static_cast<int>(i), 0, graph.items[at(item.from)].bend ? 8.0F : 2.0F});
  }
  for (std::size_t e = 0; e < model.edges.size(); ++e) {
    const int from = graph.edge_from[e];
    if (from >= 0)
      add({from, model.edges[e].to, ports[e], graph.items[at(from)].bend ? 2.0F : 1.0F});
  }
  return pulls;
}

class Heights {
 public:
  Heights(const OrderedGraph& graph, const std::vector<ItemSize>& sizes, Pulls pulls)
      : graph_(graph), sizes_(sizes), pulls_(std::move(pulls)), y_(graph.items.size()) {}

  std::vector<float> run() && {
    // A chain of ops that each have a leaf on the same side would stand ever lower.
    constexpr std::size_t long_graph = 24;
    if (graph_.layers.size() > long_graph) gravity_ = 0.05;
    for (const auto& layer : graph_.layers)
      stack(layer);
    const int rounds = graph_.items.size() <= 60'000 ? 6 : 2;
    const auto count = graph_.layers.size();
    for (int i = 0; i < rounds; ++i) {
      for (std::size_t l = count; l-- > 0;)
        settle(graph_.layers[l], false, true);
      for (std::size_t l = 0; l < count; ++l)
        settle(graph_.layers[l], true, false);
    }
    for (int i = 0; i < rounds; ++i) {
      for (std::size_t l = 0; l < count; ++l)
        settle(graph_.layers[l], true, true);
      for (std::size_t l = count; l-- > 0;)
        settle(graph_.layers[l], true, true);
    }
    return std::move(y_);
  }

 private:
  /// The least distance from the middle of an item to that of the next below it.
  float distance(int upper, int lower) const {
    const OrderedItem& a = graph_.items[at(upper)];
    const OrderedItem& b = graph_.items[at(lower)];
    const float between =
        (a.bend && b.bend ? bend_gap : gap) + (a.group == b.group ? 0 : group_gap);
    return sizes_[at(upper)].below + between + sizes_[at(lower)].above + sizes_[at(lower)].label;
  }

  void stack(const std::vector<int>& layer) {
    float y = 0;
    for (std::size_t i = 1; i < layer.size(); ++i) {
      y += distance(layer[i - 1], layer[i]);
      y_[at(layer[i])] = y;
    }
    for (const int item : layer)
      y_[at(item)] -= y / 2;
  }

  /// Where an item would like to be, and how much: level with what it is joined to.
  struct Wish {
    double sum = 0;
    double weight = 0;
  };
  Wish wish_of(int item, bool left, bool right) const {
    Wish wish;
    const auto add = [&](double y, double weight) {
      wish.sum += y * weight;
      wish.weight += weight;
    };
    if (left) {
      for (const int p : pulls_.left[at(item)]) {
        const Pull& pull = pulls_.all[at(p)];
        add(y_[at(pull.from)] - pull.port, pull.weight);
      }
    }
    if (right) {
      for (const int p : pulls_.right[at(item)]) {
        const Pull& pull = pulls_.all[at(p)];
        add(y_[at(pull.to)] + pull.port, pull.weight);
      }
    }
    if (wish.weight == 0) add(y_[at(item)], 0.1);
    add(0, gravity_ * wish.weight);
    return wish;
  }

  /// Moves a layer's items to where they would like to be, as near as the distances allow: with the
  /// distances taken off, places must not decrease, and of such the nearest in the sense of least
  /// squares is found by pooling neighbours that are out of order.
  void settle(const std::vector<int>& layer, bool left, bool right) {
    pools_.clear();
    offsets_.resize(layer.size());
    double offset = 0;
    for (std::size_t i = 0; i < layer.size(); ++i) {
      if (i > 0) offset += distance(layer[i - 1], layer[i]);
      offsets_[i] = offset;
      const Wish wish = wish_of(layer[i], left, right);
      pools_.push_back({wish.sum - offset * wish.weight, wish.weight, 1});
      while (pools_.size() > 1 && pools_[pools_.size() - 2].mean() > pools_.back().mean()) {
        const Pool last = pools_.back();
        pools_.pop_back();
        pools_.back().sum += last.sum;
        pools_.back().weight += last.weight;
        pools_.back().count += last.count;
      }
    }
    std::size_t i = 0;
    for (const Pool& pool : pools_) {
      for (std::size_t k = 0; k < pool.count; ++k, ++i)
        y_[at(layer[i])] = static_cast<float>(pool.mean() + offsets_[i]);
    }
  }

  struct Pool {
    double sum = 0;
    double weight = 0;
    std::size_t count = 0;
    double mean() const { return sum / weight; }
  };

  const OrderedGraph& graph_;
  const std::vector<ItemSize>& sizes_;
  Pulls pulls_;
  std::vector<float> y_;
  double gravity_ = 0;  ///< how much items want to be in the middle, beside what they are joined to
  std::vector<Pool> pools_;
  std::vector<double> offsets_;
};

}  // namespace

std::vector<float> ports_of(const GraphModel& model, const OrderedGraph& graph) {
  std::vector<int> place(graph.items.size());
  for (const auto& layer : graph.layers) {
    for (std::size_t i = 0; i < layer.size(); ++i)
      place[at(layer[i])] = static_cast<int>(i);
  }
  std::vector<float> ports(model.edges.size());
  std::vector<std::size_t> into;
  for (std::size_t e = 0; e < model.edges.size();) {
    const int reader = model.edges[e].to;
    into.clear();
    for (; e < model.edges.size() && model.edges[e].to == reader; ++e) {
      if (graph.edge_from[e] >= 0) into.push_back(e);
    }
    std::stable_sort(into.begin(), into.end(), [&](std::size_t a, std::size_t b) {
      return place[at(graph.edge_from[a])] < place[at(graph.edge_from[b])];
    });
    const auto last = static_cast<float>(into.size()) - 1;
    const float pitch =
        std::min(port_pitch, (graph_measures::node_height - 14) / std::max(1.0F, last));
    for (std::size_t i = 0; i < into.size(); ++i)
      ports[into[i]] = (static_cast<float>(i) - last / 2) * pitch;
  }
  return ports;
}

std::vector<float> heights_of(const GraphModel& model, const OrderedGraph& graph,
                              const std::vector<ItemSize>& sizes, const std::vector<float>& ports) {
  return Heights(graph, sizes, pulls_of(model, graph, ports)).run();
}

}  // namespace backprop::viz
