// Signals that the guest sends to itself: the handler runs when the current host call ends.
#include "wasix.h"

IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(proc_raise) int proc_raise(int);
IMPORT(proc_signal) int proc_signal(uint32_t, int);
IMPORT(thread_signal) int thread_signal(uint32_t, int);
IMPORT(proc_raise_interval) int proc_raise_interval(int, uint64_t, int);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(proc_id) int proc_id(uint32_t *);

enum { USR1 = 10, USR2 = 12, ALRM = 14, CHLD = 17, TERM = 15, SYS = 31 };
#define LONG 3600000000000ULL

static volatile int last, times;

__attribute__((export_name("handle"))) void handle(int signal) {
  last = signal;
  times++;
}

void _start(void) {
  uint32_t id;
  size_t count;
  event_t event;
  epoll_event_t ready;
  fd_t list, reads, writes;
  char byte;
  CHECK(proc_raise(CHLD) == SUCCESS && times == 0);
  callback_signal(TEXT("handle"));
  CHECK(proc_raise(USR1) == SUCCESS && last == USR1 && times == 1);
  CHECK(proc_id(&id) == SUCCESS && proc_signal(id, USR2) == SUCCESS && last == USR2 && times == 2 && proc_signal(id + 1, USR2) == SRCH);
  CHECK(thread_signal(0, TERM) == SUCCESS && last == TERM && times == 3 && thread_signal(1, TERM) == SRCH);

  // raise() of wasix-libc: the main thread's identifier is 0x3fffffff there.
  CHECK(thread_signal(0x3fffffff, USR1) == SUCCESS && last == USR1 && times == 4 && thread_signal(0x3ffffffe, USR1) == SRCH);
  times = 3;
  CHECK(proc_signal(id, 0) == SUCCESS && times == 3 && proc_raise(SYS) == SUCCESS && last == SYS && times == 4 && proc_raise(32) == INVAL);
  times = 3;

  // A signal interrupts a waiting call with INTR.
  CHECK(proc_raise_interval(ALRM, 1, 0) == SUCCESS && thread_sleep(LONG) == INTR && last == ALRM && times == 4);
  subscription_t clock = {.tag = 0, .u.clock = {1, LONG, 0, 0}};
  CHECK(proc_raise_interval(ALRM, 1, 0) == SUCCESS && poll_oneoff(&clock, &event, 1, &count) == INTR && times == 5);
  CHECK(epoll_create(&list) == SUCCESS && proc_raise_interval(ALRM, 1, 0) == SUCCESS && epoll_wait(list, &ready, 1, UINT64_MAX, &count) == INTR);
  CHECK(times == 6 && fd_pipe(&reads, &writes) == SUCCESS);
  CHECK(proc_raise_interval(ALRM, 1, 0) == SUCCESS && read_(reads, &byte, 1, &count) == INTR && times == 7);

  // A repeated signal is also delivered during calls that do not wait.
  CHECK(proc_raise_interval(ALRM, 1, 1) == SUCCESS);
  while (times < 10) CHECK(fd_tell(reads, &(uint64_t){0}) == SPIPE);
  CHECK(proc_raise_interval(ALRM, 0, 0) == SUCCESS);

  callback_signal(TEXT("nothing"));
  complete();
  proc_raise(TERM);
  CHECK(0);
}
