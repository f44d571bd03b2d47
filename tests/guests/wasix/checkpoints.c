// Limits of checkpoints: the host keeps the newest ones, and refuses a checkpoint larger than the host memory limit of the guest.
#include "wasix.h"

typedef struct { uint64_t user, b0, b1; } snapshot_t;
IMPORT(stack_checkpoint) int stack_checkpoint(snapshot_t *, uint64_t *);
IMPORT(stack_restore) _Noreturn void stack_restore(const snapshot_t *, uint64_t);

enum { COUNT = 3000 };
static snapshot_t many[COUNT];
static snapshot_t large;
static volatile int restored;

// Forces the compiler to keep the bytes in linear memory, where a checkpoint copies them.
static void keep(char *bytes) { __asm__ volatile("" : : "r"(bytes) : "memory"); }

__attribute__((noinline)) static int deep(void) {
  char frame[40000];
  uint64_t value = 99;
  for (size_t i = 0; i < sizeof frame; i++) frame[i] = (char)i;
  keep(frame);
  int error = stack_checkpoint(&large, &value);
  keep(frame);
  for (size_t i = 0; i < sizeof frame; i++) CHECK(frame[i] == (char)i);
  return error;
}

__attribute__((noinline)) static void take(int index) {
  uint64_t value = 99;
  CHECK(stack_checkpoint(&many[index], &value) == SUCCESS);
  if (value == 5) restored++;
  CHECK(value == 0 || value == 5);
}

void _start(void) {
  CHECK(deep() == NOMEM && large.b0 == 0);
  volatile int next = 0;
  while (next < COUNT) {
    take(next);
    next++;
  }
  CHECK(deep() == NOMEM);
  take(0);
  if (restored == 0) stack_restore(&many[0], 5);
  CHECK(restored == 1);
  complete();

  // The host has released this one.
  stack_restore(&many[1], 5);
}
