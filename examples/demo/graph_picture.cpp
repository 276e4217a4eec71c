// SPDX-License-Identifier: BSL-1.0
// A model's graph as an SVG.
#include "graph_picture.hpp"

#include "graph_layout.hpp"
#include "text.hpp"

#include <map>

namespace edgetl_demo {
namespace {

constexpr double box_width = 216, box_height = 42, layer_height = 66, margin = 8;

struct box {
  std::string title, detail, tooltip, kind;
};

// The colour class of an operation: what computes, what moves, what else.
std::string kind_of(const step_facts& step) {
  if (step.kernel.starts_with("none")) return "moves";
  return step.macs > 0 ? "computes" : "maps";
}

std::string middle_of(double number) { return decimals(number, 1); }

std::string draw_box(const box& own, double x, double y) {
  return "<g class=\"box " + own.kind + "\"><title>" + escape_html(own.tooltip) + "</title><rect x=\"" +
         middle_of(x - box_width / 2) + "\" y=\"" + middle_of(y) + "\" width=\"" + middle_of(box_width) +
         "\" height=\"" + middle_of(box_height) + "\" rx=\"7\"/><text x=\"" + middle_of(x) + "\" y=\"" +
         middle_of(y + 17) + "\" class=\"title\">" + escape_html(own.title) + "</text><text x=\"" +
         middle_of(x) + "\" y=\"" + middle_of(y + 33) + "\" class=\"detail\">" + escape_html(own.detail) +
         "</text></g>\n";
}

// From box to box, straight past the layers in between.
std::string draw_edge(const layout& all, const std::vector<std::size_t>& path, const std::string& tooltip) {
  const auto  top = [&](std::size_t n) { return margin + all.nodes[n].layer * layer_height; };
  double      x = margin + all.nodes[path[0]].x, y = top(path[0]) + box_height;
  std::string line = "M" + middle_of(x) + " " + middle_of(y);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const double next_x = margin + all.nodes[path[i]].x,
                 next_y = top(path[i]) - (i + 1 == path.size() ? 5 : 0), half = (next_y - y) / 2;
    line += "C" + middle_of(x) + " " + middle_of(y + half) + " " + middle_of(next_x) + " " +
            middle_of(next_y - half) + " " + middle_of(next_x) + " " + middle_of(next_y);
    x = next_x;
    y = next_y;
    if (i + 1 < path.size()) line += "V" + middle_of(y += box_height);
  }
  const std::string kind = path.size() > 2 ? "edge far" : "edge";
  return "<path class=\"" + kind + "\" d=\"" + line + "\"><title>" + escape_html(tooltip) +
         "</title></path>\n";
}

}  // namespace

std::string draw_graph(const model_facts& model) {
  std::vector<box>                                 boxes;
  std::map<std::size_t, std::size_t>               maker;  // tensor -> box
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  std::vector<std::string>                         names;
  const auto                                       describe = [&](std::size_t t) {
    return model.tensors[t].element + " " + model.tensors[t].shape;
  };
  const auto connect = [&](std::size_t tensor, std::size_t to) {
    const auto from = maker.find(tensor);
    if (from == maker.end()) return;
    edges.push_back({from->second, to});
    names.push_back(model.tensors[tensor].name + " (" + describe(tensor) + ")");
  };
  for (const auto t : model.inputs) {
    maker[t] = boxes.size();
    boxes.push_back({"input", describe(t), model.tensors[t].name, "end"});
  }
  for (std::size_t s = 0; s < model.steps.size(); ++s) {
    const auto& own = model.steps[s];
    for (const auto t : own.inputs) connect(t, boxes.size());
    for (const auto t : own.outputs) maker[t] = boxes.size();
    std::string detail = own.outputs.empty() ? "" : model.tensors[own.outputs[0]].shape;
    if (own.macs > 0) detail += " · " + grouped(static_cast<double>(own.macs)) + " MACs";
    boxes.push_back({std::to_string(s) + "  " + own.operation, detail,
                     own.outputs.empty() ? "" : model.tensors[own.outputs[0]].name, kind_of(own)});
  }
  for (const auto t : model.outputs) {
    connect(t, boxes.size());
    boxes.push_back({"output", describe(t), model.tensors[t].name, "end"});
  }

  const layout all   = place_nodes(boxes.size(), edges, box_width);
  const double width = all.width + 2 * margin;
  const double height =
      static_cast<double>(all.layers.size()) * layer_height - (layer_height - box_height) + 2 * margin;
  std::string svg = "<svg class=\"graph\" viewBox=\"0 0 " + middle_of(width) + " " + middle_of(height) +
                    "\" width=\"" + middle_of(width) + "\" height=\"" + middle_of(height) +
                    "\" role=\"img\" aria-label=\"graph of the model\">\n<defs><marker id=\"arrow\" "
                    "viewBox=\"0 0 8 8\" refX=\"3\" refY=\"4\" "
                    "markerWidth=\"6\" markerHeight=\"6\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
                    "class=\"tip\"/></marker></defs>\n";
  for (std::size_t e = 0; e < edges.size(); ++e) svg += draw_edge(all, all.paths[e], names[e]);
  for (std::size_t n = 0; n < boxes.size(); ++n)
    svg += draw_box(boxes[n], margin + all.nodes[n].x, margin + all.nodes[n].layer * layer_height);
  return svg + "</svg>\n";
}

}  // namespace edgetl_demo
