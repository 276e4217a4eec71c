// SPDX-License-Identifier: BSL-1.0
// Folding: chains of SHAPE, STRIDED_SLICE and PACK become values, half-precision constants become real ones,
// and what depends on an input stays.
#include <edgetl/graph/passes/fold_constants.hpp>

#include <edgetl/graph/operations.hpp>
#include <edgetl/kernel/dequantize.hpp>
#include <edgetl/kernel/reshape.hpp>
#include <edgetl/kernel/shape.hpp>
#include <edgetl/kernel/strided_slice.hpp>

#include "../unit.hpp"

using namespace edgetl;

namespace {

using operations = graph::operation_list<kernel::shape, kernel::strided_slice, kernel::pack, kernel::reshape,
                                         kernel::dequantize>;
using tape_type  = graph::tape<graph::tape_sizes{12, 6, 24, 1, 1}>;

constexpr unsigned char bytes[] = {0, 0, 0, 0, 1, 0, 0, 0, 0x00, 0x3C, 0x00, 0xC0};  // 0; 1; halves 1 and -2
constexpr bytes_view    file{bytes, sizeof bytes};

struct writer {
  tape_type tape{};

  constexpr int tensor(element_type element, extents shape) {
    auto& own   = tape.tensors[tape.sizes.tensors];
    own.element = own.stored = element;
    own.shape                = shape;
    return tape.sizes.tensors++;
  }
  constexpr int constant(std::uint32_t at, element_type element, extents shape) {
    const int own                   = tensor(element, shape);
    tape.tensors[own].constant      = true;
    tape.tensors[own].constant_at   = at;
    tape.tensors[own].constant_size = static_cast<std::uint32_t>(tape.tensors[own].bytes());
    return own;
  }
  template <class... Input>
  constexpr void step(int operation, int output, std::int32_t shrink, Input... input) {
    auto& own        = tape.steps[tape.sizes.steps++];
    own.operation    = operation;
    own.first_input  = tape.sizes.edges;
    own.input_count  = sizeof...(Input);
    own.first_output = own.first_input + own.input_count;
    own.output_count = 1;
    own.options[4]   = shrink;
    ((tape.edges[tape.sizes.edges++] = input), ...);
    tape.edges[tape.sizes.edges++] = output;
  }
};

// The batch of an input [5, 2, 3] beside a constant 1: where a RESHAPE's shape comes from.
constexpr tape_type made = [] {
  writer    own;
  const int in     = own.tensor(element_type::float32, make_extents(5, 2, 3));
  const int zero   = own.constant(0, element_type::int32, make_extents(1));
  const int one    = own.constant(4, element_type::int32, make_extents(1));
  const int sizes  = own.tensor(element_type::int32, make_extents(3));
  const int batch  = own.tensor(element_type::int32, make_extents());
  const int packed = own.tensor(element_type::int32, make_extents(2));
  const int out    = own.tensor(element_type::float32, make_extents(5, 6));
  const int halves = own.constant(8, element_type::float16, make_extents(2));
  const int reals  = own.tensor(element_type::float32, make_extents(2));
  const int column = own.tensor(element_type::float32, make_extents(2, 1));
  own.step(0, sizes, 0, in);
  own.step(1, batch, 1, sizes, zero, one, one);
  own.step(2, packed, 0, batch, one);
  own.step(3, out, 0, in, packed);
  own.step(4, reals, 0, halves);
  own.step(3, column, 0, reals);
  return own.tape;
}();
constexpr tape_type folded = graph::fold_constants<operations>(made, file);

}  // namespace

static_assert(made.sizes.steps == 6 && folded.sizes.steps == 1, "only the RESHAPE of the input is left");
static_assert(folded.steps[0].operation == 3 && folded.sizes.tensors == made.sizes.tensors);
static_assert(folded.tensors[3].computed && folded.tensors[3].values[0] == 5 &&
              folded.tensors[3].values[2] == 3);
static_assert(folded.tensors[4].values[0] == 5 && folded.tensors[5].values[0] == 5 &&
              folded.tensors[5].values[1] == 1);
static_assert(!folded.tensors[6].constant, "what depends on an input is no constant");
static_assert(folded.tensors[8].constant && folded.tensors[8].element == element_type::float32 &&
              folded.tensors[8].stored == element_type::float16);
static_assert(folded.tensors[9].constant && folded.tensors[9].constant_at == 8,
              "a reshaped constant is the same constant");

TEST_CASE("fold: folded half-precision weights read as real numbers") {
  const kernel::node none{file, folded.tensors, nullptr, 0, nullptr, 0, nullptr};
  CHECK(none.real_of(folded.tensors[8], 1) == -2.0f);
  CHECK(none.real_of(folded.tensors[9], 0) == 1.0f);
}

TEST_CASE("fold: folding twice changes nothing") {
  const tape_type again = graph::fold_constants<operations>(folded, file);
  CHECK(again.sizes.steps == 1);
  CHECK(again.steps[0].operation == folded.steps[0].operation);
}
