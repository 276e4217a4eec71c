// SPDX-License-Identifier: BSL-1.0
// Shows digits as text, next to what the model read in them.
#include "digits.hpp"

#include "build.hpp"
#include "process.hpp"
#include "run.hpp"
#include "text.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace edgetl_demo {
namespace fs = std::filesystem;

fs::path digits_model() { return repository() / "examples/digits/digits.tflite"; }
fs::path digits_images() { return repository() / "examples/digits/digits_test_images.i8"; }

namespace {

// Square images of signed bytes side by side, the larger the darker.
void draw_images(const std::string& images, std::size_t image_bytes, std::size_t count) {
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(image_bytes))));
  if (side * side != image_bytes || side > 12) return;
  for (std::size_t row = 0; row < side; ++row) {
    std::cout << " ";
    for (std::size_t image = 0; image < count; ++image) {
      std::cout << "  ";
      for (std::size_t column = 0; column < side; ++column) {
        const int level = static_cast<signed char>(images[image * image_bytes + row * side + column]) + 128;
        std::cout << " .:-=+*#%@"[level * 10 / 256];
      }
    }
    std::cout << '\n';
  }
}

}  // namespace

void show_digits(demo_results& results, const fs::path& outputs) {
  const std::string      images = read_text(digits_images());
  const std::string      labels = read_text(repository() / "examples/digits/digits_test_labels.u8");
  const std::vector<int> read   = read_classes(results.model, outputs);
  const std::size_t      count  = std::min(read.size(), labels.size());
  const auto             right  = [&](std::size_t i) { return read[i] == static_cast<int>(labels[i]); };

  std::size_t correct = 0;
  for (std::size_t i = 0; i < count; ++i) correct += right(i) ? 1 : 0;
  if (count == 0) return;
  const std::size_t image_bytes = results.model.input_bytes;
  const std::size_t shown       = std::min<std::size_t>(8, count);
  std::cout << "\n";
  draw_images(images, image_bytes, shown);
  const std::size_t line = std::min<std::size_t>(36, count);
  std::cout << "  read ";
  for (std::size_t i = 0; i < line; ++i) std::cout << ' ' << read[i];
  std::cout << " …\n  true ";
  for (std::size_t i = 0; i < line; ++i) std::cout << ' ' << static_cast<int>(labels[i]);
  std::cout << " …\n       ";
  for (std::size_t i = 0; i < line; ++i) std::cout << ' ' << (right(i) ? ' ' : '^');
  results.correct  = static_cast<double>(correct) / static_cast<double>(count);
  results.accuracy = std::to_string(correct) + " of " + std::to_string(count) + " digits read right (" +
                     decimals(100 * results.correct, 2) + " %)";
  std::cout << "\n  accuracy: " << results.accuracy << "\n";
  if (results.rounding == "double")  // the rule that tflite-micro was built with
    std::cout << "  tflite-micro's answers: "
              << (read_text(outputs) == read_text(repository() / "examples/digits/digits_expected.i8")
                      ? "byte-identical"
                      : "DIFFERENT")
              << "\n";
}

}  // namespace edgetl_demo
