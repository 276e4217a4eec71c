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
  return "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" class=\"" + kind + "\">" + escape_html(words) + "</text>";
}

std::string draw_line(double x1, double y1, double x2, double y2, const char* kind) {
  return "<path class=\"" + std::string(kind) + "\" d=\"M" + fixed(x1) + " " + fixed(y1) + "L" + fixed(x2) + " " + fixed(y2) + "\"/>";
}

// A round number of bytes between two marks of the axis: 1, 2 or 5 times a power of ten, or of two.
double choose_mark(double bytes) {
  double mark = 16;
  while (bytes / mark > 6) mark *= 2;
  return mark;
}

}  // namespace

std::string draw_arena(const model_facts& model) {
  const auto   steps  = std::max<std::size_t>(model.steps.size(), 1);
  const double column = std::clamp(1040.0 / static_cast<double>(steps), 14.0, 180.0);
  const double width  = left + column * static_cast<double>(steps) + right;
  const double bytes  = std::max<double>(static_cast<double>(model.arena_bytes), 1);
  const double base   = top + plot_height;
  const auto   x_of   = [&](double step) { return left + column * step; };
  const auto   y_of   = [&](double at) { return base - at / bytes * plot_height; };

  std::string svg = "<svg class=\"arena\" viewBox=\"0 0 " + fixed(width) + " " + fixed(base + bottom) + "\" width=\"" + fixed(width) + "\" height=\"" +
                    fixed(base + bottom) + "\" role=\"img\" aria-label=\"buffers in the arena, step by step\">\n";
  const double mark = choose_mark(bytes);
  for (double at = 0; at <= bytes; at += mark)
    svg += draw_line(left, y_of(at), width - right, y_of(at), "grid") + draw_text(left - 8, y_of(at) + 4, "axis end", grouped(at));
  const auto every = static_cast<std::size_t>(std::ceil(22 / column));
  for (std::size_t s = 0; s < steps; s += every) svg += draw_text(x_of(static_cast<double>(s) + 0.5), base + 16, "axis", std::to_string(s));
  svg += draw_text(x_of(static_cast<double>(steps) / 2), base + 36, "axis", "step") + "<text class=\"axis\" transform=\"translate(14 " + fixed(top + plot_height / 2) +
         ") rotate(-90)\">byte of the arena</text>\n";

  std::size_t colour = 0;
  for (const auto& own : model.buffers) {
    const double x = x_of(own.first) + 1, end = x_of(std::min<double>(own.last, static_cast<double>(steps) - 1) + 1) - 1;
    const double y = y_of(static_cast<double>(own.offset + own.bytes)) + 0.5, height = static_cast<double>(own.bytes) / bytes * plot_height - 1;
    svg += "<g class=\"buffer c" + std::to_string(colour++ % 6) + "\"><title>" + escape_html(own.name) + ": " + grouped(static_cast<double>(own.bytes)) + " bytes at " +
           grouped(static_cast<double>(own.offset)) + ", steps " + std::to_string(own.first) + " to " +
           std::to_string(std::min<int>(own.last, static_cast<int>(steps) - 1)) + "</title><rect x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(end - x) +
           "\" height=\"" + fixed(std::max(height, 1.0)) + "\" rx=\"3\"/>";
    const auto letters = static_cast<std::size_t>(std::max(0.0, (end - x - 10) / 6.8));
    if (height >= 15 && letters >= 4) {
      const double middle = y + height / 2;
      const bool   two    = height >= 32 && letters >= 7;
      svg += draw_text((x + end) / 2, middle + (two ? -3 : 4), "name", short_name(own.name, letters));
      if (two) svg += draw_text((x + end) / 2, middle + 13, "size", grouped(static_cast<double>(own.bytes)) + " B");
    }
    svg += "</g>\n";
  }

  std::string live;
  for (std::size_t s = 0; s < steps && s < model.steps.size(); ++s) {
    const double y = y_of(static_cast<double>(model.steps[s].live_bytes));
    live += (s == 0 ? "M" : "L") + fixed(x_of(static_cast<double>(s))) + " " + fixed(y) + "L" + fixed(x_of(static_cast<double>(s) + 1)) + " " + fixed(y);
  }
  const double bound = y_of(static_cast<double>(model.live_set_bound));
  svg += "<path class=\"live\" d=\"" + live + "\"/>\n" + draw_line(left, bound, width - right, bound, "bound");
  return svg + "</svg>\n";
}

}  // namespace edgetl_demo
