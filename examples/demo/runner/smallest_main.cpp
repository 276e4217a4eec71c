// SPDX-License-Identifier: BSL-1.0
// The smallest program around a model. With and without one, it tells what the model adds to a program.
namespace edgetl_demo {

void run();

}  // namespace edgetl_demo

int main() {
  edgetl_demo::run();
  return 0;
}
