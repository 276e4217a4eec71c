// SPDX-License-Identifier: BSL-1.0
// A whole model: one image in constant evaluation, all images at run time, against the reference
// interpreter's answers (examples/digits).
#include <edgetl/model.hpp>

#include "digit_answers.model.hpp"
#include "digit_images.model.hpp"
#include "digits.model.hpp"
#include "unit.hpp"

#include <type_traits>

namespace {

using net    = edgetl::model<digits>;
using input  = net::input_type<>;
using output = net::output_type<>;

constexpr std::size_t images = digit_images::size / input::size();

constexpr input image(std::size_t number) {
  input result{};
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = static_cast<std::int8_t>(digit_images::bytes[number * input::size() + i]);
  return result;
}
constexpr bool as_the_interpreter(const output& made, std::size_t number) {
  for (std::size_t i = 0; i < made.size(); ++i)
    if (made[i] != static_cast<std::int8_t>(digit_answers::bytes[number * made.size() + i])) return false;
  return true;
}

}  // namespace

#ifdef EDGETL_TEST_EVALUATION
static_assert(as_the_interpreter(net::evaluate(image(7)), 7), "the compiler recognises a digit");
#endif
static_assert(net::macs == 402752 && net::inputs == 1 && net::outputs == 1 &&
              net::arena_bytes == net::program::lives.live_set_bound);
static_assert(sizeof(net) == net::arena_bytes && alignof(net) == edgetl::arena_alignment,
              "a model is its arena");
static_assert(net::weight_bytes < digits::size && input::size() == 64 && output::size() == 10);
static_assert(std::is_same_v<edgetl::model_in<digits>::output_type<>, output>);
static_assert(net::target_name == net::program::target::name);

struct by_reference : digits {
  using default_target = edgetl::target::scalar;
};
static_assert(std::is_same_v<edgetl::default_target<by_reference>, edgetl::target::scalar> &&
              std::is_same_v<edgetl::default_target<digits>, edgetl::target::native>);

// As the file says it, read by another reader.
namespace {
constexpr auto conv = net::inspect::step<0>(), dense = net::inspect::step(8);
constexpr auto equal = [](const auto& text, const char* words) {
  std::size_t i = 0;
  while (words[i] != 0 && text[i] == words[i]) ++i;
  return text[i] == 0 && words[i] == 0;
};
}  // namespace
static_assert(equal(conv.name, "CONV_2D") && equal(dense.name, "FULLY_CONNECTED") && dense.macs == 320);
static_assert(conv.inputs.size() == 3 &&
              equal(conv.inputs[0].name.chars, "serving_default_keras_tensor_11:0") &&
              conv.inputs[0].shape == input::shape && conv.inputs[0].element == edgetl::element_type::int8);
static_assert(equal(conv.inputs[1].name.chars, "functional_1_1/functional_1/conv2d_1/convolution") &&
              conv.inputs[1].tensor == 13 && conv.inputs[1].shape == edgetl::make_extents(16, 3, 3, 1) &&
              conv.inputs[1].constant && conv.inputs[1].offset == -1);
static_assert(conv.inputs[2].element == edgetl::element_type::int32 && conv.inputs[2].bytes == 64);
static_assert(conv.outputs.size() == 1 && conv.outputs[0].bytes == 1024 &&
              conv.outputs[0].shape == edgetl::make_extents(1, 8, 8, 16));
static_assert(dense.inputs[0].shape == edgetl::make_extents(1, 32) &&
              dense.outputs[0].shape == output::shape);

TEST_CASE("model: what a step reads and writes stands apart in the arena, and is where the model has it") {
  static net  own;
  const auto* arena = reinterpret_cast<const std::int8_t*>(&own);
  const auto  last  = net::inspect::step(net::steps - 1);
  CHECK(own.input().data() == arena + conv.inputs[0].offset);
  CHECK(own.output().data() == arena + last.outputs[0].offset);
  for (int s = 0; s < net::steps; ++s) {
    const auto step = net::inspect::step(s);
    for (const auto& from : step.inputs)
      if (!from.constant) {
        const auto to = step.outputs[0];
        CHECK(from.offset >= 0);
        CHECK(from.offset + static_cast<std::int64_t>(from.bytes) <=
              static_cast<std::int64_t>(net::arena_bytes));
        const bool apart = from.offset + static_cast<std::int64_t>(from.bytes) <= to.offset ||
                           to.offset + static_cast<std::int64_t>(to.bytes) <= from.offset;
        CHECK((apart || from.offset == to.offset));  // or in place
      }
  }
  CHECK(net::inspect::step(-1).operation == -1);
  CHECK(net::inspect::step(net::steps).inputs.size() == 0);
}

TEST_CASE("model: every image is answered as the interpreter did") {
  static net  own;
  int         wrong = 0;
  const auto  step  = static_cast<std::size_t>(edgetl_test::many < 10000 ? 12 : 1);
  std::size_t run   = 0;
  for (std::size_t number = 0; number < images; number += step, ++run)
    wrong += as_the_interpreter(own(image(number)), number) ? 0 : 1;
  CHECK(wrong == 0);
  CHECK(run >= 30u);
  CHECK(digit_answers::size == images * output::size());
}

TEST_CASE("model: outputs read as real numbers, a borrowed arena answers alike") {
  static edgetl::model_in<digits>::arena_type arena;
  edgetl::model_in<digits>                    borrowed{arena};
  const auto                                  made = borrowed(image(0));
  CHECK(as_the_interpreter(made, 0));
  CHECK(made.real(3) == static_cast<float>(made[3] + 128) / 256);
  for (std::size_t i = 0; i < input::size(); ++i) borrowed.input()[i] = image(1)[i];
  borrowed.run();
  for (std::size_t i = 0; i < output::size(); ++i)
    CHECK(borrowed.output()[i] == static_cast<std::int8_t>(digit_answers::bytes[10 + i]));
  auto given = borrowed.input();
  for (std::size_t i = 0; i < given.size(); ++i) given.set_real(i, given.quantization.real(image(2)[i]));
  borrowed.run();
  for (std::size_t i = 0; i < output::size(); ++i)
    CHECK(borrowed.output()[i] == static_cast<std::int8_t>(digit_answers::bytes[20 + i]));
}
