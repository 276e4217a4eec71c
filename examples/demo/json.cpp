// SPDX-License-Identifier: BSL-1.0
// Every figure as JSON. What compiling costs stands at the top for the first target that was compiled,
// and for each target with it.
#include "json.hpp"

#include <nlohmann/json.hpp>

namespace edgetl_demo {

std::string to_json(const demo_results& results) {
  using json        = nlohmann::ordered_json;
  const auto& model = results.model;
  json        all;
  all["model"]           = model.name;
  all["rounding"]        = results.rounding;
  all["samples"]         = results.samples;
  all["macs"]            = model.macs;
  all["weight_bytes"]    = model.weight_bytes;
  all["arena_bytes"]     = model.arena_bytes;
  all["live_set_bound"]  = model.live_set_bound;
  all["steps"]           = model.steps.size();
  all["compile_seconds"] = 0.0;
  all["compile_mb"]      = 0.0;
  for (const auto& own : results.targets)
    if (own.compile_seconds > 0) {
      all["compile_seconds"] = own.compile_seconds;
      all["compile_mb"]      = own.compile_mb;
      break;
    }
  all["outputs_identical"] = results.identical;
  if (results.correct >= 0) all["accuracy"] = results.correct;
  all["targets"] = json::array();
  for (const auto& own : results.targets) {
    json target;
    target["name"] = own.name;
    if (!own.trouble.empty()) target["trouble"] = own.trouble;
    if (!own.outputs_sha256.empty()) target["outputs_sha256"] = own.outputs_sha256;
    if (own.flash_bytes > 0) {
      target["flash_bytes"]     = own.flash_bytes;
      target["ram_bytes"]       = own.ram_bytes;
      if (own.image_flash_bytes > 0) {
        target["stack_bytes"]       = own.stack_bytes;
        target["image_flash_bytes"] = own.image_flash_bytes;
        target["image_ram_bytes"]   = own.image_ram_bytes;
      }
      target["compile_seconds"] = own.compile_seconds;
      target["compile_mb"]      = own.compile_mb;
    }
    if (!own.kernels.empty()) target["kernels"] = own.kernels;
    if (own.arena_bytes > 0) target["arena_bytes"] = own.arena_bytes;
    for (const auto& [step, choice] : own.choices) target["choices"][std::to_string(step)] = choice;
    if (own.instructions > 0) target["instructions"] = own.instructions;
    if (own.p50 > 0) target["latency_us"] = {{"p50", own.p50}, {"p95", own.p95}, {"p99", own.p99}};
    if (model.has_float_outputs) target["largest_difference"] = own.largest_difference;
    all["targets"].push_back(target);
  }
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace edgetl_demo
