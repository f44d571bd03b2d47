// Epoll with pipes, event descriptors and timeouts: level-triggered, edge-triggered and one-shot.
#include "wasix.h"

#define FOREVER UINT64_MAX

static epoll_event_t events[8];

static size_t wait_(fd_t list, uint64_t timeout) {
  size_t count = 99;
  CHECK(epoll_wait(list, events, 8, timeout, &count) == SUCCESS);
  return count;
}

void _start(void) {
  fd_t list, reads, writes, bell, inner;
  size_t count;
  uint64_t value, before, after;
  char byte;
  CHECK(epoll_create(&list) == SUCCESS && fd_pipe(&reads, &writes) == SUCCESS && fd_event(0, 0, &bell) == SUCCESS);
  CHECK(epoll_wait(list, events, 0, 0, &count) == INVAL && epoll_wait(reads, events, 8, 0, &count) == INVAL);
  epoll_event_t event = {.events = EPOLLIN, .ptr = 7, .fd = reads, .data1 = 8, .data2 = 1ULL << 40};
  CHECK(epoll_ctl(list, ADD, reads, &event) == SUCCESS && epoll_ctl(list, ADD, reads, &event) == EXIST);
  CHECK(epoll_ctl(list, MOD, bell, &event) == NOENT && epoll_ctl(list, DEL, bell, &event) == NOENT);
  CHECK(epoll_ctl(list, ADD, list, &event) == INVAL && epoll_ctl(list, ADD, 99, &event) == BADF && epoll_ctl(list, ADD, 3, &event) == PERM);

  // Nothing is ready: the wait ends at the timeout, not before.
  CHECK(clock_time_get(1, 0, &before) == SUCCESS && wait_(list, 2000000) == 0 && clock_time_get(1, 0, &after) == SUCCESS);
  CHECK(after - before >= 2000000);

  // Level-triggered: reported while it is readable, with the data of epoll_ctl.
  CHECK(write_(writes, "ab", 2, &count) == SUCCESS && wait_(list, FOREVER) == 1 && wait_(list, FOREVER) == 1);
  CHECK(events[0].events == EPOLLIN && events[0].ptr == 7 && events[0].fd == reads && events[0].data1 == 8 && events[0].data2 == 1ULL << 40);
  CHECK(read_(reads, &byte, 1, &count) == SUCCESS && wait_(list, 0) == 1);
  CHECK(read_(reads, &byte, 1, &count) == SUCCESS && wait_(list, 0) == 0);

  // Edge-triggered: reported once for each write.
  event.events = EPOLLIN | EPOLLET;
  CHECK(epoll_ctl(list, MOD, reads, &event) == SUCCESS && write_(writes, "a", 1, &count) == SUCCESS);
  CHECK(wait_(list, FOREVER) == 1 && wait_(list, 0) == 0);
  CHECK(write_(writes, "b", 1, &count) == SUCCESS && wait_(list, FOREVER) == 1 && wait_(list, 0) == 0);

  // One-shot: reported once, until epoll_ctl arms it again.
  event.events = EPOLLIN | EPOLLONESHOT;
  CHECK(epoll_ctl(list, MOD, reads, &event) == SUCCESS && wait_(list, FOREVER) == 1 && wait_(list, 0) == 0);
  CHECK(epoll_ctl(list, MOD, reads, &event) == SUCCESS && wait_(list, FOREVER) == 1);

  // An epoll descriptor inside another one.
  CHECK(epoll_create(&inner) == SUCCESS);
  CHECK(epoll_ctl(inner, ADD, bell, &(epoll_event_t){.events = EPOLLIN, .data2 = 1}) == SUCCESS);
  CHECK(epoll_ctl(list, ADD, inner, &(epoll_event_t){.events = EPOLLIN, .data2 = 2}) == SUCCESS && wait_(list, 0) == 0);
  CHECK(write_(bell, &(uint64_t){1}, 8, &count) == SUCCESS && wait_(list, FOREVER) == 1 && events[0].data2 == 2);
  CHECK(wait_(inner, FOREVER) == 1 && events[0].data2 == 1 && read_(bell, &value, 8, &count) == SUCCESS && wait_(list, 0) == 0);

  // The other end was closed: EPOLLHUP is reported although it was not requested.
  CHECK(read_(reads, (char[9]){0}, 9, &count) == SUCCESS && fd_close(writes) == SUCCESS);
  event.events = EPOLLIN;
  CHECK(epoll_ctl(list, MOD, reads, &event) == SUCCESS && wait_(list, FOREVER) == 1 && (events[0].events & EPOLLHUP));
  CHECK(epoll_ctl(list, DEL, reads, NULL) == SUCCESS && wait_(list, 0) == 0);

  // poll_oneoff waits for the same kinds of descriptors.
  CHECK(fd_pipe(&reads, &writes) == SUCCESS);
  subscription_t wanted[] = {
    {.userdata = 1, .tag = 1, .u.fd = reads}, {.userdata = 2, .tag = 1, .u.fd = bell}, {.userdata = 3, .tag = 1, .u.fd = list},
    {.userdata = 4, .tag = 0, .u.clock = {1, 1000000, 0, 0}},
  };
  event_t happened[4];
  CHECK(poll_oneoff(wanted, happened, 4, &count) == SUCCESS && count == 1 && happened[0].userdata == 4 && happened[0].error == SUCCESS);
  CHECK(write_(writes, "a", 1, &count) == SUCCESS && write_(bell, &(uint64_t){1}, 8, &count) == SUCCESS);
  CHECK(poll_oneoff(wanted, happened, 3, &count) == SUCCESS && count == 3);
  CHECK(happened[0].userdata == 1 && happened[0].nbytes == 1 && happened[1].userdata == 2 && happened[2].userdata == 3);
  complete();
}
