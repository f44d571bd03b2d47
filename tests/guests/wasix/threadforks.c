// Copies of a process that has several threads, by proc_fork in a guest instrumented with Binaryen's Asyncify.
#include "processes.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[10], stack_size, guard_size; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(context_create) int context_create(uint64_t *, void (*)(void));
IMPORT(context_switch) int context_switch(uint64_t);
IMPORT(context_destroy) int context_destroy(uint64_t);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);

enum { COMPUTE, SLEEP, ATOMIC_WAIT, FORK, MODES };

static uint32_t words[MODES], started[MODES], pair[2];
static _Alignas(16) char stacks[MODES][16384];
static thread_start_t starts[MODES];
static uint32_t ids[MODES];

__attribute__((noinline)) static pid_t fork_(void) {
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == SUCCESS && child != 0xdead);
  return child;
}

static uint32_t load(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }
static void store(uint32_t *word, uint32_t value) { __atomic_store_n(word, value, __ATOMIC_SEQ_CST); }

static __attribute__((noinline)) void thread_main(uint32_t mode) {
  store(&started[mode], 1);
  if (mode == COMPUTE) {
    // Both words are equal whenever the thread stops, because no call and no loop is between them.
    while (load(&words[mode]) == 0) pair[0]++, pair[1]++;
  } else if (mode == SLEEP) {
    timeout_t forever = {0, 0};
    uint8_t woken;
    while (load(&words[mode]) == 0) CHECK(futex_wait(&words[mode], 0, &forever, &woken) == SUCCESS);
  } else if (mode == ATOMIC_WAIT) {
    while (load(&words[mode]) == 0) __builtin_wasm_memory_atomic_wait32((int *)&words[mode], 0, -1);
  } else {
    volatile uint32_t local = 41;
    pid_t me = self(), child = fork_();
    local++;
    if (child == 0) {
      CHECK(self() != me && local == 42);
      proc_exit2(local);
    }
    expect_exit(child, 42);
    CHECK(local == 42 && self() == me);
  }
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  (void)id;
  thread_main(start->start_args);
}

static void start(uint32_t mode) {
  starts[mode].stack = (uint32_t)(uintptr_t)(stacks[mode] + sizeof stacks[mode]);
  starts[mode].stack_size = sizeof stacks[mode];
  starts[mode].start_args = mode;
  CHECK(thread_spawn_v2(&starts[mode], &ids[mode]) == SUCCESS);
  while (load(&started[mode]) == 0) continue;
}

static void stop(uint32_t mode) {
  uint8_t woken;
  store(&words[mode], 1);
  CHECK(futex_wake_all(&words[mode], &woken) == SUCCESS);
  __builtin_wasm_memory_atomic_notify((int *)&words[mode], -1);
  CHECK(thread_join(ids[mode]) == SUCCESS);
}

static void run_context(void) {
  CHECK(context_switch(0) == SUCCESS);
  __builtin_trap();
}

// The copy has no contexts, and uses the stacks of those of its parent again.
static void copy_reuses_stacks_of_contexts(void) {
  uint64_t live, ended, others[2];
  CHECK(context_create(&live, run_context) == SUCCESS && context_create(&ended, run_context) == SUCCESS);
  CHECK(context_destroy(ended) == SUCCESS);
  size_t size = __builtin_wasm_memory_size(0);
  pid_t child = fork_();
  if (child == 0) {
    for (int i = 0; i < 2; i++) CHECK(context_create(&others[i], run_context) == SUCCESS);
    CHECK(__builtin_wasm_memory_size(0) == size && context_switch(others[0]) == SUCCESS && context_switch(others[1]) == SUCCESS);
    proc_exit2(5);
  }
  expect_exit(child, 5);
  CHECK(context_destroy(live) == SUCCESS);
}

void _start(void) {
  copy_reuses_stacks_of_contexts();
  start(COMPUTE);
  start(SLEEP);
  for (int i = 0; i < 10; i++) {
    pid_t child = fork_();
    if (child == 0) {
      // No other thread runs here, so that the words do not change.
      uint32_t first = pair[0];
      CHECK(first == pair[1]);
      for (volatile int wait = 0; wait < 100000; wait++) continue;
      proc_exit2(load(&pair[0]) == first ? 3 : 4);
    }
    expect_exit(child, 3);
  }

  // A thread in the middle of a wait of the engine cannot be stopped.
  start(ATOMIC_WAIT);
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == AGAIN);
  stop(ATOMIC_WAIT);

  start(FORK);
  CHECK(thread_join(ids[FORK]) == SUCCESS);
  stop(COMPUTE);
  stop(SLEEP);
  CHECK(pair[0] == pair[1] && pair[0] > 0);
  complete();
}
