// Data that flows through pipes between copies of a process, and waiting for one of many children, by one thread and by several. The guest
// is instrumented with Binaryen's Asyncify.
#include "processes.h"

typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[10], stack_size, guard_size; } thread_start_t;
IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);

enum { LENGTH = 300000, CHUNK = 1500, MANY = 8, ZOMBIES = 12, THREADS = 3, MILLISECOND = 1000000 };

static _Alignas(16) char stacks[THREADS][16384];
static thread_start_t starts[THREADS];
static uint32_t reaped[ZOMBIES], thread_ids[THREADS];
static char chunk[CHUNK];
static const option_pid_t any = {0, 0};

__attribute__((noinline)) static pid_t fork_(void) {
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == SUCCESS && child != 0xdead);
  return child;
}

static char byte_at(uint32_t offset) { return (char)(offset * 7 + offset / 251); }

_Noreturn static void produce(fd_t writes) {
  size_t count;
  for (uint32_t offset = 0; offset < LENGTH; offset += count) {
    for (uint32_t i = 0; i < CHUNK; i++) chunk[i] = byte_at(offset + i);
    CHECK(write_(writes, chunk, offset + CHUNK > LENGTH ? LENGTH - offset : CHUNK, &count) == SUCCESS && count > 0);
  }
  proc_exit2(3);
  __builtin_trap();
}

// Reads everything, in parts of another length, and reports how much that was.
_Noreturn static void consume(fd_t reads, fd_t report) {
  uint32_t offset = 0;
  size_t count;
  while (read_(reads, chunk, CHUNK - 77, &count) == SUCCESS && count > 0) {
    for (uint32_t i = 0; i < count; i++) CHECK(chunk[i] == byte_at(offset + i));
    offset += count;
  }
  CHECK(write_(report, &offset, sizeof offset, &count) == SUCCESS && count == sizeof offset);
  proc_exit2(4);
  __builtin_trap();
}

// The data is larger than a pipe, so that both sides wait for each other.
__attribute__((noinline)) static void producer_and_consumer(void) {
  fd_t reads, writes, result, report;
  uint32_t length;
  size_t count;
  make_pipe(&reads, &writes);
  make_pipe(&result, &report);
  pid_t producer = fork_();
  if (producer == 0) {
    CHECK(fd_close(reads) == SUCCESS && fd_close(result) == SUCCESS && fd_close(report) == SUCCESS);
    produce(writes);
  }
  pid_t consumer = fork_();
  if (consumer == 0) {
    CHECK(fd_close(writes) == SUCCESS && fd_close(result) == SUCCESS);
    consume(reads, report);
  }
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS && fd_close(report) == SUCCESS);
  CHECK(read_(result, &length, sizeof length, &count) == SUCCESS && count == sizeof length && length == LENGTH && get(result) == -1);
  expect_exit(consumer, 4);
  expect_exit(producer, 3);
  CHECK(fd_close(result) == SUCCESS);
}

static void expect_nothing(option_pid_t who) {
  join_status_t status = {9, 9, 9, 9, 9};
  CHECK(proc_join(&who, NON_BLOCKING, &status) == SUCCESS && who.tag == 1 && who.pid == 0 && status.tag == NOTHING);
}

__attribute__((noinline)) static void one_of_many(void) {
  pid_t children[MANY];
  fd_t reads[MANY], writes[MANY];
  join_status_t status;
  for (int i = 0; i < MANY; i++) {
    make_pipe(&reads[i], &writes[i]);
    children[i] = fork_();
    if (children[i] == 0) proc_exit2(40 + get(reads[i]));
  }
  expect_nothing(any);
  for (int i = 0; i < MANY; i++) expect_nothing((option_pid_t){1, children[i]});

  // One in the middle, while the others run.
  put(writes[5], 5);
  expect_exit(children[5], 45);
  for (int i = 0; i < MANY; i++) if (i != 5) expect_nothing((option_pid_t){1, children[i]});

  // Any of those that have ended.
  put(writes[2], 2);
  put(writes[6], 6);
  pid_t first = wait_for(0, &status);
  CHECK(status.tag == EXIT_NORMAL && ((first == children[2] && status.code == 42) || (first == children[6] && status.code == 46)));
  pid_t second = wait_for(0, &status);
  CHECK(first != second && (second == children[2] || second == children[6]) && status.code == (second == children[2] ? 42 : 46));
  expect_nothing(any);

  // Without waiting, until it has ended.
  put(writes[0], 0);
  option_pid_t who;
  do {
    CHECK(thread_sleep(MILLISECOND) == SUCCESS);
    who = (option_pid_t){1, children[0]};
    CHECK(proc_join(&who, NON_BLOCKING, &status) == SUCCESS);
  } while (who.pid == 0);
  CHECK(who.pid == children[0] && status.tag == EXIT_NORMAL && status.code == 40);
  who = (option_pid_t){1, children[0]};
  CHECK(proc_join(&who, NON_BLOCKING, &status) == CHILD && proc_join(&who, 0, &status) == CHILD);

  // The last ones in the opposite order of their ends.
  for (int i = 0; i < MANY; i++) if (i == 1 || i == 3 || i == 4 || i == 7) put(writes[i], (char)i);
  expect_exit(children[7], 47);
  expect_exit(children[4], 44);
  expect_exit(children[3], 43);
  expect_exit(children[1], 41);
  who = any;
  CHECK(proc_join(&who, NON_BLOCKING, &status) == CHILD);
  for (int i = 0; i < MANY; i++) CHECK(fd_close(reads[i]) == SUCCESS && fd_close(writes[i]) == SUCCESS);
}

// Waits for any child until there is none. Inlined into wasi_thread_start, all threads would use the stack of the main thread.
__attribute__((noinline)) static void reap(void) {
  for (;;) {
    option_pid_t who = any;
    join_status_t status = {9, 9, 9, 9, 9};
    int error = proc_join(&who, 0, &status);
    if (error == CHILD) break;
    CHECK(error == SUCCESS && who.pid != 0 && status.tag == EXIT_NORMAL && status.code < ZOMBIES);
    __atomic_add_fetch(&reaped[status.code], 1, __ATOMIC_SEQ_CST);
  }
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  (void)id;
  reap();
}

// Several threads wait for the same children. Each child is reaped by one of them. Half of the children have ended before.
__attribute__((noinline)) static void zombies_are_reaped_once(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  for (int i = 0; i < ZOMBIES; i++) {
    pid_t child = fork_();
    if (child == 0) {
      if (i % 2 == 0) CHECK(get(reads) == 1);
      proc_exit2(i);
    }
  }
  for (int i = 0; i < THREADS; i++) {
    starts[i].stack = (uint32_t)(uintptr_t)(stacks[i] + sizeof stacks[i]);
    starts[i].stack_size = sizeof stacks[i];
    CHECK(thread_spawn_v2(&starts[i], &thread_ids[i]) == SUCCESS);
  }
  for (int i = 0; i < ZOMBIES; i += 2) put(writes, 1);
  reap();
  for (int i = 0; i < THREADS; i++) CHECK(thread_join(thread_ids[i]) == SUCCESS);
  for (int i = 0; i < ZOMBIES; i++) CHECK(reaped[i] == 1);
  CHECK(fd_close(reads) == SUCCESS && fd_close(writes) == SUCCESS);
}

void _start(void) {
  producer_and_consumer();
  one_of_many();
  zombies_are_reaped_once();
  complete();
}
