// Duplicated descriptors of one open file description. Descriptor 4 is a writable directory.
#include "wasix.h"

void _start(void) {
  fd_t fd, second, third;
  size_t count;
  uint64_t offset;
  uint16_t flags;
  char text[9];
  fdstat_t stat;
  CHECK(path_open2(3, 1, TEXT("data/file"), CREAT, READ_RIGHT | WRITE_RIGHT, 0, 0, 1, &fd) == SUCCESS);
  CHECK(fd_fdflags_get(fd, &flags) == SUCCESS && flags == 1);
  CHECK(write_(fd, "hello", 5, &count) == SUCCESS && fd_dup(fd, &second) == SUCCESS && second != fd);

  // The open file description owns the offset and the status flags. Each descriptor has its own close-on-exec flag.
  CHECK(fd_tell(second, &offset) == SUCCESS && offset == 5 && fd_seek(second, 1, 0, &offset) == SUCCESS);
  CHECK(read_(fd, text, 2, &count) == SUCCESS && same(text, "el", 2) && fd_tell(second, &offset) == SUCCESS && offset == 3);
  stat.flags = 99;
  CHECK(fd_fdstat_set_flags(second, 1) == SUCCESS && fd_fdstat_get(fd, &stat) == SUCCESS && stat.flags == 1);
  CHECK(fd_fdflags_get(second, &flags) == SUCCESS && flags == 0);
  CHECK(fd_fdflags_set(second, 1) == SUCCESS && fd_fdflags_get(second, &flags) == SUCCESS && flags == 1);
  CHECK(fd_fdflags_set(fd, 0) == SUCCESS && fd_fdflags_get(fd, &flags) == SUCCESS && flags == 0);

  CHECK(fd_dup2(fd, 100, 1, &third) == SUCCESS && third == 100 && fd_fdflags_get(third, &flags) == SUCCESS && flags == 1);
  CHECK(fd_dup2(fd, 100, 0, &third) == SUCCESS && third == 101 && fd_fdflags_get(third, &flags) == SUCCESS && flags == 0);
  CHECK(fd_dup2(fd, 0, 0, &third) == SUCCESS && third == second + 1);
  CHECK(fd_dup2(fd, 0x7fffffff, 0, &third) == INVAL && fd_dup2(fd, -1, 0, &third) == INVAL);
  CHECK(fd_dup(99, &third) == BADF && fd_dup2(99, 0, 0, &third) == BADF && fd_fdflags_get(99, &flags) == BADF && fd_fdflags_set(99, 0) == BADF);

  CHECK(fd_close(fd) == SUCCESS && read_(fd, text, 1, &count) == BADF && read_(second, text, 2, &count) == SUCCESS && same(text, "lo", 2));
  complete();
}
