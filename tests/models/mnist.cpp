// SPDX-License-Identifier: BSL-1.0
// The MNIST models over all 10 000 test images: every answer against the expected one, and the integer
// models' outputs written to a file whose hash CMakeLists.txt compares with the reference interpreter's.
#include "../support/catch.hpp"

#include <edgetl/edgetl.hpp>

#include "dw_f.model.hpp"
#include "dw_q.model.hpp"
#include "resnet_f.model.hpp"
#include "valid_f.model.hpp"
#include "valid_q.model.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <type_traits>
#include <vector>

namespace {

std::vector<unsigned char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Runs a model over all images; returns how many answers are not the expected ones.
template <class Source> std::size_t count_wrong(const std::string& name) {
  using net_t     = edgetl::model<Source>;
  using element   = typename net_t::template input_type<0>::element_type;
  using output    = typename net_t::template output_type<0>::element_type;
  const auto images   = read_file(EDGETL_SHARED "/data/mnist/t10k-images-idx3-ubyte");
  const auto expected = read_file(EDGETL_SHARED "/models/expected/mnist_tinymaix_mnist_" + name + ".argmax.u8");
  REQUIRE(images.size() == 16 + 10000 * 784);
  REQUIRE(expected.size() == 10000);
  static net_t        net;
  std::vector<output> all;
  std::size_t         wrong = 0;
  for (std::size_t image = 0; image < expected.size(); ++image) {
    auto pixels = net.input();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const int value = images[16 + image * 784 + i];
      if constexpr (std::is_same_v<element, float>) pixels[i] = static_cast<float>(value) / 255.0f;
      else pixels[i] = static_cast<element>(value - 128);
    }
    net.run();
    const auto  scores = net.output();
    std::size_t best   = 0;
    for (std::size_t digit = 0; digit < scores.size(); ++digit) {
      all.push_back(scores[digit]);
      if (scores[digit] > scores[best]) best = digit;
    }
    wrong += best == expected[image] ? 0 : 1;
  }
  std::ofstream("mnist_" + name + ".outputs", std::ios::binary)
      .write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size() * sizeof(output)));
  return wrong;
}

}  // namespace

TEST_CASE("MNIST, 10 000 images: every answer is the reference interpreter's") {
  CHECK(count_wrong<valid_q>("valid_q") == 0);
  CHECK(count_wrong<dw_q>("dw_q") == 0);
  CHECK(count_wrong<valid_f>("valid_f") == 0);
  CHECK(count_wrong<dw_f>("dw_f") == 0);
  CHECK(count_wrong<resnet_f>("resnet_f") == 0);
}
