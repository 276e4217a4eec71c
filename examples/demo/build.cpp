// SPDX-License-Identifier: BSL-1.0
// Calls CMake and Ninja for a model and a target, and reads the answers.
#include "build.hpp"

#include "process.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace edgetl_demo {
namespace fs = std::filesystem;

fs::path repository() { return fs::path(EDGETL_DEMO_REPOSITORY).lexically_normal(); }
fs::path work_folder() { return repository() / "build" / "demo"; }

const std::vector<std::string>& known_targets() {
  static const std::vector<std::string> names{"host",      "cortex-m0",  "cortex-m3",  "cortex-m4",
                                              "cortex-m7", "cortex-m33", "cortex-m55", "aarch64",
                                              "aarch64-dotprod", "aarch64-i8mm", "cortex-m4-clang", "cortex-m55-clang"};
  return names;
}

bool is_firmware(const std::string& target) { return target.starts_with("cortex"); }
bool is_aarch64(const std::string& target) { return target.starts_with("aarch64"); }

fs::path prepare_folder(const fs::path& model) {
  const std::string hash =
      output_of({"sh", "-c", "sha256sum < \"$1\"", "sh", fs::absolute(model).string()}).substr(0, 16);
  const fs::path folder = work_folder() / "models" / hash;
  fs::create_directories(folder);
  if (!fs::exists(folder / "model.tflite")) {
    fs::copy_file(model, folder / "model.part", fs::copy_options::overwrite_existing);
    fs::rename(folder / "model.part", folder / "model.tflite");
  }
  return folder;
}

int measure_compiler(const std::vector<std::string>& command, const fs::path& note) {
  const process_result result = run_process(command);
  if (result.exit_code == 0) std::ofstream(note) << result.processor_seconds << ' ' << result.peak_mb << '\n';
  return result.exit_code;
}

namespace {

struct program_size {
  std::size_t flash = 0, ram = 0;
};

// What a program takes: `size` counts constants as text.
program_size size_of(const std::string& target, const fs::path& program) {
  const std::string  prefix = is_firmware(target) ? "arm-none-eabi-" : is_aarch64(target) ? "aarch64-linux-gnu-" : "";
  std::istringstream lines(output_of({prefix + "size", "-B", program.string()}));
  std::string        headings;
  std::getline(lines, headings);
  std::size_t text = 0, data = 0, bss = 0;
  lines >> text >> data >> bss;
  return {text + data, data + bss};
}

// What the model adds to the smallest program, and what that is together.
void read_sizes(target_figures& figures, const fs::path& place) {
  const char*        ending  = is_firmware(figures.name) ? ".elf" : "";
  const program_size whole   = size_of(figures.name, place / (std::string("smallest") + ending));
  const program_size without = size_of(figures.name, place / (std::string("without_model") + ending));
  figures.flash_bytes        = whole.flash - without.flash;
  figures.ram_bytes          = whole.ram - without.ram;
  if (!is_firmware(figures.name)) return;
  figures.image_flash_bytes = whole.flash;
  figures.image_ram_bytes   = whole.ram;
}

// The sentence for a build that failed: a model too large for the board, or the compiler's first error.
std::string explain(std::string log) {
  log = std::regex_replace(log, std::regex("(^|\n)(-- )?edgetl: [^\n]*"), "");  // what a build says when all is well
  const auto  mentions = [&](const char* words) { return log.find(words) != std::string::npos; };
  std::smatch found;
  if (mentions("will not fit in region") || mentions("' overflowed by ") ||
      mentions("of memory is left for the stack"))
    return "it does not fit into the board's memory";
  if (std::regex_search(log, found, std::regex("(edgetl: [^\n]*)")))
    return "it does not compile: " + found[1].str();
  if (std::regex_search(log, found, std::regex("([^\n]*(error|Error|fatal):?[^\n]*)")))
    return "it does not compile: " + found[1].str();
  return "it does not compile";
}

}  // namespace

target_figures build(const fs::path& folder, const std::string& target, const std::string& rounding) {
  target_figures figures;
  figures.name         = target;
  const fs::path place = folder / (target + "-" + rounding);
  fs::create_directories(place);
  const fs::path log = place / "build.log";

  std::vector<std::string> configure{"cmake",
                                     "-S",
                                     (repository() / "examples/demo/runner").string(),
                                     "-B",
                                     place.string(),
                                     "-G",
                                     "Ninja",
                                     "-DEDGETL_DEMO_MODEL=" + (folder / "model.tflite").string(),
                                     "-DEDGETL_DEMO_ARITHMETIC=tflite_" + rounding + "_rounding",
                                     "-DEDGETL_DEMO_DRIVER=" + (repository() / "build/demo/driver/edgetl-demo").string(),
                                     "-DEDGETL_DEMO_LATENCY=" + std::string(target == "host" ? "ON" : "OFF")};
  if (target != "host")
    configure.push_back("-DCMAKE_TOOLCHAIN_FILE=" +
                        (repository() / "cmake/toolchains" / (target + ".cmake")).string());
  if (!fs::exists(place / "build.ninja") && run_process(configure, {}, log).exit_code != 0) {
    figures.trouble = explain(read_text(log)) + " (" + log.string() + ")";
    return figures;
  }
  if (run_process({"cmake", "--build", place.string(), "--target", "runner", "smallest", "without_model"}, {}, log)
          .exit_code != 0) {
    figures.trouble = explain(read_text(log));
    if (!figures.trouble.starts_with("it does not fit")) figures.trouble += " (" + log.string() + ")";
    return figures;
  }
  figures.program = place / (is_firmware(target) ? "runner.elf" : "runner");
  std::ifstream(place / "compile_cost.txt") >> figures.compile_seconds >> figures.compile_mb;
  read_sizes(figures, place);
  return figures;
}

}  // namespace edgetl_demo
