// SPDX-License-Identifier: BSL-1.0
// Elementwise operations, pools, MEAN and SOFTMAX on floats against their references: to the bit where they
// promise that.
#include "float32_case.hpp"

using namespace edgetl;
using namespace edgetl_test;
using kernel::activation;
using kernel::padding;

namespace {

// With some that are not finite.
std::vector<float> spiced(std::size_t count, std::uint64_t seed, float size = 4) {
  std::vector<float> result = random_floats(count, seed);
  random_numbers     numbers{seed};
  for (float& value : result) {
    value *= size;
    const std::uint32_t kind = numbers.bits() % 64;
    if (kind == 0) value = not_a_number;
    if (kind == 1) value = infinity;
    if (kind == 2) value = -infinity;
    if (kind == 3) value = 0;
    if (kind == 4) value *= 1e-38f;
  }
  return result;
}

constexpr int counts[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 100, 257};

template <class Function, class Target = float_target> double unary_difference(Function function) {
  double worst = 0;
  for (const int count : counts) {
    const std::vector<float> input = spiced(static_cast<std::size_t>(count), static_cast<std::uint64_t>(count) + 5);
    std::vector<float>       made(input.size(), 77.0f), wanted = made;
    const kernel::erased<kernel::elementwise_unary::parameters> own{{count}};
    kernel::elementwise_unary::reference(own, input.data(), function, wanted.data());
    kernel::dispatch(kernel::elementwise_unary{}, kernels_alone<Target>{}, own, input.data(), function, made.data());
    worst = larger(worst, difference(made, wanted));
    std::vector<float> in_place = input;
    kernel::dispatch(kernel::elementwise_unary{}, kernels_alone<Target>{}, own, static_cast<const float*>(in_place.data()), function, in_place.data());
    worst = larger(worst, difference(in_place, wanted));
  }
  return worst;
}

constexpr std::int32_t stride_of(const extents& shape, int axis) { return shape[axis] == 1 ? 0 : shape.product(axis + 1, shape.rank); }

template <class Function> double binary_difference(const extents& left, const extents& right, Function function) {
  kernel::elementwise_binary::parameters own{extents{}.padded_to(max_rank)};
  const extents                          l = left.padded_to(max_rank), r = right.padded_to(max_rank);
  for (int axis = 0; axis < max_rank; ++axis) {
    own.shape.dims[axis]    = l[axis] > r[axis] ? l[axis] : r[axis];
    own.left_strides[axis]  = stride_of(l, axis);
    own.right_strides[axis] = stride_of(r, axis);
  }
  own.same_shape = l == r;
  const auto one = spiced(left.count(), 3), two = spiced(right.count(), 4);
  std::vector<float> made(own.shape.count(), 77.0f), wanted = made;
  const kernel::erased<kernel::elementwise_binary::parameters> given{own};
  kernel::elementwise_binary::reference(given, one.data(), two.data(), function, wanted.data());
  kernel::dispatch(kernel::elementwise_binary{}, kernels_alone<float_target>{}, given, one.data(), two.data(), function, made.data());
  return difference(made, wanted);
}

template <class Function> void check_shapes(Function function) {
  const extents shapes[][2] = {
      {make_extents(1), make_extents(1)},          {make_extents(2, 5, 7), make_extents(2, 5, 7)},
      {make_extents(3, 4, 40), make_extents(40)},  {make_extents(40), make_extents(3, 4, 40)},
      {make_extents(9, 33), make_extents(9, 1)},   {make_extents(1), make_extents(2, 3, 17)},
      {make_extents(2, 1, 8), make_extents(5, 1)}, {make_extents(2, 3, 1, 5), make_extents(2, 1, 4, 5)},
      {make_extents(4, 1), make_extents(1, 6)},    {make_extents(2, 6, 6, 24), make_extents(2, 1, 1, 24)},
  };
  for (const auto& own : shapes) CHECK(binary_difference(own[0], own[1], function) == 0);
}

template <class Reduction> double pool_difference(int batches, int height, int width, int channels, int size, int stride, padding rule, activation function) {
  using pool = kernel::pool_2d<Reduction>;
  const auto axis = [&](int input) { return kernel::make_window(rule, input, kernel::window_positions(rule, input, size, stride, 1), size, stride, 1); };
  const kernel::erased<typename pool::parameters> own{{batches, channels, axis(height), axis(width)}};
  const auto input = spiced(static_cast<std::size_t>(batches * height * width * channels), 8);
  std::vector<float> made(static_cast<std::size_t>(batches * own.value.height.output * own.value.width.output * channels), 77.0f), wanted = made;
  pool::reference(own, input.data(), kernel::real_bounds(function), wanted.data());
  kernel::dispatch(pool{}, kernels_alone<float_target>{}, own, input.data(), kernel::real_bounds(function), made.data());
  return difference(made, wanted);
}
template <class Reduction> void check_pools() {
  CHECK(pool_difference<Reduction>(1, 25, 5, 64, 5, 5, padding::valid, activation::none) == 0);
  CHECK(pool_difference<Reduction>(2, 7, 9, 3, 3, 2, padding::same, activation::relu) == 0);
  CHECK(pool_difference<Reduction>(1, 8, 8, 17, 2, 2, padding::valid, activation::relu6) == 0);
  CHECK(pool_difference<Reduction>(1, 5, 6, 1, 2, 1, padding::same, activation::none) == 0);
  CHECK(pool_difference<Reduction>(3, 4, 4, 40, 3, 1, padding::same, activation::relu_n1_to_1) == 0);
  CHECK(pool_difference<Reduction>(1, 9, 3, 8, 3, 3, padding::same, activation::none) == 0);
}

double mean_difference(const extents& shape, std::uint32_t axes) {
  const extents                    padded = shape.padded_to(max_rank);
  kernel::mean::parameters         own{padded, extents{}.padded_to(max_rank), kernel::contiguous(shape), 1};
  for (int axis = 0; axis < max_rank; ++axis) {
    own.reduced.dims[axis] = 1;
    if ((axes >> (max_rank - 1 - axis) & 1) == 0) continue;
    own.reduced.dims[axis] = padded[axis];
    own.kept.dims[axis]    = 1;
    own.terms *= padded[axis];
  }
  const auto         input = random_floats(shape.count(), 6);
  std::vector<float> made(static_cast<std::size_t>(own.kept.product(0, max_rank)), 77.0f), wanted = made;
  const kernel::erased<kernel::mean::parameters> given{own};
  const kernel::mean::average_real               finish{own.terms};
  kernel::mean::reference(given, input.data(), finish, wanted.data());
  kernel::dispatch(kernel::mean{}, kernels_alone<float_target>{}, given, input.data(), finish, made.data());
  return difference(made, wanted);
}

template <class Target> double softmax_difference(int rows, int columns, float beta, std::vector<float> input) {
  const kernel::erased<kernel::softmax::parameters> own{{rows, columns}};
  std::vector<float>                                wanted(input.size(), 77.0f);
  kernel::softmax::reference(own, input.data(), beta, wanted.data());
  kernel::dispatch(kernel::softmax{}, kernels_alone<Target>{}, own, static_cast<const float*>(input.data()), beta, input.data());  // in place
  return difference(input, wanted);
}

}  // namespace

TEST_CASE("float32: what is exact gives the reference's bits") {
  CHECK(unary_difference(kernel::clamped_real{kernel::real_bounds(activation::relu)}) == 0);
  CHECK(unary_difference(kernel::clamped_real{kernel::real_bounds(activation::relu6)}) == 0);
  CHECK(unary_difference(kernel::clamped_real{kernel::real_bounds(activation::relu_n1_to_1)}) == 0);
  CHECK(unary_difference(kernel::leaky_real{0.2f}) == 0);
  CHECK(unary_difference(kernel::leaky_real{-1.5f}) == 0);
  CHECK(unary_difference(kernel::hard_swish_of_float{}) == 0);
  check_shapes(kernel::clamped_sum<false>{kernel::real_bounds(activation::none)});
  check_shapes(kernel::clamped_sum<true>{kernel::real_bounds(activation::relu6)});
  check_shapes(kernel::clamped_product{kernel::real_bounds(activation::relu)});
}

TEST_CASE("float32: logistic and tanh as exact as the target is asked to be") {
  CHECK(unary_difference(kernel::logistic_of_float{}) <= 3e-7);
  CHECK(unary_difference(kernel::tanh_of_float{}) <= 3e-7);
  CHECK(unary_difference<kernel::logistic_of_float, fast_target>({}) <= 1e-5);
  CHECK(unary_difference<kernel::tanh_of_float, fast_target>({}) <= 1e-4);
}

TEST_CASE("float32: pools give the reference's bits") {
  check_pools<kernel::average_of_taps>();
  check_pools<kernel::largest_of_taps>();
}

TEST_CASE("float32: MEAN gives the reference's bits, over any axes") {
  for (std::uint32_t axes = 0; axes < 16; ++axes) {
    CHECK(mean_difference(make_extents(2, 3, 5, 19), axes) == 0);
    CHECK(mean_difference(make_extents(1, 7, 7, 64), axes) == 0);
    CHECK(mean_difference(make_extents(3, 2, 4, 3), axes) == 0);
  }
}

TEST_CASE("float32: SOFTMAX") {
  for (const int columns : counts) {
    const auto input = random_floats(static_cast<std::size_t>(3 * columns), 9);
    CHECK(softmax_difference<float_target>(3, columns, 1.0f, input) <= 1e-6);
    CHECK(softmax_difference<float_target>(3, columns, 12.5f, input) <= 1e-6);
    CHECK(softmax_difference<fast_target>(3, columns, 12.5f, input) <= 1e-5);
    auto odd   = input;
    odd[0]     = not_a_number;
    odd.back() = columns > 4 ? infinity : -infinity;
    CHECK(softmax_difference<float_target>(3, columns, 1.0f, odd) <= 1e-6);
  }
}
