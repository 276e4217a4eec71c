// SPDX-License-Identifier: BSL-1.0
// The command line, read by CLI11.
#include "options.hpp"

#include "build.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

namespace edgetl_demo {

namespace {

void check_targets(const std::vector<std::string>& targets) {
  std::string names;
  for (const auto& name : known_targets()) names += (names.empty() ? "" : ", ") + name;
  for (auto own = targets.begin(); own != targets.end(); ++own) {
    if (std::find(known_targets().begin(), known_targets().end(), *own) == known_targets().end())
      throw refusal("there is no target `" + *own + "` -> choose from " + names);
    if (std::find(targets.begin(), own, *own) != own)
      throw refusal("target `" + *own + "` is listed twice -> list it once");
  }
}

}  // namespace

demo_options read_options(int count, char** words) {
  demo_options options;
  options.targets = {"host", "cortex-m4", "cortex-m55"};

  CLI::App app{
      "Compiles a TensorFlow Lite model into programs for this machine and for boards, runs all of them\n"
      "(boards under QEMU), compares their answers, and writes what they cost into a report."};
  app.name("scripts/demo");
  app.add_option("model", options.model, "a .tflite of supported operations [the digits of examples/digits]");
  app.add_option("--input", options.input, "raw input tensors, sample after sample [made up]");
  app.add_option("--output", options.output, "where to write the raw outputs, sample after sample");
  app.add_option("--json", options.json, "where to write every figure");
  app.add_option("--report", options.report, "where to write the page [build/demo/<model>.html]");
  app.add_option("--targets", options.targets,
                 "host, cortex-m0, m3, m4, m7, m33, m55, aarch64, aarch64-dotprod, aarch64-i8mm; boards by Clang 19: "
                 "cortex-m4-clang, cortex-m55-clang [host,cortex-m4,cortex-m55]")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--rounding", options.rounding,
                 "double or single, as TensorFlow Lite calls its two rules [double]");
  try {
    app.parse(count, words);
  } catch (const CLI::CallForHelp& help) {
    std::exit(app.exit(help));
  } catch (const CLI::ParseError& error) {
    std::string sentence = error.what();
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    throw refusal(sentence + " -> see scripts/demo --help");
  }
  if (options.rounding != "double" && options.rounding != "single")
    throw refusal("there is no rounding `" + options.rounding + "` -> choose double or single");
  check_targets(options.targets);
  return options;
}

}  // namespace edgetl_demo
