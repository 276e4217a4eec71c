// SPDX-License-Identifier: BSL-1.0
// What every benchmarked runtime provides: sessions that run one model on inputs written beforehand. The
// harness (harness.cpp) is the same for all of them, so that nothing but the runtime differs.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace edgetl_bench {

using bytes = std::vector<char>;

struct session {
  virtual ~session()                              = default;
  virtual void        write_inputs(const bytes&)  = 0;  // all inputs, one after another
  virtual void        run()                       = 0;  // the only thing that is timed
  virtual bytes       read_outputs()              = 0;
  virtual const void* output() const              = 0;  // what the harness makes the compiler believe is read
};

// Each program defines these three. Whatever fails throws std::runtime_error with a sentence.
void                     start_runtime(const std::string& library);  // of a peer; edgetl ignores it
std::unique_ptr<session> open_session(const std::string& name, const std::string& file);
std::string              runtime_facts();  // JSON: versions, and what edgetl knows of its models

}  // namespace edgetl_bench
