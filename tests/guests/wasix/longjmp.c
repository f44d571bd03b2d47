// setjmp and longjmp by stack checkpoints, in a guest instrumented with Binaryen's Asyncify.
#include "wasix.h"

typedef struct { uint64_t user, b0, b1; } snapshot_t;
IMPORT(stack_checkpoint) int stack_checkpoint(snapshot_t *, uint64_t *);
IMPORT(stack_restore) _Noreturn void stack_restore(const snapshot_t *, uint64_t);

static snapshot_t outer, inner;
static volatile int steps;

static uint64_t set(snapshot_t *place) {
  uint64_t value = 99;
  CHECK(stack_checkpoint(place, &value) == SUCCESS);
  return value;
}

__attribute__((noinline)) static void dive(int depth, volatile char *above) {
  volatile char frame[100];
  frame[0] = above[0] + 1;
  if (depth == 0) stack_restore(&outer, 42);
  dive(depth - 1, frame);
  CHECK(frame[0] == 0);
}

__attribute__((noinline)) static int loop(void) {
  volatile int local = 5;
  int kept = 7;
  uint64_t value = set(&inner);
  steps++;
  CHECK(kept == 7);
  if (value < 1000) {
    local++;
    stack_restore(&inner, value + 1);
  }
  return (int)value;
}

void _start(void) {
  volatile char first[1] = {1};
  uint64_t value = set(&outer);
  if (value == 0) {
    steps = 1;
    dive(50, first);
    CHECK(0);
  }
  CHECK(value == 42 && steps == 1 && first[0] == 1);
  CHECK(loop() == 1000 && steps == 1002);
  complete();
}
