// The scenarios of wasi.c as native code. It is compiled when the benchmarks run, if there is a C compiler.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { ENTRIES = 10000, PAGE = 4096, MIB = 1 << 20, RING = 16 << 20, POLLED = 100 };

#define DEEP "a/b/c/d/e/f/g/h"

static _Alignas(4096) uint8_t buffer[MIB];
static struct stat info;
static struct pollfd polled[POLLED];
static int root, output, file, ring, many, connection;
static uint32_t placed;

#define EXPORT(name) __attribute__((visibility("default"))) int row_##name
#define ROW(name, ...) EXPORT(name)(int n) { int error = 0; do error |= (__VA_ARGS__); while (--n > 0); return error; }

static int create(const char *path) {
  int fd = openat(root, path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  return fd < 0 || close(fd);
}

static int create_many(void) {
  char name[] = "many/entry-00000";
  int error = mkdirat(root, "many", 0777);
  for (int i = 0; i < ENTRIES; i++) {
    snprintf(name, sizeof name, "many/entry-%05d", i);
    error |= create(name);
  }
  many = openat(root, "many", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return error || many < 0;
}

static int fill(int fd, size_t length) {
  for (; length > 0; length -= PAGE) if (write(fd, buffer, PAGE) != PAGE) return 1;
  return 0;
}

// Creates the files of the scenarios in a directory.
__attribute__((visibility("default"))) int prepare(const char *directory) {
  root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  output = open("/dev/null", O_WRONLY | O_CLOEXEC);
  file = openat(root, "f", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ring = openat(root, "ring", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  int error = root < 0 || output < 0 || ring < 0 || fill(file, MIB) || fill(ring, RING) || lseek(ring, 0, SEEK_SET) != 0;
  for (size_t length = 1; length < sizeof DEEP - 1; length += 2) {
    char path[sizeof DEEP] = DEEP;
    path[length] = 0;
    error |= mkdirat(root, path, 0777);
  }
  error |= create(DEEP) | create("here");
  for (int i = 0; i < POLLED; i++) polled[i] = (struct pollfd){.fd = output, .events = POLLOUT};
  return error | create_many();
}

// Connects to the echo server.
EXPORT(connect)(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1;
  connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return connect(connection, (struct sockaddr *)&address, sizeof address) || setsockopt(connection, IPPROTO_TCP, 1, &one, sizeof one);
}

#define VECTORS(vectors) struct iovec vectors[4] = {{buffer, 16}, {buffer + 16, 16}, {buffer + 32, 16}, {buffer + 48, 16}}

static int rewound(uint32_t length) {
  return (placed += length) <= RING ? 0 : (placed = length, lseek(ring, 0, SEEK_SET) != 0);
}

static int do_write(uint32_t length) { return rewound(length) || write(ring, buffer, length) != length; }
static int do_pwrite(uint32_t length) { return pwrite(file, buffer, length, 0) != length; }
static int do_pread(uint32_t length) { return pread(file, buffer, length, 0) != length; }
static int do_write_vectors(void) { VECTORS(vectors); return rewound(64) || writev(ring, vectors, 4) != 64; }
static int do_pwrite_vectors(void) { VECTORS(vectors); return pwritev(file, vectors, 4, 0) != 64; }
static int do_pread_vectors(void) { VECTORS(vectors); return preadv(file, vectors, 4, 0) != 64; }

static int list(size_t room) {
  long used;
  int entries = 0;
  lseek(many, 0, SEEK_SET);
  while ((used = syscall(SYS_getdents64, many, buffer, room)) > 0)
    for (long at = 0; at < used; entries++) at += ((struct dirent *)(buffer + at))->d_reclen;
  return entries < ENTRIES;
}

static int open_close(const char *path) {
  int fd = openat(root, path, O_RDWR | O_CLOEXEC);
  return fd < 0 || close(fd);
}

static struct timespec now;

ROW(clock_time_get, clock_gettime(CLOCK_MONOTONIC, &now))
ROW(random_get_8, getrandom(buffer, 8, 0) != 8)
ROW(random_get_4096, getrandom(buffer, 4096, 0) != 4096)
ROW(fd_tell, lseek(file, 0, SEEK_CUR) < 0)
ROW(fd_seek, lseek(file, n & 1023, SEEK_SET) < 0)
ROW(fd_fdstat_get, fcntl(file, F_GETFL) < 0)
ROW(fd_filestat_get, fstat(file, &info))

#define SIZES(move) \
  ROW(fd_##move##_1, do_##move(1)) \
  ROW(fd_##move##_16, do_##move(16)) \
  ROW(fd_##move##_4096, do_##move(4096)) \
  ROW(fd_##move##_65536, do_##move(65536)) \
  ROW(fd_##move##_1048576, do_##move(MIB)) \
  ROW(fd_##move##_4x16, do_##move##_vectors())
SIZES(write)
SIZES(pwrite)
SIZES(pread)

ROW(stdout, write(output, buffer, 16) != 16)
ROW(path_open, open_close("f"))
ROW(path_open_deep, open_close(DEEP))
ROW(path_filestat_get, fstatat(root, "f", &info, 0))
ROW(path_filestat_get_deep, fstatat(root, DEEP, &info, 0))
ROW(path_filestat_get_missing, fstatat(root, "missing", &info, 0) == 0)
ROW(fd_readdir_4096, list(4096))
ROW(fd_readdir_65536, list(65536))
ROW(create, create("new") || unlinkat(root, "new", 0))
ROW(rename, renameat(root, "here", root, "there") || renameat(root, "there", root, "here"))
ROW(symlink, symlinkat("f", root, "link") || unlinkat(root, "link", 0))
ROW(directory, mkdirat(root, "sub", 0777) || unlinkat(root, "sub", AT_REMOVEDIR))
ROW(poll_clock, ppoll(NULL, 0, &(struct timespec){0}, NULL))
ROW(poll_many, poll(polled, POLLED, 0) != POLLED)
ROW(ping, write(connection, buffer, 1) != 1 || read(connection, buffer, 1) != 1)
