// Threads and futexes: a mutex and a condition on futexes, joining, ending one thread alone.
#include "wasix.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_spawn) int thread_spawn(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(thread_id) int thread_id(uint32_t *);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(thread_exit) _Noreturn void thread_exit(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(futex_wake) int futex_wake(const uint32_t *, uint8_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);

enum { THREADS = 4, ROUNDS = 500, MILLISECOND = 1000000, DEADLK = 16 };

static const timeout_t forever = {0, 0};
static uint32_t mutex, gate, seen, after_exit, late;
static unsigned counter;
static _Alignas(16) char stacks[THREADS][8192];
static thread_start_t starts[THREADS];
static uint32_t ids[THREADS];
static uint8_t flag;

static void lock(void) {
  uint32_t free = 0;
  while (!__atomic_compare_exchange_n(&mutex, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
    uint8_t woken;
    CHECK(futex_wait(&mutex, 1, &forever, &woken) == SUCCESS);
    free = 0;
  }
}

static void unlock(void) {
  uint8_t woken;
  __atomic_store_n(&mutex, 0, __ATOMIC_RELEASE);
  CHECK(futex_wake(&mutex, &woken) == SUCCESS);
}

static __attribute__((noinline)) void thread_main(uint32_t id, thread_start_t *start) {
  uint32_t self;
  CHECK(thread_id(&self) == SUCCESS && self == id);

  // All threads wait until the main thread opens the gate.
  __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&gate, __ATOMIC_SEQ_CST) == 0) {
    uint8_t woken = 7;
    CHECK(futex_wait(&gate, 0, &forever, &woken) == SUCCESS && woken == 1);
  }

  for (int i = 0; i < ROUNDS; i++) {
    lock();
    counter++;
    unlock();
  }

  if (start->start_args == 0) {
    CHECK(thread_sleep(30 * MILLISECOND) == SUCCESS);
    __atomic_store_n(&late, 1, __ATOMIC_SEQ_CST);
    thread_exit(3);
    __atomic_store_n(&after_exit, 1, __ATOMIC_SEQ_CST);
  }
}

// A new thread has no stack of its own until the first word of its record is in __stack_pointer.
__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(id, start);
}

static uint64_t now(void) {
  uint64_t time;
  CHECK(clock_time_get(1, 1, &time) == SUCCESS);
  return time;
}

void _start(void) {
  // Nobody waits, another value, and a timeout.
  flag = 7;
  CHECK(futex_wake(&gate, &flag) == SUCCESS && flag == 0);
  flag = 7;
  CHECK(futex_wake_all(&gate, &flag) == SUCCESS && flag == 0);
  flag = 7;
  CHECK(futex_wait(&gate, 5, &forever, &flag) == SUCCESS && flag == 1);
  uint64_t start = now();
  CHECK(futex_wait(&gate, 0, &(timeout_t){1, 20 * MILLISECOND}, &flag) == SUCCESS && flag == 0);
  CHECK(now() - start >= 20 * MILLISECOND);

  for (uint32_t i = 0; i < THREADS; i++) {
    starts[i] = (thread_start_t){.stack = (uint32_t)(stacks[i] + sizeof stacks[i]), .start_args = i};
    CHECK((i % 2 ? thread_spawn : thread_spawn_v2)(&starts[i], &ids[i]) == SUCCESS && ids[i] != 0);
    for (uint32_t j = 0; j < i; j++) CHECK(ids[i] != ids[j]);
  }

  while (__atomic_load_n(&seen, __ATOMIC_SEQ_CST) < THREADS) CHECK(thread_sleep(MILLISECOND) == SUCCESS);
  __atomic_store_n(&gate, 1, __ATOMIC_SEQ_CST);
  CHECK(futex_wake_all(&gate, &flag) == SUCCESS);
  for (uint32_t i = 0; i < THREADS; i++) CHECK(thread_join(ids[i]) == SUCCESS);
  CHECK(counter == THREADS * ROUNDS);
  CHECK(__atomic_load_n(&late, __ATOMIC_SEQ_CST) == 1 && __atomic_load_n(&after_exit, __ATOMIC_SEQ_CST) == 0);
  CHECK(thread_join(ids[0]) == SUCCESS && thread_join(0) == DEADLK);
  complete();
}
