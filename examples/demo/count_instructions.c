/* SPDX-License-Identifier: BSL-1.0
   A plugin for qemu-aarch64: counts the instructions that run between two markers, `hint #100` and
   `hint #101`, which do nothing elsewhere. The count per pair goes to the file that the argument names.
   Debian has no header for plugins; what follows is the part of QEMU's plugin interface, version 1, that
   is used (https://www.qemu.org/docs/master/devel/tcg-plugins.html). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*translated)(plugin_id, struct qemu_plugin_tb *);
typedef void (*executed)(unsigned cpu, void *data);
typedef void (*ended)(plugin_id, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, translated);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, executed, int registers, void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int operation, void *counter, uint64_t add);
void qemu_plugin_register_atexit_cb(plugin_id, ended, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

enum { no_registers = 0, add_u64 = 0 };
static const uint32_t first_marker = 0xd503201f | 100u << 5, last_marker = 0xd503201f | 101u << 5;

static uint64_t counted, from, between, pairs;
static char     path[4096];

static void start(unsigned cpu, void *data) {
  (void)cpu, (void)data;
  from = counted;
}

static void stop(unsigned cpu, void *data) {
  (void)cpu, (void)data;
  between += counted - from;
  ++pairs;
}

static void translate(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    uint32_t                 code;
    memcpy(&code, qemu_plugin_insn_data(instruction), sizeof code);
    if (code == first_marker) qemu_plugin_register_vcpu_insn_exec_cb(instruction, start, no_registers, NULL);
    else if (code == last_marker) qemu_plugin_register_vcpu_insn_exec_cb(instruction, stop, no_registers, NULL);
    else qemu_plugin_register_vcpu_insn_exec_inline(instruction, add_u64, &counted, 1);
  }
}

static void finish(plugin_id id, void *data) {
  (void)id, (void)data;
  FILE *file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%.3f\n", pairs > 0 ? (double)between / (double)pairs : 0.0);
  fclose(file);
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int count, char **arguments) {
  (void)info;
  for (int i = 0; i < count; ++i)
    if (strncmp(arguments[i], "counted=", 8) == 0) snprintf(path, sizeof path, "%s", arguments[i] + 8);
  qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
  qemu_plugin_register_atexit_cb(id, finish, NULL);
  return 0;
}
