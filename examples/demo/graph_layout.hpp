// SPDX-License-Identifier: BSL-1.0
// Places the nodes of a directed graph in layers, so that edges run downwards and cross little: the usual
// method of Sugiyama, with a narrow placeholder wherever a long edge passes a layer.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace edgetl_demo {

struct layout_node {
  bool   placeholder = false;
  bool   trunk       = false;  // on the line that everything else stands beside
  int    layer       = 0;
  double x = 0, width = 0;  // x of the middle

  std::vector<std::size_t> above, below;
};

struct layout {
  std::vector<layout_node>              nodes;  // the given ones, then the placeholders
  std::vector<std::vector<std::size_t>> layers;  // nodes from left to right
  std::vector<std::vector<std::size_t>> paths;  // for each given edge, the nodes it passes
  double                                width = 0;
};

// Edges go from nodes with smaller numbers to nodes with larger ones.
layout place_nodes(std::size_t nodes, const std::vector<std::pair<std::size_t, std::size_t>>& edges,
                   double box_width);

}  // namespace edgetl_demo
