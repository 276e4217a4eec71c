// SPDX-License-Identifier: BSL-1.0
// As much of Linux as a statically linked test program needs: it loads one, answers its system calls, prints
// through Bochs' port 0xE9 and ends with a line that says the exit code. There are no signals, no threads and no
// files but those that stand on the disk, to be read. Pages that the program protects are protected, so that fences around arenas hold.
#include <cstddef>
#include <cstdint>

extern "C" {
extern const unsigned char exceptions[];
void                       enter_system_call();
}

namespace {

// Where things are. The ROM's page tables are below 0x5000, this kernel at 1 MiB, the program where it wants to be.
constexpr std::uint64_t small_pages_at = 0x200000;
constexpr std::uint64_t program_begin = 0x400000, program_end = 0x07000000, stack_top = 0x08000000;  // the heap ends at program_end
constexpr std::uint64_t file_at = 0x08000000, file_end = 0x0C000000;
constexpr std::uint64_t pages_begin = 0x0C000000, pages_end = 0x10000000;

constexpr std::int64_t not_permitted = -1, no_entry = -2, no_memory = -12, no_terminal = -25, not_implemented = -38;

void out(std::uint16_t port, char byte) { asm volatile("outb %0, %1" ::"a"(byte), "Nd"(port)); }
void print(const char* words) {
  for (; *words != '\0'; ++words) out(0xE9, *words);
}
void print(std::uint64_t number, unsigned base = 16) {
  char digits[24] = {};
  int  at         = 23;
  do {
    digits[--at] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0);
  print(digits + at);
}
[[noreturn]] void leave(std::uint64_t code) {
  print("\n#exit ");
  print(code, 10);
  print("\n");
  for (;;) {
    for (const char* letter = "Shutdown"; *letter != '\0'; ++letter) out(0x8900, *letter);
    asm volatile("hlt");
  }
}
void write_register(std::uint32_t number, std::uint64_t value) {
  asm volatile("wrmsr" ::"c"(number), "a"(static_cast<std::uint32_t>(value)), "d"(static_cast<std::uint32_t>(value >> 32)));
}

void copy(std::uint64_t to, std::uint64_t from, std::uint64_t count) {
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count)::"memory");
}
void clear(std::uint64_t to, std::uint64_t count) { asm volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(0) : "memory"); }

// --- memory: small pages for what the program maps -------------------------------------------------------
auto* const   small_pages = reinterpret_cast<std::uint64_t*>(small_pages_at);
std::uint64_t heap_begin, heap_end, next_page = pages_begin;

void protect(std::uint64_t from, std::uint64_t count, std::uint64_t rights) {
  for (std::uint64_t at = from & ~4095ull; at < from + count; at += 4096)
    if (at >= pages_begin && at < pages_end) {
      small_pages[(at - pages_begin) / 4096] = at | ((rights & 2) != 0 ? 3 : ((rights & 1) != 0 ? 1 : 0));
      asm volatile("invlpg (%0)" ::"r"(at) : "memory");
    }
}
std::int64_t map(std::uint64_t count, std::uint64_t rights, std::uint64_t flags) {
  count = (count + 4095) & ~4095ull;
  if ((flags & 0x20) == 0 || next_page + count > pages_end) return no_memory;
  const std::uint64_t at = next_page;
  next_page += count;
  protect(at, count, 3);
  clear(at, count);
  protect(at, count, rights);
  return static_cast<std::int64_t>(at);
}
void unmap(std::uint64_t at, std::uint64_t count) {
  count = (count + 4095) & ~4095ull;
  protect(at, count, 0);
  if (at + count == next_page) next_page = at;
}
void begin_pages() {
  clear(small_pages_at, (pages_end - pages_begin) / 4096 * 8);
  auto* level_2 = reinterpret_cast<std::uint64_t*>(0x3000);
  for (std::uint64_t at = pages_begin; at < pages_end; at += 0x200000)
    level_2[at / 0x200000] = reinterpret_cast<std::uint64_t>(small_pages + (at - pages_begin) / 4096) | 3;
  std::uint64_t tables, control;
  asm volatile("mov %%cr3, %0\n mov %0, %%cr3" : "=r"(tables)::"memory");
  asm volatile("mov %%cr0, %0" : "=r"(control));
  asm volatile("mov %0, %%cr0" ::"r"(control | 0x10000));  // pages that may not be written: not by us either
}

// --- exceptions ---------------------------------------------------------------------------------------
struct [[gnu::packed]] gate {
  std::uint16_t low, segment;
  std::uint8_t  stack, kind;
  std::uint16_t middle;
  std::uint32_t high, zero;
};
gate gates[32];

void begin_exceptions() {
  for (unsigned k = 0; k < 32; ++k) {
    const auto to = reinterpret_cast<std::uint64_t>(exceptions) + 16 * k;
    gates[k]      = {static_cast<std::uint16_t>(to), 0x18, 0, 0x8E, static_cast<std::uint16_t>(to >> 16), static_cast<std::uint32_t>(to >> 32), 0};
  }
  const struct [[gnu::packed]] {
    std::uint16_t limit;
    const gate*   table;
  } given{sizeof gates - 1, gates};
  asm volatile("lidt %0" ::"m"(given));
}

// --- the disk: a description, the program, files. The description has a line with the program's length in
// sectors, one for each argument, an empty one, and one for each file: first sector, bytes, path. -----------
constexpr std::uint64_t sector = 512;

std::uint8_t in(std::uint16_t port) {
  std::uint8_t byte;
  asm volatile("inb %1, %0" : "=a"(byte) : "Nd"(port));
  return byte;
}
void read_sectors(std::uint64_t to, std::uint64_t first, std::uint64_t count) {
  while (count > 0) {
    const std::uint64_t now = count < 128 ? count : 128;
    out(0x1F2, static_cast<char>(now));
    for (int k = 0; k < 3; ++k) out(static_cast<std::uint16_t>(0x1F3 + k), static_cast<char>(first >> (8 * k)));
    out(0x1F6, static_cast<char>(0xE0 | (first >> 24)));
    out(0x1F7, 0x20);
    for (std::uint64_t k = 0; k < now; ++k, to += sector) {
      while ((in(0x1F7) & 0x88) != 0x08) {
      }
      std::uint64_t words = sector / 2, at = to;
      asm volatile("rep insw" : "+D"(at), "+c"(words) : "d"(0x1F0) : "memory");
    }
    first += now;
    count -= now;
  }
}

constexpr std::uint64_t description_sectors = 32;
alignas(16) char        description[sector * description_sectors];
alignas(16) char        bounce[sector];

struct file {
  std::uint64_t first, bytes, position;
  const char*   path;
};
constexpr int max_files = 100, first_handle = 3;
file          files[max_files];
int           file_count;

std::uint64_t read_number(char*& at) {
  std::uint64_t number = 0;
  for (; *at >= '0' && *at <= '9'; ++at) number = 10 * number + static_cast<std::uint64_t>(*at - '0');
  if (*at != '\0') ++at;
  return number;
}
char* end_line(char* at) {  // returns the next one
  while (*at != '\n' && *at != '\0') ++at;
  if (*at == '\n') *at++ = '\0';
  return at;
}
void find_files(char* at) {
  while (*at != '\0' && file_count < max_files) {
    file& own = files[file_count++];
    own.first = read_number(at);
    own.bytes = read_number(at);
    own.path  = at;
    at        = end_line(at);
  }
}
bool equal(const char* left, const char* right) {
  for (; *left == *right; ++left, ++right)
    if (*left == '\0') return true;
  return false;
}
std::int64_t open_file(const char* path, std::uint64_t flags) {
  for (int k = 0; k < file_count && (flags & 3) == 0; ++k)
    if (equal(files[k].path, path)) {
      files[k].position = 0;
      return first_handle + k;
    }
  return no_entry;
}
file* file_of(std::uint64_t handle) {
  const std::uint64_t k = handle - first_handle;
  return k < static_cast<std::uint64_t>(file_count) ? files + k : nullptr;
}
std::int64_t read_file(file& own, std::uint64_t to, std::uint64_t count) {
  const std::uint64_t left = own.position < own.bytes ? own.bytes - own.position : 0;
  if (count > left) count = left;
  for (std::uint64_t done = 0; done < count;) {
    const std::uint64_t inside = own.position % sector, from = own.first + own.position / sector;
    std::uint64_t       now    = sector - inside;
    if (inside == 0 && count - done >= sector) {
      now = (count - done) / sector * sector;
      read_sectors(to + done, from, now / sector);
    } else {
      if (now > count - done) now = count - done;
      read_sectors(reinterpret_cast<std::uint64_t>(bounce), from, 1);
      copy(to + done, reinterpret_cast<std::uint64_t>(bounce) + inside, now);
    }
    done += now;
    own.position += now;
  }
  return static_cast<std::int64_t>(count);
}
std::int64_t seek(file& own, std::uint64_t offset, std::uint64_t whence) {
  own.position = offset + (whence == 1 ? own.position : whence == 2 ? own.bytes : 0);
  return static_cast<std::int64_t>(own.position);
}
void describe(const file* own, std::uint64_t to) {  // struct stat: a regular file or a terminal
  clear(to, 144);
  *reinterpret_cast<std::uint32_t*>(to + 24) = own != nullptr ? 0100444 : 0020620;
  *reinterpret_cast<std::uint64_t*>(to + 48) = own != nullptr ? own->bytes : 0;
  *reinterpret_cast<std::uint64_t*>(to + 56) = 4096;
}

// --- the program --------------------------------------------------------------------------------------
struct elf_header {
  unsigned char identity[16];
  std::uint16_t type, machine;
  std::uint32_t version;
  std::uint64_t entry, segments, sections;
  std::uint32_t flags;
  std::uint16_t header_size, segment_size, segment_count, section_size, section_count, names;
};
struct elf_segment {
  std::uint32_t type, flags;
  std::uint64_t offset, address, physical, file_size, memory_size, alignment;
};

[[noreturn]] void run_program() {
  read_sectors(reinterpret_cast<std::uint64_t>(description), 0, description_sectors);
  char*               given   = description;
  const std::uint64_t sectors = read_number(given);
  if (sectors * sector > file_end - file_at) leave(126);
  read_sectors(file_at, description_sectors, sectors);
  const auto& image = *reinterpret_cast<const elf_header*>(file_at);
  if (image.identity[0] != 0x7F || image.type != 2) {
    print("bochs kernel: the program must be linked with -static -no-pie\n");
    leave(126);
  }
  std::uint64_t headers = 0;
  for (unsigned k = 0; k < image.segment_count; ++k) {
    const auto& segment = *reinterpret_cast<const elf_segment*>(file_at + image.segments + k * image.segment_size);
    if (segment.type != 1) continue;
    if (segment.address < program_begin || segment.address + segment.memory_size > program_end) leave(126);
    copy(segment.address, file_at + segment.offset, segment.file_size);
    clear(segment.address + segment.file_size, segment.memory_size - segment.file_size);
    if (image.segments >= segment.offset && image.segments < segment.offset + segment.file_size)
      headers = segment.address + image.segments - segment.offset;
    if (segment.address + segment.memory_size > heap_end) heap_end = (segment.address + segment.memory_size + 4095) & ~4095ull;
  }
  heap_begin = heap_end;

  // the stack that Linux gives a program: arguments, an empty environment, facts
  auto*         next  = reinterpret_cast<std::uint64_t*>(stack_top - 4096);
  std::uint64_t count = 0;
  auto* const   first = next;
  ++next;
  for (; *given != '\n' && *given != '\0'; ++count) {
    *next++ = reinterpret_cast<std::uint64_t>(given);
    given   = end_line(given);
  }
  if (*given == '\n') find_files(given + 1);
  *first  = count;
  *next++ = 0;
  *next++ = 0;
  const std::uint64_t facts[] = {3, headers, 4, image.segment_size, 5, image.segment_count, 6, 4096, 9, image.entry, 11, 0, 12, 0, 13, 0, 14, 0,
                                 17, 100, 23, 0, 25, stack_top - 64, 0, 0};
  for (const std::uint64_t fact : facts) *next++ = fact;
  asm volatile(
      "mov %0, %%rsp\n xor %%edx, %%edx\n xor %%ebp, %%ebp\n jmp *%1" ::"a"(first), "c"(image.entry) : "memory");
  __builtin_unreachable();
}

}  // namespace

extern "C" {

// The compiler may call these for what looks like them.
void* memset(void* to, int, std::size_t count) {
  clear(reinterpret_cast<std::uint64_t>(to), count);
  return to;
}
void* memcpy(void* to, const void* from, std::size_t count) {
  copy(reinterpret_cast<std::uint64_t>(to), reinterpret_cast<std::uint64_t>(from), count);
  return to;
}

std::int64_t system_call(std::uint64_t number, std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d, std::uint64_t, std::uint64_t) {
  switch (number) {
    case 1:  // write
      for (std::uint64_t i = 0; i < c; ++i) out(0xE9, reinterpret_cast<const char*>(b)[i]);
      return static_cast<std::int64_t>(c);
    case 20: {  // writev
      std::int64_t total = 0;
      for (std::uint64_t k = 0; k < c; ++k) {
        const auto* part = reinterpret_cast<const std::uint64_t*>(b) + 2 * k;
        total += system_call(1, a, part[0], part[1], 0, 0, 0);
      }
      return total;
    }
    case 9: return map(b, c, d);
    case 10: protect(a, b, c); return 0;
    case 11: unmap(a, b); return 0;
    case 12:  // brk
      if (a >= heap_begin && a <= program_end) {
        if (a > heap_end) clear(heap_end, a - heap_end);
        heap_end = a;
      }
      return static_cast<std::int64_t>(heap_end);
    case 158:                                      // arch_prctl
      if (a != 0x1002) return -22;
      write_register(0xC0000100, b);
      return 0;
    case 228: case 96: clear(b == 0 ? a : b, 16); return 0;  // clock_gettime, gettimeofday: the beginning of time
    case 39: case 186: case 218: return 1;         // getpid, gettid, set_tid_address
    case 13: case 14: case 131: case 273: case 202: case 28: return 0;  // signals, robust list, futex, madvise
    case 16: return no_terminal;
    case 2: return open_file(reinterpret_cast<const char*>(a), b);
    case 257: return open_file(reinterpret_cast<const char*>(b), c);
    case 0: return file_of(a) != nullptr ? read_file(*file_of(a), b, c) : 0;
    case 19: {  // readv
      std::int64_t total = 0;
      for (std::uint64_t k = 0; k < c && file_of(a) != nullptr; ++k) {
        const auto* part = reinterpret_cast<const std::uint64_t*>(b) + 2 * k;
        total += read_file(*file_of(a), part[0], part[1]);
      }
      return total;
    }
    case 8: return file_of(a) != nullptr ? seek(*file_of(a), b, c) : 0;
    case 3: return 0;
    case 21: case 89: case 267: return no_entry;
    case 5: describe(file_of(a), b); return 0;  // fstat
    case 262: {                                 // newfstatat
      const auto* path = reinterpret_cast<const char*>(b);
      if (*path == '\0') return describe(file_of(a), c), 0;
      const std::int64_t found = open_file(path, 0);
      return found < 0 ? found : (describe(file_of(static_cast<std::uint64_t>(found)), c), 0);
    }
    case 302:                                      // prlimit64: the stack
      if (d != 0) reinterpret_cast<std::uint64_t*>(d)[0] = reinterpret_cast<std::uint64_t*>(d)[1] = 8 << 20;
      return 0;
    case 318: clear(a, b); return static_cast<std::int64_t>(b);  // getrandom: the same numbers every time
    case 234: print("bochs kernel: the program aborted\n"); leave(134);  // tgkill
    case 60: case 231: leave(a);
    case 334: return not_implemented;              // rseq
    default: break;
  }
  return number == 101 ? not_permitted : not_implemented;
}

void report_exception(std::uint64_t vector, std::uint64_t first, std::uint64_t second, std::uint64_t address) {
  const bool has_code = vector == 8 || (vector >= 10 && vector <= 14) || vector == 17;
  print(vector == 14 ? "\nbochs kernel: forbidden memory" : vector == 6 ? "\nbochs kernel: no such instruction" : "\nbochs kernel: exception ");
  if (vector != 14 && vector != 6) print(vector, 10);
  print(" at ");
  print(has_code ? second : first);
  if (vector == 14) {
    print(", address ");
    print(address);
  }
  leave(139);
}

void start_kernel() {
  begin_exceptions();
  begin_pages();
  write_register(0xC0000081, std::uint64_t{0x18} << 32);
  write_register(0xC0000082, reinterpret_cast<std::uint64_t>(&enter_system_call));
  write_register(0xC0000084, 0x600);
  run_program();
}
}
