// SPDX-License-Identifier: BSL-1.0
// Schemes: the concept both ways, every code of the library's schemes, and a user's own.
#include <edgetl/quant/scheme.hpp>

#include "../unit.hpp"

using namespace edgetl;

namespace {

// A user's scheme: five ternary digits per byte.
struct ternary {
  using operand                 = std::int32_t;
  using word                    = unsigned char;
  static constexpr int     bits = 2;
  static constexpr operand decode(const word* codes, std::size_t slot) {
    int digits = codes[slot / 5];
    for (std::size_t i = 0; i < slot % 5; ++i) digits /= 3;
    return digits % 3 - 1;
  }
};
struct without_operand {
  using word                                 = unsigned char;
  [[maybe_unused]] static constexpr int bits = 8;
  static constexpr int                  decode(const word* codes, std::size_t slot) { return codes[slot]; }
};
struct without_bits {
  using operand = std::int32_t;
  using word    = unsigned char;
  static constexpr operand decode(const word* codes, std::size_t slot) { return codes[slot]; }
};
struct decodes_to_another_type {
  using operand               = std::int32_t;
  using word                  = unsigned char;
  static constexpr int   bits = 8;
  static constexpr float decode(const word* codes, std::size_t slot) { return codes[slot]; }
};

constexpr unsigned char three[] = {0 + 3 * 1 + 9 * 2 + 27 * 2 + 81 * 0};
constexpr unsigned char four[]  = {0x80, 0x7F, 0x1E};

}  // namespace

static_assert(quant::scheme<quant::symmetric<int8>> && quant::scheme<quant::symmetric<int4>>);
static_assert(quant::scheme<quant::unquantized<float>> && quant::scheme<quant::unquantized<int16>> &&
              quant::scheme<ternary>);
static_assert(quant::check<quant::symmetric<int4>>() && quant::check<ternary>());
static_assert(!quant::scheme<without_operand> && !quant::scheme<without_bits> &&
              !quant::scheme<decodes_to_another_type> && !quant::scheme<int>);

static_assert(ternary::decode(three, 0) == -1 && ternary::decode(three, 1) == 0 &&
              ternary::decode(three, 3) == 1 && ternary::decode(three, 4) == -1);
static_assert(quant::symmetric<int4>::decode(four, 0) == 0 && quant::symmetric<int4>::decode(four, 1) == -8,
              "low nibble first");
static_assert(quant::symmetric<int4>::decode(four, 2) == -1 && quant::symmetric<int4>::decode(four, 3) == 7);
static_assert(quant::symmetric<int4>::decode(four, 4) == -2 && quant::symmetric<int4>::bits == 4);

TEST_CASE("scheme: every code of 8 and of 4 bits") {
  for (int code = 0; code < 256; ++code) {
    const auto byte = static_cast<unsigned char>(code);
    const int  low = code % 16, high = code / 16;
    CHECK(quant::symmetric<int8>::decode(&byte, 0) == (code < 128 ? code : code - 256));
    CHECK(quant::symmetric<int4>::decode(&byte, 0) == (low < 8 ? low : low - 16));
    CHECK(quant::symmetric<int4>::decode(&byte, 1) == (high < 8 ? high : high - 16));
  }
  const float        reals[] = {1.5f, -2.0f};
  const std::int16_t wide[]  = {-32768, 7};
  CHECK(quant::unquantized<float>::decode(reals, 1) == -2.0f);
  CHECK(quant::unquantized<int16>::decode(wide, 0) == -32768);
}
