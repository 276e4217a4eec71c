// SPDX-License-Identifier: BSL-1.0
// Runs other programs: a command, where it runs, where its words go, and what it cost.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace edgetl_demo {

struct process_result {
  int    exit_code = 0;  // 128 + n after signal n
  double seconds   = 0;  // on the wall
  double processor_seconds = 0;
  double peak_mb   = 0;  // resident memory of the largest process it consisted of
};

// Both its output streams go to `log` (inherited where that is empty).
process_result run_process(const std::vector<std::string>& command, const std::filesystem::path& folder = {},
                           const std::filesystem::path& log = {});

// What the command prints, without the final newline; throws where it fails.
std::string output_of(const std::vector<std::string>& command);

std::string read_text(const std::filesystem::path& file);
void        write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace edgetl_demo
