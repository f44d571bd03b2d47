// Forks, and waits for the copy, again and again. Arguments: the size of the memory in MiB, of which an eighth is used, and the count.
#include "../../guests/wasix/processes.h"

IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);

enum { PAGE = 1 << 16, PAGES_IN_MIB = 16, USED = 8 };

static char text[256], *arguments[8];

static int number(const char *digits) {
  int value = 0;
  while (*digits != 0) value = value * 10 + *digits++ - '0';
  return value;
}

__attribute__((noinline)) static void fork_and_wait(void) {
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == SUCCESS);
  if (child == 0) proc_exit2(3);
  expect_exit(child, 3);
}

void _start(void) {
  size_t count, size;
  CHECK(args_sizes_get(&count, &size) == SUCCESS && count == 3 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  size_t pages = number(arguments[1]) * PAGES_IN_MIB, used = pages / USED, present = __builtin_wasm_memory_size(0);
  if (pages > present) CHECK(__builtin_wasm_memory_grow(0, pages - present) == present);
  volatile char *memory = 0;
  for (size_t address = (pages - used) * PAGE; address < pages * PAGE; address += 4096) memory[address] = 1;
  for (int left = number(arguments[2]); left > 0; left--) fork_and_wait();
}
