// SPDX-License-Identifier: BSL-1.0
// Layers, order within a layer, then x coordinates that keep edges straight.
#include "graph_layout.hpp"

#include <algorithm>

namespace edgetl_demo {
namespace {

constexpr double gap = 22, placeholder_width = 14;

void order_layer(layout& all, std::vector<std::size_t>& layer, bool from_above) {
  std::vector<std::pair<double, std::size_t>> keys;
  for (const auto n : layer) {
    const auto& near = from_above ? all.nodes[n].above : all.nodes[n].below;
    double      sum  = 0;
    for (const auto other : near) sum += all.nodes[other].x;
    keys.push_back({near.empty()
                        ? all.nodes[n].x
                        : sum / static_cast<double>(near.size()) + (all.nodes[n].placeholder ? 1e-3 : 0),
                    n});
  }
  std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < layer.size(); ++i) layer[i] = keys[i].second;
}

// The positions nearest to the wanted ones (weighted least squares) that keep the order and the gaps:
// neighbours that would overlap are pooled into a block that moves as one.
void settle_layer(layout& all, const std::vector<std::size_t>& layer, bool with_above, bool with_below) {
  struct block {
    double      sum, weight;
    std::size_t count;
  };
  std::vector<block>  blocks;
  std::vector<double> shift(layer.size(), 0);
  for (std::size_t i = 0; i < layer.size(); ++i) {
    const layout_node& own = all.nodes[layer[i]];
    if (i > 0) shift[i] = shift[i - 1] + (all.nodes[layer[i - 1]].width + own.width) / 2 + gap;
    double     sum = 0, weight = 0;  // the trunk is straight; all else makes room
    const auto pull = [&](const std::vector<std::size_t>& near) {
      for (const auto other : near) {
        const bool   beside   = own.placeholder != all.nodes[other].placeholder;
        const double strength = own.trunk && all.nodes[other].trunk ? 8 : beside ? 1e-3 : 1e-2;
        sum += strength * all.nodes[other].x;
        weight += strength;
      }
    };
    if (with_above) pull(own.above);
    if (with_below) pull(own.below);
    if (weight == 0) sum = own.x * (weight = 0.1);
    blocks.push_back({sum - shift[i] * weight, weight, 1});
    while (blocks.size() > 1) {
      const block last = blocks.back(), before = blocks[blocks.size() - 2];
      if (before.sum / before.weight <= last.sum / last.weight) break;
      blocks.pop_back();
      blocks.back() = {before.sum + last.sum, before.weight + last.weight, before.count + last.count};
    }
  }
  std::size_t i = 0;
  for (const auto& own : blocks)
    for (std::size_t k = 0; k < own.count; ++k, ++i) all.nodes[layer[i]].x = own.sum / own.weight + shift[i];
}

}  // namespace

layout place_nodes(std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& edges,
                   double box_width) {
  layout all;
  all.nodes.resize(count);
  for (auto& own : all.nodes) own.width = box_width;
  for (std::size_t n = 0; n < count; ++n)
    for (const auto& [from, to] : edges)
      if (to == n) all.nodes[n].layer = std::max(all.nodes[n].layer, all.nodes[from].layer + 1);
  int deepest = 0;
  for (const auto& own : all.nodes) deepest = std::max(deepest, own.layer);
  all.layers.resize(static_cast<std::size_t>(deepest) + 1);
  for (std::size_t n = 0; n < count; ++n)
    all.layers[static_cast<std::size_t>(all.nodes[n].layer)].push_back(n);

  for (const auto& [from, to] : edges) {
    std::vector<std::size_t> path{from};
    for (int layer = all.nodes[from].layer + 1; layer < all.nodes[to].layer; ++layer) {
      path.push_back(all.nodes.size());
      all.layers[static_cast<std::size_t>(layer)].push_back(all.nodes.size());
      all.nodes.push_back({true, false, layer, 0, placeholder_width, {}, {}});
    }
    path.push_back(to);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      all.nodes[path[i]].below.push_back(path[i + 1]);
      all.nodes[path[i + 1]].above.push_back(path[i]);
    }
    all.paths.push_back(path);
  }

  // from the first node on, always to the first of the nodes right below
  all.nodes[0].trunk = true;
  for (std::size_t n = 0; n < count; ++n) {
    std::size_t next = all.nodes.size();
    for (const auto other : all.nodes[n].below)
      if (!all.nodes[other].placeholder) next = std::min(next, other);
    if (all.nodes[n].trunk && next < count) all.nodes[next].trunk = true;
  }

  for (auto& layer : all.layers)
    for (std::size_t i = 0; i < layer.size(); ++i)
      all.nodes[layer[i]].x = static_cast<double>(i) * (box_width + gap);
  for (int round = 0; round < 8; ++round) {
    const bool down = round % 2 == 0;
    for (std::size_t i = 0; i < all.layers.size(); ++i) {
      auto& layer = all.layers[down ? i : all.layers.size() - 1 - i];
      order_layer(all, layer, down);
      settle_layer(all, layer, down, !down);
    }
  }
  for (int round = 0; round < 200; ++round)
    for (std::size_t i = 0; i < all.layers.size(); ++i)
      settle_layer(all, all.layers[round % 2 == 0 ? i : all.layers.size() - 1 - i], true, true);
  for (const auto& layer : all.layers) settle_layer(all, layer, true, false);  // chains become straight

  double left = 1e9, right = -1e9;
  for (const auto& own : all.nodes) {
    left  = std::min(left, own.x - own.width / 2);
    right = std::max(right, own.x + own.width / 2);
  }
  for (auto& own : all.nodes) own.x -= left;
  all.width = right - left;
  return all;
}

}  // namespace edgetl_demo
