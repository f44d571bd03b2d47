// Starts processes, threads or contexts until the memory of the run is used up, ends one and starts another, and then starts and ends a
// thousand one after the other. The first argument selects their kind.
#include "processes.h"

typedef struct { uintptr_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(sched_yield) int sched_yield(void);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);
IMPORT(context_create) int context_create(uint64_t *, void (*)(void));
IMPORT(context_destroy) int context_destroy(uint64_t);
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(proc_fork_env) int proc_fork_env(pid_t *);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const void *, size_t, int, const char *, size_t, pid_t *);

enum { MAX = 16, ROUNDS = 1000 };

static char text[64], *arguments[4];
static uint64_t ids[MAX];
static _Alignas(16) char stacks[MAX][512];
static thread_start_t starts[MAX];
static uint32_t ends[MAX];

static void wait_for_end(uint32_t *end) {
  timeout_t forever = {0, 0};
  uint8_t woken;
  while (__atomic_load_n(end, __ATOMIC_SEQ_CST) == 0) CHECK(futex_wait(end, 0, &forever, &woken) == SUCCESS);
}

static __attribute__((noinline)) void thread_main(uint32_t id, thread_start_t *start) {
  CHECK(id != 0);
  wait_for_end((uint32_t *)start->start_args);
}

// A new thread has no stack of its own until the first word of its record is in __stack_pointer.
__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(id, start);
}

static void run_context(void) { __builtin_trap(); }

static int start(char kind, int i) {
  pid_t child = 0;
  int error;
  switch (kind) {
    case 's':
      error = proc_spawn2(TEXT("budgets"), TEXT("budgets\nhold\n"), 0, 0, 0, 0, 0, 0, 1, TEXT("/bin"), &child);
      break;
    case 'f':
      error = proc_fork(1, &child);
      if (error == SUCCESS && child == 0) CHECK(thread_sleep(~0ULL) == SUCCESS);
      break;
    case 'v':
      // The copy shares the memory, and the calls of the same stack return twice.
      error = proc_fork_env(&child);
      if (error == SUCCESS) CHECK(proc_exec3(TEXT("budgets"), TEXT("budgets\nhold\n"), 0, 0, 1, TEXT("/bin")) == SUCCESS);
      break;
    case 't':
      ends[i] = 0;
      starts[i] = (thread_start_t){.stack = (uintptr_t)(stacks[i] + sizeof stacks[i]), .start_args = (uintptr_t)&ends[i]};
      error = thread_spawn_v2(&starts[i], &child);
      break;
    default:
      return context_create(&ids[i], run_context);
  }
  ids[i] = child;
  return error;
}

static void end(char kind, int i) {
  uint8_t woken;
  switch (kind) {
    case 't':
      __atomic_store_n(&ends[i], 1, __ATOMIC_SEQ_CST);
      CHECK(futex_wake_all(&ends[i], &woken) == SUCCESS && thread_join((uint32_t)ids[i]) == SUCCESS);
      break;
    case 'c':
      CHECK(context_destroy(ids[i]) == SUCCESS);
      break;
    default:
      CHECK(proc_signal((pid_t)ids[i], SIG_KILL) == SUCCESS);
      expect_signal((pid_t)ids[i], SIG_KILL);
  }
}

static void print(const char *prefix, size_t length, unsigned number) {
  char digits[2] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10)};
  size_t count;
  CHECK(write_(1, prefix, length, &count) == SUCCESS && write_(1, digits, 2, &count) == SUCCESS && write_(1, "\n", 1, &count) == SUCCESS);
}

void _start(void) {
  size_t argc, size;
  CHECK(args_sizes_get(&argc, &size) == SUCCESS && argc == 2 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  char kind = arguments[1][0];
  if (kind == 'h') {
    CHECK(thread_sleep(~0ULL) == SUCCESS);
    return;
  }

  // The host notes how much memory is in use at each of these calls.
  CHECK(sched_yield() == SUCCESS);
  int started = 0, error;
  while (started < MAX && (error = start(kind, started)) == SUCCESS) started++;
  CHECK(sched_yield() == SUCCESS);
  print(TEXT("started "), (unsigned)started);
  print(TEXT("error "), (unsigned)error);
  if (started > 0) {
    end(kind, started - 1);
    CHECK(start(kind, started - 1) == SUCCESS);
    CHECK(start(kind, started) == error);
  }
  for (int i = 0; i < started; i++) end(kind, i);
  CHECK(sched_yield() == SUCCESS);
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(start(kind, 0) == SUCCESS);
    end(kind, 0);
  }
  CHECK(sched_yield() == SUCCESS);
  proc_exit2(0);
}
