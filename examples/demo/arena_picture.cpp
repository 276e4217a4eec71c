// SPDX-License-Identifier: BSL-1.0
// The arena over time as an SVG.
#include "arena_picture.hpp"

#include "text.hpp"

#include <algorithm>
#include <cmath>

namespace edgetl_demo {
namespace {

constexpr double left = 78, right = 16, top = 14, bottom = 44, plot_height = 320;

std::string fixed(double number) { return decimals(number, 1); }

std::string draw_text(double x, double y, const char* kind, const std::string& words) {
  return "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" class=\"" + kind + "\">" + escape_html(words) +
         "</text>";
}

std::string draw_line(double x1, double y1, double x2, double y2, const char* kind) {
  return "<path class=\"" + std::string(kind) + "\" d=\"M" + fixed(x1) + " " + fixed(y1) + "L" + fixed(x2) +
         " " + fixed(y2) + "\"/>";
}

// Bytes between two marks of the axis: a power of two.
double choose_mark(double bytes) {
  double mark = 16;
  while (bytes / mark > 6) mark *= 2;
  return mark;
}

std::string describe(const buffer_facts& own, std::size_t steps) {
  return own.label + ", " + own.name + ": " + grouped(static_cast<double>(own.bytes)) + " bytes at " +
         grouped(static_cast<double>(own.offset)) + ", steps " + std::to_string(own.first) + " to " +
         std::to_string(std::min(own.last, static_cast<int>(steps) - 1));
}

// As many lines as there is room for: what makes the buffer, its size, the tensor's name.
std::string draw_label(const buffer_facts& own, const std::string& kind, double x, double y, double width,
                       double height) {
  const auto letters = static_cast<std::size_t>(std::max(0.0, width / 6.6));
  const auto lines   = std::min(3, static_cast<int>(height / 15));
  if (lines < 1 || letters < 2) return "";
  const std::string texts[] = {
      letters >= own.label.size() ? own.label : own.label.substr(0, own.label.find(' ')),
      grouped(static_cast<double>(own.bytes)) + " B", letters < 7 ? "" : short_name(own.name, letters)};
  std::string svg = "<g class=\"" + kind + "\">";
  for (int line = 0; line < lines; ++line)
    if (texts[line].size() <= letters + 2)
      svg += draw_text(x, y + 4 + 15 * (line - (lines - 1) / 2.0), line == 0 ? "name" : "size", texts[line]);
  return svg + "</g>\n";
}

}  // namespace

std::string draw_arena(const model_facts& model) {
  const auto   steps  = std::max<std::size_t>(model.steps.size(), 1);
  const double column = std::clamp(1120.0 / static_cast<double>(steps), 9.0, 180.0);
  const double width  = left + column * static_cast<double>(steps) + right;
  const double bytes  = std::max<double>(static_cast<double>(model.arena_bytes), 1);
  const double base   = top + plot_height;
  const auto   x_of   = [&](double step) { return left + column * step; };
  const auto   y_of   = [&](double at) { return base - at / bytes * plot_height; };

  std::string svg = "<svg class=\"arena\" viewBox=\"0 0 " + fixed(width) + " " + fixed(base + bottom) +
                    "\" width=\"" + fixed(width) + "\" height=\"" + fixed(base + bottom) +
                    "\" role=\"img\" aria-label=\"buffers in the arena, step by step\">\n";
  const double mark = choose_mark(bytes);
  for (double at = 0; at <= bytes; at += mark)
    svg += draw_line(left, y_of(at), width - right, y_of(at), "grid") +
           draw_text(left - 8, y_of(at) + 4, "axis end", grouped(at));
  const auto every = static_cast<std::size_t>(std::ceil(22 / column));
  for (std::size_t s = 0; s < steps; s += every)
    svg += draw_text(x_of(static_cast<double>(s) + 0.5), base + 16, "axis", std::to_string(s));
  svg += draw_text(x_of(static_cast<double>(steps) / 2), base + 36, "axis", "step") +
         "<text class=\"axis\" transform=\"translate(14 " + fixed(top + plot_height / 2) +
         ") rotate(-90)\">byte of the arena</text>\n";

  std::string labels;
  for (std::size_t i = 0; i < model.buffers.size(); ++i) {
    const auto&  own       = model.buffers[i];
    const double x         = x_of(own.first) + 1,
                 end       = x_of(std::min<double>(own.last, static_cast<double>(steps) - 1) + 1) - 1;
    const double y         = y_of(static_cast<double>(own.offset + own.bytes)) + 0.5,
                 height    = static_cast<double>(own.bytes) / bytes * plot_height - 1;
    const std::string kind = "buffer c" + std::to_string(i % 6);
    svg += "<g class=\"" + kind + "\"><title>" + escape_html(describe(own, steps)) + "</title><rect x=\"" +
           fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(end - x) + "\" height=\"" +
           fixed(std::max(height, 1.0)) + "\" rx=\"3\"/></g>\n";
    labels += draw_label(own, kind, (x + end) / 2, y + height / 2, end - x - 8, height);
  }

  std::string live;
  for (std::size_t s = 0; s < steps && s < model.steps.size(); ++s) {
    const double y = y_of(static_cast<double>(model.steps[s].live_bytes));
    live += (s == 0 ? "M" : "L") + fixed(x_of(static_cast<double>(s))) + " " + fixed(y) + "L" +
            fixed(x_of(static_cast<double>(s) + 1)) + " " + fixed(y);
  }
  const double bound = y_of(static_cast<double>(model.live_set_bound));
  svg +=
      "<path class=\"live\" d=\"" + live + "\"/>\n" + draw_line(left, bound, width - right, bound, "bound");
  return svg + "\n" + labels + "</svg>\n";
}

}  // namespace edgetl_demo
