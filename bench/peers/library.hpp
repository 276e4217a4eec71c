// SPDX-License-Identifier: BSL-1.0
// A shared library opened while the program runs: the peers' wheels hold libraries, but no headers.
#pragma once

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace edgetl_bench {

class library {
 public:
  void open(const std::string& file) {
    handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(dlerror());
  }
  template <class Function> void find(Function*& function, const char* name) const {
    function = reinterpret_cast<Function*>(dlsym(handle, name));
    if (function == nullptr) throw std::runtime_error("the library has no function " + std::string(name));
  }

 private:
  void* handle = nullptr;
};

}  // namespace edgetl_bench
