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

static_assert(as_the_interpreter(net::evaluate(image(7)), 7), "the compiler recognises a digit");
static_assert(net::macs == 402752 && net::inputs == 1 && net::outputs == 1 &&
              net::arena_bytes == net::program::lives.live_set_bound);
static_assert(sizeof(net) == net::arena_bytes && alignof(net) == edgetl::graph::arena_alignment,
              "a model is its arena");
static_assert(net::weight_bytes < digits::size && input::size() == 64 && output::size() == 10);
static_assert(std::is_same_v<edgetl::model_in<digits>::output_type<>, output>);
static_assert(net::target_name == net::program::target::name);

struct by_reference : digits { using default_target = edgetl::target::scalar; };
static_assert(std::is_same_v<edgetl::default_target<by_reference>, edgetl::target::scalar> &&
              std::is_same_v<edgetl::default_target<digits>, edgetl::target::native>);

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
  alignas(edgetl::graph::arena_alignment) static unsigned char bytes[net::arena_bytes];
  edgetl::model_in<digits>                                     borrowed(edgetl::borrowed_arena{bytes});
  const auto                                                   made = borrowed(image(0));
  CHECK(as_the_interpreter(made, 0));
  CHECK(made.real(3) == static_cast<float>(made[3] + 128) / 256);
  for (std::size_t i = 0; i < input::size(); ++i) borrowed.input()[i] = image(1)[i];
  borrowed.run();
  for (std::size_t i = 0; i < output::size(); ++i)
    CHECK(borrowed.output()[i] == static_cast<std::int8_t>(digit_answers::bytes[10 + i]));
}
