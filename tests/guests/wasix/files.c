// The preview1 functions that the WASIX namespace also exports. Descriptor 3 is the root, which contains the writable directory "data".
#include "wasix.h"

IMPORT(args_get) int args_get(char **, char *);
IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(environ_get) int environ_get(char **, char *);
IMPORT(environ_sizes_get) int environ_sizes_get(size_t *, size_t *);
IMPORT(clock_res_get) int clock_res_get(int, uint64_t *);
IMPORT(fd_advise) int fd_advise(fd_t, uint64_t, uint64_t, int);
IMPORT(fd_allocate) int fd_allocate(fd_t, uint64_t, uint64_t);
IMPORT(fd_filestat_set_size) int fd_filestat_set_size(fd_t, uint64_t);
IMPORT(fd_filestat_set_times) int fd_filestat_set_times(fd_t, uint64_t, uint64_t, int);
IMPORT(fd_pread) int fd_pread(fd_t, const iovec_t *, size_t, uint64_t, size_t *);
IMPORT(fd_pwrite) int fd_pwrite(fd_t, const iovec_t *, size_t, uint64_t, size_t *);
IMPORT(fd_prestat_get) int fd_prestat_get(fd_t, size_t *);
IMPORT(fd_prestat_dir_name) int fd_prestat_dir_name(fd_t, char *, size_t);
IMPORT(fd_readdir) int fd_readdir(fd_t, char *, size_t, uint64_t, size_t *);
IMPORT(fd_renumber) int fd_renumber(fd_t, fd_t);
IMPORT(path_filestat_set_times) int path_filestat_set_times(fd_t, int, const char *, size_t, uint64_t, uint64_t, int);
IMPORT(path_link) int path_link(fd_t, int, const char *, size_t, fd_t, const char *, size_t);
IMPORT(path_open) int path_open(fd_t, int, const char *, size_t, int, uint64_t, uint64_t, int, fd_t *);
IMPORT(path_readlink) int path_readlink(fd_t, const char *, size_t, char *, size_t, size_t *);
IMPORT(path_remove_directory) int path_remove_directory(fd_t, const char *, size_t);
IMPORT(path_rename) int path_rename(fd_t, const char *, size_t, fd_t, const char *, size_t);
IMPORT(path_unlink_file) int path_unlink_file(fd_t, const char *, size_t);
IMPORT(random_get) int random_get(void *, size_t);
IMPORT(sched_yield) int sched_yield(void);
IMPORT(proc_exit) _Noreturn void proc_exit(uint32_t);

static char *strings[4];
static char buffer[512];

static void strings_(void) {
  size_t count, length;
  CHECK(args_sizes_get(&count, &length) == SUCCESS && count == 2 && length == 12);
  CHECK(args_get(strings, buffer) == SUCCESS && same(strings[0], TEXT("files") + 1) && same(strings[1], TEXT("first") + 1));
  CHECK(environ_sizes_get(&count, &length) == SUCCESS && count == 1 && length == 7);
  CHECK(environ_get(strings, buffer) == SUCCESS && same(strings[0], TEXT("NAME=v") + 1));
}

static void host(void) {
  uint64_t resolution;
  size_t prestat[2] = {0};
  int zeros = 0;
  CHECK(clock_res_get(1, &resolution) == SUCCESS && resolution > 0 && clock_res_get(9, &resolution) == INVAL);
  CHECK(random_get(buffer, 256) == SUCCESS && sched_yield() == SUCCESS);
  for (int i = 0; i < 256; i++) zeros += buffer[i] == 0;
  CHECK(zeros < 64);
  CHECK(fd_prestat_get(3, prestat) == SUCCESS && (prestat[0] & 255) == 0 && prestat[1] == 1 && fd_prestat_dir_name(3, buffer, 1) == SUCCESS);
  CHECK(buffer[0] == '/' && fd_prestat_get(99, prestat) == BADF);
}

static void file(void) {
  fd_t fd, other;
  size_t count;
  filestat_t stat;
  char text[8];
  iovec_t halves[] = {{text, 2}, {text + 2, 3}};
  CHECK(path_open(3, 0, TEXT("data/file"), CREAT | EXCL, READ_RIGHT | WRITE_RIGHT, 0, 0, &fd) == SUCCESS);
  CHECK(path_open(3, 0, TEXT("data/file"), CREAT | EXCL, READ_RIGHT, 0, 0, &other) == EXIST);
  CHECK(write_(fd, "0123456789", 10, &count) == SUCCESS && fd_pread(fd, halves, 2, 3, &count) == SUCCESS && count == 5 && same(text, "34567", 5));
  CHECK(fd_pwrite(fd, halves, 2, 9, &count) == SUCCESS && fd_filestat_get(fd, &stat) == SUCCESS && stat.size == 14 && stat.type == 4);
  CHECK(fd_filestat_set_size(fd, 4) == SUCCESS && fd_allocate(fd, 2, 6) == SUCCESS && fd_filestat_get(fd, &stat) == SUCCESS && stat.size == 8);
  CHECK(fd_advise(fd, 0, 8, 1) == SUCCESS && fd_advise(fd, 0, 8, 9) == INVAL);
  CHECK(fd_filestat_set_times(fd, 1000, 2000, 5) == SUCCESS && fd_filestat_get(fd, &stat) == SUCCESS && stat.atim == 1000 && stat.mtim == 2000);
  CHECK(path_filestat_set_times(3, 0, TEXT("data/file"), 3000, 0, 1) == SUCCESS);
  CHECK(path_filestat_get(3, 0, TEXT("/data/file"), &stat) == SUCCESS && stat.atim == 3000 && stat.mtim == 2000);

  CHECK(path_open(3, 0, TEXT("data/other"), CREAT, WRITE_RIGHT, 0, 0, &other) == SUCCESS && fd_renumber(fd, other) == SUCCESS);

  // WASIX's C library implements dup2 by it: the source stays open, and the target may be free.
  CHECK(fd_close(fd) == SUCCESS && fd_filestat_get(other, &stat) == SUCCESS && stat.size == 8 && fd_renumber(99, other) == BADF);
  CHECK(fd_renumber(other, 99) == SUCCESS && fd_renumber(99, 99) == SUCCESS && fd_filestat_get(99, &stat) == SUCCESS && stat.size == 8);
  CHECK(fd_close(99) == SUCCESS && fd_close(other) == SUCCESS && fd_renumber(2, 0xffffffff) == BADF);
}

static void names(void) {
  fd_t directory;
  size_t count;
  filestat_t stat;
  CHECK(path_link(3, 0, TEXT("data/file"), 3, TEXT("data/second")) == SUCCESS && path_filestat_get(3, 0, TEXT("data/second"), &stat) == SUCCESS);
  CHECK(stat.nlink == 2 && path_rename(3, TEXT("data/second"), 3, TEXT("data/third")) == SUCCESS);
  CHECK(path_filestat_get(3, 0, TEXT("data/second"), &stat) == NOENT && path_unlink_file(3, TEXT("data/third")) == SUCCESS);
  CHECK(path_unlink_file(3, TEXT("data/third")) == NOENT && path_symlink(TEXT("file"), 3, TEXT("data/link")) == SUCCESS);
  CHECK(path_readlink(3, TEXT("data/link"), buffer, sizeof buffer, &count) == SUCCESS && count == 4 && same(buffer, "file", 4));
  CHECK(path_create_directory(3, TEXT("data/sub")) == SUCCESS && path_create_directory(3, TEXT("data/sub/sub")) == SUCCESS);
  CHECK(path_remove_directory(3, TEXT("data/sub")) == 55 && path_remove_directory(3, TEXT("data/sub/sub")) == SUCCESS);

  // The entries ".", "..", file, link, other and sub: a header of 24 bytes each, then the name.
  CHECK((directory = open_(3, TEXT("data"), DIRECTORY, READ_RIGHT)) != (fd_t)-1);
  CHECK(fd_readdir(directory, buffer, sizeof buffer, 0, &count) == SUCCESS && count == 6 * 24 + 1 + 2 + 4 + 4 + 5 + 3);
  CHECK(fd_readdir(directory, buffer, 20, 0, &count) == SUCCESS && count == 20);
}

void _start(void) {
  strings_();
  host();
  file();
  names();
  complete();
  proc_exit(5);
}
