// SPDX-License-Identifier: BSL-1.0
// Sliding windows against brute-force enumeration of their taps.
#include <edgetl/kernel/window.hpp>

#include "../unit.hpp"

#include <initializer_list>

using namespace edgetl::kernel;

static_assert(window_positions(padding::same, 96, 3, 2, 1) == 48 &&
              window_positions(padding::same, 5, 3, 2, 1) == 3);
static_assert(window_positions(padding::valid, 5, 3, 2, 1) == 2 &&
              window_positions(padding::valid, 5, 3, 1, 2) == 1);
static_assert(window_positions(padding::valid, 4, 3, 1, 2) == 0, "it does not fit");
static_assert(window_positions(padding::valid, 2147483647, 2147483647, 1, 2147483647) == 0,
              "reaches are 64-bit");
static_assert(make_window(padding::same, 96, 48, 3, 2, 1).before == 0 &&
              make_window(padding::same, 5, 3, 3, 2, 1).before == 1);
static_assert(make_window(padding::same, 6, 6, 4, 1, 1).before == 1,
              "an odd total has the smaller half in front");

TEST_CASE("window: taps inside the image, for every small window") {
  int wrong = 0, tested = 0;
  for (const padding rule : {padding::same, padding::valid})
    for (int input = 1; input <= 9; ++input)
      for (int size = 1; size <= 5; ++size)
        for (int stride = 1; stride <= 4; ++stride)
          for (int dilation = 1; dilation <= 3; ++dilation) {
            // positions: SAME has ceil(input / stride), VALID all whole windows
            const int reach    = (size - 1) * dilation + 1;
            int       expected = 0;
            for (int at = 0; at < input; at += stride)
              expected += rule == padding::same || at + reach <= input ? 1 : 0;
            const int output = window_positions(rule, input, size, stride, dilation);
            wrong += output == expected ? 0 : 1;
            if (output == 0) continue;

            const window own    = make_window(rule, input, output, size, stride, dilation);
            const int    total  = (output - 1) * stride + reach - input;
            const int    before = rule == padding::same && total > 0 ? total / 2 : 0;
            for (int position = 0; position < output; ++position) {
              const int from = own.origin(position);
              wrong += from == position * stride - before ? 0 : 1;
              for (int tap = 0; tap < size; ++tap) {
                const int  at     = from + tap * dilation;
                const bool inside = at >= 0 && at < input;
                wrong += inside == (tap >= own.first_tap(from) && tap < own.last_tap(from)) ? 0 : 1;
                ++tested;
              }
              if (rule == padding::valid)
                wrong += own.first_tap(from) == 0 && own.last_tap(from) == size ? 0 : 1;
            }
          }
  CHECK(wrong == 0);
  CHECK(tested > 6000);
}
