// Event descriptors (eventfd) as a counter and as a semaphore.
#include "wasix.h"

void _start(void) {
  fd_t fd;
  size_t count;
  uint64_t value = 0;
  CHECK(fd_event(3, 0, &fd) == SUCCESS);
  CHECK(read_(fd, &value, 8, &count) == SUCCESS && count == 8 && value == 3);
  CHECK(fd_fdstat_set_flags(fd, NONBLOCK) == SUCCESS && read_(fd, &value, 8, &count) == AGAIN);
  CHECK(write_(fd, &(uint64_t){5}, 8, &count) == SUCCESS && write_(fd, &(uint64_t){2}, 8, &count) == SUCCESS);
  CHECK(read_(fd, &value, 8, &count) == SUCCESS && value == 7);
  CHECK(write_(fd, &(uint64_t){-2}, 8, &count) == SUCCESS && write_(fd, &(uint64_t){1}, 8, &count) == AGAIN);
  CHECK(write_(fd, &(uint64_t){-1}, 8, &count) == INVAL && read_(fd, &value, 7, &count) == INVAL);

  CHECK(fd_event(2, 1, &fd) == SUCCESS && fd_fdstat_set_flags(fd, NONBLOCK) == SUCCESS);
  CHECK(read_(fd, &value, 8, &count) == SUCCESS && value == 1);
  CHECK(read_(fd, &value, 8, &count) == SUCCESS && value == 1);
  CHECK(read_(fd, &value, 8, &count) == AGAIN);

  // wasix-libc passes the flags of eventfd through: EFD_NONBLOCK is 4.
  CHECK(fd_event(0, NONBLOCK, &fd) == SUCCESS && read_(fd, &value, 8, &count) == AGAIN);
  CHECK(fd_event(2, NONBLOCK | 1, &fd) == SUCCESS && read_(fd, &value, 8, &count) == SUCCESS && value == 1);
  CHECK(fd_event(0, 2, &fd) == INVAL && fd_event(0, 8, &fd) == INVAL);
  complete();
}
