// SPDX-License-Identifier: BSL-1.0
// A file inside the program, written by hand: what may stand for a model, and that it is the same model.
#include <edgetl/import/tflite/embedded.hpp>

#include <edgetl/model.hpp>

#include "../unit.hpp"
#include "digit_answers.model.hpp"
#include "digit_images.model.hpp"
#include "digits.model.hpp"

using namespace edgetl;
namespace tflite = edgetl::import::tflite;

namespace {

// As long as the file, without the terminator of a literal.
constexpr auto copied = [] {
  array<unsigned char, digits::size> result;
  for (std::size_t row = 0; row < digits::size; row += 4096)
    for (std::size_t i = row; i < digits::size && i < row + 4096; ++i) result[i] = digits::bytes[i];
  return result;
}();
struct by_hand {
  static constexpr const auto&        bytes = copied.elements;
  static constexpr decltype(sizeof 0) size  = sizeof bytes;
};
struct at_an_address {
  static constexpr const unsigned char* bytes = digits::bytes;
  static constexpr unsigned             size  = digits::size;
};
struct too_long {
  static constexpr unsigned char bytes[] = {1, 2, 3};
  static constexpr std::size_t   size    = 4;
};
struct of_chars {
  static constexpr char        bytes[] = "abc";
  static constexpr std::size_t size    = 3;
};
struct at_run_time {
  static inline const unsigned char* bytes = digits::bytes;
  static constexpr std::size_t       size  = digits::size;
};
struct without_size {
  static constexpr unsigned char bytes[] = {1, 2, 3};
};

template <class Source> using net = model<Source, quant::tflite_double_rounding, target::scalar>;

}  // namespace

static_assert(tflite::embedded_file<digits> && tflite::embedded_file<by_hand> && tflite::embedded_file<at_an_address>);
static_assert(!tflite::embedded_file<too_long> && !tflite::embedded_file<of_chars>);
static_assert(!tflite::embedded_file<without_size> && !tflite::embedded_file<at_run_time>);
static_assert(!tflite::embedded_file<unsigned char[3]> && !tflite::embedded_file<int>);
static_assert(net<by_hand>::macs == 402752 && net<by_hand>::arena_bytes == net<digits>::arena_bytes &&
              net<at_an_address>::weight_bytes == net<digits>::weight_bytes);

TEST_CASE("embedded: a model by hand answers as the interpreter did") {
  static net<by_hand> own;
  for (std::size_t i = 0; i < 64; ++i) own.input()[i] = static_cast<int8>(digit_images::bytes[i]);
  own.run();
  for (std::size_t i = 0; i < 10; ++i) CHECK(own.output()[i] == static_cast<int8>(digit_answers::bytes[i]));
}
