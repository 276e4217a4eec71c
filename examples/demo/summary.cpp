// SPDX-License-Identifier: BSL-1.0
// What the demo says on the terminal.
#include "summary.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace edgetl_demo {

namespace {

std::string list_tensors(const model_facts& model, const std::vector<std::size_t>& tensors) {
  std::string text;
  for (const auto t : tensors)
    text += (text.empty() ? "" : ", ") + model.tensors[t].element + " " + model.tensors[t].shape;
  return text;
}

}  // namespace

void print_model(const model_facts& model) {
  std::cout << model.name << ": " << list_tensors(model, model.inputs) << " -> "
            << list_tensors(model, model.outputs) << "\n  " << model.steps.size() << (model.steps.size() == 1 ? " step, " : " steps, ")
            << grouped(static_cast<double>(model.macs)) << " MACs, "
            << grouped(static_cast<double>(model.weight_bytes)) << " bytes of weights; the tensors need an arena of "
            << grouped(static_cast<double>(model.arena_bytes)) << " bytes (no plan can be below "
            << grouped(static_cast<double>(model.live_set_bound)) << ")\n";
}

std::string describe_agreement(const demo_results& results) {
  std::string equal, different;
  std::size_t ran     = 0;
  double      largest = 0;
  for (const auto& own : results.targets) {
    if (own.outputs_sha256.empty()) continue;
    ++ran;
    const bool same = own.outputs_sha256 == results.targets.front().outputs_sha256 || equal.empty();
    auto&      list = same ? equal : different;
    list += (list.empty() ? "" : ", ") + own.name;
    largest = std::max(largest, own.largest_difference);
  }
  if (ran == 0) return "nothing ran";
  if (ran == 1 && results.identical) return "only " + equal + " ran";
  if (results.identical) return "byte-identical on " + equal;
  if (different.empty()) return "some are missing";
  if (results.model.has_float_outputs) {
    char number[40];
    std::snprintf(number, sizeof number, "%.3g", largest);
    return "floats differ by at most " + std::string(number) + " between " + equal + " and " + different;
  }
  return "NOT IDENTICAL: " + different + " answered otherwise than " + equal;
}

void print_agreement(const demo_results& results) {
  std::cout << "\n  outputs: " << describe_agreement(results);
  for (const auto& own : results.targets)
    if (results.identical && !own.outputs_sha256.empty()) {
      std::cout << " (SHA-256 " << own.outputs_sha256.substr(0, 16) << "…)";
      break;
    }
  std::cout << "\n\n";
}

void print_figures(const demo_results& results) {
  const auto bytes = [](std::size_t count) { return grouped(static_cast<double>(count)); };
  std::cout << "  the model on    flash B     RAM B   stack B   instructions   p50 / p95 / p99 us          compiler\n";
  std::string images;
  for (const auto& own : results.targets) {
    std::cout << "  " << padded(own.name, -15);
    if (!own.trouble.empty()) {
      std::cout << own.trouble << '\n';
      continue;
    }
    std::cout << padded(bytes(own.flash_bytes), 8) << padded(bytes(own.ram_bytes), 10)
              << padded(own.stack_bytes > 0 ? bytes(own.stack_bytes) : "-", 10)
              << padded(own.instructions > 0 ? grouped(own.instructions) : "-", 15) << "   "
              << padded(own.p50 > 0 ? microseconds(own.p50) + " / " + microseconds(own.p95) + " / " +
                                          microseconds(own.p99)
                                    : "-",
                        -22)
              << padded(decimals(own.compile_seconds, 1) + " s, " + grouped(own.compile_mb) + " MB", 14)
              << '\n';
    if (own.image_flash_bytes > 0)
      images += (images.empty() ? "" : "; ") + own.name + " " + bytes(own.image_flash_bytes) + " and " +
                bytes(own.image_ram_bytes);
  }
  if (!images.empty()) std::cout << "  whole firmware with start-up, bytes of flash and RAM: " << images << '\n';
}

}  // namespace edgetl_demo
