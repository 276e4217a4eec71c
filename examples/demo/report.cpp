// SPDX-License-Identifier: BSL-1.0
// The report: one page of HTML that needs no other file.
#include "report.hpp"

#include "arena_picture.hpp"
#include "graph_picture.hpp"
#include "report_style.hpp"
#include "summary.hpp"
#include "text.hpp"

#include <algorithm>

namespace edgetl_demo {
namespace {

// A number whose groups stay on one line.
template <class Number> std::string show(Number number) {
  std::string text = grouped(static_cast<double>(number));
  for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos;) text.replace(at, 1, "&nbsp;");
  return text;
}

std::string cell(const std::string& words, const char* kind = "") {
  return "<td class=\"" + std::string(kind) + "\">" + words + "</td>";
}

std::string card(const std::string& figure, const std::string& words) {
  return "<div class=\"card\"><b>" + figure + "</b><span>" + words + "</span></div>\n";
}

std::string describe_tensors(const model_facts& model, const std::vector<std::size_t>& tensors,
                             bool with_element, const char* between = "<br>") {
  std::string text;
  for (const auto t : tensors) {
    const auto& own = model.tensors[t];
    text += (text.empty() ? "" : between) + (with_element ? escape_html(own.element) + " " : "") + own.shape;
  }
  return text.empty() ? "–" : text;
}

std::string make_cards(const demo_results& results) {
  const auto& model = results.model;
  std::string html  = "<div class=\"cards\">\n";
  if (results.correct >= 0) html += card(decimals(100 * results.correct, 2) + " %", "accuracy");
  html += card(show(model.macs), "MACs per inference");
  html += card(show(model.weight_bytes) + "&nbsp;B", "weights");
  html += card(show(model.arena_bytes) + "&nbsp;B",
               model.arena_bytes == model.live_set_bound
                   ? "arena, the least possible"
                   : "arena; bound " + show(model.live_set_bound) + "&nbsp;B");
  for (const auto& own : results.targets) {
    if (own.p50 > 0)
      html += card(microseconds(own.p50) + "&nbsp;µs", "median on " + own.name);
    else if (own.instructions > 0)
      html += card(show(own.instructions), "instructions on " + own.name);
  }
  for (const auto& own : results.targets)
    if (own.compile_seconds > 0) {
      html += card(decimals(own.compile_seconds, 1) + " s",
                   "compiling it for " + own.name + ", " + show(own.compile_mb) + "&nbsp;MB");
      break;
    }
  return html + "</div>\n";
}

std::string make_targets(const demo_results& results) {
  std::string html =
      "<h2>Targets</h2>\n<div class=\"scroll\"><table><thead><tr><th>target</th><th class=\"n\">flash, "
      "bytes</th><th class=\"n\">RAM, bytes</th><th class=\"n\">stack, bytes</th><th class=\"n\">whole firmware</th>"
      "<th class=\"n\">instructions per inference</th><th class=\"n\">p50, µs</th><th class=\"n\">p95, "
      "µs</th><th class=\"n\">p99, µs</th>"
      "<th class=\"n\">compiler</th><th>kernels</th><th>SHA-256 of the outputs</th></tr></thead><tbody>\n";
  for (const auto& own : results.targets) {
    html += "<tr>" + cell(own.name, "op");
    if (!own.trouble.empty()) {
      html += "<td colspan=\"11\" class=\"bad\">" + escape_html(own.trouble) + "</td></tr>\n";
      continue;
    }
    html += cell(show(own.flash_bytes), "n") + cell(show(own.ram_bytes), "n") +
            cell(own.stack_bytes > 0 ? show(own.stack_bytes) : "–", "n") +
            cell(own.image_flash_bytes > 0 ? show(own.image_flash_bytes) + " + " + show(own.image_ram_bytes) : "–", "n") +
            cell(own.instructions > 0 ? show(own.instructions) : "–", "n");
    for (const double time : {own.p50, own.p95, own.p99})
      html += cell(time > 0 ? microseconds(time) : "–", "n");
    html += cell(decimals(own.compile_seconds, 1) + " s, " + grouped(own.compile_mb) + " MB", "n") +
            cell(escape_html(own.kernels), "nowrap") +
            cell("<code>" + own.outputs_sha256.substr(0, 16) + "…</code>") + "</tr>\n";
  }
  return html +
         "</tbody></table></div>\n<p class=\"faint\">Flash: code, constants and initial values; RAM: static, arena "
         "included. Both are what the model adds to the smallest program; whole firmware has the vectors and the start-up, too "
         "(flash + RAM). The stack is what an inference was seen to use. Instructions are those of the emulated core, for "
         "inference alone. The compiler's seconds and memory are those of a source file that holds the model alone.</p>\n";
}

std::string make_steps(const demo_results& results) {
  const auto&  model   = results.model;
  std::int64_t most    = 1;
  std::string  kernels = "scalar";
  std::map<int, std::string> choices;
  for (const auto& step : model.steps) most = std::max(most, step.macs);
  for (const auto& own : results.targets)
    if (!own.kernels.empty()) {
      kernels = own.kernels;
      choices = own.choices;
      break;
    }
  // element types are only worth the room where there are several
  const auto& element = model.tensors[model.inputs[0]].element;
  const bool  mixed   = std::any_of(model.steps.begin(), model.steps.end(), [&](const auto& step) {
    return model.tensors[step.outputs[0]].element != element;
  });
  std::string html =
      "<h2>Steps</h2>\n<div class=\"scroll\"><table><thead><tr><th "
      "class=\"n\">#</th><th>operation</th><th>input</th><th>constant</th><th>output</th>"
      "<th class=\"n\">MACs</th><th class=\"n\">weight bytes</th><th>kernel</th><th class=\"n\">arena "
      "offset</th><th class=\"n\">live bytes</th></tr></thead><tbody>\n";
  for (std::size_t s = 0; s < model.steps.size(); ++s) {
    const auto& own  = model.steps[s];
    const bool  none = own.kernel.starts_with("none");
    std::string offsets;
    for (const auto t : own.outputs)
      offsets += (offsets.empty() ? "" : "<br>") +
                 (model.tensors[t].offset < 0 ? "–" : show(model.tensors[t].offset));
    const auto bar = static_cast<int>(44 * own.macs / most);
    html +=
        "<tr>" + cell(std::to_string(s), "n") + cell(own.operation, "op") +
        cell(describe_tensors(model, own.inputs, mixed), "nowrap") +
        cell(own.filter.empty() || none ? "–" : own.filter, "nowrap") +
        cell(describe_tensors(model, own.outputs, mixed), "nowrap") +
        cell((bar > 0 ? "<span class=\"bar\" style=\"width:" + std::to_string(bar) + "px\"></span>" : "") +
                 show(own.macs),
             "n") +
        cell(show(own.weight_bytes), "n") +
        cell(none ? "<span class=\"faint\">nothing runs</span>" : escape_html(own.kernel + " · " + (choices.count(static_cast<int>(s)) != 0 ? choices[static_cast<int>(s)] : kernels)),
             "nowrap") +
        cell(offsets, "n") + cell(show(own.live_bytes), "n") + "</tr>\n";
  }
  return html +
         "</tbody><tfoot><tr><td></td><td colspan=\"4\">all steps; size of the arena, most live bytes</td>" +
         cell(show(model.macs), "n") + cell(show(model.weight_bytes), "n") + "<td></td>" +
         cell(show(model.arena_bytes), "n") + cell(show(model.live_set_bound), "n") +
         "</tr></tfoot></table></div>\n";
}

}  // namespace

std::string make_report(const demo_results& results) {
  const auto&       model   = results.model;
  const bool        all_ran = std::all_of(results.targets.begin(), results.targets.end(),
                                          [](const auto& own) { return own.trouble.empty(); });
  const bool        fine    = all_ran && (results.identical || model.has_float_outputs);
  const std::string name    = escape_html(model.name);
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\">\n<title>" +
         name + " · edgetl</title>\n<style>" + report_style + "</style></head>\n<body>\n<h1>" + name +
         "</h1>\n<p class=\"faint\">" + describe_tensors(model, model.inputs, true, ", ") + " → " +
         describe_tensors(model, model.outputs, true, ", ") + " · " + std::to_string(model.steps.size()) +
         " steps · " + show(model.file_bytes) + " bytes of .tflite · " + results.rounding + " rounding · " +
         show(results.samples) + (results.samples == 1 ? " sample" : " samples") + "</p>\n<p class=\"" +
         (fine ? "good" : "bad") + "\">Outputs: " + escape_html(describe_agreement(results)) + "." +
         (results.accuracy.empty() ? "" : " " + escape_html(results.accuracy) + ".") + "</p>\n" +
         make_cards(results) + make_targets(results) +
         "<h2>Arena over time</h2>\n<div class=\"legend\"><span><i></i>bytes in use during the "
         "step</span><span><i class=\"dash\"></i>live-set bound: no plan can be lower</span>"
         "<span><i class=\"square\"></i>buffer, from the step that writes it first to the last that reads "
         "it</span></div>\n<div class=\"scroll picture\">" +
         draw_arena(model) + "</div>\n" + make_steps(results) +
         "<h2>Graph</h2>\n<div class=\"legend\"><span><i></i>edge that passes other steps</span><span>Steps "
         "are numbered in the order they run; shapes are those of the outputs.</span></div>\n"
         "<div class=\"scroll picture\">" +
         draw_graph(model) + "</div>\n</body></html>\n";
}

}  // namespace edgetl_demo
