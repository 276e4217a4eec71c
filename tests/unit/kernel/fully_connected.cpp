// SPDX-License-Identifier: BSL-1.0
// FULLY_CONNECTED: the reference against sums in wide integers and doubles, and the factor per tensor.
#include <edgetl/kernel/fully_connected.hpp>

#include "../one_step.hpp"
#include "contraction_case.hpp"

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

struct facts {  // [2, 3] by a filter [2, 3] of codes, with biases
  static constexpr unsigned char bytes[] = {1,  2, 3, 0xFF, 0xFE, 0xFD, 0,    0,
                                            10, 0, 0, 0,    0xF6, 0xFF, 0xFF, 0xFF};
  static constexpr std::int32_t  words[] = {0, 0, 0, 0, 0};
  static constexpr affine        in{0.1f, 1}, weights{0.03f, 0}, out{0.017f, -4};
  static constexpr tensor_info   tensors[] = {operand(element_type::int8, make_extents(2, 3), in),
                                              constant_at(0, element_type::int8, make_extents(2, 3), weights),
                                              constant_at(8, element_type::int32, make_extents(2)),
                                              operand(element_type::int8, make_extents(2, 2), out)};
};
struct shifted_filter : facts {
  static constexpr tensor_info tensors[] = {
      facts::tensors[0], constant_at(0, element_type::int8, make_extents(2, 3), {0.03f, 5}),
      facts::tensors[2], facts::tensors[3]};
};
struct wrong_output : facts {
  static constexpr tensor_info tensors[] = {facts::tensors[0], facts::tensors[1], facts::tensors[2],
                                            operand(element_type::int8, make_extents(2, 3), out)};
};
struct no_constants : facts {
  static constexpr tensor_info tensors[] = {
      facts::tensors[0], operand(element_type::int8, make_extents(2, 3), weights), facts::tensors[3]};
};

using given = tensor<std::int8_t, 2, 3>;

template <class Facts> std::int64_t expected(const given& input, std::size_t i) {
  const affine filter = Facts::tensors[1].quantization;
  const int    row = static_cast<int>(i) / 2, channel = static_cast<int>(i) % 2;
  std::int64_t sum = channel == 0 ? 10 : -10;
  for (int k = 0; k < 3; ++k)
    sum += (input[static_cast<std::size_t>(3 * row + k)] - 1) *
           (static_cast<std::int8_t>(Facts::bytes[3 * channel + k]) - filter.zero_point);
  // the product of the scales is a float there
  return limited<std::int64_t>(requantized(sum, static_cast<double>(Facts::in.scale * filter.scale) /
                                                    static_cast<double>(Facts::out.scale)) -
                                   4,
                               -128, 127);
}

constexpr fully_connected::parameters tiny{2, 3, 2, 0, 0};
constexpr float rows[] = {1, 2, 3, 4, 5, 6}, filter[] = {1, 0, -1, 2, 2, 2}, biases[] = {0.5f, -100};
template <class Parameters> constexpr bool as_expected(Parameters parameters) {
  float made[4] = {};
  fully_connected::reference(parameters, static_cast<const float*>(rows),
                             layout::weights<quant::unquantized<float>, layout::dense>{filter},
                             bias_and_clamp{{-80, 100}, biases}, static_cast<float*>(made));
  return made[0] == -1.5f && made[1] == -80 && made[2] == -1.5f && made[3] == -70;
}

}  // namespace

static_assert(operation<fully_connected> && accepts<fully_connected, facts>() &&
              accepts<fully_connected, shifted_filter>());
static_assert(!accepts<fully_connected, wrong_output>() && !accepts<fully_connected, no_constants>());
static_assert(fully_connected::macs(one_step<fully_connected, facts>::node()) == 12);
static_assert(as_expected(constant<tiny>{}) && as_expected(erased<fully_connected::parameters>{tiny}));
static_assert(net_of<fully_connected, facts>::evaluate(given{{1, 1, 1, 1, 1, 1}}) ==
                  tensor<std::int8_t, 2, 2>{{-2, -6, -2, -6}},
              "0.1 * 0.03 / 0.017 of the biases 10 and -10 is 1.76");

TEST_CASE_TEMPLATE("fully_connected: random inputs, filters with and without a zero point", Facts, facts,
                   shifted_filter) {
  random_numbers random;
  for (int round = 0; round < 200; ++round) {
    given input{};
    for (auto& code : input) code = static_cast<std::int8_t>(random.between(-128, 127));
    net_of<fully_connected, Facts> net;
    const auto                     made = net(input);
    for (std::size_t i = 0; i < 4; ++i) CHECK(made[i] == expected<Facts>(input, i));
  }
}

TEST_CASE("fully_connected: parameters that are constant or erased give the same at run time") {
  CHECK(as_expected(constant<tiny>{}));
  CHECK(as_expected(erased<fully_connected::parameters>{tiny}));
}
