// Processes, threads, pipes, signals and ends, chosen at random, in a guest instrumented with Binaryen's Asyncify. It is also the program
// that its processes execute. The arguments are the seed, the generation, and the descriptor that the program must find open. The exit
// code is the line of a check that failed, or one of the codes below 20 that belong to an end.
#include "processes.h"
#include "stress.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[10], stack_size, guard_size; } thread_start_t;

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(proc_fork_env) int proc_fork_env(pid_t *);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const disposition_t *, size_t, int, const char *, size_t, pid_t *);

enum { THREADS = 2, STEPS = 10, FILES = 6, CHILDREN = 4, ROOT = 1, LAST_GENERATION = 2 };
enum { EXIT_BY_THREAD = 7, EXIT_BY_PROGRAM = 8, EXIT_BY_MAIN = 9, EXIT_OF_CHILD = 10, EXIT_OF_COPY = 11 };
enum { RETURN, EXIT, EXIT_THREAD, JOIN, TRAP, EXECUTE, ENDS };

// Descriptors beyond those of pipes: those that exec closes and keeps, and those that spawn makes.
enum { CLOSED = 500, KEPT = 501, OPENED = 600, DUPLICATED };

static char arguments[64], *argument_list[4];
static uint32_t generation, files[FILES], ids[THREADS], started;
static pid_t children[CHILDREN];
static _Alignas(16) char stacks[THREADS][16384];
static thread_start_t starts[THREADS];

static uint32_t next_seed(uint32_t *state) { return next(state, 0x7fffffff) | 1; }

// A limit of the host, or a thread in the middle of a wait of the engine.
static int is_refused(int error) { return error == AGAIN || error == NOMEM; }

static void replace_file(uint32_t place, fd_t fd) {
  fd_t before = __atomic_exchange_n(&files[place], fd, __ATOMIC_RELAXED);
  if (before != 0) CHECK(tolerated(fd_close(before)));
}

static fd_t get_file(uint32_t *state) { return __atomic_load_n(&files[next(state, FILES)], __ATOMIC_RELAXED); }

static void use_files(uint32_t *state) {
  size_t count;
  char bytes[64] = {0};
  fd_t fd = get_file(state), number;
  switch (next(state, 6)) {
    case 0: {
      // Reads from a pipe wait: a timer interrupts the first process, which ends the others.
      fd_t reads, writes;
      CHECK(fd_pipe(&reads, &writes) == SUCCESS && fd_fdstat_set_flags(writes, NONBLOCK) <= BADF);
      if (next(state, 4) != 0) CHECK(fd_fdstat_set_flags(reads, NONBLOCK) <= BADF);
      if (next(state, 2) != 0) CHECK(tolerated(write_(writes, bytes, sizeof bytes, &count)));
      replace_file(next(state, FILES), reads);
      replace_file(next(state, FILES), writes);
      break;
    }
    case 1: CHECK(fd == 0 || tolerated(read_(fd, bytes, sizeof bytes, &count))); break;
    case 2: case 3: CHECK(fd == 0 || tolerated(write_(fd, bytes, sizeof bytes, &count))); break;
    case 4: if (fd != 0 && fd_dup(fd, &number) == SUCCESS) replace_file(next(state, FILES), number); break;
    default: replace_file(next(state, FILES), 0);
  }
}

static void keep_child(pid_t child) {
  for (int i = 0; i < CHILDREN; i++) {
    pid_t none = 0;
    if (__atomic_compare_exchange_n(&children[i], &none, child, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return;
  }
}

static void forget_child(pid_t child) {
  for (int i = 0; i < CHILDREN; i++) {
    pid_t found = child;
    __atomic_compare_exchange_n(&children[i], &found, 0, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  }
}

static int is_expected(const join_status_t *status) {
  if (status->tag == EXIT_NORMAL) return status->code < 20;
  int signal = status->signal;
  return status->tag == EXIT_SIGNAL && (signal == SIG_KILL || signal == SIG_ABRT || signal == SIG_USR1 || signal == SIG_TERM || signal == SIG_PIPE);
}

// Waits for a child or for any. Returns 0 if there is none left.
static int join_child(pid_t child, uint32_t flags) {
  join_status_t status = {9, 9, 9, 9, 9};
  option_pid_t who = {child != 0, child};
  int error = proc_join(&who, flags, &status);
  CHECK(error == SUCCESS || error == CHILD || error == INTR);
  if (error != SUCCESS) return error != CHILD;
  CHECK(who.tag == 1);
  if (who.pid == 0) {
    CHECK((flags & NON_BLOCKING) != 0 && status.tag == NOTHING);
  } else {
    if (!is_expected(&status)) fail(1000 * status.tag + (status.tag == EXIT_NORMAL ? status.code : status.signal));
    CHECK(child == 0 || who.pid == child);
    forget_child(who.pid);

    // A child is reaped once.
    option_pid_t again = {1, who.pid};
    CHECK(proc_join(&again, NON_BLOCKING, &status) == CHILD);
  }
  return 1;
}

static void send_signal(uint32_t *state) {
  static const int signals[] = {0, SIG_USR1, SIG_TERM, SIG_CHLD, SIG_KILL, SIG_KILL};
  pid_t target = children[next(state, CHILDREN)];
  if (target == 0 || next(state, 3) == 0) target = self() + next(state, 4) - 2;
  int signal = signals[next(state, 6)];

  // The first process is killed seldom, because that ends everything.
  if (target == ROOT && signal == SIG_KILL && next(state, 8) != 0) return;
  int error = proc_signal(target, signal);
  CHECK(error == SUCCESS || error == SRCH);
}

static size_t append(char *text, size_t length, uint32_t number) {
  char digits[12];
  size_t start = sizeof digits;
  digits[--start] = '\n';
  do digits[--start] = (char)('0' + number % 10); while ((number /= 10) > 0);
  for (; start < sizeof digits; start++) text[length++] = digits[start];
  return length;
}

// The last argument is a descriptor that the program must find open, or SPAWNED.
enum { SPAWNED = 2 };
static size_t write_arguments(char *text, uint32_t seed, uint32_t opened) {
  static const char name[] = "stress\n";
  size_t length = 0;
  while (name[length] != 0) text[length] = name[length], length++;
  return append(text, append(text, append(text, length, seed), generation + 1), opened);
}

// Executes this program, which checks the two descriptors. Returns if the host refuses that.
static int execute(uint32_t seed) {
  char text[64];
  fd_t closed, kept;
  int error = fd_dup2(1, CLOSED, 1, &closed);
  error = error == SUCCESS ? fd_dup2(1, KEPT, 0, &kept) : error;
  if (error != SUCCESS) return error;
  size_t length = write_arguments(text, seed, kept);
  return proc_exec3(TEXT("stress"), text, length, 0, 0, 1, TEXT("/bin"));
}

static void act(uint32_t *state);
_Noreturn static void end_child(uint32_t *state);

_Noreturn static void be_a_child(uint32_t seed) {
  uint32_t state = seed;
  generation++;
  for (int i = 0; i < CHILDREN; i++) children[i] = 0;
  for (int i = 0; i < THREADS; i++) ids[i] = 0;

  // The copy has no other thread, so that their stacks are free.
  started = THREADS;
  for (uint32_t steps = next(&state, STEPS); steps > 0; steps--) act(&state);
  end_child(&state);
}

_Noreturn static void end_child(uint32_t *state) {
  switch (next(state, 6)) {
    case 0: __builtin_trap();
    case 1: thread_exit(EXIT_OF_CHILD);
    case 2: while (thread_sleep(~0ULL) == INTR) continue; break;
    case 3: CHECK(is_refused(execute(next_seed(state))));
  }
  proc_exit2(EXIT_OF_CHILD);
  __builtin_trap();
}

__attribute__((noinline)) static void fork_(uint32_t *state) {
  pid_t child = 0xdead;
  uint32_t seed = next_seed(state);
  int error = proc_fork(1, &child);
  if (error == SUCCESS && child == 0) be_a_child(seed);
  CHECK(error == SUCCESS ? child != 0xdead : is_refused(error));
  if (error == SUCCESS) keep_child(child);
}

// The copy shares the memory. A check that fails there must fail in the caller.
__attribute__((noinline)) static void fork_without_memory(uint32_t *state) {
  pid_t child = 0xdead, nested;
  volatile int failed = 0;
  uint32_t seed = next_seed(state), executes = next(state, 2), closes = next(state, 2);
  fd_t file = get_file(state);
  int error = proc_fork(0, &child);
  if (error == SUCCESS && child == 0) {
    if (proc_fork(0, &nested) != NOTSUP) failed = __LINE__;
    if (closes && file != 0 && !tolerated(fd_close(file))) failed = __LINE__;
    if (executes && !is_refused(execute(seed))) failed = __LINE__;
    proc_exit2(EXIT_OF_COPY);
  }
  if (failed) fail(failed);
  CHECK(error == SUCCESS ? child != 0xdead && child != 0 : is_refused(error));
  if (error == SUCCESS) keep_child(child);
}

// The same without Asyncify, as today's vfork.
__attribute__((noinline)) static void fork_environment(uint32_t *state) {
  pid_t child = 0xdead, me = self(), nested;
  int failed = 0;
  int error = proc_fork_env(&child);
  CHECK(error == SUCCESS || is_refused(error));
  if (error != SUCCESS) return;
  if (self() != child || parent() != me) failed = __LINE__;
  if (proc_fork_env(&nested) != NOTSUP) failed = __LINE__;
  error = next(state, 2) ? execute(next_seed(state)) : AGAIN;
  if (error != SUCCESS) {
    if (!is_refused(error)) failed = __LINE__;
    proc_exit2(EXIT_OF_COPY);
  }
  if (failed) fail(failed);
  CHECK(self() == me);
  keep_child(child);
}

static void spawn(uint32_t *state) {
  pid_t child = 0xdead;
  char text[64];
  size_t length = write_arguments(text, next_seed(state), SPAWNED);
  fd_op_t ops[] = {
    {.cmd = OP_CLOSE, .fd = get_file(state)},
    {.cmd = OP_OPEN, .fd = OPENED, .path = "/data/file", .path_len = 10, .oflags = CREAT, .base = READ_RIGHT | WRITE_RIGHT, .inheriting = ~0ULL},
    {.cmd = OP_DUP2, .fd = DUPLICATED, .src_fd = next(state, 3) == 0 ? get_file(state) : 1},
    {.cmd = OP_CHDIR, .path = "/data", .path_len = 5},
  };
  disposition_t ignored = {SIG_USR1, 1};
  int error = proc_spawn2(TEXT("stress"), text, length, 0, 0, ops, 4, &ignored, next(state, 2), 1, TEXT("/bin"), &child);
  CHECK(error == SUCCESS ? child != 0xdead : is_refused(error) || error == BADF);
  if (error == SUCCESS) keep_child(child);
}

static void be_a_context(void) {
  for (;;) {
    pid_t child;
    CHECK(proc_fork(1, &child) == NOTSUP && proc_fork_env(&child) == NOTSUP && context_switch(0) == SUCCESS);
  }
}

static void use_context(uint32_t *state) {
  uint64_t context;
  int error = context_create(&context, be_a_context);
  CHECK(error == SUCCESS || is_refused(error));
  if (error != SUCCESS) return;
  CHECK(context_switch(context) == SUCCESS);
  CHECK(next(state, 3) == 0 || context_destroy(context) == SUCCESS);
}

static void start_thread(uint32_t *state) {
  uint32_t number = __atomic_fetch_add(&started, 1, __ATOMIC_RELAXED), id;
  if (number >= THREADS) return;
  starts[number] = (thread_start_t){.stack = (uint32_t)(stacks[number] + sizeof stacks[number]), .start_args = next_seed(state), .stack_size = sizeof stacks[number]};
  int error = thread_spawn_v2(&starts[number], &id);
  CHECK(error == SUCCESS || error == AGAIN);
  if (error == SUCCESS) __atomic_store_n(&ids[number], id, __ATOMIC_RELAXED);
}

static void rest(uint32_t *state) {
  uint8_t woken;
  switch (next(state, 3)) {
    case 0: CHECK(futex_wait(&started, __atomic_load_n(&started, __ATOMIC_RELAXED), &soon, &woken) == SUCCESS); break;
    case 1: CHECK(tolerated(thread_sleep(next(state, 60) * MICROSECOND))); break;
    default: CHECK(sched_yield() == SUCCESS);
  }
}

static void act(uint32_t *state) {
  uint32_t may_start = generation <= LAST_GENERATION;
  switch (next(state, 16)) {
    case 0: case 1: if (may_start) fork_(state); break;
    case 2: if (may_start) fork_without_memory(state); break;
    case 3: if (may_start) fork_environment(state); break;
    case 4: case 5: if (may_start) spawn(state); break;
    case 6: case 7: case 8: join_child(next(state, 2) ? 0 : children[next(state, CHILDREN)], next(state, 3) ? NON_BLOCKING : 0); break;
    case 9: send_signal(state); break;
    case 10: start_thread(state); break;
    case 11: if (next(state, 3) == 0) use_context(state); break;
    case 12: rest(state); break;
    default: use_files(state);
  }
}

static __attribute__((noinline)) void thread_main(thread_start_t *start) {
  uint32_t state = start->start_args;
  for (int i = 0; i < STEPS; i++) {
    act(&state);
    if (next(&state, 60) == 0) thread_exit(0);
    if (next(&state, 100) == 0) proc_exit2(EXIT_BY_THREAD);
    if (next(&state, 200) == 0) __builtin_trap();
    if (generation < LAST_GENERATION && next(&state, 200) == 0) CHECK(is_refused(execute(next_seed(&state))));
  }
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  thread_main(start);
}

// Ends all other processes and waits for them. Those without a parent have become children of the first process.
static void join_all(void) {
  for (int i = 0; i < THREADS; i++) {
    int error = INTR;
    for (int tries = 0; ids[i] != 0 && error == INTR && tries < 20; tries++) error = thread_join(ids[i]);
    CHECK(error == SUCCESS || error == INTR);

    // The thread may still start processes.
    if (error == INTR && ids[i] != 0) return;
  }
  do {
    for (pid_t id = ROOT + 1; id < 200; id++) {
      int error = proc_signal(id, SIG_KILL);
      CHECK(error == SUCCESS || error == SRCH);
    }
  } while (join_child(0, 0));
  option_pid_t any = {0, 0};
  join_status_t status;
  CHECK(proc_join(&any, 0, &status) == CHILD && proc_join(&any, NON_BLOCKING, &status) == CHILD);
}

static uint32_t parse(const char *digits) {
  uint32_t number = 0;
  for (; *digits != 0; digits++) number = number * 10 + (uint32_t)(*digits - '0');
  return number;
}

static void check_descriptors(uint32_t opened) {
  fdstat_t stat;
  char directory[16];
  size_t length = sizeof directory;
  CHECK(fd_fdstat_get(CLOSED, &stat) == BADF);
  if (opened >= KEPT) CHECK(fd_fdstat_get(opened, &stat) == SUCCESS);
  if (opened == SPAWNED) {
    CHECK(fd_fdstat_get(OPENED, &stat) == SUCCESS && fd_fdstat_get(DUPLICATED, &stat) == SUCCESS);
    CHECK(getcwd_(directory, &length) == SUCCESS && length == 5 && same(directory, "/data", 5));
  }
}

void _start(void) {
  size_t count, size;
  CHECK(args_sizes_get(&count, &size) == SUCCESS && count == 4 && size <= sizeof arguments && args_get(argument_list, arguments) == SUCCESS);
  uint32_t state = (parse(argument_list[1]) * 2654435761u) | 1;
  generation = parse(argument_list[2]);
  check_descriptors(parse(argument_list[3]));
  for (int i = 0; i < 10; i++) next(&state, 2);
  callback_signal(TEXT("handle"));
  if (self() != ROOT) {
    for (uint32_t steps = next(&state, STEPS); steps > 0; steps--) act(&state);
    end_child(&state);
  }
  if (generation != 0) proc_exit2(EXIT_BY_PROGRAM);
  CHECK(proc_raise_interval(SIG_USR1, 1, 1) == SUCCESS);
  for (uint32_t steps = next(&state, 3 * STEPS); steps > 0; steps--) act(&state);
  switch (next(&state, ENDS)) {
    case EXIT: proc_exit2(EXIT_BY_MAIN); break;
    case EXIT_THREAD:
      // Waits for the threads, which may wait without end.
      if (started == 0) thread_exit(EXIT_BY_MAIN);
      break;
    case JOIN: join_all(); break;
    case TRAP: __builtin_trap();
    case EXECUTE: CHECK(is_refused(execute(1)));
  }
}
