// SPDX-License-Identifier: BSL-1.0
// NEON's sums, products, tables, pools and means: counts around whole vectors, operands stretched over rows,
// factors at the ends of their range.
#include "arm_case.hpp"

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/kernel/sub.hpp>

using namespace edgetl_test;
using namespace edgetl_test::arm;
using namespace edgetl_test::helium_elementwise;
using namespace edgetl::kernel;

namespace edgetl_test::arm {

template <class Operation, pair_case... Case> void check_pairs() {
  check_steps<Operation, 2, pair_facts<Case>...>();
}
template <class Operation> void check_sums() {
  check_pairs<Operation, pair_case{37, {0.05f, 3}, {0.02f, -128}, {0.06f, -5}},
              pair_case{2, {0.01f, -128}, {0.05f, 9}, {0.04f, -128}, activation::relu},
              pair_case{8, {0.05f, 1}, {0.05f, 0}, {0.1f, 127}},
              pair_case{23, {0.05f, -7}, {0.05f, 12}, {0.03f, -20}, activation::relu6},
              pair_case{25, {0.05f, 127}, {0.0001f, -4}, {0.05f, 0}},
              pair_case{33, {0.0099f, 127}, {0.01f, -128}, {0.05f, 0}},
              pair_case{16, {0.001f, -9}, {0.03f, 4}, {0.00002f, 1}},
              pair_case{21, {0.03f, -9}, {0.03f, 4}, {0.04f, 1}, activation::none, true},
              pair_case{9, {0.03f, -9}, {0.01f, 4}, {0.04f, 1}, activation::none, true},
              pair_case{3, {1.0f, 0}, {0.5f, 0}, {2e-7f, 0}}>();
}
template <class Operation> void check_pools() {
  [&]<pool_case... Case>() { check_steps<Operation, 1, pool_facts<Case>...>(); }
  .template operator()<
      pool_case{.height = 8, .width = 8, .channels = 64, .filter_height = 8, .filter_width = 8, .stride = 8},
      pool_case{.height = 5, .width = 6, .channels = 19, .filter_height = 3, .filter_width = 2, .stride = 2},
      pool_case{.rule          = padding::valid,
                .batches       = 2,
                .height        = 5,
                .width         = 4,
                .channels      = 13,
                .filter_height = 2,
                .filter_width  = 3,
                .function      = activation::relu},
      pool_case{.height        = 17,
                .width         = 16,
                .channels      = 8,
                .filter_height = 16,
                .filter_width  = 16,
                .stride        = 3,
                .function      = activation::relu6},
      pool_case{.rule          = padding::valid,
                .height        = 2,
                .width         = 600,
                .channels      = 16,
                .filter_height = 2,
                .filter_width  = 600},
      pool_case{
          .height = 20, .width = 20, .channels = 5, .filter_height = 20, .filter_width = 20, .stride = 20}>();
}

}  // namespace edgetl_test::arm

TEST_CASE("neon: sums and differences") {
  edgetl_test::arm::check_sums<add>();
  edgetl_test::arm::check_sums<sub>();
}

TEST_CASE("neon: products") {
  edgetl_test::arm::check_pairs<mul, pair_case{37, {0.05f, 3}, {0.02f, -128}, {0.06f, -5}},
                                pair_case{20, {0.05f, 3}, {0.02f, -128}, {0.01f, -128}, activation::relu},
                                pair_case{21, {0.05f, 1}, {0.05f, 0}, {0.003f, 27}},
                                pair_case{7, {0.05f, -7}, {0.05f, 12}, {0.0001f, -20}},
                                pair_case{19, {0.03f, -9}, {0.03f, 4}, {0.04f, 1}, activation::none, true}>();
}

TEST_CASE("neon: pools") {
  edgetl_test::arm::check_pools<average_pool_2d>();
  edgetl_test::arm::check_pools<max_pool_2d>();
}

TEST_CASE("neon: means") {
  check_steps<mean, 1, mean_facts<8, 1, 2>, mean_facts<13, 1, 2>, mean_facts<5, 2, 1>, mean_facts<40, 1, 2>,
              mean_facts<16, 0, 1>, mean_facts<17, 2, 3>>();
}

TEST_CASE("neon: tables") {
  check_steps<logistic, 1, table_facts<256>, table_facts<1>, table_facts<63>, table_facts<79>>();
}
