// SPDX-License-Identifier: BSL-1.0
// edgetl as a runtime for the harness: finds compiled models and their steps by name.
#include "edgetl_models.hpp"

#include <edgetl/version.hpp>

#include <stdexcept>

namespace edgetl_bench {

std::vector<compiled_model>& compiled_models() {
  static std::vector<compiled_model> models;
  return models;
}

void start_runtime(const std::string&) {}

std::unique_ptr<session> open_session(const std::string& name, const std::string&) {
  const auto slash = name.find('/');
  for (const auto& model : compiled_models())
    if (model.name == name.substr(0, slash))
      if (auto opened = model.open(slash == std::string::npos ? -1 : std::stoi(name.substr(slash + 1)))) return opened;
  throw std::runtime_error("no such model or step was compiled");
}

std::string runtime_facts() {
  nlohmann::json facts{{"version", std::to_string(EDGETL_VERSION_MAJOR) + "." + std::to_string(EDGETL_VERSION_MINOR) +
                                       "." + std::to_string(EDGETL_VERSION_PATCH)},
                       {"models", nlohmann::json::object()}};
  for (const auto& model : compiled_models()) facts["models"][model.name] = model.facts();
  return facts.dump();
}

}  // namespace edgetl_bench
