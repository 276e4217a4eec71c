// SPDX-License-Identifier: BSL-1.0
// Stands in for model.cpp in the program that the smallest one with a model is compared with.
namespace edgetl_demo {

void run() {}

}  // namespace edgetl_demo
