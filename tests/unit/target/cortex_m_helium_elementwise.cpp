// SPDX-License-Identifier: BSL-1.0
// Helium's sums, products, tables, pools and means against the reference, bit for bit.
#include "elementwise_case.hpp"

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/kernel/sub.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using namespace edgetl::kernel;

namespace edgetl_test::helium_elementwise {

template <class Operation, pair_case... Case> void check_pairs() {
  (check_layer<Operation, pair_facts<Case>, 2>(), ...);
}

template <class Operation> void check_sums() {
  check_pairs<Operation, pair_case{37, {0.05f, 3}, {0.02f, -128}, {0.06f, -5}},
              pair_case{2, {0.01f, -128}, {0.05f, 9}, {0.04f, -128}, activation::relu},
              pair_case{8, {0.05f, 1}, {0.05f, 0}, {0.1f, 127}},
              pair_case{23, {0.05f, -7}, {0.05f, 12}, {0.03f, -20}, activation::relu6},
              pair_case{5, {0.05f, 127}, {0.0001f, -4}, {0.05f, 0}},
              pair_case{16, {0.001f, -9}, {0.03f, 4}, {0.00002f, 1}},
              pair_case{6, {0.03f, -9}, {0.03f, 4}, {0.04f, 1}, activation::none, true},
              pair_case{3, {1.0f, 0}, {0.5f, 0}, {2e-7f, 0}}>();
}

template <class Operation> void check_pools() {
  [&]<pool_case... Case>() { (check_layer<Operation, pool_facts<Case>>(), ...); }
  .template operator()<
      pool_case{.height = 8, .width = 8, .channels = 64, .filter_height = 8, .filter_width = 8, .stride = 8},
      pool_case{.height = 5, .width = 6, .channels = 19, .filter_height = 3, .filter_width = 2, .stride = 2},
      pool_case{.rule          = padding::valid,
                .batches       = 2,
                .height        = 5,
                .width         = 4,
                .channels      = 3,
                .filter_height = 2,
                .filter_width  = 3,
                .function      = activation::relu},
      pool_case{.height        = 17,
                .width         = 16,
                .channels      = 8,
                .filter_height = 16,
                .filter_width  = 16,
                .function      = activation::relu6},
      pool_case{
          .height = 20, .width = 20, .channels = 5, .filter_height = 20, .filter_width = 20, .stride = 20}>();
}

}  // namespace edgetl_test::helium_elementwise

using namespace edgetl_test::helium_elementwise;

TEST_CASE("helium: sums") { check_sums<add>(); }
TEST_CASE("helium: differences") { check_sums<sub>(); }
TEST_CASE("helium: products") {
  check_pairs<mul, pair_case{37, {0.05f, 3}, {0.02f, -128}, {0.06f, -5}},
              pair_case{2, {0.01f, -128}, {0.05f, 9}, {0.01f, -128}, activation::relu},
              pair_case{21, {0.05f, 1}, {0.05f, 0}, {0.003f, 27}},
              pair_case{7, {0.05f, -7}, {0.05f, 12}, {0.0001f, -20}},
              pair_case{6, {0.03f, -9}, {0.03f, 4}, {0.04f, 1}, activation::none, true}>();
}
TEST_CASE("helium: largest of a window") { check_pools<max_pool_2d>(); }
TEST_CASE("helium: average of a window") { check_pools<average_pool_2d>(); }
TEST_CASE("helium: means") {
  check_layer<mean, mean_facts<8, 1, 2>>();
  check_layer<mean, mean_facts<13, 1, 2>>();
  check_layer<mean, mean_facts<5, 2, 1>>();
  check_layer<mean, mean_facts<16, 0, 1>>();
  check_layer<mean, mean_facts<6, 2, 3>>();
  check_layer<mean, mean_facts<7, 1, 3>>();
}
TEST_CASE("helium: tables") {
  check_layer<logistic, table_facts<256>>();
  check_layer<logistic, table_facts<1>>();
  check_layer<logistic, table_facts<45>>();
}
