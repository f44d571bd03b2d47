// Copies of processes by proc_fork, in a guest instrumented with Binaryen's Asyncify.
#include "processes.h"

typedef struct { uint64_t user, b0, b1; } snapshot_t;
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(stack_checkpoint) int stack_checkpoint(snapshot_t *, uint64_t *);
IMPORT(stack_restore) _Noreturn void stack_restore(const snapshot_t *, uint64_t);

static volatile int shared, low;

// A word beyond 2 GiB, if the memory can have so much.
static volatile int *high = &low;

__attribute__((noinline)) static pid_t fork_(void) {
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == SUCCESS && child != 0xdead);
  return child;
}

__attribute__((noinline)) static void memory_is_copied(void) {
  volatile int local = 1;
  shared = *high = 1;
  pid_t child = fork_();
  if (child == 0) {
    CHECK(local == 1 && shared == 1 && *high == 1);
    local = shared = *high = 2;
    proc_exit2(local + shared + 1);
  }
  expect_exit(child, 5);
  CHECK(local == 1 && shared == 1 && *high == 1);
}

__attribute__((noinline)) static void identifiers(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  pid_t me = self(), id;
  pid_t child = fork_();
  if (child == 0) {
    CHECK(parent() == me);
    pid_t own = self();
    size_t count;
    CHECK(write_(writes, &own, sizeof own, &count) == SUCCESS && count == sizeof own);
    proc_exit2(0);
  }
  size_t count;
  CHECK(read_(reads, &id, sizeof id, &count) == SUCCESS && count == sizeof id && id == child && child != me);
  CHECK(proc_parent(child, &id) == SUCCESS && id == me);
  expect_exit(child, 0);
  CHECK(proc_parent(child, &id) == BADF);
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS);
}

__attribute__((noinline)) static void pipes_between_processes(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  pid_t child = fork_();
  if (child == 0) {
    CHECK(fd_close(reads) == SUCCESS);
    for (int i = 0; i < 100; i++) put(writes, (char)i);
    proc_exit2(0);
  }
  CHECK(fd_close(writes) == SUCCESS);
  for (int i = 0; i < 100; i++) CHECK(get(reads) == i);

  // The exit of the child has closed the last writing end.
  CHECK(get(reads) == -1);
  expect_exit(child, 0);
  CHECK(fd_close(reads) == SUCCESS);

  make_pipe(&reads, &writes);
  child = fork_();
  if (child == 0) proc_exit2(get(reads));
  CHECK(fd_close(reads) == SUCCESS);
  put(writes, 33);
  expect_exit(child, 33);
  size_t count;
  CHECK(write_(writes, "x", 1, &count) == PIPE_);
  CHECK(fd_close(writes) == SUCCESS);
}

__attribute__((noinline)) static void open_files_are_shared(void) {
  fd_t file = open_(3, TEXT("data/shared"), CREAT | TRUNC, READ_RIGHT | WRITE_RIGHT);
  size_t count;
  uint64_t offset;
  CHECK(file != (fd_t)-1 && write_(file, "abcdef", 6, &count) == SUCCESS && fd_seek(file, 0, 0, &offset) == SUCCESS);

  fd_t epoll, event;
  CHECK(epoll_create(&epoll) == SUCCESS && fd_event(1, 0, &event) == SUCCESS);
  pid_t child = fork_();
  if (child == 0) {
    char bytes[4];
    CHECK(read_(file, bytes, 3, &count) == SUCCESS && count == 3 && same(bytes, "abc", 3));
    epoll_event_t watched = {.events = EPOLLIN, .data2 = 77};
    CHECK(epoll_ctl(epoll, ADD, event, &watched) == SUCCESS);
    CHECK(fd_close(file) == SUCCESS && chdir_(TEXT("/data")) == SUCCESS);
    proc_exit2(1);
  }
  expect_exit(child, 1);
  CHECK(fd_tell(file, &offset) == SUCCESS && offset == 3);
  epoll_event_t ready;
  CHECK(epoll_wait(epoll, &ready, 1, 0, &count) == SUCCESS && count == 1 && ready.data2 == 77);

  // The descriptor table and the current directory are the child's own.
  char directory[8];
  size_t length = sizeof directory;
  CHECK(getcwd_(directory, &length) == SUCCESS && length == 1 && directory[0] == '/');
  CHECK(fd_close(file) == SUCCESS && fd_close(epoll) == SUCCESS && fd_close(event) == SUCCESS);
}

__attribute__((noinline)) static void waiting(void) {
  fd_t reads, writes;
  join_status_t status = {9, 9, 9, 9, 9};
  option_pid_t none = {0, 0};
  CHECK(proc_join(&none, 0, &status) == CHILD && proc_join(&none, NON_BLOCKING, &status) == CHILD);
  make_pipe(&reads, &writes);
  pid_t first = fork_();
  if (first == 0) proc_exit2(get(reads));
  pid_t second = fork_();
  if (second == 0) proc_exit2(4);

  // Any of several, one of several, one that still runs.
  CHECK(wait_for(0, &status) == second && status.tag == EXIT_NORMAL && status.code == 4);
  option_pid_t who = {1, first};
  CHECK(proc_join(&who, NON_BLOCKING, &status) == SUCCESS && who.tag == 1 && who.pid == 0 && status.tag == NOTHING);
  who = (option_pid_t){1, second};
  CHECK(proc_join(&who, 0, &status) == CHILD);
  put(writes, 6);
  expect_exit(first, 6);
  CHECK(proc_join(&none, 0, &status) == CHILD);
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS);
}

__attribute__((noinline)) static void orphans(void) {
  fd_t reads, writes, ready_reads, ready_writes;
  make_pipe(&reads, &writes);
  make_pipe(&ready_reads, &ready_writes);
  pid_t child = fork_();
  if (child == 0) {
    pid_t grandchild = fork_();
    if (grandchild == 0) {
      CHECK(get(reads) == 1);
      proc_exit2(parent() == 1 ? 8 : 9);
    }
    CHECK(grandchild < 128);
    put(ready_writes, (char)grandchild);
    proc_exit2(0);
  }
  pid_t grandchild = (pid_t)get(ready_reads), id;
  CHECK(proc_parent(grandchild, &id) == SUCCESS && (id == child || id == self()));
  expect_exit(child, 0);
  CHECK(proc_parent(grandchild, &id) == SUCCESS && id == self());
  put(writes, 1);
  expect_exit(grandchild, 8);
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS && fd_close(ready_reads) == SUCCESS && fd_close(ready_writes) == SUCCESS);
}

__attribute__((noinline)) static void ends_by_signal(void) {
  pid_t child = fork_();
  if (child == 0) for (;;) shared++;
  CHECK(proc_signal(child, 0) == SUCCESS && proc_signal(child, SIG_CHLD) == SUCCESS && proc_signal(child, SIG_KILL) == SUCCESS);
  expect_signal(child, SIG_KILL);
  CHECK(proc_signal(child, SIG_KILL) == SRCH);

  fd_t reads, writes;
  make_pipe(&reads, &writes);
  child = fork_();
  if (child == 0) proc_exit2(get(reads));
  CHECK(proc_signal(child, SIG_TERM) == SUCCESS);
  expect_signal(child, SIG_TERM);
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS);

  child = fork_();
  if (child == 0) __builtin_trap();
  expect_signal(child, SIG_ABRT);
}

__attribute__((noinline)) static int deep(int depth, volatile int *above) {
  volatile int frame[64];
  for (int i = 0; i < 64; i++) frame[i] = above[0] + i;
  int result = depth > 0 ? deep(depth - 1, frame) : (int)fork_();
  for (int i = 0; i < 64; i++) CHECK(frame[i] == above[0] + i);
  return result;
}

__attribute__((noinline)) static void deep_stack(void) {
  volatile int first[1] = {3};
  int child = deep(20, first);
  if (child == 0) proc_exit2(21);
  expect_exit((pid_t)child, 21);
}

// Without a copy of the memory, the parent continues when the child has ended.
__attribute__((noinline)) static void shared_memory(void) {
  pid_t child = 0xdead, me = self();
  shared = 1;
  CHECK(proc_fork(0, &child) == SUCCESS);
  if (child == 0) {
    CHECK(self() != me && parent() == me && fd_close(0) == SUCCESS);
    shared = 7;
    pid_t nested;
    CHECK(proc_fork(0, &nested) == NOTSUP && proc_fork(1, &nested) == NOTSUP);
    proc_exit2(12);
  }
  fdstat_t stat;
  CHECK(child != me && self() == me && shared == 7 && fd_fdstat_get(0, &stat) == SUCCESS);
  expect_exit(child, 12);
}

__attribute__((noinline)) static void checkpoints(void) {
  snapshot_t here;
  uint64_t value = 99;
  volatile pid_t child = 0xdead;
  CHECK(stack_checkpoint(&here, &value) == SUCCESS);
  if (value == 0) {
    child = fork_();
    if (child == 0) stack_restore(&here, 3);
    expect_exit(child, 55);

    // The snapshot is a local variable, and still there.
    stack_restore(&here, 4);
  }
  if (value == 3) proc_exit2(55);
  CHECK(value == 4);
  uint64_t again = 99;
  volatile int times = 0;
  snapshot_t twice;
  CHECK(stack_checkpoint(&twice, &again) == SUCCESS);
  shared = (int)again;
  if (again < 3) stack_restore(&twice, again + 1);
  CHECK(again == 3 && times == 0);
}

void _start(void) {
  if (__builtin_wasm_memory_grow(0, 34000) != (size_t)-1) high = (volatile int *)0x84000000;
  memory_is_copied();
  identifiers();
  pipes_between_processes();
  open_files_are_shared();
  waiting();
  orphans();
  ends_by_signal();
  deep_stack();
  shared_memory();
  checkpoints();
  for (int i = 0; i < 30; i++) {
    pid_t child = fork_();
    if (child == 0) return;
    expect_exit(child, 0);
  }
  complete();
}
