// A pipe returns the bytes that were written. A full pipe blocks writers. Each end reports that the other end was closed.
#include "wasix.h"

static char buffer[70000];

void _start(void) {
  fd_t reads, writes;
  size_t count;
  CHECK(fd_pipe(&reads, &writes) == SUCCESS && reads != writes);
  CHECK(write_(writes, "hello", 5, &count) == SUCCESS && count == 5);
  CHECK(read_(reads, buffer, 3, &count) == SUCCESS && count == 3 && same(buffer, "hel", 3));
  CHECK(read_(reads, buffer, 9, &count) == SUCCESS && count == 2 && same(buffer, "lo", 2));
  CHECK(write_(reads, "x", 1, &count) == BADF && read_(writes, buffer, 1, &count) == BADF);
  CHECK(fd_tell(reads, &(uint64_t){0}) == SPIPE);

  CHECK(fd_fdstat_set_flags(reads, NONBLOCK) == SUCCESS && fd_fdstat_set_flags(writes, NONBLOCK) == SUCCESS);
  CHECK(read_(reads, buffer, 1, &count) == AGAIN);
  size_t total = 0;
  int error;
  while ((error = write_(writes, buffer, sizeof buffer, &count)) == SUCCESS) CHECK((total += count) <= 1 << 20);
  CHECK(error == AGAIN && total >= 4096);
  while (total > 0) {
    CHECK(read_(reads, buffer, sizeof buffer, &count) == SUCCESS && count > 0 && count <= total);
    total -= count;
  }
  CHECK(read_(reads, buffer, 1, &count) == AGAIN);

  // A duplicated descriptor keeps an end open.
  fd_t second;
  CHECK(fd_dup(writes, &second) == SUCCESS && fd_close(writes) == SUCCESS);
  CHECK(read_(reads, buffer, 1, &count) == AGAIN);
  CHECK(write_(second, "end", 3, &count) == SUCCESS && fd_close(second) == SUCCESS);
  CHECK(read_(reads, buffer, 9, &count) == SUCCESS && count == 3);
  CHECK(read_(reads, buffer, 9, &count) == SUCCESS && count == 0);

  CHECK(fd_pipe(&reads, &writes) == SUCCESS && fd_close(reads) == SUCCESS);
  CHECK(write_(writes, "x", 1, &count) == PIPE_);

  complete();
  proc_exit2(3);
  CHECK(0);
}
