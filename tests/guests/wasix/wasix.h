// Imports and checks of the guests in this folder. The exit code is the line of the check that failed.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __wasm64__
#define NAMESPACE "wasix_64v1"
#else
#define NAMESPACE "wasix_32v1"
#endif
#define IMPORT(name) __attribute__((import_module(NAMESPACE), import_name(#name))) extern

typedef uint16_t errno_t;
typedef uint32_t fd_t;
typedef struct { void *buf; size_t len; } iovec_t;
typedef struct { uint32_t events; _Alignas(8) uintptr_t ptr; fd_t fd; uint32_t data1; uint64_t data2; } epoll_event_t;
typedef struct { uint64_t userdata; uint8_t tag; union { struct { uint32_t id; uint64_t timeout, precision; uint16_t flags; } clock; fd_t fd; } u; } subscription_t;
typedef struct { uint64_t userdata; errno_t error; uint8_t type; uint64_t nbytes; uint16_t flags; } event_t;
typedef struct { uint64_t dev, ino; uint8_t type; uint64_t nlink, size, atim, mtim, ctim; } filestat_t;
typedef struct { uint8_t type; uint16_t flags; uint64_t rights, inheriting; } fdstat_t;

enum { SUCCESS = 0, ACCES = 2, AGAIN = 6, BADF = 8, EXIST = 20, INTR = 27, INVAL = 28, ISDIR = 31, MFILE = 33, NOENT = 44, NOMEM = 48, NOTDIR = 54, NOTSUP = 58, PERM = 63, PIPE_ = 64, RANGE = 68, SPIPE = 70, SRCH = 71, NOTCAPABLE = 76 };
enum { NONBLOCK = 4, CREAT = 1, DIRECTORY = 2, EXCL = 4, TRUNC = 8 };
enum { EPOLLIN = 1, EPOLLOUT = 2, EPOLLRDHUP = 4, EPOLLERR = 16, EPOLLHUP = 32, EPOLLET = 64, EPOLLONESHOT = 128 };
enum { ADD, MOD, DEL };
#define READ_RIGHT (1ULL << 1)
#define WRITE_RIGHT (1ULL << 6)
#define SYNC_RIGHT (1ULL << 4)

IMPORT(proc_exit2) void proc_exit2(uint32_t);
IMPORT(fd_read) int fd_read(fd_t, const iovec_t *, size_t, size_t *);
IMPORT(fd_write) int fd_write(fd_t, const iovec_t *, size_t, size_t *);
IMPORT(fd_close) int fd_close(fd_t);
IMPORT(fd_seek) int fd_seek(fd_t, int64_t, int, uint64_t *);
IMPORT(fd_tell) int fd_tell(fd_t, uint64_t *);
IMPORT(fd_sync) int fd_sync(fd_t);
IMPORT(fd_datasync) int fd_datasync(fd_t);
IMPORT(fd_fdstat_get) int fd_fdstat_get(fd_t, fdstat_t *);
IMPORT(fd_fdstat_set_flags) int fd_fdstat_set_flags(fd_t, int);
IMPORT(fd_filestat_get) int fd_filestat_get(fd_t, filestat_t *);
IMPORT(path_open2) int path_open2(fd_t, int, const char *, size_t, int, uint64_t, uint64_t, int, int, fd_t *);
IMPORT(path_create_directory) int path_create_directory(fd_t, const char *, size_t);
IMPORT(path_filestat_get) int path_filestat_get(fd_t, int, const char *, size_t, filestat_t *);
IMPORT(path_symlink) int path_symlink(const char *, size_t, fd_t, const char *, size_t);
IMPORT(poll_oneoff) int poll_oneoff(const subscription_t *, event_t *, size_t, size_t *);
IMPORT(fd_dup) int fd_dup(fd_t, fd_t *);
IMPORT(fd_dup2) int fd_dup2(fd_t, fd_t, int, fd_t *);
IMPORT(fd_event) int fd_event(uint64_t, int, fd_t *);
IMPORT(fd_pipe) int fd_pipe(fd_t *, fd_t *);
IMPORT(fd_fdflags_get) int fd_fdflags_get(fd_t, uint16_t *);
IMPORT(fd_fdflags_set) int fd_fdflags_set(fd_t, int);
IMPORT(getcwd) int getcwd_(char *, size_t *);
IMPORT(chdir) int chdir_(const char *, size_t);
IMPORT(epoll_create) int epoll_create(fd_t *);
IMPORT(epoll_ctl) int epoll_ctl(fd_t, int, fd_t, const epoll_event_t *);
IMPORT(epoll_wait) int epoll_wait(fd_t, epoll_event_t *, size_t, uint64_t, size_t *);
IMPORT(clock_time_get) int clock_time_get(int, uint64_t, uint64_t *);

#ifndef __wasm_bulk_memory__
__attribute__((no_builtin("memset"))) void *memset(void *place, int value, size_t length) {
  for (char *byte = place; length > 0; length--) *byte++ = value;
  return place;
}
#endif

_Noreturn static inline void fail(int line) {
  proc_exit2(line);
  __builtin_trap();
}
#define CHECK(condition) do { if (!(condition)) fail(__LINE__); } while (0)
#define TEXT(text) (text), sizeof(text) - 1

static inline int read_(fd_t fd, void *buf, size_t len, size_t *count) { iovec_t v = {buf, len}; return fd_read(fd, &v, 1, count); }
static inline int write_(fd_t fd, const void *buf, size_t len, size_t *count) { iovec_t v = {(void *)buf, len}; return fd_write(fd, &v, 1, count); }
static inline int same(const void *a, const void *b, size_t n) {
  for (size_t i = 0; i < n; i++) if (((const char *)a)[i] != ((const char *)b)[i]) return 0;
  return 1;
}
// The last call of every guest. A guest that the host ends early does not print this line, whatever its exit code.
static inline void complete(void) {
  size_t count = 0;
  CHECK(write_(1, "complete\n", 9, &count) == SUCCESS && count == 9);
}
static inline fd_t open_(fd_t dir, const char *path, size_t len, int oflags, uint64_t rights) {
  fd_t fd;
  return path_open2(dir, 1, path, len, oflags, rights, 0, 0, 0, &fd) == SUCCESS ? fd : (fd_t)-1;
}
