// SPDX-License-Identifier: BSL-1.0
// PyTorch's export with 4-bit weights, which tflite-micro refuses: LiteRT's reference kernels say what is right. They round
// twice in convolutions, as edgetl does here, and once in FULLY_CONNECTED. So the last layer is computed once more from its
// input in the arena, rounded once: then all codes are LiteRT's, and so are those that the layer read.
#include "answers.hpp"

#include "../support/catch.hpp"

#include <edgetl/edgetl.hpp>

#include "w4a8.model.hpp"

#include <algorithm>
#include <cstring>

namespace {

using net_type = edgetl::model_in<w4a8>;
using rounding = edgetl::quant::tflite_single_rounding;

constexpr const auto&          tape = net_type::program::tape;
constexpr edgetl::kernel::node last = tape.node(net_type::steps - 1, net_type::program::graph::file);
constexpr std::int32_t         pooled = last.inputs[0];  // the tensor that the last layer reads

// Weight i of the last layer; the first of two stands in a byte's lower half.
int weight(std::size_t i) {
  const int code = last.file.u8(last.input(1).constant_at + i / 2) >> (i % 2 * 4) & 15;
  return code > 7 ? code - 16 : code;
}

std::int8_t last_layer(const std::int8_t* input, std::size_t channel) {
  const auto  count = static_cast<std::size_t>(last.input(1).shape[1]);
  const auto& in    = last.input(0).quantization;
  const auto& out   = last.output().quantization;
  auto        sum   = static_cast<std::int32_t>(last.integer(2, channel));
  for (std::size_t k = 0; k < count; ++k) sum += (input[k] - in.zero_point) * weight(channel * count + k);
  const double factor = static_cast<double>(in.scale) * static_cast<double>(last.scale(last.input(1), static_cast<int>(channel))) /
                        static_cast<double>(out.scale);
  return static_cast<std::int8_t>(std::clamp(rounding::requantize(sum, rounding::encode(factor)) + out.zero_point, -128, 127));
}

}  // namespace

static_assert(last.input(1).stored == edgetl::element_type::int4 && last.input(0).element == edgetl::element_type::int8);

TEST_CASE("4-bit weights from PyTorch: every code is LiteRT's, once the last layer rounds once") {
  static net_type::arena_type arena;
  net_type                    net{arena};
  const std::string           name     = EDGETL_CASES "/ds_aeq_nhwc_w4a8";
  const auto                  given    = edgetl_test::read_file(name + EDGETL_INPUT);
  const auto                  expected = edgetl_test::read_file(name + EDGETL_EXPECTED);
  REQUIRE(expected.size() == 16 * net.output().size());
  for (std::size_t at = 0, sample = 0; at < expected.size(); ++sample) {
    std::memcpy(net.input().data(), given.data() + sample * net.input().size(), net.input().size());
    net.run();
    const auto* input = reinterpret_cast<const std::int8_t*>(arena.data() + net_type::program::offset<pooled>);
    for (std::size_t channel = 0; channel < net.output().size(); ++channel, ++at) {
      CAPTURE(sample, channel);
      const auto wanted = static_cast<std::int8_t>(expected[at]);
      CHECK(last_layer(input, channel) == wanted);
      CHECK(std::abs(net.output()[channel] - wanted) <= 1);
    }
  }
}
