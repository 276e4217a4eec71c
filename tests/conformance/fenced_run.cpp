// SPDX-License-Identifier: BSL-1.0
// See fenced_run.hpp and check.hpp.
#include "fenced_run.hpp"

#include "check.hpp"

#include <cstdint>
#include <cstring>
#include <memory>

#include "../unit/unit.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace edgetl_test {
namespace {

void store(unsigned char* to, edgetl::element_type element, std::size_t i, double value) {
  const auto put = [&](auto typed) { std::memcpy(to + i * sizeof typed, &typed, sizeof typed); };
  switch (element) {
    case edgetl::element_type::float32: put(static_cast<float>(value)); break;
    case edgetl::element_type::int32: put(static_cast<std::int32_t>(value)); break;
    case edgetl::element_type::int16: put(static_cast<std::int16_t>(value)); break;
    case edgetl::element_type::uint8: put(static_cast<std::uint8_t>(value)); break;
    default: put(static_cast<std::int8_t>(value)); break;
  }
}

double load(const unsigned char* from, edgetl::element_type element, std::size_t i) {
  const auto get = [&](auto typed) {
    std::memcpy(&typed, from + i * sizeof typed, sizeof typed);
    return static_cast<double>(typed);
  };
  switch (element) {
    case edgetl::element_type::float32: return get(float{});
    case edgetl::element_type::int32: return get(std::int32_t{});
    case edgetl::element_type::int16: return get(std::int16_t{});
    case edgetl::element_type::uint8: return get(std::uint8_t{});
    default: return get(std::int8_t{});
  }
}

// Memory of exactly `bytes` bytes, aligned to 16 and, where possible, to no more; the next byte behind it (or,
// where `at_front`, the one before it) cannot be touched.
class fence {
 public:
  fence(std::size_t bytes, bool at_front) : bytes_(bytes) {
#if defined(__linux__)
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    room_           = (bytes + page - 1) / page * page;
    size_           = room_ + 2 * page;
    void* memory    = mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    mapped_ = static_cast<unsigned char*>(memory);
    front_  = mapped_ + page;
    if (mprotect(front_, room_, PROT_READ | PROT_WRITE) != 0) return;
    data_ = at_front ? front_ : front_ + room_ - bytes;
#else
    static_cast<void>(at_front);
    room_  = bytes + 2 * guard + 16;
    block_ = std::unique_ptr<unsigned char[]>(new unsigned char[room_]);
    front_ = block_.get();
    data_  = front_ + guard;
    data_ += (16 - reinterpret_cast<std::uintptr_t>(data_) % 16) % 16;
#endif
    std::memset(front_, 0xC3, room_);
  }
  fence(const fence&) = delete;
  ~fence() {
#if defined(__linux__)
    if (mapped_ != nullptr) munmap(mapped_, size_);
#endif
  }

  unsigned char* data() const { return data_; }
  bool           is_intact() const {
    for (const unsigned char* at = front_; at != front_ + room_; ++at)
      if ((at < data_ || at >= data_ + bytes_) && *at != 0xC3) return false;
    return true;
  }

 private:
  [[maybe_unused]] static constexpr std::size_t guard = 64;
  std::size_t                      bytes_, room_ = 0, size_ = 0;
  unsigned char*                   front_  = nullptr;
  unsigned char*                   data_   = nullptr;
  unsigned char*                   mapped_ = nullptr;
  std::unique_ptr<unsigned char[]> block_;
};

std::string number(double value) {
  const auto whole = static_cast<long long>(value);
  if (static_cast<double>(whole) == value) return std::to_string(whole);
  return std::to_string(value);
}

}  // namespace

operands make_operands(const fenced_program& program, int pattern, unsigned seed) {
  operands       result;
  random_numbers random{0x9E3779B97F4A7C15ull * (seed + 1) + static_cast<unsigned>(pattern)};
  for (int k = 0; k < 2; ++k) {
    const fenced_tensor& own = program.inputs[k];
    if (own.bytes == 0) break;
    const bool   real   = own.element == edgetl::element_type::float32;
    const double lowest = real ? -4 : own.element == edgetl::element_type::int16 ? -32768 : own.element == edgetl::element_type::int32 ? -2000000 : -128;
    const double highest = real ? 4 : -lowest - 1;
    for (std::size_t i = 0; i < own.count; ++i) {
      const double any = real ? random.fraction() * 8 - 4 : random.between(static_cast<std::int32_t>(lowest), static_cast<std::int32_t>(highest));
      double       value = any;
      switch (pattern) {
        case 1: value = lowest; break;
        case 2: value = highest; break;
        case 3: value = (i + static_cast<std::size_t>(k)) % 2 == 0 ? lowest : highest; break;
        case 4: value = random.between(0, 1) == 0 ? lowest : highest; break;
        case 5: value = real ? any : random.between(-3, 3); break;
        case 6: value = k == 0 ? highest : lowest; break;
        default: break;
      }
      result.values[k].push_back(real ? static_cast<double>(static_cast<float>(value)) : value);
    }
  }
  return result;
}

elements run_fenced(const fenced_program& program, const operands& given, int pattern, std::string& faults) {
  const fence memory(program.arena_bytes, pattern % 2 == 1);
  if (memory.data() == nullptr) {
    faults += "there is no memory for the arena; ";
    return {};
  }
  unsigned char* const arena = memory.data();
  const auto           noise = static_cast<unsigned char>(0x35 + 0x61 * pattern);
  std::memset(arena, noise, program.arena_bytes);
  for (int k = 0; k < 2; ++k)
    for (std::size_t i = 0; i < given.values[k].size(); ++i)
      store(arena + program.inputs[k].offset, program.inputs[k].element, i, given.values[k][i]);

  program.run(arena);

  if (!memory.is_intact()) faults += "bytes outside the arena were written; ";
  const std::size_t first = program.output.offset, last = first + program.output.bytes;
  for (std::size_t at = last; at < (last + 15) / 16 * 16; ++at)
    if (arena[at] != noise) {
      bool is_input = false;
      for (const fenced_tensor& in : program.inputs) is_input = is_input || (at >= in.offset && at < in.offset + in.bytes);
      if (!is_input) {
        faults += "bytes behind the output were written; ";
        break;
      }
    }
  for (int k = 0; k < 2; ++k) {
    const fenced_tensor& in = program.inputs[k];
    if (in.bytes == 0 || (in.offset < last && first < in.offset + in.bytes)) continue;  // in place
    for (std::size_t i = 0; i < in.count; ++i)
      if (load(arena + in.offset, in.element, i) != given.values[k][i]) {
        faults += "an input was written; ";
        break;
      }
    for (std::size_t at = in.offset + in.bytes; at < (in.offset + in.bytes + 15) / 16 * 16; ++at)
      if (arena[at] != noise) {
        faults += "bytes behind an input were written; ";
        break;
      }
  }
  elements result;
  for (std::size_t i = 0; i < program.output.count; ++i)
    result.push_back(load(arena + program.output.offset, program.output.element, i));
  return result;
}

std::string difference(const elements& made, const std::vector<expected>& wanted) {
  if (made.size() != wanted.size()) return "the model has " + std::to_string(wanted.size()) + " outputs";
  std::size_t wrong = 0, first = 0;
  for (std::size_t i = made.size(); i-- > 0;) {
    const double off = made[i] - wanted[i].value;
    if (!(off <= wanted[i].tolerance && -off <= wanted[i].tolerance)) ++wrong, first = i;
  }
  if (wrong == 0) return {};
  return std::to_string(wrong) + " of " + std::to_string(made.size()) + " outputs are wrong; output " +
         std::to_string(first) + " is " + number(made[first]) + ", not " + number(wanted[first].value);
}

void check_patterns(const fenced_program& program, const fenced_program* reference, const std::string& what, unsigned seed, model_function model,
                    const void* wanted, const unsigned char* file) {
  const std::string kernel = program.kernel.is_reference() ? "reference" : program.kernel.kernel.c_str();
  INFO(what << " (" << kernel << ")");  // for a crash
  for (int pattern = 0; pattern < pattern_count; ++pattern) {
    const operands given = make_operands(program, pattern, seed);
    std::string    faults;
    const elements made = run_fenced(program, given, pattern, faults);
    faults += difference(made, model(wanted, file, given));
    if (reference != nullptr) {
      std::vector<expected> same;
      for (const double value : run_fenced(*reference, given, pattern, faults)) same.push_back({value});
      if (const std::string found = difference(made, same); !found.empty()) faults += "; and against the reference, " + found;
    }
    if (!faults.empty()) {
      FAIL_CHECK(what << " (" << kernel << "), pattern " << pattern << ": " << faults);
      return;
    }
  }
  CHECK(true);
}

}  // namespace edgetl_test
