// A thousand threads one after another, two hundred at once, and threads that go on when the main thread has ended.
#include "wasix.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(thread_exit) _Noreturn void thread_exit(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(futex_wake) int futex_wake(const uint32_t *, uint8_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);

enum { SERIES = 1000, CROWD = 200, LAST = 3, STACK = 2048, MILLISECOND = 1000000 };
enum { BE_ONE_OF_A_SERIES, BE_ONE_OF_A_CROWD, OUTLIVE };

static const timeout_t forever = {0, 0};
static uint32_t counter, arrived, gate, ids[CROWD];
static _Alignas(16) char stacks[CROWD][STACK];
static thread_start_t starts[CROWD];

static uint32_t load(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }
static uint32_t increment(uint32_t *word) { return __atomic_add_fetch(word, 1, __ATOMIC_SEQ_CST); }

static __attribute__((noinline)) void thread_main(uint32_t mode) {
  uint8_t woken;
  if (mode == BE_ONE_OF_A_CROWD) {
    increment(&arrived);
    CHECK(futex_wake(&arrived, &woken) == SUCCESS);
    while (load(&gate) == 0) CHECK(futex_wait(&gate, 0, &forever, &woken) == SUCCESS);
  }
  if (mode == OUTLIVE) {
    CHECK(thread_sleep(30 * MILLISECOND) == SUCCESS);
    if (increment(&counter) == LAST) complete();
    return;
  }
  increment(&counter);
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(start->start_args);
}

static int start(uint32_t place, uint32_t mode) {
  starts[place] = (thread_start_t){.stack = (uint32_t)(stacks[place] + STACK), .start_args = mode};
  return thread_spawn_v2(&starts[place], &ids[place]);
}

void _start(void) {
  uint8_t woken;
  for (uint32_t i = 1; i <= SERIES; i++) {
    CHECK(start(0, BE_ONE_OF_A_SERIES) == SUCCESS && thread_join(ids[0]) == SUCCESS && load(&counter) == i);
  }

  // All of the crowd exist at the same time: none passes the gate before the last one has arrived.
  counter = 0;
  for (uint32_t i = 0; i < CROWD; i++) CHECK(start(i, BE_ONE_OF_A_CROWD) == SUCCESS);
  for (uint32_t now; (now = load(&arrived)) < CROWD;) CHECK(futex_wait(&arrived, now, &forever, &woken) == SUCCESS);
  uint32_t id;
  CHECK(counter == 0 && thread_spawn_v2(&starts[0], &id) == AGAIN);
  __atomic_store_n(&gate, 1, __ATOMIC_SEQ_CST);
  CHECK(futex_wake_all(&gate, &woken) == SUCCESS);
  for (uint32_t i = 0; i < CROWD; i++) CHECK(thread_join(ids[i]) == SUCCESS);
  CHECK(load(&counter) == CROWD);

  counter = 0;
  for (uint32_t i = 0; i < LAST; i++) CHECK(start(i, OUTLIVE) == SUCCESS);
  thread_exit(7);
}
