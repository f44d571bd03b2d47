// Contexts: stacks of a thread's own that it switches between. Generators, a recursive walk, errors, and contexts in a second thread.
#include "wasix.h"

typedef struct { uintptr_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;

IMPORT(context_create) int context_create(uint64_t *, void (*)(void));
IMPORT(context_switch) int context_switch(uint64_t);
IMPORT(context_destroy) int context_destroy(uint64_t);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(thread_id) int thread_id(uint32_t *);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(thread_signal) int thread_signal(uint32_t, int);

enum { MAIN = 0, MANY = 12, ROUNDS = 300, USR1 = 10 };

static volatile uint32_t value, thread;
static volatile int signals;
static volatile char *volatile handled;
static uint64_t generator, producer, consumer, many[MANY], foreign, extra;
static int visits[MANY], unreachable, switches_in_handler;
static fd_t reads, writes;
static _Alignas(16) char stack[16384];
static thread_start_t start = {.stack = (uintptr_t)(stack + sizeof stack)};

// Yields 1, 2, 3 and so on to the main context. Its locals have addresses, so that they lie on the stack in memory.
static void count_up(void) {
  volatile uint32_t next[4] = {1, 10, 100, 1000};
  for (;;) {
    value = next[0]++;
    CHECK(context_switch(MAIN) == SUCCESS);
    CHECK(next[1] == 10 && next[2] == 100 && next[3] == 1000);
  }
}

// Visits a tree of some depth in order, from inside a recursion.
static __attribute__((noinline)) void walk(uint32_t depth, uint32_t node) {
  volatile uint32_t kept[8] = {depth, node};
  if (depth > 0) walk(depth - 1, 2 * node);
  value = kept[1];
  CHECK(context_switch(MAIN) == SUCCESS && kept[0] == depth && kept[1] == node);
  if (depth > 0) walk(depth - 1, 2 * node + 1);
}

static void walk_tree(void) {
  walk(3, 1);
  for (;;) {
    value = 0;
    CHECK(context_switch(MAIN) == SUCCESS);
  }
}

// Two contexts switch to each other, not to the main one: one writes to a pipe, the other reads from it.
static void produce(void) {
  size_t count;
  for (uint32_t i = 0; i < ROUNDS; i++) {
    CHECK(write_(writes, &i, sizeof i, &count) == SUCCESS && count == sizeof i);
    CHECK(context_switch(consumer) == SUCCESS);
  }

  value = ROUNDS;
  CHECK(context_switch(MAIN) == SUCCESS);
  unreachable++;
}

static void consume(void) {
  for (uint32_t i = 0; ; i++) {
    uint32_t number;
    size_t count;
    CHECK(read_(reads, &number, sizeof number, &count) == SUCCESS && count == sizeof number && number == i);
    CHECK(context_switch(producer) == SUCCESS);
  }
}

// Each of many contexts finds itself by its number, and keeps a frame of its own.
static void be_one_of_many(void) {
  uint64_t self = value;
  volatile uint64_t frame[64];
  for (int i = 0; i < 64; i++) frame[i] = self * 64 + i;
  for (;;) {
    visits[self]++;
    CHECK(context_switch(many[self]) == SUCCESS);
    CHECK(context_switch(self + 1 < MANY ? many[self + 1] : MAIN) == SUCCESS);
    for (int i = 0; i < 64; i++) CHECK(frame[i] == self * 64 + i);
  }
}

__attribute__((export_name("handle"))) void handle(int signal) {
  volatile char here = (char)signal;
  signals++;
  handled = &here;
  if (switches_in_handler) {
    switches_in_handler = 0;
    CHECK(context_switch(MAIN) == SUCCESS);
  }
}

// The context is suspended inside the handler. Handlers run in the other contexts all the same.
static void be_suspended_in_a_handler(void) {
  int before = signals;
  switches_in_handler = 1;
  CHECK(thread_signal(0, USR1) == SUCCESS && signals == before + 2);
  CHECK(thread_signal(0, USR1) == SUCCESS && signals == before + 3);
  value = 88;
  CHECK(context_switch(MAIN) == SUCCESS);
}

// The handler of a signal that arrives in a context runs there, on its stack.
static void be_signalled(void) {
  volatile char here = 0;
  uint32_t id;
  CHECK(thread_id(&id) == SUCCESS && id == thread);
  CHECK(thread_signal(id, USR1) == SUCCESS && signals == 1);
  intptr_t distance = &here - handled;
  CHECK(distance > 0 && distance < 4096);
  value = 77;
  CHECK(context_switch(MAIN) == SUCCESS);
  unreachable++;
}

static void takes(uint64_t argument) { value = (uint32_t)argument; }

static void check_errors(void) {
  uint64_t id = 99;
  CHECK(context_create(&id, (void (*)(void))0) == INVAL && context_create(&id, (void (*)(void))0xdead) == INVAL);
  CHECK(context_create(&id, (void (*)(void))(uintptr_t)takes) == INVAL && id == 99);
  CHECK(context_switch(12345) == INVAL && context_destroy(12345) == SUCCESS);
  CHECK(context_switch(MAIN) == SUCCESS && context_destroy(MAIN) == INVAL);
}

static __attribute__((noinline)) void thread_main(void) {
  // The contexts of another thread are unknown here, and the main context is this thread's own.
  uint32_t number = value;
  CHECK(context_switch(foreign) == INVAL && context_destroy(foreign) == SUCCESS && context_switch(MAIN) == SUCCESS);
  CHECK(thread_id((uint32_t *)&thread) == SUCCESS && thread != 0);
  uint64_t own;
  CHECK(context_create(&own, be_signalled) == SUCCESS && own != foreign && context_switch(own) == SUCCESS);
  CHECK(value == 77 && number == 3);

  // The thread ends with a context that is suspended.
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *record) {
  (void)id;
#ifdef __wasm64__
  __asm__ volatile(".globaltype __stack_pointer, i64\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(record->stack));
#else
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(record->stack));
#endif
  thread_main();
}

void _start(void) {
  check_errors();
  generator = 99;
  CHECK(context_create(&generator, count_up) == SUCCESS && generator != MAIN && generator != 99 && value == 0);
  for (uint32_t i = 1; i <= ROUNDS; i++) CHECK(context_switch(generator) == SUCCESS && value == i);

  // Another generator of the same function has its own variables.
  CHECK(context_create(&extra, count_up) == SUCCESS && extra != generator);
  CHECK(context_switch(extra) == SUCCESS && value == 1 && context_switch(generator) == SUCCESS && value == ROUNDS + 1);
  CHECK(context_destroy(extra) == SUCCESS && context_switch(extra) == INVAL && context_destroy(extra) == SUCCESS);
  CHECK(context_switch(generator) == SUCCESS && value == ROUNDS + 2 && context_destroy(generator) == SUCCESS);
  CHECK(context_switch(generator) == INVAL);

  static const uint32_t in_order[] = {8, 4, 9, 2, 10, 5, 11, 1, 12, 6, 13, 3, 14, 7, 15, 0};
  CHECK(context_create(&generator, walk_tree) == SUCCESS);
  for (int i = 0; i < 16; i++) CHECK(context_switch(generator) == SUCCESS && value == in_order[i]);
  CHECK(context_destroy(generator) == SUCCESS);

  CHECK(fd_pipe(&reads, &writes) == SUCCESS);
  CHECK(context_create(&producer, produce) == SUCCESS && context_create(&consumer, consume) == SUCCESS);
  CHECK(context_switch(producer) == SUCCESS && value == ROUNDS && unreachable == 0);
  CHECK(context_destroy(producer) == SUCCESS && context_destroy(consumer) == SUCCESS && unreachable == 0);

  // More contexts one after another than the memory has stacks for.
  for (int round = 0; round < 40; round++) {
    for (uint32_t i = 0; i < MANY; i++) {
      CHECK(context_create(&many[i], be_one_of_many) == SUCCESS);
      for (uint32_t j = 0; j < i; j++) CHECK(many[i] != many[j]);
    }

    // The first switch to the last starts it, and so on: each finds its number in the variable.
    for (uint32_t i = MANY; i-- > 0;) {
      value = i;
      CHECK(context_switch(many[i]) == SUCCESS);
    }

    for (uint32_t i = 0; i < MANY; i++) CHECK(visits[i] == (int)((i + 1) + round * (i + 1)));
    for (uint32_t i = 0; i < MANY; i++) CHECK(context_destroy(many[i]) == SUCCESS);
  }

  // A context that never ran is destroyed too, here and at the end of the program.
  CHECK(context_create(&extra, produce) == SUCCESS && context_destroy(extra) == SUCCESS && context_create(&foreign, count_up) == SUCCESS);
  value = 3;
  callback_signal(TEXT("handle"));
  uint32_t id;
  CHECK(thread_spawn_v2(&start, &id) == SUCCESS && thread_join(id) == SUCCESS && value == 77);
  CHECK(context_switch(foreign) == SUCCESS && value == 1 && unreachable == 0);

  CHECK(context_create(&extra, be_suspended_in_a_handler) == SUCCESS && context_switch(extra) == SUCCESS);
  int before = signals;
  CHECK(thread_signal(0, USR1) == SUCCESS && signals == before + 1 && context_switch(extra) == SUCCESS && value == 88);
  complete();
}
