// SPDX-License-Identifier: BSL-1.0
// Compiles a model for a target with CMake and Ninja, in a folder named after the model's content, so that
// nothing is compiled twice; and knows what the compiler took for it.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

// Folders of this clone. The driver is in build/demo/driver.
std::filesystem::path repository();
std::filesystem::path work_folder();

// Every target there is, the default ones first.
const std::vector<std::string>& known_targets();
bool                            is_firmware(const std::string& target);
bool                            is_aarch64(const std::string& target);

// Copies the model to where its builds are; returns that folder.
std::filesystem::path prepare_folder(const std::filesystem::path& model);

// Compiles; fills in the program, the compiler's costs and the program's size, or the trouble.
target_figures build(const std::filesystem::path& folder, const std::string& target,
                     const std::string& rounding);

// What the driver does as the compiler's launcher: runs the command and notes what it cost: seconds of the processor,
// memory of the largest process.
int measure_compiler(const std::vector<std::string>& command, const std::filesystem::path& note);

}  // namespace edgetl_demo
