// SPDX-License-Identifier: BSL-1.0
// x86's dense layers whose weights stay as the file has them, on the native level, against the reference:
// whole vectors of codes and shorter ends, channels beside whole groups.
#include "x86_case.hpp"

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using edgetl::kernel::conv_2d;
using edgetl::kernel::fully_connected;

namespace {

template <class Operation, class Facts> void check_unpacked() {
  if constexpr (x86::runs_here()) {
    using program = edgetl::graph::program<one_step<Operation, Facts>, edgetl::quant::tflite_double_rounding,
                                           edgetl::target::native>;
    static constexpr auto  how  = edgetl::graph::inspection<program>::step(0).how;
    const std::string_view name = how.kernel.chars;
    CHECK(name.ends_with("unpacked"));
    CHECK(differences<1, Operation, Facts, edgetl::quant::tflite_double_rounding>(0) == 0);
    CHECK(differences<1, Operation, Facts, edgetl::quant::tflite_single_rounding>(2) == 0);
  }
}

}  // namespace

TEST_CASE("x86: weights that are not packed") {
  check_unpacked<
      conv_2d,
      facts_of<kind::conv,
               layer_case{.height = 3, .width = 3, .channels = 80, .outputs = 419, .large_file = true}>>();
  check_unpacked<
      fully_connected,
      facts_of<kind::dense, layer_case{.channels = 301, .outputs = 112, .gain = 40, .large_file = true}>>();
}
