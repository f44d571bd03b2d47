// Imports of guests with several processes.
#pragma once
#include "wasix.h"

typedef uint32_t pid_t;
typedef struct { uint8_t tag; pid_t pid; } option_pid_t;
typedef struct { uint8_t tag; uint8_t padding; uint16_t code; uint8_t signal; uint8_t end; } join_status_t;

typedef struct { uint8_t cmd; fd_t fd, src_fd; const char *path; size_t path_len; uint32_t dirflags; uint16_t oflags; uint64_t base, inheriting; uint16_t fdflags, fdflagsext; } fd_op_t;
typedef struct { uint8_t signal, disposition; } disposition_t;

enum { NOTHING, EXIT_NORMAL, EXIT_SIGNAL, STOPPED };
enum { NON_BLOCKING = 1 };
enum { OP_CLOSE, OP_DUP2, OP_OPEN, OP_CHDIR, OP_FCHDIR };
enum { CHILD = 12, NOEXEC = 45, LOOP = 32, TOOBIG = 1 };
enum { SIG_INT = 2, SIG_ABRT = 6, SIG_KILL = 9, SIG_USR1 = 10, SIG_PIPE = 13, SIG_TERM = 15, SIG_CHLD = 17 };

IMPORT(proc_id) int proc_id(pid_t *);
IMPORT(proc_parent) int proc_parent(pid_t, pid_t *);
IMPORT(proc_join) int proc_join(option_pid_t *, uint32_t, join_status_t *);
IMPORT(proc_signal) int proc_signal(pid_t, int);

static inline pid_t self(void) {
  pid_t id;
  CHECK(proc_id(&id) == SUCCESS);
  return id;
}

static inline pid_t parent(void) {
  pid_t id;
  CHECK(proc_parent(self(), &id) == SUCCESS);
  return id;
}

// Waits for a child, or for any if it is 0, and returns its identifier.
static inline pid_t wait_for(pid_t child, join_status_t *status) {
  option_pid_t who = {child != 0, child};
  CHECK(proc_join(&who, 0, status) == SUCCESS && who.tag == 1);
  return who.pid;
}

static inline void expect_exit(pid_t child, uint16_t code) {
  join_status_t status = {9, 9, 9, 9, 9};
  CHECK(wait_for(child, &status) == child && status.tag == EXIT_NORMAL && status.code == code);
}

static inline void expect_signal(pid_t child, uint8_t signal) {
  join_status_t status = {9, 9, 9, 9, 9};
  CHECK(wait_for(child, &status) == child && status.tag == EXIT_SIGNAL && status.code == 0 && status.signal == signal);
}

static inline void make_pipe(fd_t *reads, fd_t *writes) { CHECK(fd_pipe(reads, writes) == SUCCESS); }

static inline void put(fd_t fd, char byte) {
  size_t count;
  CHECK(write_(fd, &byte, 1, &count) == SUCCESS && count == 1);
}

// Reads one byte; -1 at the end.
static inline int get(fd_t fd) {
  char byte;
  size_t count;
  CHECK(read_(fd, &byte, 1, &count) == SUCCESS);
  return count == 1 ? byte : -1;
}
