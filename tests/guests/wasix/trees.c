// Processes that tests of the host start, limit and end. The first argument selects what the program does.
#include "processes.h"

typedef struct { uint8_t cmd; fd_t fd, src_fd; const char *path; size_t path_len; uint32_t dirflags; uint16_t oflags; uint64_t base, inheriting; uint16_t fdflags, fdflagsext; } fd_op_t;

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const void *, size_t, int, const char *, size_t, pid_t *);

static char text[256], *arguments[8];

static int is(const char *string, const char *other) {
  size_t length = 0;
  while (other[length] != 0) length++;
  return same(string, other, length + 1);
}

static void print_number(const char *prefix, size_t length, unsigned number) {
  char digits[12];
  size_t start = sizeof digits, count;
  digits[--start] = '\n';
  do digits[--start] = (char)('0' + number % 10); while ((number /= 10) > 0);
  CHECK(write_(1, prefix, length, &count) == SUCCESS && write_(1, digits + start, sizeof digits - start, &count) == SUCCESS);
}

static int start(const char *args, size_t length, pid_t *id) {
  return proc_spawn2(TEXT("tree"), args, length, 0, 0, 0, 0, 0, 0, 1, TEXT("/tools:/bin"), id);
}

static void report(pid_t child) {
  join_status_t status;
  CHECK(wait_for(child, &status) == child);
  if (status.tag == EXIT_SIGNAL) print_number(TEXT("signal "), status.signal);
  else print_number(TEXT("exit "), status.code);
}

void _start(void) {
  size_t argc, size, count;
  pid_t child = 0;
  CHECK(args_sizes_get(&argc, &size) == SUCCESS && argc > 1 && argc <= 8 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  const char *mode = arguments[1];
  if (is(mode, "sleep")) {
    CHECK(thread_sleep(~0ULL) == SUCCESS);
  } else if (is(mode, "loop")) {
    for (volatile unsigned i = 0;; i++) continue;
  } else if (is(mode, "trap")) {
    __builtin_trap();
  } else if (is(mode, "write")) {
    CHECK(write_(1, "child\n", 6, &count) == SUCCESS && count == 6);
  } else if (is(mode, "pipe")) {
    // A program that can handle signals gets one for a broken pipe; it has no handler, so that the default action ends it.
    fd_t reads, writes;
    callback_signal(TEXT("none"));
    make_pipe(&reads, &writes);
    CHECK(fd_close(reads) == SUCCESS);
    proc_exit2(write_(writes, "x", 1, &count) == PIPE_ ? 1 : 2);
  } else if (is(mode, "bomb")) {
    // Starts processes that sleep, until the host refuses one.
    unsigned started = 0;
    int error;
    while ((error = start(TEXT("tree\nsleep\n"), &child)) == SUCCESS) started++;
    print_number(TEXT("started "), started);
    print_number(TEXT("error "), (unsigned)error);
  } else if (is(mode, "series")) {
    // Starts processes one after the other, until the host refuses one.
    unsigned started = 0;
    int error;
    while (started < 100 && (error = start(TEXT("tree\nexit\n"), &child)) == SUCCESS) expect_exit(child, 4), started++;
    print_number(TEXT("started "), started);
    if (started < 100) print_number(TEXT("error "), (unsigned)error);
  } else if (is(mode, "leave")) {
    CHECK(start(TEXT("tree\nloop\n"), &child) == SUCCESS && start(TEXT("tree\nsleep\n"), &child) == SUCCESS);
  } else if (is(mode, "nested")) {
    // A grandchild sleeps when the child has ended.
    CHECK(start(TEXT("tree\nleave\n"), &child) == SUCCESS);
    report(child);
    child = 0;
    join_status_t status;
    option_pid_t any = {0, 0};
    CHECK(proc_join(&any, NON_BLOCKING, &status) == SUCCESS && any.pid == 0 && status.tag == NOTHING);
  } else if (is(mode, "exit")) {
    proc_exit2(4);
  } else {
    // Runs one child in the mode of the second argument, and reports how it ended.
    CHECK(argc == 3 && is(mode, "run"));
    char args[64] = "tree\n";
    size = 5;
    for (const char *letter = arguments[2]; *letter != 0; letter++) args[size++] = *letter;
    args[size++] = '\n';
    int error = start(args, size, &child);
    if (error == SUCCESS) report(child);
    else print_number(TEXT("error "), (unsigned)error);
  }
  proc_exit2(0);
}
