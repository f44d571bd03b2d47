// Processes that tests of the host start, limit and end. The first argument selects what the program does.
#include "processes.h"

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(proc_fork_env) int proc_fork_env(pid_t *);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const void *, size_t, int, const char *, size_t, pid_t *);

static char text[256], *arguments[8];

static size_t length_of(const char *string) {
  size_t length = 0;
  while (string[length] != 0) length++;
  return length;
}

static int is(const char *string, const char *other) { return same(string, other, length_of(other) + 1); }

// Appends an argument and a line feed.
static size_t append(char *args, size_t length, const char *argument) {
  while (*argument != 0) args[length++] = *argument++;
  args[length++] = '\n';
  return length;
}

// Prints a line at once, because other processes print too.
__attribute__((no_builtin("memcpy"))) static void print_number(const char *prefix, size_t length, unsigned number) {
  char line[32];
  size_t start = sizeof line, count;
  line[--start] = '\n';
  do line[--start] = (char)('0' + number % 10); while ((number /= 10) > 0);
  while (length > 0) line[--start] = prefix[--length];
  CHECK(write_(1, line + start, sizeof line - start, &count) == SUCCESS);
}

static int start_program(const char *name, const char *args, size_t length, pid_t *id) {
  return proc_spawn2(name, length_of(name), args, length, 0, 0, 0, 0, 0, 0, 1, TEXT("/tools:/bin"), id);
}

static int start(const char *args, size_t length, pid_t *id) { return start_program("tree", args, length, id); }

static void report(pid_t child) {
  join_status_t status;
  pid_t ended = wait_for(child, &status);
  CHECK(child == 0 || ended == child);
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
  } else if (is(mode, "start")) {
    // Runs a program once, and reports how it ended.
    int error = start_program(arguments[2], TEXT("tree\nwrite\n"), &child);
    if (error == SUCCESS) report(child);
    else print_number(TEXT("error "), (unsigned)error);
  } else if (is(mode, "repeat")) {
    // Starts a program again and again.
    char args[64];
    size = append(args, append(args, 0, "tree"), arguments[3]);
    for (int i = 0; i < 30; i++) {
      join_status_t status;
      if (start_program(arguments[2], args, size, &child) == SUCCESS) CHECK(wait_for(child, &status) == child);
    }
  } else if (is(mode, "spawn")) {
    CHECK(start_program(arguments[2], TEXT("tree\nwrite\n"), &child) != SUCCESS);
  } else if (is(mode, "execute")) {
    // Executes a program in a copy of this process.
    CHECK(proc_fork_env(&child) == SUCCESS);
    CHECK(proc_exec3(arguments[2], length_of(arguments[2]), TEXT("tree\nwrite\n"), 0, 0, 1, TEXT("/bin")) == SUCCESS);
    report(child);
  } else if (is(mode, "adopt")) {
    // Waits for a child, and for the processes that it leaves.
    char args[64];
    size = append(args, append(args, append(args, 0, "tree"), arguments[2]), arguments[3]);
    CHECK(start(args, size, &child) == SUCCESS);
    report(child);
    option_pid_t any = {0, 0};
    join_status_t status;
    report(0);
    CHECK(proc_join(&any, 0, &status) == CHILD);
  } else if (is(mode, "search")) {
    // Searches a long list of directories.
    static char list[6000];
    for (size = 0; size + 7 <= sizeof list;) size = append(list, size, "/tools"), list[size - 1] = ':';
    CHECK(proc_spawn2(TEXT("absent"), TEXT("x\n"), 0, 0, 0, 0, 0, 0, 1, list, size, &child) == NOENT);
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
