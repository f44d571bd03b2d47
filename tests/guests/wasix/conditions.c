// A mutex and condition variables on futexes under contention, and thread-local variables of threads and of their contexts.
#include "wasix.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(futex_wake) int futex_wake(const uint32_t *, uint8_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);
IMPORT(context_create) int context_create(uint64_t *, void (*)(void));
IMPORT(context_switch) int context_switch(uint64_t);
IMPORT(context_destroy) int context_destroy(uint64_t);
void __wasm_init_tls(void *);

enum { PRODUCERS = 3, CONSUMERS = 3, THREADS = PRODUCERS + CONSUMERS, ITEMS = 300, SLOTS = 4, FIRST = 5, STACK = 16384, TLS = 64 };
enum { FREE, LOCKED, CONTENDED };

static const timeout_t forever = {0, 0};
static uint32_t mutex, not_empty, not_full, slots[SLOTS], used, taken, waits[2], locks_contended;
static uint8_t seen[PRODUCERS * ITEMS];
static _Alignas(16) char stacks[THREADS][STACK], blocks[THREADS + 1][TLS];
static thread_start_t starts[THREADS];
static uint32_t ids[THREADS];
static uint32_t *addresses[THREADS];
static _Thread_local uint32_t local = FIRST, other_local;

// The third mutex of Drepper, "Futexes Are Tricky".
static void lock(void) {
  uint32_t found = FREE;
  uint8_t woken;
  if (__atomic_compare_exchange_n(&mutex, &found, LOCKED, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return;
  __atomic_add_fetch(&locks_contended, 1, __ATOMIC_RELAXED);
  if (found != CONTENDED) found = __atomic_exchange_n(&mutex, CONTENDED, __ATOMIC_ACQUIRE);
  while (found != FREE) {
    CHECK(futex_wait(&mutex, CONTENDED, &forever, &woken) == SUCCESS);
    found = __atomic_exchange_n(&mutex, CONTENDED, __ATOMIC_ACQUIRE);
  }
}

static void unlock(void) {
  uint8_t woken;
  if (__atomic_exchange_n(&mutex, FREE, __ATOMIC_RELEASE) == CONTENDED) CHECK(futex_wake(&mutex, &woken) == SUCCESS);
}

// Waits without the mutex until the condition is signalled. Returns 0 after the timeout.
static uint8_t wait(uint32_t *condition, const timeout_t *timeout) {
  uint32_t value = __atomic_load_n(condition, __ATOMIC_RELAXED);
  uint8_t woken;
  unlock();
  CHECK(futex_wait(condition, value, timeout, &woken) == SUCCESS);
  lock();
  return woken;
}

static void signal(uint32_t *condition) {
  uint8_t woken;
  __atomic_add_fetch(condition, 1, __ATOMIC_RELAXED);
  CHECK(futex_wake(condition, &woken) == SUCCESS);
}

static void broadcast(uint32_t *condition) {
  uint8_t woken;
  __atomic_add_fetch(condition, 1, __ATOMIC_RELAXED);
  CHECK(futex_wake_all(condition, &woken) == SUCCESS);
}

static void produce(uint32_t number) {
  for (uint32_t i = 0; i < ITEMS; i++) {
    lock();
    while (used == SLOTS) waits[0]++, wait(&not_full, &forever);
    slots[used++] = number * ITEMS + i;
    signal(&not_empty);
    unlock();
    local++;
  }
}

static void consume(void) {
  for (;;) {
    lock();
    while (used == 0 && taken < PRODUCERS * ITEMS) waits[1]++, wait(&not_empty, &forever);
    if (taken == PRODUCERS * ITEMS) break;
    uint32_t item = slots[--used];
    CHECK(item < PRODUCERS * ITEMS && seen[item]++ == 0);
    if (++taken == PRODUCERS * ITEMS) broadcast(&not_empty);
    signal(&not_full);
    unlock();
    local++;
  }
  unlock();
}

// A context has the thread-local variables of its thread.
static void add_in_context(void) {
  for (;;) {
    local += 1000;
    CHECK(context_switch(0) == SUCCESS);
  }
}

// One thread at a time, because the memory has no space for more stacks.
static void use_context(void) {
  uint64_t context;
  lock();
  uint32_t before = local;
  CHECK(context_create(&context, add_in_context) == SUCCESS && local == before);
  CHECK(context_switch(context) == SUCCESS && local == before + 1000 && context_switch(context) == SUCCESS && local == before + 2000);
  CHECK(context_destroy(context) == SUCCESS);
  unlock();
}

static __attribute__((noinline)) void thread_main(thread_start_t *start) {
  uint32_t number = start->start_args;
  __wasm_init_tls(blocks[number]);
  CHECK(local == FIRST && other_local == 0);
  other_local = number;
  addresses[number] = &local;
  if (number < PRODUCERS) {
    produce(number);
    CHECK(local == FIRST + ITEMS);
  } else {
    consume();
  }
  use_context();
  CHECK(other_local == number && addresses[number] == &local);

  // The main thread adds the items up.
  start->start_args = local - FIRST - 2000;
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(start);
}

void _start(void) {
  __wasm_init_tls(blocks[THREADS]);
  CHECK(local == FIRST && other_local == 0 && __builtin_wasm_tls_size() <= TLS);
  lock();
  CHECK(wait(&not_empty, &(timeout_t){1, 20000000}) == 0);
  unlock();
  for (uint32_t i = 0; i < THREADS; i++) {
    starts[i] = (thread_start_t){.stack = (uint32_t)(stacks[i] + STACK), .start_args = i};
    CHECK(thread_spawn_v2(&starts[i], &ids[i]) == SUCCESS);
  }
  use_context();
  uint32_t produced = 0, consumed = 0;
  for (uint32_t i = 0; i < THREADS; i++) {
    CHECK(thread_join(ids[i]) == SUCCESS);
    for (uint32_t j = 0; j < i; j++) CHECK(addresses[i] != addresses[j]);
    CHECK(addresses[i] != &local);
    *(i < PRODUCERS ? &produced : &consumed) += starts[i].start_args;
  }
  CHECK(produced == PRODUCERS * ITEMS && consumed == PRODUCERS * ITEMS && taken == PRODUCERS * ITEMS && used == 0);
  for (uint32_t i = 0; i < PRODUCERS * ITEMS; i++) CHECK(seen[i] == 1);

  // There was contention: threads have waited at the mutex and at both conditions.
  CHECK(locks_contended > 0 && waits[0] > 0 && waits[1] > 0);
  CHECK(local == FIRST + 2000 && other_local == 0);
  complete();
}
