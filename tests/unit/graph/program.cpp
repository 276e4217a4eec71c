// SPDX-License-Identifier: BSL-1.0
// A user's own operations, graph, target and arithmetic, as a program: in its own arena, in a borrowed one
// and in constant evaluation.
#include <edgetl/graph/program.hpp>

#include <edgetl/kernel/reshape.hpp>
#include <edgetl/model.hpp>

#include "../unit.hpp"

using namespace edgetl;

namespace {

// Sums of the elements up to each one, starting from a constant vector's first element.
struct running_sum {
  struct options {
    std::int32_t factor;
  };
  static constexpr kernel::refusal check(const kernel::node&) { return {}; }
  static constexpr std::int64_t    macs(const kernel::node& step) {
       return static_cast<std::int64_t>(step.output().shape.count());
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto count = static_cast<std::int32_t>(Step::facts.output().shape.count());
    kernel::dispatch(running_sum{}, typename Step::target{}, kernel::constant<count>{},
                     Step::facts.template options<options>().factor,
                     Step::template constant_values<float, 1>()[0], step.template input<0>(),
                     step.template output<0>());
  }
  template <class Count> static constexpr void reference(Count count, std::int32_t factor, float sum,
                                                         const float* input, float* output) {
    for (std::int32_t i = 0; i < count.get(); ++i) output[i] = sum += static_cast<float>(factor) * input[i];
  }
};

// The largest and the smallest of a row: two outputs, in the model's arithmetic.
struct extremes {
  static constexpr kernel::refusal check(const kernel::node&) { return {}; }
  static constexpr std::int64_t    macs(const kernel::node&) { return 0; }

  template <class Step> static constexpr void run(Step step) {
    const float* values = step.template input<0>();
    float *      high = step.template output<0>(), *low = step.template output<1>();
    *high = *low = values[0];
    for (std::size_t i = 1; i < Step::facts.input(0).shape.count(); ++i) {
      *high = values[i] > *high ? values[i] : *high;
      *low  = values[i] < *low ? values[i] : *low;
    }
    *low += static_cast<float>(Step::arithmetic::requantize(std::int32_t{0}, {}));
  }
};

// What a user's arithmetic may do: everything becomes 1000.
struct always_1000 {
  static constexpr quant::multiplier encode(double) { return {}; }
  static constexpr std::int32_t      requantize(std::int32_t, quant::multiplier) { return 1000; }
  static constexpr std::int32_t      requantize(std::int64_t, quant::multiplier) { return 1000; }
};

struct negating : target::scalar {
  static constexpr const char*                 name = "negating";
  template <class Count> friend constexpr void edgetl_kernel(running_sum, negating, Count count,
                                                             std::int32_t factor, float sum,
                                                             const float* input, float* output) {
    running_sum::reference(count, -factor, sum, input, output);
  }
};

constexpr kernel::tensor_info floats(extents shape) {
  kernel::tensor_info result;
  result.element = result.stored = element_type::float32;
  result.shape                   = shape;
  return result;
}

// [2, 3] -> running sum from 0.5 -> reshaped to [6] -> largest and smallest
struct hand_made {
  struct source {
    static constexpr unsigned char bytes[] = {0, 0, 0, 0x3F};
  };
  using operations = graph::operation_list<running_sum, kernel::reshape, extremes>;
  static constexpr bytes_view file{source::bytes, sizeof source::bytes};
  static constexpr auto       tape = [] {
    graph::tape<graph::tape_sizes{6, 3, 8, 1, 3}> made;
    made.sizes               = {6, 3, 8, 1, 3};
    made.tensors[0]          = floats(make_extents(2, 3));
    made.tensors[1]          = floats(make_extents(1));
    made.tensors[1].constant = true, made.tensors[1].constant_size = 4;
    made.tensors[2] = floats(make_extents(2, 3));
    made.tensors[3] = floats(make_extents(6));
    made.tensors[4] = made.tensors[5] = floats(make_extents());
    const std::int32_t edges[]        = {0, 1, 2, 2, 3, 3, 4, 5};
    for (int i = 0; i < 8; ++i) made.edges[i] = edges[i];
    made.steps[0]   = {0, 0, 0, 2, 2, 1, {2}};
    made.steps[1]   = {1, 1, 3, 1, 4, 1, {}};
    made.steps[2]   = {2, 2, 5, 1, 6, 2, {}};
    made.inputs[0]  = 0;
    made.outputs[0] = 3, made.outputs[1] = 4, made.outputs[2] = 5;
    return made;
  }();
};
struct without_source {
  using operations = hand_made::operations;
  static constexpr bytes_view file{};
  static constexpr auto       tape = hand_made::tape;
};

template <class Arithmetic, class Target> using program = graph::program<hand_made, Arithmetic, Target>;
using plain_program = program<quant::tflite_double_rounding, target::scalar>;
using plain         = inference<plain_program, arena<plain_program::arena_bytes>>;
using other_program = program<always_1000, negating>;
using other         = inference<other_program, arena<other_program::arena_bytes>>;

constexpr tensor<float, 2, 3> given{{1, -2, 3, 4, -5, 6}};
constexpr auto                result = plain::evaluate(given);

}  // namespace

static_assert(target::target<negating> && quant::arithmetic<always_1000>);
static_assert(graph::static_graph<hand_made> && !graph::static_graph<without_source> &&
              !graph::static_graph<int>);
static_assert(result.get<0>()[0] == 2.5f && result.get<0>()[5] == 14.5f && result.get<1>()[0] == 14.5f &&
              result.get<2>()[0] == -1.5f);
static_assert(other::evaluate(given).get<0>()[0] == 2.5f, "while compiling, every target is the reference");
static_assert(plain_program::alias_root(3) == 2 && plain_program::slot_count() == 4 &&
              plain_program::slot_tensor(1) == 2);
static_assert(plain_program::offset<2> == plain_program::offset<3>, "a reshaped tensor is where it was");
static_assert(plain::arena_bytes == plain_program::lives.live_set_bound &&
              plain::arena_bytes == 32 + 16 + 16);
static_assert(plain::macs == 6 && plain::weight_bytes == 4 && plain::inputs == 1 && plain::outputs == 3 &&
              plain::steps == 3);
static_assert(sizeof(plain) == plain::arena_bytes, "a model is its arena");

// A graph without names: what it has is there.
static_assert(plain::inspect::step<0>().name[0] == 0 && plain::inspect::step<0>().inputs[0].name.empty());
static_assert(plain::inspect::step(0).inputs[1].constant && plain::inspect::step(2).outputs.size() == 2);
static_assert(plain::inspect::step(1).inputs[0].offset == plain::inspect::step(1).outputs[0].offset, "reshaped");
static_assert(plain::inspect::step(2).outputs[1].tensor == 5 && plain::inspect::step(2).outputs[1].shape.rank == 0);

TEST_CASE("program: the arena and constant evaluation agree") {
  plain      net;
  const auto own = net(given);
  CHECK((own.get<0>() == result.get<0>()));
  CHECK(own.get<1>()[0] == result.get<1>()[0]);
  CHECK(own.get<2>()[0] == result.get<2>()[0]);
  CHECK(own.get<2>().real(0) == -1.5f);
}

TEST_CASE("program: a target and an arithmetic of the user's are used") {
  other net;
  CHECK(net(given).get<0>()[0] == -1.5f);
  CHECK(net(given).get<2>()[0] == 1000 - 13.5f);
}

TEST_CASE("program: an arena of the user's, written and read in place") {
  arena<plain::arena_bytes + 16>                                  larger;
  inference<plain_program, borrowed_arena<plain::arena_bytes>> net(larger);
  for (unsigned char& byte : larger.bytes) byte = 0xA5;
  for (std::size_t i = 0; i < 6; ++i) net.input()[i] = given[i];
  net.run();
  CHECK(net.output<1>()[0] == 14.5f);
  for (std::size_t i = plain::arena_bytes; i < sizeof larger; ++i)
    CHECK(larger.bytes[i] == 0xA5);  // nothing behind it is touched
}
