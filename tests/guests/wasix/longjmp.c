// setjmp and longjmp by stack checkpoints, also out of a signal handler, in a guest instrumented with Binaryen's Asyncify.
#include "wasix.h"

typedef struct { uint64_t user, b0, b1; } snapshot_t;
IMPORT(stack_checkpoint) int stack_checkpoint(snapshot_t *, uint64_t *);
IMPORT(stack_restore) _Noreturn void stack_restore(const snapshot_t *, uint64_t);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(proc_raise) int proc_raise(int);

enum { USR1 = 10, USR2 = 12 };

static snapshot_t outer, inner, before_signal;
static volatile int steps, handled, returned;

// Leaves by a jump, or returns.
__attribute__((export_name("handle"))) void handle(int signal) {
  handled += signal;
  if (signal == USR1) stack_restore(&before_signal, handled);
  returned++;
}

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

// A handler that jumps out of the call in which it runs. Signals arrive afterwards too.
__attribute__((noinline)) static void leave_handler(void) {
  callback_signal(TEXT("handle"));
  uint64_t value = set(&before_signal);
  if (value < 3 * USR1) {
    CHECK(handled == (int)value && returned == 0);
    proc_raise(USR1);
    CHECK(0);
  }
  CHECK(value == 3 * USR1 && handled == 3 * USR1 && returned == 0);
  CHECK(proc_raise(USR2) == SUCCESS && handled == 3 * USR1 + USR2 && returned == 1);
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
  leave_handler();
  complete();
}
