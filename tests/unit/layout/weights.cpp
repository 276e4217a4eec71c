// SPDX-License-Identifier: BSL-1.0
// A scheme and a layout make a weights operand; a user's own of either do, too.
#include <edgetl/layout/weights.hpp>

#include "../unit.hpp"

using namespace edgetl;

namespace {

// A user's layout: columns first.
template <std::size_t Rows, std::size_t Columns> struct transposed {
  static constexpr std::size_t slot(std::size_t index) { return index % Columns * Rows + index / Columns; }
};
struct answers_with_an_int {
  static constexpr int slot(std::size_t index) { return static_cast<int>(index); }
};
struct no_layout {};

struct always_three {  // a weights operand that stores nothing
  using scheme  = void;
  using layout  = void;
  using operand = float;
  constexpr float operator[](std::size_t) const { return 3; }
};
struct without_scheme {
  using layout  = layout::dense;
  using operand = int;
  constexpr int operator[](std::size_t) const { return 0; }
};
struct of_another_type {
  using scheme  = void;
  using layout  = void;
  using operand = int;
  constexpr float operator[](std::size_t) const { return 0; }
};

constexpr unsigned char codes[] = {1, 4, 2, 5, 3, 250};
using columns_first             = layout::weights<quant::symmetric<int8>, transposed<2, 3>>;

}  // namespace

static_assert(layout::maps_an_index_to_a_slot<layout::dense> &&
              layout::maps_an_index_to_a_slot<transposed<2, 3>>);
static_assert(layout::check<layout::dense>() && layout::check<transposed<2, 3>>());
static_assert(!layout::maps_an_index_to_a_slot<answers_with_an_int> &&
              !layout::maps_an_index_to_a_slot<no_layout>);

static_assert(layout::weights_operand<layout::weights<quant::symmetric<int4>, layout::dense>> &&
              layout::weights_operand<columns_first>);
static_assert(layout::weights_operand<always_three>);
static_assert(!layout::weights_operand<without_scheme> && !layout::weights_operand<of_another_type> &&
              !layout::weights_operand<const float*>);

static_assert(sizeof(columns_first) == sizeof(const void*), "an operand is a pointer");
static_assert(columns_first{codes}[0] == 1 && columns_first{codes}[1] == 2 && columns_first{codes}[3] == 4 &&
              columns_first{codes}[5] == -6);
static_assert(layout::weights<quant::symmetric<int8>, layout::dense>{codes}[5] == -6);

TEST_CASE("weights: layout and scheme are independent") {
  const layout::weights<quant::symmetric<int4>, transposed<3, 2>> own{codes};
  const layout::weights<quant::symmetric<int4>, layout::dense>    plain{codes};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 2; ++column)
      CHECK(own[row * 2 + column] == plain[column * 3 + row]);
}
