// SPDX-License-Identifier: BSL-1.0
// Starts programs, emulators and their instruction counter in a folder of their own; files are the interface.
#include "run.hpp"

#include "build.hpp"
#include "process.hpp"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <sstream>

namespace edgetl_demo {
namespace fs = std::filesystem;

namespace {

void read_board_figures(target_figures& figures, const fs::path& file) {
  const std::string bytes = read_text(file);
  std::uint64_t     words[3]{};
  if (bytes.size() < sizeof words) return;
  std::memcpy(words, bytes.data(), sizeof words);
  figures.kernels = bytes.substr(sizeof words);
  figures.stack_bytes = static_cast<std::size_t>(words[2]);
  if (words[1] > 0) figures.instructions = static_cast<double>(words[0]) / static_cast<double>(words[1]);
}

void read_host_figures(target_figures& figures, const fs::path& file, const model_facts& model) {
  std::istringstream lines(read_text(file));
  for (std::string key, value; lines >> key >> value;) {
    if (key == "choice") {
      std::string rows, vectors, scratch, name;
      lines >> rows >> vectors >> scratch;
      std::getline(lines, name);  // a step that the reference runs has none
      name.erase(0, name.find_first_not_of(' '));
      if (!name.empty())
        figures.choices[std::stoi(value)] = name + ' ' + rows + "×" + vectors + (scratch == "0" ? "" : ", scratch " + scratch + " B");
    }
    if (key == "arena_bytes") figures.arena_bytes = std::stoul(value);
    if (key == "kernels") figures.kernels = value;
    if (key == "p50") figures.p50 = std::stod(value);
    if (key == "p95") figures.p95 = std::stod(value);
    if (key == "p99") figures.p99 = std::stod(value);
    if (key == "instructions") figures.instructions = std::stod(value);
    const bool agrees = (key != "weight_bytes" || value == std::to_string(model.weight_bytes)) &&
                        (key != "macs" || value == std::to_string(model.macs));
    if (!agrees)
      throw std::runtime_error("edgetl: the compiled model's " + key +
                               " is another than the report's -> report this bug");
  }
}

// Both are texts of samples; the largest difference between their float elements.
double find_largest_difference(const model_facts& model, const std::string& left, const std::string& right) {
  double largest = 0;
  for (std::size_t at = 0; at < left.size() && at < right.size();)
    for (const auto t : model.outputs) {
      const std::size_t bytes = model.tensors[t].bytes;
      if (model.tensors[t].element == "float32")
        for (std::size_t i = 0; i + 4 <= bytes && at + i + 4 <= left.size(); i += 4) {
          float one = 0, other = 0;
          std::memcpy(&one, left.data() + at + i, 4);
          std::memcpy(&other, right.data() + at + i, 4);
          const double difference = std::fabs(static_cast<double>(one) - static_cast<double>(other));
          if (difference > largest || std::isnan(difference)) largest = difference;
        }
      at += bytes;
    }
  return largest;
}

}  // namespace

void run(target_figures& figures, const fs::path& input, const model_facts& model) {
  const fs::path place = figures.program.parent_path() / "run";
  fs::remove_all(place);
  fs::create_directories(place);
  fs::create_symlink(fs::absolute(input), place / "input.bin");
  setenv("EDGETL_TIMEOUT", "3000", 0);

  std::vector<std::string> command{(repository() / "tests/on_target/run").string(), figures.name};
  if (is_aarch64(figures.name)) {
    const fs::path    library = output_of({"aarch64-linux-gnu-g++", "-print-file-name=libc.so.6"});
    const std::string counter = (work_folder() / "driver/libcount_instructions.so").string() +
                                ",counted=" + (place / "counted.txt").string();
    command = {"timeout", std::getenv("EDGETL_TIMEOUT"), "qemu-aarch64",
               "-cpu",    "max",                         "-L",
               (library.parent_path() / "..").string(),  "-plugin",
               counter};
  }
  command.push_back(figures.program.string());
  const auto result = run_process(command, place, place / "run.log");
  if (result.exit_code != 0) {
    figures.trouble = result.exit_code == 124
                          ? "it ran for more than " + std::string(std::getenv("EDGETL_TIMEOUT")) +
                                " s -> give it fewer samples, or set EDGETL_TIMEOUT"
                          : "it stops with exit code " + std::to_string(result.exit_code) + " (" +
                                (place / "run.log").string() + ")";
    return;
  }
  figures.outputs        = place / "output.bin";
  figures.outputs_sha256 = output_of({"sha256sum", figures.outputs.string()}).substr(0, 64);
  if (is_firmware(figures.name))
    read_board_figures(figures, place / "figures.bin");
  else
    read_host_figures(figures, place / "figures.txt", model);
  if (is_aarch64(figures.name)) std::istringstream(read_text(place / "counted.txt")) >> figures.instructions;
}

void compare(demo_results& results) {
  const target_figures* first = nullptr;
  std::string           expected;
  for (auto& own : results.targets) {
    if (!own.trouble.empty()) continue;
    const std::string outputs = read_text(own.outputs);
    if (outputs.size() != results.samples * results.model.output_bytes) {
      results.identical = false;
      own.trouble = "it answered " + std::to_string(outputs.size() / results.model.output_bytes) + " of " +
                    std::to_string(results.samples) + " samples";
    } else if (first == nullptr) {
      first    = &own;
      expected = outputs;
    } else if (outputs != expected) {
      results.identical      = false;
      own.largest_difference = find_largest_difference(results.model, expected, outputs);
    }
  }
}

std::vector<int> read_classes(const model_facts& model, const fs::path& outputs) {
  const std::string bytes  = read_text(outputs);
  const auto&       tensor = model.tensors[model.outputs[0]];
  std::vector<int>  classes;
  const auto        value = [&](std::size_t at, std::size_t i) -> double {
    if (tensor.element == "float32") {
      float real = 0;
      std::memcpy(&real, bytes.data() + at + 4 * i, 4);
      return static_cast<double>(real);
    }
    return tensor.element == "uint8" ? static_cast<unsigned char>(bytes[at + i])
                                            : static_cast<signed char>(bytes[at + i]);
  };
  const std::size_t count = tensor.element == "float32" ? tensor.bytes / 4 : tensor.bytes;
  for (std::size_t at = 0; at + model.output_bytes <= bytes.size(); at += model.output_bytes) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < count; ++i)
      if (value(at, i) > value(at, best)) best = i;
    classes.push_back(static_cast<int>(best));
  }
  return classes;
}

}  // namespace edgetl_demo
