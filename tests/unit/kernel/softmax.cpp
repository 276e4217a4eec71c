// SPDX-License-Identifier: BSL-1.0
// SOFTMAX of 8-bit and 16-bit codes and of real numbers against exp and a division in double.
#include <edgetl/kernel/softmax.hpp>

#include "../one_step.hpp"

#include <bit>

using namespace edgetl_test;
using namespace edgetl::kernel;

namespace {

template <element_type From, element_type To> struct facts {
  static constexpr unsigned char bytes[1] = {};
  static constexpr std::int32_t  words[]  = {std::bit_cast<std::int32_t>(1.0f)};
  static constexpr bool          wide     = From == element_type::int16;
  static constexpr affine        in =
      From == element_type::float32 ? affine{} : affine{wide ? 0.0005f : 0.08f, wide ? 0 : 17};
  static constexpr affine      out       = To == element_type::int8      ? affine{1.0f / 256, -128}
                                           : To == element_type::float32 ? affine{}
                                           : wide                        ? affine{1.0f / 32768, 0}
                                                                         : affine{1.0f / 65536, -32768};
  static constexpr tensor_info tensors[] = {operand(From, make_extents(4, 10), in),
                                            operand(To, make_extents(4, 10), out)};
};
using narrow  = facts<element_type::int8, element_type::int8>;
using widened = facts<element_type::int8, element_type::int16>;
using wide    = facts<element_type::int16, element_type::int16>;
using reals   = facts<element_type::float32, element_type::float32>;

struct other_scale : narrow {
  static constexpr tensor_info tensors[] = {
      narrow::tensors[0], operand(element_type::int8, make_extents(4, 10), {1.0f / 255, -128})};
};
struct no_beta : narrow {
  static constexpr std::int32_t words[] = {0};
};

// The largest difference of an output to the real one, in the output's codes, and of a row's sum to one.
template <class Facts> struct errors {
  double value = 0, sum = 0;

  explicit errors(int rounds) {
    using net_type = net_of<softmax, Facts>;
    random_numbers random;
    const double   step = Facts::out.scale > 0 ? static_cast<double>(Facts::out.scale) : 1.0;
    for (int round = 0; round < rounds; ++round) {
      typename net_type::template input_type<0> given{};
      const int                                 reach = 1 << (round % (Facts::wide ? 16 : 8));
      for (auto& element : given) {
        if constexpr (Facts::in.scale == 0)
          element = static_cast<float>(random.fraction() * 20 - 10);
        else
          element = static_cast<typename net_type::template input_type<0>::element_type>(
              random.between(-reach / 2, (reach - 1) / 2));
      }
      net_type   net;
      const auto made = net(given);
      for (std::size_t row = 0; row < 4; ++row) {
        const double scale = Facts::in.scale > 0 ? static_cast<double>(Facts::in.scale) : 1.0;
        double       exact = 0, total = 0;
        for (std::size_t i = 0; i < 10; ++i)
          exact += std::exp(scale * static_cast<double>(given[row * 10 + i] - given[row * 10]));
        for (std::size_t i = 0; i < 10; ++i) {
          const double wanted =
              std::exp(scale * static_cast<double>(given[row * 10 + i] - given[row * 10])) / exact;
          const double real =
              static_cast<double>(made[row * 10 + i] - static_cast<float>(Facts::out.zero_point)) * step;
          const double most =
              Facts::out.scale == 0 ? 1 : (Facts::wide ? 32767.0 / 32768 : 1 - step);  // the largest code
          value = larger(value, std::fabs(real - (wanted < most ? wanted : most)) / step);
          total += real;
        }
        sum = larger(sum, std::fabs(total - 1) / step);
      }
    }
  }
};

}  // namespace

static_assert(operation<softmax> && works_in_place<softmax>);
static_assert(accepts<softmax, narrow>() && accepts<softmax, widened>() && accepts<softmax, wide>() &&
              accepts<softmax, reals>());
static_assert(!accepts<softmax, other_scale>() && !accepts<softmax, no_beta>());

TEST_CASE("softmax: 8-bit codes") {
  const errors<narrow> own(many / 20);
  CHECK(own.value < 0.51);
  CHECK(own.sum <= 5.0);  // ten roundings
}
TEST_CASE("softmax: 8-bit codes to 16-bit codes") {
  const errors<widened> own(many / 20);
  CHECK(own.value < 2.0);  // the sum has 19 bits behind the point
  CHECK(own.sum < 10.0);
}
TEST_CASE("softmax: 16-bit codes") {
  const errors<wide> own(many / 20);
  CHECK(own.value <
        16.0);  // exp is a line between 513 values 10/512 apart: off by (10/512)^2 / 8 of 32768, or 1.6
  CHECK(own.sum < 32.0);
}
TEST_CASE("softmax: real numbers") {
  const errors<reals> own(many / 20);
  CHECK(own.value < 1e-6);
  CHECK(own.sum < 1e-6);
}
