// A shell in small: it runs `a | b > c`, a substitution and a background job by fork and exec, as shells do.
#include "processes.h"

IMPORT(proc_fork) int proc_fork(int copy_memory, pid_t *);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);
IMPORT(fd_renumber) int fd_renumber(fd_t, fd_t);

__attribute__((noinline)) static pid_t fork_(void) {
  pid_t child = 0xdead;
  CHECK(proc_fork(1, &child) == SUCCESS && child != 0xdead);
  return child;
}

// dup2, and close the source.
static void move(fd_t from, fd_t to) { CHECK(fd_renumber(from, to) == SUCCESS && fd_close(from) == SUCCESS); }

static void execute(const char *args, size_t length) {
  proc_exec3(TEXT("command"), args, length, 0, 0, 1, TEXT("/bin"));
  proc_exit2(127);
}

// Starts a command whose standard input and output are the given descriptors. It closes a third one.
__attribute__((noinline)) static pid_t run(const char *args, size_t length, fd_t input, fd_t output, fd_t unused) {
  pid_t child = fork_();
  if (child == 0) {
    if (unused != 0) CHECK(fd_close(unused) == SUCCESS);
    if (input != 0) move(input, 0);
    if (output != 1) move(output, 1);
    execute(args, length);
  }
  return child;
}

static void expect_file(const char *path, size_t length, const char *expected, size_t expected_length) {
  char bytes[64];
  size_t count;
  fd_t file = open_(3, path, length, 0, READ_RIGHT);
  CHECK(file != (fd_t)-1 && read_(file, bytes, sizeof bytes, &count) == SUCCESS && fd_close(file) == SUCCESS);
  CHECK(count == expected_length && same(bytes, expected, count));
}

void _start(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  fd_t file = open_(3, TEXT("data/out"), CREAT | TRUNC, WRITE_RIGHT);
  CHECK(file != (fd_t)-1);
  pid_t first = run(TEXT("a\necho\none\ntwo\n"), 0, writes, reads);
  CHECK(fd_close(writes) == SUCCESS);
  pid_t second = run(TEXT("b\ncat\n"), reads, file, 0);
  CHECK(fd_close(reads) == SUCCESS && fd_close(file) == SUCCESS);
  expect_exit(first, 0);
  expect_exit(second, 0);
  expect_file(TEXT("data/out"), TEXT("a|echo|one|two|"));

  // A background job that reads from a pipe which stays open until it is told to end.
  make_pipe(&reads, &writes);
  file = open_(3, TEXT("data/job"), CREAT | TRUNC, WRITE_RIGHT);
  pid_t job = run(TEXT("job\ncat\n"), reads, file, writes);
  join_status_t status;
  option_pid_t who = {1, job};
  CHECK(fd_close(reads) == SUCCESS && fd_close(file) == SUCCESS);
  CHECK(proc_join(&who, NON_BLOCKING, &status) == SUCCESS && who.pid == 0 && status.tag == NOTHING);
  put(writes, 'x');
  CHECK(fd_close(writes) == SUCCESS);
  expect_exit(job, 0);
  expect_file(TEXT("data/job"), TEXT("x"));

  // A command that does not exist.
  pid_t missing = fork_();
  if (missing == 0) {
    proc_exec3(TEXT("missing"), TEXT("missing\n"), 0, 0, 1, TEXT("/bin"));
    proc_exit2(127);
  }
  expect_exit(missing, 127);
  complete();
}
