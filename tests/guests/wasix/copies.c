// Copies of the process that share its memory (vfork): proc_fork without a copy of the memory, in a guest instrumented with Binaryen's
// Asyncify, and proc_fork_env. The first argument selects what the copy does.
#include "processes.h"

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(proc_fork_env) int proc_fork_env(pid_t *);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);

static char text[64], *arguments[4];
static fd_t reads, writes;
static volatile int shared;

// Starts a process that reads an identifier from the pipe, and sends a signal to that process. It does not end by itself, because the end of
// a process makes the guests that compute check whether theirs has ended.
__attribute__((noinline)) static pid_t start_killer(void) {
  pid_t killer, victim;
  size_t count;
  CHECK(proc_fork(1, &killer) == SUCCESS);
  if (killer == 0) {
    CHECK(read_(reads, &victim, sizeof victim, &count) == SUCCESS && count == sizeof victim);
    CHECK(proc_signal(victim, SIG_CHLD) == SUCCESS && proc_signal(victim, SIG_TERM) == SUCCESS);
    thread_sleep(~0ULL);
  }
  return killer;
}

static void end_killer(pid_t killer) {
  CHECK(proc_signal(killer, SIG_KILL) == SUCCESS);
  expect_signal(killer, SIG_KILL);
}

static void call_killer(void) {
  size_t count;
  pid_t me = self();
  CHECK(write_(writes, &me, sizeof me, &count) == SUCCESS && count == sizeof me);
}

static int execute(void) { return proc_exec3(TEXT("copies"), TEXT("copies\nexit\n"), 0, 0, 1, TEXT("/bin")); }

// The copy ends at once, wherever it is, and this process continues.
__attribute__((noinline)) static void end_copy(char mode) {
  pid_t me = self(), killer = mode == 'o' ? 0 : start_killer(), copy = 0xdead;
  fd_t empty, other;
  char byte;
  size_t count;
  make_pipe(&empty, &other);
  shared = 1;
  CHECK(proc_fork(0, &copy) == SUCCESS);
  if (copy == 0) {
    CHECK(self() != me);
    shared = 2;
    if (mode == 'o') CHECK(proc_signal(self(), SIG_TERM) == SUCCESS);
    call_killer();
    if (mode == 's') thread_sleep(~0ULL);
    if (mode == 'r') read_(empty, &byte, 1, &count);
    for (;;) continue;
  }
  CHECK(self() == me && copy != me && copy != 0xdead && shared == 2);
  expect_signal(copy, SIG_TERM);
  if (killer != 0) end_killer(killer);
}

// The copy is interrupted once, and has ended when it wants to end or to execute a program.
__attribute__((noinline)) static void interrupt_copy(char mode) {
  pid_t me = self(), killer = start_killer(), copy = 0xdead;
  CHECK(proc_fork_env(&copy) == SUCCESS);
  call_killer();
  CHECK(thread_sleep(~0ULL) == INTR && thread_sleep(1) == SUCCESS && self() == copy);
  if (mode == 'E') CHECK(execute() == SUCCESS);
  else proc_exit2(7);
  CHECK(self() == me);
  expect_signal(copy, SIG_TERM);
  end_killer(killer);
}

__attribute__((noinline)) static void end_by_itself(void) {
  pid_t copy;
  CHECK(proc_fork_env(&copy) == SUCCESS);
  proc_exit2(9);
  expect_exit(copy, 9);
  CHECK(proc_fork(0, &copy) == SUCCESS);
  if (copy == 0) proc_exit2(12);
  expect_exit(copy, 12);
  CHECK(proc_fork_env(&copy) == SUCCESS);
  CHECK(execute() == SUCCESS);
  expect_exit(copy, 4);
}

void _start(void) {
  size_t argc, size;
  CHECK(args_sizes_get(&argc, &size) == SUCCESS && argc == 2 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  char mode = arguments[1][0];
  if (mode == 'e') proc_exit2(4);
  make_pipe(&reads, &writes);
  if (mode == 'i') {
    end_by_itself();
  } else if (mode == 'E' || mode == 'X') {
    interrupt_copy(mode);
  } else if (mode == 't') {
    pid_t copy;
    CHECK(proc_fork_env(&copy) == SUCCESS);
    __builtin_trap();
  } else {
    // A second time, to see that nothing of the first copy is left.
    for (int i = 0; i < 2; i++) end_copy(mode);
  }
  proc_exit2(33);
}
