// Other programs: proc_exec, proc_spawn and proc_fork_env in all their forms. The program is its own child: the first argument selects what
// it does.
#include "processes.h"

typedef struct { uint8_t tag; fd_t fd; } option_fd_t;
typedef struct { pid_t pid; option_fd_t in, out, err; } handles_t;

IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(args_get) int args_get(char **, char *);
IMPORT(environ_sizes_get) int environ_sizes_get(size_t *, size_t *);
IMPORT(environ_get) int environ_get(char **, char *);
IMPORT(proc_signals_sizes_get) int proc_signals_sizes_get(size_t *);
IMPORT(proc_signals_get) int proc_signals_get(disposition_t *);
IMPORT(fd_renumber) int fd_renumber(fd_t, fd_t);
IMPORT(proc_fork_env) int proc_fork_env(pid_t *);
IMPORT(proc_exec) void proc_exec(const char *, size_t, const char *, size_t);
IMPORT(proc_exec2) void proc_exec2(const char *, size_t, const char *, size_t, const char *, size_t);
IMPORT(proc_exec3) int proc_exec3(const char *, size_t, const char *, size_t, const char *, size_t, int, const char *, size_t);
IMPORT(proc_exec4) int proc_exec4(const char *, size_t, const char *const *, size_t, const char *const *, size_t, int, const char *, size_t);
IMPORT(proc_spawn) int proc_spawn(const char *, size_t, int, const char *, size_t, const char *, size_t, int, int, int, const char *, size_t, handles_t *);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const disposition_t *, size_t, int, const char *, size_t, pid_t *);
IMPORT(proc_spawn3) int proc_spawn3(const char *, size_t, const char *const *, size_t, const char *const *, size_t, const fd_op_t *, size_t, const disposition_t *, size_t, int, const char *, size_t, pid_t *);

enum { PIPED, INHERIT, NULL_STREAM, LOG };
#define NONE 0, 0

static char text[4096], *arguments[32];
static size_t count;

static size_t length_of(const char *string) {
  size_t length = 0;
  while (string[length] != 0) length++;
  return length;
}

static int is(const char *string, const char *other) { return same(string, other, length_of(other) + 1); }

static void print(const char *string) {
  size_t written, length = length_of(string);
  CHECK(write_(1, string, length, &written) == SUCCESS && written == length);
}

static void print_number(size_t number) {
  char digits[2] = {(char)('0' + number % 10), 0};
  if (number > 9) print_number(number / 10);
  print(digits);
}

// What the child does. Everything it prints goes to its standard output.
static void child(char **argv, size_t argc) {
  const char *mode = argv[1];
  if (is(mode, "echo")) {
    for (size_t i = 0; i < argc; i++) print(argv[i]), print("|");
  } else if (is(mode, "env")) {
    static char block[1024], *variables[16];
    size_t variable_count, size;
    CHECK(environ_sizes_get(&variable_count, &size) == SUCCESS && environ_get(variables, block) == SUCCESS);
    for (size_t i = 0; i < variable_count; i++) print(variables[i]), print("|");
  } else if (is(mode, "fds")) {
    fdstat_t stat;
    for (fd_t fd = 0; fd < 40; fd++) if (fd_fdstat_get(fd, &stat) == SUCCESS) print_number(fd), print("|");
  } else if (is(mode, "cwd")) {
    char directory[64];
    size_t length = sizeof directory;
    CHECK(getcwd_(directory, &length) == SUCCESS);
    directory[length] = 0;
    print(directory);
  } else if (is(mode, "cat")) {
    char bytes[64];
    size_t read, written;
    while (read_(0, bytes, sizeof bytes, &read) == SUCCESS && read > 0) CHECK(write_(1, bytes, read, &written) == SUCCESS && written == read);
  } else if (is(mode, "signals")) {
    disposition_t dispositions[8];
    size_t dispositions_count;
    CHECK(proc_signals_sizes_get(&dispositions_count) == SUCCESS && dispositions_count <= 8 && proc_signals_get(dispositions) == SUCCESS);
    for (size_t i = 0; i < dispositions_count; i++) print_number(dispositions[i].signal), print("="), print_number(dispositions[i].disposition), print("|");
    CHECK(proc_signal(self(), SIG_TERM) == SUCCESS);
    print("alive");
  } else if (is(mode, "exec1")) {
    proc_exec(TEXT("/tools/program.wasm"), TEXT("one\necho\ntwo words\n"));
  } else if (is(mode, "exec2")) {
    proc_exec2(TEXT("/tools/program.wasm"), TEXT("one\nenv\n"), TEXT("A=1\nB=2\n"));
  } else if (is(mode, "exec3")) {
    pid_t before = self();
    CHECK(before != 1);
    CHECK(proc_exec3(TEXT("/nowhere"), TEXT("x\n"), NONE, 0, NONE) == NOENT && self() == before);
    proc_exec3(TEXT("command"), TEXT("three\necho\n\nlast"), NONE, 1, TEXT("/tools:/bin"));
  } else if (is(mode, "exec4")) {
    const char *const strings[] = {"four", "echo", "line\nfeed"}, *const none[] = {0};
    proc_exec4(TEXT("/tools/program.wasm"), strings, 3, none, 0, 0, NONE);
  } else if (is(mode, "missing")) {
    proc_exec(TEXT("/nowhere"), TEXT("x\n"));
  } else if (is(mode, "refused")) {
    proc_exec(TEXT("/data/program.wasm"), TEXT("x\n"));
  } else if (is(mode, "cloexec")) {
    fd_t kept, closed;
    CHECK(fd_dup2(1, 20, 0, &kept) == SUCCESS && kept == 20 && fd_dup2(1, 21, 1, &closed) == SUCCESS && closed == 21);
    proc_exec(TEXT("/tools/program.wasm"), TEXT("five\nfds\n"));
  } else {
    proc_exit2(length_of(mode));
  }
  proc_exit2(0);
}

static pid_t spawn(const char *args, size_t length, const fd_op_t *ops, size_t ops_count) {
  pid_t id = 0xdead;
  CHECK(proc_spawn2(TEXT("/tools/program.wasm"), args, length, NONE, ops, ops_count, 0, 0, 0, NONE, &id) == SUCCESS && id != 0xdead);
  return id;
}

// Reads to the end of a pipe, and compares.
static void expect(fd_t reads, const char *expected) {
  char bytes[512];
  size_t total = 0, read;
  while (read_(reads, bytes + total, sizeof bytes - total, &read) == SUCCESS && read > 0) total += read;
  CHECK(total == length_of(expected) && same(bytes, expected, total) && fd_close(reads) == SUCCESS);
}

// Runs a child with its standard output in a pipe, and expects what it prints.
static void expect_output(const char *args, size_t length, const char *expected) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  fd_op_t ops[] = {{.cmd = OP_DUP2, .fd = 1, .src_fd = writes}, {.cmd = OP_CLOSE, .fd = writes}, {.cmd = OP_CLOSE, .fd = reads}};
  pid_t id = spawn(args, length, ops, 3);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, expected);
  expect_exit(id, 0);
}

static void arguments_and_environment(void) {
  expect_output(TEXT("zero\necho\ntwo words\n\nlast\n"), "zero|echo|two words||last|");
  expect_output(TEXT("zero\nenv\n"), "NAME=value|");
  expect_exit(spawn(TEXT("zero\nseventh\n"), 0, 0), 7);
}

static void executions(void) {
  expect_output(TEXT("zero\nexec1\n"), "one|echo|two words|");
  expect_output(TEXT("zero\nexec2\n"), "A=1|B=2|");
  expect_output(TEXT("zero\nexec3\n"), "three|echo||last|");
  expect_output(TEXT("zero\nexec4\n"), "four|echo|line\nfeed|");
  expect_output(TEXT("zero\ncloexec\n"), "0|1|2|3|4|5|6|20|");
  expect_exit(spawn(TEXT("zero\nmissing\n"), 0, 0), 127);
  expect_exit(spawn(TEXT("zero\nrefused\n"), 0, 0), 126);
}

static void errors(void) {
  pid_t id = 0xdead;
  join_status_t status;
  option_pid_t none = {0, 0};
#define SPAWN(name) proc_spawn2(TEXT(name), TEXT("x\n"), NONE, 0, 0, 0, 0, 0, NONE, &id)
  CHECK(SPAWN("/tools/none") == NOENT && SPAWN("/tools/text") == NOEXEC && SPAWN("/tools/loop") == LOOP && SPAWN("/tools") == ACCES);
  CHECK(SPAWN("/data/program.wasm") == ACCES && SPAWN("") == NOENT && SPAWN("/tools/text/x") == NOTDIR);
  CHECK(proc_spawn2(TEXT("absent"), TEXT("x\n"), NONE, 0, 0, 0, 0, 1, TEXT("/tools:/bin"), &id) == NOENT);
  fd_op_t bad = {.cmd = OP_DUP2, .fd = 1, .src_fd = 30};
  CHECK(proc_spawn2(TEXT("/tools/program.wasm"), TEXT("x\n"), NONE, &bad, 1, 0, 0, 0, NONE, &id) == BADF);
  bad.cmd = 9;
  CHECK(proc_spawn2(TEXT("/tools/program.wasm"), TEXT("x\n"), NONE, &bad, 1, 0, 0, 0, NONE, &id) == INVAL);

  // None of them was a child.
  CHECK(id == 0xdead && proc_join(&none, 0, &status) == CHILD);
}

static void scripts(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  fd_op_t ops[] = {{.cmd = OP_DUP2, .fd = 1, .src_fd = writes}, {.cmd = OP_CLOSE, .fd = writes}};
  pid_t id;
  CHECK(proc_spawn2(TEXT("/tools/script"), TEXT("script\nargument\n"), NONE, ops, 2, 0, 0, 0, NONE, &id) == SUCCESS);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, "/tools/program.wasm|echo|/tools/script|argument|");
  expect_exit(id, 0);
}

// Flags that an operation does not use may have any bits, and rights are all ones.
static void file_operations(void) {
  CHECK(path_create_directory(3, TEXT("data/inner")) == SUCCESS);
  fd_t directory = open_(3, TEXT("data/inner"), DIRECTORY, READ_RIGHT), file;
  CHECK(directory != (fd_t)-1);
  fd_op_t ops[] = {
    {.cmd = OP_CLOSE, .fd = 0, .oflags = 0xffff, .fdflags = 0xffff, .dirflags = 0xffffffff},
    {.cmd = OP_CHDIR, .path = "/data", .path_len = 5, .fdflagsext = 0xffff},
    {.cmd = OP_OPEN, .fd = 1, .path = "inner/out", .path_len = 9, .dirflags = 1, .oflags = CREAT | TRUNC, .base = WRITE_RIGHT, .inheriting = ~0ULL},
    {.cmd = OP_FCHDIR, .fd = directory},
    {.cmd = OP_DUP2, .fd = 25, .src_fd = 1},
    {.cmd = OP_OPEN, .fd = 26, .path = "out", .path_len = 3, .dirflags = 1, .base = ~0ULL & ~WRITE_RIGHT, .inheriting = ~0ULL, .fdflagsext = 1},
  };
  char bytes[64];
  size_t read;
  expect_exit(spawn(TEXT("zero\nfds\n"), ops, 6), 0);
  CHECK((file = open_(directory, TEXT("out"), 0, READ_RIGHT)) != (fd_t)-1 && read_(file, bytes, sizeof bytes, &read) == SUCCESS);
  CHECK(read == 17 && same(bytes, "1|2|3|4|5|6|7|25|", 17) && fd_close(file) == SUCCESS);
  expect_exit(spawn(TEXT("zero\ncwd\n"), ops, 5), 0);
  CHECK((file = open_(directory, TEXT("out"), 0, READ_RIGHT)) != (fd_t)-1 && read_(file, bytes, sizeof bytes, &read) == SUCCESS);
  CHECK(read == 11 && same(bytes, "/data/inner", 11) && fd_close(file) == SUCCESS && fd_close(directory) == SUCCESS);
}

static void dispositions(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  fd_op_t ops[] = {{.cmd = OP_DUP2, .fd = 1, .src_fd = writes}, {.cmd = OP_CLOSE, .fd = writes}};
  disposition_t signals[] = {{SIG_TERM, 0}, {SIG_INT, 1}, {SIG_TERM, 1}, {SIG_INT, 0}};
  pid_t id;
  CHECK(proc_spawn2(TEXT("/tools/program.wasm"), TEXT("x\nsignals\n"), NONE, ops, 2, signals, 4, 0, NONE, &id) == SUCCESS);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, "15=1|2=0|alive");
  expect_exit(id, 0);
  expect_signal(spawn(TEXT("x\nsignals\n"), 0, 0), SIG_TERM);
}

static void argument_lists(void) {
  fd_t reads, writes;
  make_pipe(&reads, &writes);
  fd_op_t ops[] = {{.cmd = OP_DUP2, .fd = 1, .src_fd = writes}, {.cmd = OP_CLOSE, .fd = writes}};
  const char *const strings[] = {"zero", "env"}, *const variables[] = {"X=1\n2"};
  pid_t id;
  CHECK(proc_spawn3(TEXT("command"), strings, 2, variables, 1, ops, 2, 0, 0, 1, TEXT("/bin"), &id) == SUCCESS);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, "X=1\n2|");
  expect_exit(id, 0);
}

// The early form, which connects standard streams.
static void standard_streams(void) {
  handles_t handles;
  CHECK(proc_spawn(TEXT("/tools/program.wasm"), 0, TEXT("zero\ncat\n"), NONE, PIPED, PIPED, NULL_STREAM, NONE, &handles) == SUCCESS);
  CHECK(handles.in.tag == 1 && handles.out.tag == 1 && handles.err.tag == 0);
  put(handles.in.fd, 'h');
  put(handles.in.fd, 'i');
  CHECK(fd_close(handles.in.fd) == SUCCESS);
  expect(handles.out.fd, "hi");
  expect_exit(handles.pid, 0);
  CHECK(proc_spawn(TEXT("/tools/program.wasm"), 0, TEXT("zero\ncwd\n"), NONE, INHERIT, PIPED, INHERIT, TEXT("/data"), &handles) == SUCCESS);
  expect(handles.out.fd, "/data");
  expect_exit(handles.pid, 0);
  CHECK(proc_spawn(TEXT("/tools/program.wasm"), 1, TEXT("zero\n"), NONE, INHERIT, INHERIT, INHERIT, NONE, &handles) == NOTSUP);
  CHECK(proc_spawn(TEXT("/nowhere"), 0, TEXT("zero\n"), NONE, PIPED, PIPED, PIPED, NONE, &handles) == NOENT);
}

// A copy of the environment alone, which the caller plays until it ends or executes a program.
static void environment_copies(void) {
  pid_t me = self(), id = 0xdead, nested;
  fd_t reads, writes;
  fdstat_t stat;
  CHECK(proc_fork_env(&id) == SUCCESS && id != me && id != 0xdead && self() == id && parent() == me);
  CHECK(proc_fork_env(&nested) == NOTSUP && fd_close(0) == SUCCESS && fd_fdstat_get(0, &stat) == BADF);
  proc_exit2(9);
  CHECK(self() == me && fd_fdstat_get(0, &stat) == SUCCESS);
  expect_exit(id, 9);

  make_pipe(&reads, &writes);
  CHECK(proc_fork_env(&id) == SUCCESS);
  CHECK(fd_renumber(writes, 1) == SUCCESS && fd_close(reads) == SUCCESS);
  CHECK(proc_exec3(TEXT("/nowhere"), TEXT("x\n"), NONE, 0, NONE) == NOENT && self() == id);
  CHECK(proc_exec3(TEXT("/tools/program.wasm"), TEXT("zero\necho\n"), NONE, 0, NONE) == SUCCESS && self() == me);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, "zero|echo|");
  expect_exit(id, 0);

  make_pipe(&reads, &writes);
  const char *const strings[] = {"four", "echo", "line\nfeed"}, *const none[] = {0};
  CHECK(proc_fork_env(&id) == SUCCESS && fd_renumber(writes, 1) == SUCCESS);
  CHECK(proc_exec4(TEXT("command"), strings, 3, none, 0, 1, NONE) == SUCCESS && self() == me);
  CHECK(fd_close(writes) == SUCCESS);
  expect(reads, "four|echo|line\nfeed|");
  expect_exit(id, 0);
}

void _start(void) {
  size_t size;
  CHECK(args_sizes_get(&count, &size) == SUCCESS && count <= 32 && size <= sizeof text && args_get(arguments, text) == SUCCESS);
  if (count > 1) child(arguments, count);
  arguments_and_environment();
  executions();
  errors();
  scripts();
  file_operations();
  dispositions();
  argument_lists();
  standard_streams();
  environment_copies();
  complete();
}
