// SPDX-License-Identifier: BSL-1.0
// The demo: compiles a model for several targets, runs it on all, compares, reports. `scripts/demo` starts
// it. Exit codes: 0 all is well, 1 something failed or answers differ, 2 the user must change something.
#include "build.hpp"
#include "digits.hpp"
#include "json.hpp"
#include "model_file.hpp"
#include "options.hpp"
#include "process.hpp"
#include "report.hpp"
#include "run.hpp"
#include "summary.hpp"
#include "text.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

namespace edgetl_demo {
namespace {

namespace fs = std::filesystem;

// Enough made-up samples to see something, few enough for an emulator.
std::size_t sample_count(const model_facts& model) {
  const auto fit = 20'000'000 / std::max<std::int64_t>(model.macs, 1);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(fit, 1, 100));
}

// The file with the input samples, and how many there are.
fs::path choose_input(const demo_options& options, bool is_default, const fs::path& folder,
                      demo_results& results) {
  fs::path input = options.input;
  if (input.empty() && is_default) input = digits_images();
  if (input.empty()) {
    input = folder / "made_up_input.bin";
    write_text(input, make_inputs(results.model, sample_count(results.model)));
  }
  if (!fs::is_regular_file(input))
    throw refusal("there is no file `" + input.string() + "` -> pass raw input tensors");
  const std::size_t size = fs::file_size(input);
  const std::size_t unit = results.model.input_bytes;
  if (size == 0 || size % unit != 0)
    throw refusal("`" + input.string() + "` holds " + std::to_string(size) +
                  " bytes, which is no multiple of the " + std::to_string(unit) +
                  " bytes of one sample -> write whole input tensors one after another");
  results.samples = size / unit;
  return input;
}

// Files that cannot be written are found before the work, not after it.
void check_writable(const fs::path& file) {
  if (file.empty()) return;
  if (!fs::exists(file))
    write_text(file, "");
  else if (!fs::is_regular_file(file) || access(file.c_str(), W_OK) != 0)
    throw refusal("`" + file.string() + "` cannot be written -> name another file");
}

bool build_and_run(const demo_options& options, const fs::path& folder, const fs::path& input,
                   demo_results& results) {
  bool all_ran = true;
  for (const auto& name : options.targets) {
    std::cout << "  " << padded(name, -11) << " compiling … " << std::flush;
    auto figures = build(folder, name, options.rounding);
    if (figures.trouble.empty()) {
      std::cout << decimals(figures.compile_seconds, 1) << " s, running … " << std::flush;
      const auto start = std::chrono::steady_clock::now();
      run(figures, input, results.model);
      std::cout << decimals(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                            1)
                << " s" << std::flush;
    }
    if (figures.trouble.starts_with("it does not fit"))
      figures.trouble += ": weights " + grouped(static_cast<double>(results.model.weight_bytes)) +
                         " bytes, arena " + grouped(static_cast<double>(results.model.arena_bytes)) +
                         " bytes";
    if (!figures.trouble.empty()) std::cout << "\n    " << figures.trouble;
    std::cout << std::endl;
    all_ran = all_ran && (figures.trouble.empty() || figures.trouble.starts_with("it does not fit"));
    results.targets.push_back(figures);
  }
  return all_ran;
}

int demo(const demo_options& options) {
  const bool     is_default = options.model.empty();
  const fs::path model      = is_default ? digits_model() : options.model;
  demo_results   results;
  results.model         = read_model(model);
  results.rounding      = options.rounding;
  const fs::path folder = prepare_folder(model);
  const fs::path input  = choose_input(options, is_default, folder, results);
  for (const auto& file : {options.output, options.json, options.report}) check_writable(file);

  print_model(results.model);
  const bool is_made_up = options.input.empty() && !is_default;
  std::cout << "\ncompiling, then running " << results.samples << (results.samples == 1 ? " sample" : " samples")
            << (is_made_up ? " of random numbers" : "")
            << (results.model.has_codes ? " (tflite " + results.rounding + " rounding):\n" : std::string(":\n"));
  const bool all_ran = build_and_run(options, folder, input, results);
  compare(results);

  const auto first = std::find_if(results.targets.begin(), results.targets.end(),
                                  [](const auto& own) { return own.trouble.empty(); });
  if (first != results.targets.end()) {
    if (is_default && options.input.empty()) show_digits(results, first->outputs);
    if (!options.output.empty())
      fs::copy_file(first->outputs, options.output, fs::copy_options::overwrite_existing);
  }
  print_agreement(results);
  print_figures(results);
  if (!options.json.empty()) write_text(options.json, to_json(results));
  const fs::path report =
      options.report.empty() ? work_folder() / (file_name(results.model.name) + ".html") : options.report;
  write_text(report, make_report(results));
  std::cout << "\nreport: " << fs::absolute(report).string() << std::endl;

  const bool agree = results.identical || (results.model.has_float_outputs && all_ran);
  return all_ran && agree && first != results.targets.end() ? 0 : 1;
}

}  // namespace
}  // namespace edgetl_demo

int main(int count, char** words) {
  using namespace edgetl_demo;
  const std::vector<std::string> all(words, words + count);
  try {
    if (count > 3 && all[1] == "--measure") return measure_compiler({all.begin() + 3, all.end()}, all[2]);
    return demo(read_options(count, words));
  } catch (const refusal& error) {
    std::cerr << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
