// SPDX-License-Identifier: BSL-1.0
// What moves elements: transpose, pad, concatenation and slices against plain index arithmetic.
#include <edgetl/kernel/strided.hpp>

#include <edgetl/kernel/concatenation.hpp>
#include <edgetl/kernel/pad.hpp>
#include <edgetl/kernel/strided_slice.hpp>
#include <edgetl/kernel/transpose.hpp>

#include "../one_step.hpp"

#include <cstring>

using namespace edgetl_test;
using namespace edgetl::kernel;

namespace {

constexpr element_type int8 = element_type::int8, int32 = element_type::int32;
constexpr affine       scale{0.5f, 3};

struct transposed {  // [2, 3, 4] by (2, 0, 1)
  static constexpr unsigned char bytes[]   = {2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
  static constexpr std::int32_t  words[]   = {0};
  static constexpr tensor_info   tensors[] = {operand(int8, make_extents(2, 3, 4), scale),
                                              constant_at(0, int32, make_extents(3)),
                                              operand(int8, make_extents(4, 2, 3), scale)};
};
struct named_twice : transposed {
  static constexpr unsigned char bytes[] = {2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0};
};
struct padded {  // [2, 3] with 1, 0 before and 0, 2 behind
  static constexpr unsigned char bytes[]   = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 42};
  static constexpr std::int32_t  words[]   = {0};
  static constexpr tensor_info   tensors[] = {operand(int8, make_extents(2, 3), scale),
                                              constant_at(0, int32, make_extents(2, 2)),
                                              operand(int8, make_extents(3, 5), scale)};
};
struct padded_with_42 : padded {
  static constexpr tensor_info tensors[] = {padded::tensors[0], padded::tensors[1],
                                            constant_at(16, int8, make_extents(), scale), padded::tensors[2]};
};
struct joined {  // [2, 1, 2] and [2, 3, 2] along axis -2
  static constexpr unsigned char bytes[]   = {0};
  static constexpr std::int32_t  words[]   = {-2, 0};
  static constexpr tensor_info   tensors[] = {operand(int8, make_extents(2, 1, 2), scale),
                                              operand(int8, make_extents(2, 3, 2), scale),
                                              operand(int8, make_extents(2, 4, 2), scale)};
};
struct other_scale : joined {
  static constexpr tensor_info tensors[] = {operand(int8, make_extents(2, 1, 2), {0.25f, 3}),
                                            joined::tensors[1], joined::tensors[2]};
};
struct sliced {  // [3, 5]: row -1 dropped as a dimension, every second element backwards
  static constexpr unsigned char bytes[] = {
      0xFF, 0xFF, 0xFF, 0xFF, 4,    0,    0,    0,  // begin -1, 4
      0,    0,    0,    0,    0,    0,    0,    0,  // end 0, 0 (open by the mask)
      1,    0,    0,    0,    0xFE, 0xFF, 0xFF, 0xFF};  // strides 1, -2
  static constexpr std::int32_t words[]   = {0, 2, 0, 0, 1, 0};
  static constexpr tensor_info  tensors[] = {
       operand(int8, make_extents(3, 5), scale), constant_at(0, int32, make_extents(2)),
       constant_at(8, int32, make_extents(2)), constant_at(16, int32, make_extents(2)),
       operand(int8, make_extents(3), scale)};
};
struct wrong_shape : sliced {
  static constexpr tensor_info tensors[] = {sliced::tensors[0], sliced::tensors[1], sliced::tensors[2],
                                            sliced::tensors[3], operand(int8, make_extents(2), scale)};
};

// Slices of [3, 5] that are refused, each for one reason.
template <std::int32_t Ellipsis, std::int32_t Entries, std::int32_t Ends, bool Constant = true> struct refused_slice {
  static constexpr unsigned char bytes[64] = {};  // zeros: an end of 0 takes nothing
  static constexpr std::int32_t  words[]   = {0, 0, Ellipsis, 0, 0, 0};
  static constexpr tensor_info   tensors[] = {
      operand(int8, make_extents(3, 5), scale),
      Constant ? constant_at(0, int32, make_extents(Entries)) : operand(int32, make_extents(Entries)),
      constant_at(0, int32, make_extents(Ends)), constant_at(0, int32, make_extents(Ends)),
      operand(int8, make_extents(3, 5), scale)};
};

// Does the operation's refusal hold these words?
template <class Operation, class Facts> bool says(const char* words) {
  const char* sentence = Operation::check(one_step<Operation, Facts>::node()).sentence;
  return sentence != nullptr && std::strstr(sentence, words) != nullptr;
}

template <std::int32_t... Extents> constexpr auto numbered() {
  edgetl::tensor<std::int8_t, Extents...> result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<std::int8_t>(i + 1);
  return result;
}

}  // namespace

static_assert(accepts<transpose, transposed>() && !accepts<transpose, named_twice>());
static_assert(accepts<pad, padded>() && accepts<pad, padded_with_42>() && accepts<concatenation, joined>() &&
              !accepts<concatenation, other_scale>());
static_assert(accepts<strided_slice, sliced>() && !accepts<strided_slice, wrong_shape>());
static_assert(front_axis(-1, 4) == 3 && front_axis(4, 4) == -1 && front_axis(-5, 4) == -1 &&
              front_axis(0, 0) == -1);
static_assert(contiguous(make_extents(2, 3)).strides[edgetl::max_rank - 2] == 3);

static_assert(net_of<pad, padded>::evaluate(numbered<2, 3>()) ==
                  edgetl::tensor<std::int8_t, 3, 5>{{3, 3, 3, 3, 3, 1, 2, 3, 3, 3, 4, 5, 6, 3, 3}},
              "filled with the zero point");
static_assert(net_of<pad, padded_with_42>::evaluate(numbered<2, 3>()) ==
              edgetl::tensor<std::int8_t, 3, 5>{{42, 42, 42, 42, 42, 1, 2, 3, 42, 42, 4, 5, 6, 42, 42}});
static_assert(net_of<concatenation, joined>::evaluate(
                  numbered<2, 1, 2>(),
                  edgetl::tensor<std::int8_t, 2, 3, 2>{{11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22}}) ==
              edgetl::tensor<std::int8_t, 2, 4, 2>{
                  {1, 2, 11, 12, 13, 14, 15, 16, 3, 4, 17, 18, 19, 20, 21, 22}});
static_assert(net_of<strided_slice, sliced>::evaluate(numbered<3, 5>()) ==
              edgetl::tensor<std::int8_t, 3>{{15, 13, 11}});

TEST_CASE("transpose: element by element") {
  net_of<transpose, transposed> net;
  const auto                    made = net(numbered<2, 3, 4>());
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t b = 0; b < 3; ++b)
      for (std::size_t c = 0; c < 4; ++c)
        CHECK(made[(c * 2 + a) * 3 + b] == static_cast<int>((a * 3 + b) * 4 + c + 1));
}

TEST_CASE("strided: in the arena as in constant evaluation") {
  net_of<pad, padded>           one;
  net_of<concatenation, joined> two;
  net_of<strided_slice, sliced> three;
  const auto                    a = numbered<2, 1, 2>();
  const auto                    b = numbered<2, 3, 2>();
  CHECK((one(numbered<2, 3>()) == net_of<pad, padded>::evaluate(numbered<2, 3>())));
  CHECK((two(a, b) == net_of<concatenation, joined>::evaluate(a, b)));
  CHECK((three(numbered<3, 5>()) == net_of<strided_slice, sliced>::evaluate(numbered<3, 5>())));
}

TEST_CASE("strided slice: a refusal names its reason") {
  CHECK(says<strided_slice, refused_slice<0, 2, 2, false>>("needs constant begin, end and strides"));
  CHECK(says<strided_slice, refused_slice<0, 2, 1>>("needs as many ends and strides as begins"));
  CHECK(says<strided_slice, refused_slice<3, 2, 2>>("has more than one ellipsis"));
  CHECK(says<strided_slice, refused_slice<0, 3, 3>>("slices more dimensions than its input has"));
  CHECK(says<strided_slice, refused_slice<2, 3, 3>>("has an ellipsis that stands for no dimension"));
  CHECK(says<strided_slice, refused_slice<0, 2, 2>>("has a stride of 0"));
  CHECK(says<strided_slice, wrong_shape>("has an output of another shape"));
}
