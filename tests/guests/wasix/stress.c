// Threads, contexts, descriptors, futexes, signals and ends, chosen at random. The first argument is the seed. The exit code is the line
// of a check that failed, or one of the codes below 20 that belong to an end.
#include "stress.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;

IMPORT(proc_exit) _Noreturn void proc_exit(uint32_t);
IMPORT(thread_signal) int thread_signal(uint32_t, int);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(futex_wake_all) int futex_wake_all(const uint32_t *, uint8_t *);

enum { THREADS = 6, STEPS = 12, FILES = 8, USR1 = 10, PIPE_SIGNAL = 13 };
enum { EXIT_BY_THREAD = 7, EXIT_BY_CONTEXT = 8, EXIT_BY_MAIN = 9 };
enum { RETURN, EXIT, EXIT_THREAD, JOIN, TRAP, WAIT, ENDS };

static uint32_t seed, words[4], ids[THREADS], files[FILES], started;
static int end;
static _Alignas(16) char stacks[THREADS][8192];
static thread_start_t starts[THREADS];

// True if threads may wait without end, because the main thread does not wait for them. A timer interrupts the main thread itself.
static int waits_without_end(void) { return end != EXIT_THREAD && end != JOIN; }

static void use_files(uint32_t *state) {
  uint32_t place = next(state, FILES), other = next(state, FILES), number;
  size_t count;
  char bytes[64] = {0};
  fd_t fd = __atomic_load_n(&files[place], __ATOMIC_RELAXED);
  switch (next(state, 6)) {
    case 0: {
      fd_t reads, writes;
      CHECK(fd_pipe(&reads, &writes) == SUCCESS && fd_fdstat_set_flags(reads, NONBLOCK) <= BADF && fd_fdstat_set_flags(writes, NONBLOCK) <= BADF);
      if ((number = __atomic_exchange_n(&files[place], reads, __ATOMIC_RELAXED)) != 0) CHECK(tolerated(fd_close(number)));
      if ((number = __atomic_exchange_n(&files[other], writes, __ATOMIC_RELAXED)) != 0) CHECK(tolerated(fd_close(number)));
      break;
    }
    case 1: CHECK(fd == 0 || tolerated(read_(fd, bytes, sizeof bytes, &count))); break;
    case 2: CHECK(fd == 0 || tolerated(write_(fd, bytes, sizeof bytes, &count))); break;
    case 3:
      if (fd != 0 && fd_dup(fd, &number) == SUCCESS && (number = __atomic_exchange_n(&files[other], number, __ATOMIC_RELAXED)) != 0) CHECK(tolerated(fd_close(number)));
      break;
    case 4:
      if ((number = __atomic_exchange_n(&files[place], 0, __ATOMIC_RELAXED)) != 0) CHECK(tolerated(fd_close(number)));
      break;
    default: {
      // Waits for data that never comes.
      if (!waits_without_end() || next(state, 4) != 0) break;
      fd_t reads, writes;
      CHECK(fd_pipe(&reads, &writes) == SUCCESS && tolerated(read_(reads, bytes, 1, &count)));
      CHECK(tolerated(fd_close(reads)) && tolerated(fd_close(writes)));
    }
  }
}

static void wait_and_wake(uint32_t *state) {
  uint32_t *word = &words[next(state, 4)], value = __atomic_load_n(word, __ATOMIC_RELAXED);
  uint8_t woken;
  switch (next(state, 5)) {
    case 0: CHECK(futex_wait(word, value, &soon, &woken) == SUCCESS); break;
    case 1: CHECK(futex_wake_all(word, &woken) == SUCCESS); break;
    case 2: __builtin_wasm_memory_atomic_wait32((int32_t *)word, (int32_t)value, waits_without_end() ? 5000 * MICROSECOND : 50 * MICROSECOND); break;
    case 3:
      __atomic_add_fetch(word, 1, __ATOMIC_RELAXED);
      __builtin_wasm_memory_atomic_notify((int32_t *)word, 100);
      break;
    default: { int error = thread_sleep(next(state, 60) * MICROSECOND); CHECK(error == SUCCESS || error == INTR); }
  }
}

static void raise_signal(uint32_t *state) {
  uint32_t id = ids[next(state, THREADS)];
  int error = thread_signal(next(state, 3) == 0 ? 0 : id, USR1);
  CHECK(error == SUCCESS || error == SRCH);
}

static void be_a_context(void) {
  uint32_t state = __atomic_add_fetch(&seed, 7919, __ATOMIC_RELAXED) | 1;
  for (;;) {
    if (next(&state, 2) != 0) use_files(&state);
    if (next(&state, 2) != 0) wait_and_wake(&state);
    if (next(&state, 2) != 0) raise_signal(&state);
    if (next(&state, 200) == 0) proc_exit(EXIT_BY_CONTEXT);
    if (next(&state, 300) == 0) __builtin_trap();
    CHECK(context_switch(0) == SUCCESS);
  }
}

static void use_contexts(uint32_t *state) {
  uint64_t contexts[3];
  uint32_t count = 0;
  while (count < 1 + next(state, 3)) {
    int error = context_create(&contexts[count], be_a_context);
    if (error == AGAIN || error == NOMEM) break;
    CHECK(error == SUCCESS);
    count++;
  }

  for (uint32_t i = 0; i < 2 * count; i++) CHECK(context_switch(contexts[next(state, count)]) == SUCCESS);

  // Some contexts stay until the thread ends.
  for (uint32_t i = 0; i < count; i++) CHECK(next(state, 3) == 0 || context_destroy(contexts[i]) == SUCCESS);
}

static void act(uint32_t *state) {
  switch (next(state, 8)) {
    case 0: case 1: case 2: use_files(state); break;
    case 3: case 4: wait_and_wake(state); break;
    case 5: raise_signal(state); break;
    case 6: CHECK(sched_yield() == SUCCESS); break;
    default: if (next(state, 4) == 0) use_contexts(state);
  }
}

static void spawn(uint32_t *state) {
  uint32_t number = __atomic_fetch_add(&started, 1, __ATOMIC_RELAXED), id;
  if (number >= THREADS) return;
  starts[number] = (thread_start_t){.stack = (uint32_t)(stacks[number] + sizeof stacks[number]), .start_args = next(state, 0x7fffffff) | 1};
  int error = thread_spawn_v2(&starts[number], &id);
  CHECK(error == SUCCESS || error == AGAIN);
  if (error == SUCCESS) __atomic_store_n(&ids[number], id, __ATOMIC_RELAXED);
}

static __attribute__((noinline)) void thread_main(thread_start_t *start) {
  uint32_t state = start->start_args;
  for (int i = 0; i < STEPS; i++) {
    act(&state);
    if (next(&state, 20) == 0) spawn(&state);
    if (next(&state, 60) == 0) thread_exit(0);
    if (next(&state, 150) == 0) proc_exit(EXIT_BY_THREAD);
    if (next(&state, 200) == 0) __builtin_trap();
  }

  if (end == WAIT) proc_exit(EXIT_BY_THREAD);
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(start);
}

void _start(void) {
  char *args[2], text[32];
  CHECK(args_get(args, text) == SUCCESS);
  for (char *digit = args[1]; *digit != 0; digit++) seed = seed * 10 + (uint32_t)(*digit - '0');
  uint32_t state = (seed * 2654435761u) | 1;
  for (int i = 0; i < 10; i++) next(&state, 2);
  end = (int)next(&state, ENDS);
  callback_signal(TEXT("handle"));
  if (waits_without_end() || next(&state, 4) == 0) CHECK(proc_raise_interval(USR1, 1, 1) == SUCCESS);
  uint32_t threads = 1 + next(&state, 4);
  for (uint32_t i = 0; i < threads; i++) spawn(&state);
  for (uint32_t steps = next(&state, 2 * STEPS); steps > 0; steps--) act(&state);
  switch (end) {
    case EXIT: proc_exit(EXIT_BY_MAIN);
    case EXIT_THREAD: thread_exit(EXIT_BY_MAIN);
    case JOIN:
      for (int i = 0; i < THREADS; i++) {
        uint32_t id = __atomic_load_n(&ids[i], __ATOMIC_RELAXED);
        int error = INTR;
        while (id != 0 && error == INTR) error = thread_join(id);
        CHECK(id == 0 || error == SUCCESS);
      }

      break;
    case TRAP: __builtin_trap();
    case WAIT:
      // A thread ends the process, unless each has ended by itself.
      for (int i = 0; i < 100; i++) __builtin_wasm_memory_atomic_wait32((int32_t *)&words[0], (int32_t)words[0], 100 * MICROSECOND);
  }
}
