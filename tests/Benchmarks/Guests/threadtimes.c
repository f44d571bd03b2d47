// Threads whose time is measured. Arguments: what to do, how often, and the number of threads.
#include "../../guests/wasix/processes.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(sched_yield) int sched_yield(void);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(futex_wake) int futex_wake(const uint32_t *, uint8_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);

enum { MAX_THREADS = 200, STACK = 2048, FREE = 0, LOCKED = 1, CONTENDED = 2 };

static char text[256], *arguments[8], mode;
static uint32_t mutex, turn, gate, arrived, count, ids[MAX_THREADS];
static volatile uint32_t counter;
static _Alignas(16) char stacks[MAX_THREADS][STACK];
static thread_start_t starts[MAX_THREADS];
static const timeout_t forever = {0, 0};

static void wait(const uint32_t *word, uint32_t value) {
  uint8_t woken;
  CHECK(futex_wait(word, value, &forever, &woken) == SUCCESS);
}

static void wake(const uint32_t *word) {
  uint8_t woken;
  CHECK(futex_wake(word, &woken) == SUCCESS);
}

// The third mutex of Drepper, "Futexes Are Tricky".
static void lock(void) {
  uint32_t found = FREE;
  if (__atomic_compare_exchange_n(&mutex, &found, LOCKED, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return;
  if (found != CONTENDED) found = __atomic_exchange_n(&mutex, CONTENDED, __ATOMIC_ACQUIRE);
  while (found != FREE) {
    wait(&mutex, CONTENDED);
    found = __atomic_exchange_n(&mutex, CONTENDED, __ATOMIC_ACQUIRE);
  }
}

static void unlock(void) {
  if (__atomic_exchange_n(&mutex, FREE, __ATOMIC_RELEASE) == CONTENDED) wake(&mutex);
}

static void lock_often(void) {
  for (uint32_t i = 0; i < count; i++) {
    lock();
    counter++;
    unlock();
  }
}

// Two threads that wake each other in turns.
static void take_turns(uint32_t self) {
  for (uint32_t i = 0; i < count; i++) {
    while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != self) wait(&turn, 1 - self);
    __atomic_store_n(&turn, 1 - self, __ATOMIC_SEQ_CST);
    wake(&turn);
  }
}

static void wait_at_gate(void) {
  __atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
  wake(&arrived);
  while (__atomic_load_n(&gate, __ATOMIC_SEQ_CST) == 0) wait(&gate, 0);
}

static __attribute__((noinline)) void thread_main(thread_start_t *start) {
  if (mode == 'l') lock_often();
  else if (mode == 'w') take_turns(start->start_args);
  else wait_at_gate();
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(start);
}

static uint32_t parse(const char *digits) {
  uint32_t value = 0;
  while (*digits != 0) value = value * 10 + (uint32_t)(*digits++ - '0');
  return value;
}

void _start(void) {
  size_t argc, size;
  CHECK(args_sizes_get(&argc, &size) == SUCCESS && argc == 4 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  mode = arguments[1][0];
  count = parse(arguments[2]);
  uint32_t threads = parse(arguments[3]);
  for (uint32_t i = 0; i < threads; i++) {
    starts[i] = (thread_start_t){.stack = (uint32_t)(stacks[i] + STACK), .start_args = i};
    CHECK(thread_spawn_v2(&starts[i], &ids[i]) == SUCCESS);
  }
  if (mode == 'c') {
    // The host measures when the guest yields.
    for (uint32_t now; (now = __atomic_load_n(&arrived, __ATOMIC_SEQ_CST)) < threads;) wait(&arrived, now);
    CHECK(sched_yield() == SUCCESS);
    uint8_t woken;
    __atomic_store_n(&gate, 1, __ATOMIC_SEQ_CST);
    CHECK(futex_wake_all(&gate, &woken) == SUCCESS);
  }
  for (uint32_t i = 0; i < threads; i++) CHECK(thread_join(ids[i]) == SUCCESS);
  CHECK(mode != 'l' || counter == threads * count);
}
