// SPDX-License-Identifier: BSL-1.0
// Epilogues: the concept both ways, and what the library's three do to an accumulator.
#include <edgetl/kernel/epilogue.hpp>

#include <edgetl/kernel/operation.hpp>

#include "../unit.hpp"

using namespace edgetl;
using namespace edgetl::kernel;

namespace {

struct sign_of_sum {  // a user's epilogue
  using accumulator = std::int32_t;
  constexpr std::int8_t operator()(accumulator sum, int) const {
    return static_cast<std::int8_t>(sum > 0 ? 1 : -1);
  }
};
struct without_accumulator {
  constexpr int operator()(int sum, int) const { return sum; }
};
struct without_channel {
  using accumulator = int;
  constexpr int operator()(int sum) const { return sum; }
};
struct changes_itself {
  using accumulator = int;
  constexpr int operator()(int sum, int) { return sum; }
};

constexpr code_output                     narrow{10, {-100, 50}};
constexpr channel_constants<std::int32_t> channels[] = {{5, {1 << 30, 0}}, {-5, {1 << 30, 1}}};
constexpr std::int32_t                    biases[]   = {5, -5};
using by_channel =
    requantize_per_channel<std::int8_t, std::int32_t, quant::tflite_double_rounding, constant<narrow>>;
using by_tensor =
    requantize_per_tensor<std::int8_t, std::int32_t, quant::tflite_single_rounding, erased<code_output>>;

constexpr float real_biases[] = {0.5f, -0.5f};

}  // namespace

static_assert(epilogue<by_channel> && epilogue<by_tensor> && epilogue<bias_and_clamp> &&
              epilogue<sign_of_sum>);
static_assert(!epilogue<without_accumulator> && !epilogue<without_channel> && !epilogue<changes_itself> &&
              !epilogue<int>);

static_assert(sizeof(by_channel) <= 2 * sizeof(void*),
              "constant output parameters take no room beyond padding");
static_assert(by_channel{{}, channels}(10, 0) == 8 + 10 && by_channel{{}, channels}(10, 1) == 5 + 10,
              "each its own bias and factor");
static_assert(by_channel{{}, channels}(1000, 1) == 50 && by_channel{{}, channels}(-1000, 1) == -100,
              "clamped after the zero point");
static_assert(by_tensor{{narrow}, {1 << 30, 0}, biases}(-10, 0) == -2 + 10, "-2.5 goes up");
static_assert(by_tensor{{narrow}, {1 << 30, 0}, nullptr}(-10, 0) == -5 + 10, "no bias");
static_assert(bias_and_clamp{{0, 6}, real_biases}(1.0f, 1) == 0.5f &&
              bias_and_clamp{{0, 6}, nullptr}(9.0f, 0) == 6.0f);
static_assert(multiply_add(std::int64_t{1} << 40, 100000, 20000) == (std::int64_t{1} << 40) + 2000000000);
static_assert(multiply_add(1.0f, 2.0f, 3.0f) == 7.0f);

TEST_CASE("epilogue: a product is rounded before it is added, whatever the compiler's flags say") {
  // 1 + 2^-12 squared is 1 + 2^-11 + 2^-24: rounded to float the last term goes, fused it would stay
  const float value = 1.0f + 1.0f / 4096;
  CHECK(multiply_add(-(1.0f + 1.0f / 2048), value, value) == 0.0f);
}

TEST_CASE("epilogue: 64-bit accumulators") {
  const channel_constants<std::int64_t> wide[] = {{std::int64_t{1} << 36, {1 << 30, -20}}};
  const requantize_per_channel<std::int16_t, std::int64_t, quant::tflite_double_rounding, erased<code_output>>
      own{{{0, {-32768, 32767}}}, wide};
  CHECK(own(0, 0) == 32767);  // 2^36 / 2^21 = 32768
  CHECK(own(-(std::int64_t{1} << 35), 0) == 16384);
  CHECK(own(-(std::int64_t{1} << 37), 0) == -32768);
}
